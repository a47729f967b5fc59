import { notFound } from "next/navigation";
import { HeadPrint } from "@/components/ledger/head-print";
import { PrintButton } from "@/components/policies/print-button";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Empty, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { env } from "@/lib/env";
import { anchorStanding, lastSigned, signingKeys } from "@/lib/ledger/queries";

export const metadata = { title: "The ledger and its keys - Daybook" };

export default async function Ledger() {
  const { head, keys, standing } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "read-ledger")) notFound();
    return {
      head: await lastSigned(tx),
      keys: await signingKeys(tx),
      standing: await anchorStanding(tx),
    };
  });
  const { DAYBOOK_URL, TSA_URL } = env();
  const { tries, last, check } = standing;
  const [current] = keys;
  return (
    <Page
      back={{ href: "/settings", label: "Your account" }}
      actions={<PrintButton />}
      narrow
      title="The ledger and its keys"
    >
      <p className="mb-6 text-soft">
        Every change and every view of a report or case is an entry in the ledger. Its head is
        signed each second. A head that somebody keeps outside this machine shows later whether
        anything before it was changed.
      </p>
      {check?.fault ? (
        <Banner tone="warn">
          <p>
            <strong>The ledger is not as it was signed.</strong> Seen{" "}
            <Moment at={check.checkedAt} />: {check.fault}.
          </p>
          <p>
            Change nothing on the machine and restore nothing. Keep a copy of the database and of
            the data folder as they are now, and call whoever looks after the machine: they run{" "}
            <code>npm run verify-ledger</code>. After a restore from a backup they run it with{" "}
            <code>-- --after-restore</code>. If nobody restored anything, tell the headteacher and
            the data protection officer that somebody may have changed the record.
          </p>
        </Banner>
      ) : null}
      <Card title="The head now">
        {head && current ? (
          <HeadPrint address={DAYBOOK_URL} fingerprint={current.fingerprint} head={head} />
        ) : (
          <Empty>Nothing was signed yet.</Empty>
        )}
        {check && !check.fault ? (
          <p className="mt-4 text-soft">
            Read whole and found as signed <Moment at={check.checkedAt} />: {check.size} entries,{" "}
            {check.anchors} time stamps.
          </p>
        ) : null}
      </Card>
      <Card title="Keys">
        <ol className="divide-y divide-line">
          {keys.map((key, i) => (
            <li className="py-3" key={key.verifier}>
              <p className="font-semibold">
                {i === 0 ? "In use" : "Handed over"}, since entry {key.since}
              </p>
              <p className="font-mono">{key.fingerprint.match(/.{4}/g)?.join(" ")}</p>
              <p className="break-all text-sm text-soft">{key.verifier}</p>
              <p className="text-soft">
                First used <Moment at={key.madeAt} />
              </p>
            </li>
          ))}
        </ol>
        <p className="mt-2 text-soft">
          Give the fingerprint to whoever asks for it by telephone or letter. Old keys stay trusted
          for what they signed.
        </p>
      </Card>
      <Card title="Outside time stamps">
        {TSA_URL ? null : <p className="mb-3">No authority is set, so there are none.</p>}
        {tries?.problem ? (
          <div className="mb-4 rounded-md border-danger border-l-4 bg-danger-tint p-4">
            <p>{tries.problem}</p>
            <p>
              Tried <Moment at={tries.triedAt} />. It is tried again by itself, and nothing else
              waits for it.
            </p>
          </div>
        ) : null}
        <ul className="divide-y divide-line">
          {last.map((anchor) => (
            <li className="py-2" key={anchor.size}>
              {anchor.size} entries, <Moment at={anchor.stampedAt} />, {anchor.authority}
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  );
}
