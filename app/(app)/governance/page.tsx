import { ButtonLink } from "@/components/ui/button";
import { Empty, Page, Paging } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { formatDay } from "@/lib/dates";
import { listSnapshots } from "@/lib/governance/queries";

export const metadata = { title: "Governors' view - Daybook" };

export default async function Governance({
  searchParams,
}: {
  searchParams: Promise<{ page?: string }>;
}) {
  const page = Math.max(1, Number((await searchParams).page) || 1);
  const { list, freezes } = await runAs(async (tx, actor) => ({
    list: await listSnapshots(tx, actor, page),
    freezes: mayAct(actor, "freeze-snapshot"),
  }));
  return (
    <Page
      actions={freezes ? <ButtonLink href="/governance/new">Prepare a term</ButtonLink> : null}
      narrow
      title="Governors' view"
    >
      <p className="mb-6 text-soft">
        Numbers for assurance, frozen for each meeting. No names, and no way from a number to a
        case.
      </p>
      {list.rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">No term was prepared yet</p>
          <p>
            The DSL or the headteacher prepares one before a meeting. It stays as it was on that
            day.
          </p>
        </Empty>
      ) : null}
      <ul className="space-y-3">
        {list.rows.map((row) => (
          <li className="rounded-lg border border-line bg-card p-4" key={row.id}>
            <a
              className="font-semibold text-accent underline underline-offset-2"
              href={`/governance/${row.id}`}
            >
              {row.termName}
            </a>
            <p className="text-soft">
              For the meeting on {formatDay(row.meetingOn)}
              {row.version > 1 ? `, version ${row.version}` : ""}
            </p>
          </li>
        ))}
      </ul>
      <Paging href={(n) => `/governance?page=${n}`} more={list.more} page={page} />
    </Page>
  );
}
