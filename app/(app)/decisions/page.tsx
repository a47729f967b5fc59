import Link from "next/link";
import { notFound } from "next/navigation";
import { DataTable } from "@/components/table/data-table";
import { Moment } from "@/components/ui/moment";
import { Banner, Empty, Page, Paging } from "@/components/ui/page";
import { RiskTag, Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { holds } from "@/lib/access/types";
import { describeClock } from "@/lib/clocks/describe-clock";
import { myReferrals } from "@/lib/referrals/queries";

export const metadata = { title: "My decisions - Daybook" };

export default async function Decisions({
  searchParams,
}: {
  searchParams: Promise<{ page?: string; done?: string }>;
}) {
  const query = await searchParams;
  const page = Math.max(1, Number(query.page) || 1);
  const { actor, list } = await runAs(async (tx, a) => {
    if (!holds(a, "headteacher", "chair", "vice-chair", "trust-lead")) notFound();
    return { actor: a, list: await myReferrals(tx, a, page) };
  });
  return (
    <Page title="My decisions">
      {query.done ? (
        <Banner>Your decision was recorded. Whoever asked for it was told.</Banner>
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
            const clock = describeClock(row.dueAt, actor.at);
            return {
              id: row.id,
              cells: {
                ref: (
                  <Link
                    className="font-semibold text-accent underline underline-offset-2"
                    href={`/decisions/${row.id}`}
                    prefetch={false}
                  >
                    {row.reference}
                  </Link>
                ),
                risk: <RiskTag severity={row.severity} />,
                state:
                  row.state === "open" ? (
                    <Tag tone="warn">Waiting for you</Tag>
                  ) : (
                    <Tag tone="good">Decided</Tag>
                  ),
                sent: <Moment at={row.sentAt} />,
                due:
                  row.state === "open" ? (
                    <span className={clock.overdue ? "font-semibold text-danger" : ""}>
                      {clock.words}
                    </span>
                  ) : (
                    "Done"
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
