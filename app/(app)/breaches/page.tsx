import { DataTable } from "@/components/table/data-table";
import { RowLink } from "@/components/table/row-link";
import { ButtonLink } from "@/components/ui/button";
import { Empty, Page, Paging, pageOf } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { listBreaches } from "@/lib/cases/list-breaches";
import { formatDate } from "@/lib/dates";

type Props = { searchParams: Promise<{ page?: string }> };

export async function generateMetadata() {
  return { title: `Breach log - ${await runAs(async (_tx, actor) => actor.schoolName)}` };
}

export default async function Breaches({ searchParams }: Props) {
  const page = pageOf((await searchParams).page);
  const { rows, more } = await runAs((tx, actor) => listBreaches(tx, actor, page));
  return (
    <Page
      actions={
        <ButtonLink href="/breaches/export" kind="secondary">
          Save as CSV
        </ButtonLink>
      }
      back={{ href: "/referrals", label: "Referrals outside" }}
      title="Breach log"
    >
      <p className="mb-6 max-w-3xl text-soft">
        Every breach of personal data, whoever was told of it (UK GDPR article 33(5)). You see the
        cases you handle. What was written in words may name a child: it stays in the case, and is
        not in the file.
      </p>
      {rows.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">No breach is recorded</p>
          <p>A case about data and security stands here from the moment it is opened.</p>
        </Empty>
      ) : (
        <DataTable
          caption="Data breaches"
          columns={[
            { id: "case", header: "Case" },
            { id: "aware", header: "School aware" },
            { id: "data", header: "Information" },
            { id: "people", header: "People, about" },
            { id: "risk", header: "Risk" },
            { id: "ico", header: "ICO" },
            { id: "told", header: "People concerned" },
            { id: "status", header: "Status" },
          ]}
          rows={rows.map((row) => ({
            id: row.id,
            cells: {
              case: (
                <>
                  <RowLink href={`/cases/${row.id}/process`}>{row.reference}</RowLink>
                  <span className="block text-sm text-soft">Opened {formatDate(row.openedAt)}</span>
                </>
              ),
              aware: row.aware || "Not written yet",
              data: [row.data, row.whose].filter(Boolean).join(": ") || "Not written yet",
              people: row.people || "Not written yet",
              risk: row.risk || "Not written yet",
              ico: (
                <>
                  <span className={row.late ? "font-semibold text-danger" : ""}>{row.ico}</span>
                  {row.team ? (
                    <span className="block text-sm text-soft">Council or trust: {row.team}</span>
                  ) : null}
                </>
              ),
              told: row.told,
              status: <Tag>{row.status}</Tag>,
            },
          }))}
        />
      )}
      <Paging href={(n) => `/breaches?page=${n}`} more={more} page={page} />
    </Page>
  );
}
