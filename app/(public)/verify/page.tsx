import { BundleCheck } from "@/components/ledger/bundle-check";
import { Page } from "@/components/ui/page";

export const metadata = { title: "Check a bundle of evidence - Daybook" };

export default function Verify() {
  return (
    <Page narrow title="Check a bundle of evidence">
      <div className="prose-block mb-6">
        <p>
          For whoever was handed a bundle by a school: police, a court, a local authority, another
          school. You need no account.
        </p>
        <p>
          <strong>Nothing is uploaded.</strong> The file is read in your browser and stays on your
          machine. Once this page is open, you can unplug the network before you choose the file.
        </p>
        <p>
          A lent copy that ends in .age is opened first with its passphrase:{" "}
          <code className="break-all">age -d lent.zip.age &gt; bundle.zip</code>
        </p>
      </div>
      <BundleCheck />
      <noscript>
        <p className="mt-6">
          This page needs JavaScript. Without it, run the verify.py that is in the bundle:{" "}
          <code>python3 verify.py bundle.zip</code>
        </p>
      </noscript>
      <p className="mt-8">
        You have a printed head of the ledger instead?{" "}
        <a href="/verify/checkpoint">Check a printed head</a>.
      </p>
    </Page>
  );
}
