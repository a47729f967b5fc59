import Link from "next/link";
import { Tabs } from "@/components/cases/matter-tabs";
import { DataTable } from "@/components/table/data-table";
import { Empty, Page, Paging, pageOf } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { describeClock } from "@/lib/clocks/describe-clock";
import { formatDate, formatDay } from "@/lib/dates";
import { listRequests } from "@/lib/requests/read-request";

type Props = { searchParams: Promise<{ tab?: string; page?: string }> };

export async function generateMetadata() {
  return { title: `Requests for a copy - ${await runAs(async (_tx, a) => a.schoolName)}` };
}

export default async function Requests({ searchParams }: Props) {
  const query = await searchParams;
  const ended = query.tab === "ended";
  const page = pageOf(query.page);
  const { actor, rows, more } = await runAs((tx, a) => listRequests(tx, a, { ended, page }));
  return (
    <Page back={{ href: "/settings", label: "Your account" }} title="Requests for a copy">
      <p className="prose-block mb-6 text-soft">
        Somebody may ask for what the school keeps about them (subject access). To write one down,{" "}
        <Link className="text-accent underline underline-offset-2" href="/search" prefetch={false}>
          find the person
        </Link>{" "}
        and choose &ldquo;They ask for a copy&rdquo;.
      </p>
      <Tabs
        items={[
          { href: "/requests", label: "Open", current: !ended },
          { href: "/requests?tab=ended", label: "Ended", current: ended },
        ]}
        label="Requests"
      />
      {rows.length === 0 ? (
        <Empty>{ended ? "No request has ended." : "No request is open."}</Empty>
      ) : (
        <DataTable
          caption={ended ? "Requests that ended" : "Open requests"}
          columns={[
            { id: "who", header: "About" },
            { id: "received", header: "Received" },
            { id: "due", header: ended ? "Ended" : "Due" },
          ]}
          rows={rows.map((row) => {
            const clock = describeClock(row.dueAt, actor.at);
            return {
              id: row.id,
              cells: {
                who: (
                  <Link
                    className="inline-flex min-h-6 items-center font-semibold text-accent underline underline-offset-2"
                    href={`/requests/${row.id}`}
                    prefetch={false}
                  >
                    {row.name ?? "Somebody"}
                  </Link>
                ),
                received: formatDay(row.receivedOn),
                due: row.endedAt ? (
                  formatDate(row.endedAt)
                ) : (
                  <span className={clock.overdue ? "font-semibold text-danger" : ""}>
                    {formatDate(row.dueAt)}, {clock.words}
                  </span>
                ),
              },
            };
          })}
        />
      )}
      <Paging
        href={(n) => `/requests?page=${n}${ended ? "&tab=ended" : ""}`}
        more={more}
        page={page}
      />
    </Page>
  );
}
