import { Tabs } from "@/components/cases/matter-tabs";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton } from "@/components/forms/fields";
import { DataTable } from "@/components/table/data-table";
import { RowLink } from "@/components/table/row-link";
import { ButtonLink } from "@/components/ui/button";
import { Banner, Card, Empty, Page, Paging, pageOf } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { formatDate, formatDay } from "@/lib/dates";
import { trackWords } from "@/lib/reports/labels";
import { proposeVisitsAction } from "@/lib/retention/actions";
import { ruleOf } from "@/lib/retention/compute-review";
import { type ReviewTab, reviewTabs, tabLabels, whyWords } from "@/lib/retention/labels";
import { listDisposed, listReviews } from "@/lib/retention/list-reviews";
import { visitsDue } from "@/lib/retention/propose-visits";

type Query = { tab?: string; page?: string; done?: string };
type Props = { searchParams: Promise<Query> };

export async function generateMetadata() {
  return { title: `Records due for review - ${await runAs(async (_tx, a) => a.schoolName)}` };
}

const empty: Record<ReviewTab, string> = {
  due: "No record is due for review.",
  proposed: "Nothing waits for a second person.",
  held: "No record is held.",
  later: "No closed case has its review still to come.",
  open: "There is no closed case whose time does not run yet.",
  ended: "Nothing was disposed of yet.",
};

export default async function Retention({ searchParams }: Props) {
  const query = await searchParams;
  const tab = reviewTabs.find((one) => one === query.tab) ?? "due";
  const page = pageOf(query.page);
  const address = (to: string, n: number) => `/retention?tab=${to}${n > 1 ? `&page=${n}` : ""}`;
  const { rows, more, keeps, visits } = await runAs(async (tx, actor) => {
    const keeps = mayAct(actor, "keep-records");
    const visits = tab === "due" ? await visitsDue(tx, actor) : null;
    if (tab === "ended") {
      const { rows, more } = await listDisposed(tx, actor, page);
      return {
        keeps,
        visits,
        more,
        rows: rows.map((row) => ({
          ...row,
          day: row.disposedAt ? formatDate(row.disposedAt) : "",
          why: "",
        })),
      };
    }
    const { rows, more } = await listReviews(tx, actor, { tab, page });
    return {
      keeps,
      visits,
      more,
      rows: rows.map((row) => ({
        ...row,
        day: row.dueOn ? formatDay(row.dueOn) : "Not yet",
        why: whyWords(ruleOf(row.rule), row, row.fromOn && formatDay(row.fromOn)),
      })),
    };
  });
  return (
    <Page
      back={{ href: "/settings", label: "Your account" }}
      actions={
        keeps ? (
          <ButtonLink href="/retention/rules" kind="secondary">
            How long records are kept
          </ButtonLink>
        ) : null
      }
      title="Records due for review"
    >
      {query.done === "refused" ? <Banner>It was turned down. The record is kept.</Banner> : null}
      <p className="prose-block mb-6 text-soft">
        Nothing is deleted by itself. A person looks at each record on its day and keeps it longer,
        or proposes its end; somebody else must agree.
      </p>
      <Tabs
        items={reviewTabs.map((one) => ({
          href: address(one, 1),
          label: tabLabels[one],
          current: one === tab,
        }))}
        label="Records"
      />
      {rows.length === 0 ? (
        <Empty>{empty[tab]}</Empty>
      ) : (
        <DataTable
          caption={tabLabels[tab]}
          columns={[
            { id: "case", header: "Case" },
            { id: "track", header: "Kind" },
            { id: "rule", header: "Rule" },
            ...(tab === "ended" ? [] : [{ id: "why", header: "Why" }]),
            { id: "day", header: tab === "ended" ? "Disposed of" : "Review" },
          ]}
          rows={rows.map((row) => ({
            id: row.caseId,
            cells: {
              case: <RowLink href={`/retention/${row.caseId}`}>{row.reference}</RowLink>,
              track: trackWords[row.track],
              rule: ruleOf(row.rule).record,
              why: row.why,
              day: row.day,
            },
          }))}
        />
      )}
      <Paging href={(n) => address(tab, n)} more={more} page={page} />
      {visits && visits.count > 0 ? (
        <div className="mt-8">
          <Card title={ruleOf("visitors").record}>
            <p className="mb-4">
              Due: {visits.count} from before {formatDay(visits.before)}. Each is a name, whom they
              visited and a signature.
            </p>
            <ActionForm action={proposeVisitsAction} formKey={crypto.randomUUID()}>
              <Choices
                choices={[{ value: "yes", label: "None of them is still needed" }]}
                label="Before they go"
                many
                name="sure"
              />
              <SubmitButton kind="warning">Propose disposal</SubmitButton>
            </ActionForm>
          </Card>
        </div>
      ) : null}
    </Page>
  );
}
