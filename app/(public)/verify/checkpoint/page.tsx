import { headers } from "next/headers";
import { TypedArea } from "@/components/forms/typed-area";
import { GrowthCheck } from "@/components/ledger/growth-check";
import { Button } from "@/components/ui/button";
import { Banner, Page } from "@/components/ui/page";
import { formatDateTime } from "@/lib/dates";
import { extendPrinted } from "@/lib/ledger/extend-printed";
import { readPrinted } from "@/lib/ledger/read-printed";

export const metadata = { title: "Check a printed head - Daybook" };

type Asked = { entries?: string; root?: string };

export default async function CheckPrinted({ searchParams }: { searchParams: Promise<Asked> }) {
  const asked = await searchParams;
  await headers();
  const known = readPrinted(asked);
  const answer = known && (await extendPrinted(known));
  const typed = Boolean(asked.entries || asked.root);
  return (
    <Page back={{ href: "/verify", label: "Check a bundle" }} narrow title="Check a printed head">
      <p className="mb-6">
        With the governors' report the head of the ledger is printed: a number of entries and a root
        hash. Type or paste them, or the head as it was signed. The answer says whether today's
        ledger still begins with those very entries.
      </p>
      {typed && !known ? (
        <Banner tone="warn">
          That is no head. It has a number of entries and a root hash of 44 letters and digits that
          ends in =.
        </Banner>
      ) : null}
      {known && !answer ? <Banner tone="note">This ledger has no entry yet.</Banner> : null}
      {known && answer?.extends ? (
        <Banner>
          <p>
            <strong>Yes. Today's ledger begins with these {known.size} entries, unchanged.</strong>{" "}
            Its last head was signed {formatDateTime(answer.head.signedAt)}.
          </p>
          <GrowthCheck from={known} proof={answer.proof} to={answer.head} />
        </Banner>
      ) : null}
      {known && answer && !answer.extends ? (
        <Banner tone="warn">
          <p>
            <strong>No. Today's ledger does not begin with these entries.</strong> Look first
            whether it was typed as printed, and whether the print-out is of this school.
          </p>
          <p>
            If both are right, entries were changed or lost since it was printed. Keep the
            print-out, and ask the headteacher or the chair of governors whether Daybook was
            restored from a backup, and when.
          </p>
        </Banner>
      ) : null}
      <form action="/verify/checkpoint" method="get">
        <div className="mb-4">
          <label className="mb-1 block font-semibold" htmlFor="entries">
            Entries
          </label>
          <input
            autoComplete="off"
            className="field-box max-w-48"
            defaultValue={asked.entries}
            id="entries"
            inputMode="numeric"
            name="entries"
          />
        </div>
        <div className="mb-4">
          <label className="mb-1 block font-semibold" htmlFor="root">
            Root hash, or the whole signed head
          </label>
          <TypedArea
            autoComplete="off"
            className="field-box font-mono"
            defaultValue={asked.root}
            id="root"
            name="root"
            rows={4}
            spellCheck={false}
          />
        </div>
        <Button>Check head</Button>
      </form>
    </Page>
  );
}
