import { notFound } from "next/navigation";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Empty, Page, Summary } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { holds } from "@/lib/access/types";
import { checkProblems, flawWords, sizeWords } from "@/lib/evidence/labels";
import { evidenceHealth } from "@/lib/evidence/queries";

export const metadata = { title: "Evidence store - Daybook" };

type Health = Awaited<ReturnType<typeof evidenceHealth>>;

function Damaged({ item }: { item: Health["damaged"][number] }) {
  const words = flawWords[item.found];
  const name = item.reference ?? "Not sent yet";
  return (
    <li className="rounded-lg border border-line bg-card p-4">
      <p className="flex flex-wrap items-center gap-3">
        <Tag tone="danger">Cannot be opened</Tag>
        {item.reportId ? (
          <a href={`/queue/${item.reportId}`}>
            <strong>{name}</strong>
          </a>
        ) : (
          <strong>{name}</strong>
        )}
      </p>
      <p className="mt-2">
        {words?.what}, found <Moment at={item.since} />. {words?.next}
      </p>
      {item.place ? (
        <p className="break-all text-soft">Kept as {item.place}</p>
      ) : (
        <p className="text-soft">The administrator can see where it is kept.</p>
      )}
    </li>
  );
}

function Store({ health }: { health: Health }) {
  return (
    <Card title="The store">
      <Summary
        rows={[
          { key: "Items", value: `${health.items} (${sizeWords(health.bytes)})` },
          {
            key: "Oldest check",
            value: health.oldest ? <Moment at={health.oldest} /> : "Nothing to check",
          },
          {
            key: "Files without an item",
            value:
              health.comparedAt === null
                ? "Not compared yet"
                : health.strays === 0
                  ? "None"
                  : String(health.strays),
          },
        ]}
      />
      {health.strays > 0 ? (
        <p className="mt-4">
          These files are in the store of the whole installation and nothing in the database tells
          of them. Daybook never removes them. If a backup of the database was put back, they may be
          what came in after it: keep them. The command check-evidence names them.
        </p>
      ) : null}
    </Card>
  );
}

export default async function EvidenceStore() {
  const { health, admin } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "read-evidence-checks")) notFound();
    return { health: await evidenceHealth(tx), admin: holds(actor, "admin") };
  });
  return (
    <Page back={{ href: "/settings", label: "Your account" }} narrow title="Evidence store">
      <p className="mb-4 text-soft">
        Each night files are read whole, one after the other, and compared with what was received.
        No picture and no word of an item is shown here.
      </p>
      {health.problem ? (
        <Banner tone="warn">{checkProblems[health.problem] ?? "Nothing could be checked."}</Banner>
      ) : null}
      <section>
        <h2 className="mb-3 font-bold text-xl">Items that cannot be opened</h2>
        {health.damaged.length === 0 ? (
          <Empty>
            {health.endedAt ? (
              <>
                None. The last check ended <Moment at={health.endedAt} />.
              </>
            ) : (
              "None so far. The first check runs tonight."
            )}
          </Empty>
        ) : (
          <ul className="mb-6 space-y-3">
            {health.damaged.map((item) => (
              <Damaged item={item} key={item.id} />
            ))}
          </ul>
        )}
      </section>
      {admin ? <Store health={health} /> : null}
    </Page>
  );
}
