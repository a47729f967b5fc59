import { notFound } from "next/navigation";
import { DataTable } from "@/components/table/data-table";
import { RowLink } from "@/components/table/row-link";
import { Day, Moment } from "@/components/ui/moment";
import { Banner, Empty, Page, Paging, pageOf } from "@/components/ui/page";
import { RiskTag, Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { holds } from "@/lib/access/types";
import { deciders } from "@/lib/cases/transitions";
import { describeClock } from "@/lib/clocks/describe-clock";
import { myReferrals } from "@/lib/referrals/queries";
import { schoolCalendar } from "@/lib/schools/queries";

type Props = { searchParams: Promise<{ page?: string; done?: string }> };

export async function generateMetadata() {
  return { title: `My decisions - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function Decisions({ searchParams }: Props) {
  const query = await searchParams;
  const page = pageOf(query.page);
  const { actor, list, school } = await runAs(async (tx, a) => {
    if (!holds(a, ...deciders)) notFound();
    return { actor: a, list: await myReferrals(tx, a, page), school: await schoolCalendar(tx, a) };
  });
  return (
    <Page title="My decisions">
      {query.done === "decided" ? (
        <Banner>Your decision is recorded. Whoever asked for it has been told.</Banner>
      ) : null}
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">No decision is asked of you</p>
          <p>When a case is referred to you it appears here, with what is asked and by when.</p>
        </Empty>
      ) : (
        <DataTable
          caption="Decisions asked of me"
          columns={[
            { id: "ref", header: "Reference" },
            { id: "risk", header: "Risk" },
            { id: "state", header: "State" },
            { id: "sent", header: "Asked" },
            { id: "due", header: "Due" },
          ]}
          rows={list.rows.map((row) => {
            const clock = describeClock(row.dueAt, actor.at, school);
            const open = row.state === "open";
            return {
              id: row.id,
              cells: {
                ref: <RowLink href={`/decisions/${row.id}`}>{row.reference}</RowLink>,
                risk: <RiskTag severity={row.severity} />,
                state: open ? (
                  <Tag tone="warn">Waiting for you</Tag>
                ) : (
                  <Tag tone={row.state === "decided" ? "good" : "calm"}>
                    {row.state === "decided" ? "Decided" : "Withdrawn"}
                  </Tag>
                ),
                sent: <Moment at={row.sentAt} />,
                due: open ? (
                  <>
                    <span className={clock.overdue ? "font-semibold text-danger" : ""}>
                      {clock.words}
                    </span>
                    <span className="block text-sm text-soft">{clock.absolute}</span>
                  </>
                ) : (
                  <Day at={row.dueAt} />
                ),
              },
            };
          })}
        />
      )}
      <Paging href={(n) => `/decisions?page=${n}`} more={list.more} page={page} />
    </Page>
  );
}
