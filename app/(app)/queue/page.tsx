import Link from "next/link";
import { notFound } from "next/navigation";
import { QueueFilter } from "@/components/cases/queue-filter";
import { DataTable } from "@/components/table/data-table";
import { Banner, Empty, Page, Paging, Tabs } from "@/components/ui/page";
import { RiskTag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { holds } from "@/lib/access/types";
import { queueAddress, statusWords, tabWords, triagedWords } from "@/lib/cases/labels";
import { countQueue, listQueue, type QueueRow, queueTabs, queueView } from "@/lib/cases/list-queue";
import { handlers } from "@/lib/cases/transitions";
import { describeClock } from "@/lib/clocks/describe-clock";
import { schoolTypes } from "@/lib/schools/queries";

type Query = Record<string, string | string[] | undefined>;
type Props = { searchParams: Promise<Query> };

const empty: Record<string, string> = {
  new: "No report waits to be read.",
  mine: "Nothing is yours at the moment.",
  waiting: "Nothing waits for somebody else.",
  snoozed: "Nothing is snoozed.",
  overdue: "Nothing is overdue.",
  all: "No report waits and no case is open.",
};

export async function generateMetadata({ searchParams }: Props) {
  const view = queueView.parse(await searchParams);
  const { name, counts } = await runAs(async (tx, actor) => ({
    name: actor.schoolName,
    counts: await countQueue(tx, actor),
  }));
  return { title: `${tabWords[view.tab]} (${counts[view.tab]}) - Queue - ${name}` };
}

function Clock({ row, at }: { row: QueueRow; at: Date }) {
  if (!row.dueAt) return "None";
  const clock = describeClock(row.dueAt, at);
  return (
    <>
      <span className={clock.overdue ? "font-semibold text-danger" : ""}>{clock.words}</span>
      <span className="block text-sm text-soft">{clock.absolute}</span>
    </>
  );
}

export default async function Queue({ searchParams }: Props) {
  const query = await searchParams;
  const view = queueView.parse(query);
  const { actor, list, counts, types } = await runAs(async (tx, a) => {
    if (!holds(a, ...handlers)) notFound();
    return {
      actor: a,
      list: await listQueue(tx, a, view),
      counts: await countQueue(tx, a),
      types: await schoolTypes(tx, a),
    };
  });
  const label = new Map(types.map((type) => [type.code, type.label]));
  const said = typeof query.done === "string" ? triagedWords[query.done] : undefined;
  const filtered = view.q || view.type || view.severity;
  const named = view.names === "shown";
  return (
    <Page title="Queue">
      {said ? <Banner>{said}</Banner> : null}
      <Tabs
        items={queueTabs.map((tab) => ({
          href: queueAddress(view, { tab }),
          label: tabWords[tab] ?? tab,
          count: counts[tab],
          current: tab === view.tab,
        }))}
        label="Queue"
      />
      <QueueFilter types={types} view={view} />
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">{filtered ? "No match" : "Nothing here"}</p>
          <p>{filtered ? "No report or case fits this filter." : empty[view.tab]}</p>
        </Empty>
      ) : (
        <DataTable
          caption={`${tabWords[view.tab]}: reports and cases, sorted by ${view.sort}`}
          columns={[
            { id: "ref", header: "Reference" },
            { id: "kind", header: "Kind" },
            ...(named ? [{ id: "who", header: "Affected" }] : []),
            {
              id: "risk",
              header: "Risk",
              sortHref: queueAddress(view, { sort: "risk" }),
              ...(view.sort === "risk" ? { sorted: "descending" as const } : {}),
            },
            { id: "status", header: "Status" },
            { id: "owner", header: "Owner" },
            {
              id: "clock",
              header: "Clock",
              sortHref: queueAddress(view, { sort: "clock" }),
              ...(view.sort === "clock" ? { sorted: "ascending" as const } : {}),
            },
            { id: "files", header: "Evidence" },
          ]}
          rows={list.rows.map((row) => ({
            id: row.id,
            cells: {
              ref: (
                <Link
                  className="inline-flex min-h-6 items-center whitespace-nowrap font-semibold text-accent underline underline-offset-2"
                  href={row.kind === "report" ? `/queue/${row.id}` : `/cases/${row.id}`}
                  prefetch={false}
                >
                  {row.reference}
                </Link>
              ),
              kind: label.get(row.type) ?? row.type,
              ...(named ? { who: row.affected ?? "" } : {}),
              risk: <RiskTag severity={row.severity} />,
              status: `${row.kind === "case" ? "Case: " : ""}${statusWords(row.state)}`,
              owner: row.owner ?? "Nobody yet",
              clock: <Clock at={actor.at} row={row} />,
              files: String(row.evidenceCount),
            },
          }))}
        />
      )}
      <Paging href={(page) => queueAddress(view, { page })} more={list.more} page={view.page} />
    </Page>
  );
}
