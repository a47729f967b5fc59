import { DataTable } from "@/components/table/data-table";
import { RowLink } from "@/components/table/row-link";
import { ButtonLink } from "@/components/ui/button";
import { Banner, Empty, Page, Paging, pageOf } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { listComplaints } from "@/lib/cases/list-complaints";
import { describeClock } from "@/lib/clocks/describe-clock";
import { formatDay } from "@/lib/dates";
import { schoolCalendar } from "@/lib/schools/queries";

type Props = { searchParams: Promise<{ page?: string; done?: string }> };

export async function generateMetadata() {
  return { title: `Complaints - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function Complaints({ searchParams }: Props) {
  const query = await searchParams;
  const page = pageOf(query.page);
  const { list, at, school } = await runAs(async (tx, actor) => ({
    list: await listComplaints(tx, actor, page),
    at: actor.at,
    school: await schoolCalendar(tx, actor),
  }));
  return (
    <Page
      actions={<ButtonLink href="/complaints/new">Record a complaint</ButtonLink>}
      back={{ href: "/referrals", label: "Referrals outside" }}
      title="Complaints"
    >
      {query.done === "passed" ? (
        <Banner>The complaint is taken down. Whoever answers it has been told.</Banner>
      ) : null}
      <p className="mb-6 max-w-3xl text-soft">
        Each is a case of its own, answered by somebody who has no part in what it is about. You see
        those you handle.
      </p>
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">No complaint here</p>
          <p>Record one when somebody is unhappy with what the school did or decided.</p>
        </Empty>
      ) : (
        <DataTable
          caption="Complaints"
          columns={[
            { id: "case", header: "Case" },
            { id: "received", header: "Came on" },
            { id: "subject", header: "About" },
            { id: "stage", header: "Stage" },
            { id: "outcome", header: "Answer" },
            { id: "due", header: "Due" },
            { id: "owner", header: "Handled by" },
          ]}
          rows={list.rows.map((row) => {
            const clock = row.dueAt ? describeClock(row.dueAt, at, school) : null;
            return {
              id: row.id,
              cells: {
                case: <RowLink href={`/cases/${row.id}/process`}>{row.reference}</RowLink>,
                received: formatDay(row.received),
                subject: row.subject,
                stage: row.stage,
                outcome: <Tag>{row.outcome}</Tag>,
                due: clock ? (
                  <span className={clock.overdue ? "font-semibold text-danger" : ""}>
                    {clock.words}
                  </span>
                ) : (
                  "Nothing due"
                ),
                owner: row.owner ?? "Somebody",
              },
            };
          })}
        />
      )}
      <Paging href={(n) => `/complaints?page=${n}`} more={list.more} page={page} />
    </Page>
  );
}
