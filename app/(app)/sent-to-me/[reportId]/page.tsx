import { EvidenceCard } from "@/components/evidence/evidence-card";
import { ReportWords } from "@/components/reports/report-words";
import { Banner, Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { readReport } from "@/lib/cases/read-report";
import { reportsEvidence } from "@/lib/evidence/queries";
import { reportById, reportPeople } from "@/lib/reports/queries";
import { schoolTypes } from "@/lib/schools/queries";

export const metadata = { title: "Sent to me - Daybook" };

export default async function SentReport({
  params,
  searchParams,
}: {
  params: Promise<{ reportId: string }>;
  searchParams: Promise<{ show?: string }>;
}) {
  const { reportId } = await params;
  const { show } = await searchParams;
  const { report, people, items, types } = await runAs(async (tx, actor) => ({
    read: await readReport(tx, actor, reportId),
    report: await reportById(tx, actor, reportId),
    people: await reportPeople(tx, actor, reportId),
    items: await reportsEvidence(tx, actor, [reportId]),
    types: await schoolTypes(tx, actor),
  }));
  return (
    <Page back={{ href: "/sent-to-me", label: "Sent to me" }} caption="A report somebody chose to tell you of" narrow title={report.reference}>
      <Banner tone="note">
        Others handle this. Talk to the person, ask what they need, and do not look into it yourself. That you read it is
        written in the record.
      </Banner>
      <Card title="What was reported">
        <ReportWords people={people} report={report} typeLabel={types.find((t) => t.code === report.type)?.label ?? report.type} />
      </Card>
      <h2 className="mb-3">Evidence ({items.length})</h2>
      <ul className="space-y-4">
        {items.map((item) => (
          <EvidenceCard item={item} key={item.id} showAt={`/sent-to-me/${reportId}?show=${item.id}#${item.id}`} shown={show === item.id} />
        ))}
      </ul>
    </Page>
  );
}
