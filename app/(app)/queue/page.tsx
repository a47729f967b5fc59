import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { Tabs } from "@/components/cases/matter-tabs";
import { QueueFilter } from "@/components/cases/queue-filter";
import { type QueueLine, QueueTable } from "@/components/cases/queue-table";
import { ViewLinks } from "@/components/cases/view-links";
import { Banner, Empty, Page, Paging } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { holds } from "@/lib/access/types";
import { listReviews } from "@/lib/cases/ask-review";
import { queueAddress, statusWords, tabWords, triagedWords, typeWords } from "@/lib/cases/labels";
import { countQueue, listQueue, type QueueRow, queueTabs, queueView } from "@/lib/cases/list-queue";
import { handlers } from "@/lib/cases/transitions";
import { describeClock } from "@/lib/clocks/describe-clock";
import type { SchoolTime } from "@/lib/clocks/types";
import { listViews } from "@/lib/connections/list-views";
import { schoolCalendar, schoolTypes } from "@/lib/schools/queries";

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

/** Read once a request: the title says how many there are before the page does. */
const readHead = cache(() =>
  runAs(async (tx, actor) => {
    if (!holds(actor, ...handlers)) notFound();
    return {
      name: actor.schoolName,
      counts: await countQueue(tx, actor),
      views: await listViews(tx, actor),
    };
  }),
);

export async function generateMetadata({ searchParams }: Props) {
  const view = queueView.parse(await searchParams);
  const { name, counts } = await readHead();
  return { title: `${tabWords[view.tab]} (${counts[view.tab]}) - Queue - ${name}` };
}

function lineOf(row: QueueRow, at: Date, kind: string, school: SchoolTime): QueueLine {
  const clock = row.dueAt ? describeClock(row.dueAt, at, school) : null;
  return {
    href: row.kind === "report" ? `/queue/${row.id}` : `/cases/${row.id}`,
    reference: row.reference,
    kind,
    who: row.affected,
    severity: row.severity,
    status: `${row.kind === "case" ? "Case: " : ""}${statusWords(row.state)}`,
    owner: row.owner ?? "Nobody yet",
    due: clock?.words ?? "None",
    dueAt: clock?.absolute ?? "",
    overdue: clock?.overdue ?? false,
    files: row.evidenceCount,
  };
}

export default async function Queue({ searchParams }: Props) {
  const query = await searchParams;
  const view = queueView.parse(query);
  const { counts, views } = await readHead();
  if (Object.keys(query).length === 0) {
    const first = views.find((saved) => saved.own && saved.opensFirst);
    if (first) redirect(queueAddress(first.view, {}) as never);
  }
  const { actor, list, types, school, reviews } = await runAs(async (tx, a) => {
    if (!holds(a, ...handlers)) notFound();
    return {
      actor: a,
      list: await listQueue(tx, a, view),
      types: await schoolTypes(tx, a),
      school: await schoolCalendar(tx, a),
      reviews: await listReviews(tx, a),
    };
  });
  const label = new Map(types.map((type) => [type.code, type.label]));
  const said = typeof query.done === "string" ? triagedWords[query.done] : undefined;
  const filtered = view.q || view.type || view.severity;
  const named = view.names === "shown";
  return (
    <Page title="Queue">
      {said ? <Banner>{said}</Banner> : null}
      {reviews.length > 0 ? (
        <Banner tone="note">
          <p>Pictures kept as long as the school&apos;s rule says. Look through them again:</p>
          <ul className="flex flex-wrap gap-x-4">
            {reviews.map((review) => (
              <li key={review.caseId}>
                <a
                  className="inline-flex min-h-11 items-center"
                  href={`/cases/${review.caseId}/actions`}
                >
                  {review.reference}
                </a>
              </li>
            ))}
          </ul>
        </Banner>
      ) : null}
      <Tabs
        items={queueTabs.map((tab) => ({
          href: queueAddress(view, { tab }),
          label: tabWords[tab] ?? tab,
          count: counts[tab],
          current: tab === view.tab,
        }))}
        label="Queue"
      />
      <ViewLinks view={view} views={views} />
      <QueueFilter types={types} view={view} />
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">{filtered ? "No match" : "Nothing here"}</p>
          <p>{filtered ? "No report or case fits this filter." : empty[view.tab]}</p>
        </Empty>
      ) : (
        <QueueTable
          caption={`${tabWords[view.tab]}: reports and cases, sorted by ${view.sort}`}
          clockHref={queueAddress(view, { sort: "clock" })}
          lines={list.rows.map((row) => lineOf(row, actor.at, typeWords(label, row.type), school))}
          named={named}
          riskHref={queueAddress(view, { sort: "risk" })}
          sort={view.sort}
        />
      )}
      {mayAct(actor, "break-glass") ? (
        <p className="no-print mt-6 text-soft">
          <Link
            className="text-accent underline underline-offset-2"
            href="/cases/emergency"
            prefetch={false}
          >
            Open a case of somebody else in an emergency
          </Link>
        </p>
      ) : null}
      <Paging href={(page) => queueAddress(view, { page })} more={list.more} page={view.page} />
    </Page>
  );
}
