import Link from "next/link";
import { DataTable } from "@/components/table/data-table";
import { Day } from "@/components/ui/moment";
import { Empty, Page, Paging, pageOf } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { describeClock } from "@/lib/clocks/describe-clock";
import { listTransfers } from "@/lib/referrals/list-transfers";
import { transferWords } from "@/lib/referrals/transfer-forms";
import { schoolCalendar } from "@/lib/schools/queries";

type Props = { searchParams: Promise<{ page?: string }> };

export async function generateMetadata() {
  return { title: `File transfers - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function Transfers({ searchParams }: Props) {
  const page = pageOf((await searchParams).page);
  const { list, at, school } = await runAs(async (tx, actor) => ({
    list: await listTransfers(tx, actor, page),
    at: actor.at,
    school: await schoolCalendar(tx, actor),
  }));
  return (
    <Page back={{ href: "/referrals", label: "Referrals outside" }} title="File transfers">
      <p className="mb-6 max-w-3xl text-soft">
        Child protection files on their way to another school, until somebody there has signed for
        them. Begin one on the page of the child, which Search finds.
      </p>
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">No file is on its way</p>
        </Empty>
      ) : (
        <DataTable
          caption="Child protection files on their way"
          columns={[
            { id: "pupil", header: "Child" },
            { id: "school", header: "Next school" },
            { id: "state", header: "State" },
            { id: "due", header: "Due" },
            { id: "sent", header: "Sent" },
          ]}
          rows={list.rows.map((row) => {
            const clock = describeClock(row.dueAt, at, school);
            const live = row.state === "preparing" || row.state === "sent";
            return {
              id: row.id,
              cells: {
                pupil: (
                  <Link
                    className="inline-flex min-h-6 items-center font-semibold text-accent underline underline-offset-2"
                    href={`/transfers/${row.id}`}
                    prefetch={false}
                  >
                    {row.pupil}
                  </Link>
                ),
                school: row.toSchool,
                state: (
                  <Tag tone={row.state === "received" ? "good" : live ? "warn" : "calm"}>
                    {transferWords[row.state]}
                  </Tag>
                ),
                due: live ? (
                  <span className={clock.overdue ? "font-semibold text-danger" : ""}>
                    {row.state === "sent" ? "Receipt: " : ""}
                    {clock.words}
                  </span>
                ) : (
                  "Nothing due"
                ),
                sent: row.sentAt ? <Day at={row.sentAt} /> : "Not yet",
              },
            };
          })}
        />
      )}
      <Paging href={(n) => `/transfers?page=${n}`} more={list.more} page={page} />
    </Page>
  );
}
