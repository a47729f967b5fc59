import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { openPhoneLinkAction } from "@/lib/evidence/actions";

export const metadata = { title: "Add files from this phone - Daybook" };

/** Opening the page uses nothing up, so that a preview of the link cannot; starting does. */
export default async function StartPhone({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <Page narrow title="Add files from this phone">
      <p className="mb-4">
        What you choose goes to the page that is open on your computer. This phone cannot see the
        report, and keeps no copy.
      </p>
      <form action={openPhoneLinkAction}>
        <input name="token" type="hidden" value={token} />
        <Button>Start</Button>
      </form>
    </Page>
  );
}
