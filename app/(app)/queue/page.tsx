import Link from "next/link";
import { notFound } from "next/navigation";
import { DataTable } from "@/components/table/data-table";
import { Button } from "@/components/ui/button";
import { Banner, Empty, Page, Paging, Tabs } from "@/components/ui/page";
import { RiskTag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { type Actor, holds } from "@/lib/access/types";
import { severityChoices, statusWords, tabWords } from "@/lib/cases/labels";
import {
  countQueue,
  listQueue,
  nextReport,
  type QueueView,
  queueTabs,
  queueView,
} from "@/lib/cases/list-queue";
import { describeClock } from "@/lib/clocks/describe-clock";
import { schoolTypes } from "@/lib/schools/queries";

type Query = Record<string, string | string[] | undefined>;

const handles = (actor: Actor) =>
  holds(actor, "dsl", "deputy-dsl", "headteacher", "dpo", "chair", "vice-chair", "trust-lead");

const done: Record<string, string> = {
  joined: "The report joined the other case.",
  closed: "The report was closed with your reason.",
  snoozed: "The report is out of sight until then.",
  asked: "Your question was sent to the reporter.",
};

const address = (view: QueueView, change: Partial<QueueView>) => {
  const all = { ...view, page: 1, ...change };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) {
    if (value && !(name === "page" && value === 1) && !(name === "sort" && value === "risk")) {
      query.set(name, String(value));
    }
  }
  return `/queue?${query}`;
};

export async function generateMetadata({ searchParams }: { searchParams: Promise<Query> }) {
  const view = queueView.parse(await searchParams);
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `${tabWords[view.tab]} - Queue - ${name}` };
}

export default async function Queue({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const view = queueView.parse(query);
  const { actor, list, counts, types, next } = await runAs(async (tx, a) => {
    if (!handles(a)) notFound();
    return {
      actor: a,
      list: await listQueue(tx, a, view),
      counts: await countQueue(tx, a),
      types: await schoolTypes(tx, a),
      next: query.done ? await nextReport(tx, a) : null,
    };
  });
  const label = new Map(types.map((type) => [type.code, type.label]));
  const said = typeof query.done === "string" ? done[query.done] : undefined;
  return (
    <Page title="Queue">
      {said ? (
        <Banner>
          <p>{said}</p>
          {next ? (
            <p>
              <a href={`/queue/${next}`}>Go to the next report</a>
            </p>
          ) : null}
        </Banner>
      ) : null}
      <Tabs
        items={queueTabs.map((tab) => ({
          href: address(view, { tab }),
          label: tabWords[tab] ?? tab,
          count: counts[tab],
          current: tab === view.tab,
        }))}
        label="Queue"
      />
      <form action="/queue" className="no-print mb-4 flex flex-wrap items-end gap-3">
        <input name="tab" type="hidden" value={view.tab} />
        <div>
          <label className="block" htmlFor="q">
            Reference or person
          </label>
          <input className="field-box" defaultValue={view.q} id="q" name="q" type="search" />
        </div>
        <div>
          <label className="block" htmlFor="type">
            Kind
          </label>
          <select className="field-box" defaultValue={view.type} id="type" name="type">
            <option value="">All kinds</option>
            {types.map((type) => (
              <option key={type.code} value={type.code}>
                {type.label}
              </option>
            ))}
          </select>
        </div>
        <div>
          <label className="block" htmlFor="severity">
            Risk
          </label>
          <select
            className="field-box"
            defaultValue={view.severity || ""}
            id="severity"
            name="severity"
          >
            <option value="">Any risk</option>
            {severityChoices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        </div>
        <Button kind="secondary">Filter</Button>
      </form>
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">Nothing here</p>
          <p>
            {view.q || view.type || view.severity
              ? "No report or case fits this filter."
              : "No report waits in this list."}
          </p>
        </Empty>
      ) : (
        <DataTable
          caption={`${tabWords[view.tab]}: reports and cases, worst first`}
          columns={[
            { id: "ref", header: "Reference" },
            { id: "kind", header: "Kind" },
            {
              id: "risk",
              header: "Risk",
              sortHref: address(view, { sort: "risk" }),
              ...(view.sort === "risk" ? { sorted: "descending" as const } : {}),
            },
            { id: "status", header: "Status" },
            { id: "owner", header: "Owner" },
            {
              id: "clock",
              header: "Clock",
              sortHref: address(view, { sort: "clock" }),
              ...(view.sort === "clock" ? { sorted: "ascending" as const } : {}),
            },
            { id: "files", header: "Evidence" },
          ]}
          rows={list.rows.map((row) => {
            const clock = row.dueAt ? describeClock(row.dueAt, actor.at) : null;
            return {
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
                risk: <RiskTag severity={row.severity} />,
                status: `${statusWords(row.state)}${row.kind === "case" ? " (case)" : ""}`,
                owner: row.owner ?? "Nobody yet",
                clock: clock ? (
                  <span
                    className={clock.overdue ? "font-semibold text-danger" : ""}
                    title={clock.absolute}
                  >
                    {clock.words}
                  </span>
                ) : (
                  "None"
                ),
                files: String(row.evidenceCount),
              },
            };
          })}
        />
      )}
      <Paging href={(page) => address(view, { page })} more={list.more} page={view.page} />
    </Page>
  );
}
