import Link from "next/link";
import { StepAsideForm } from "@/components/cases/step-aside";
import { outcomes } from "@/components/cases/triage-outcome";
import { EvidenceCard } from "@/components/evidence/evidence-card";
import { shownAs } from "@/components/evidence/evidence-viewer";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea } from "@/components/forms/fields";
import { ReportWords } from "@/components/reports/report-words";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { waits } from "@/lib/cases/load-case";
import { triageById } from "@/lib/cases/queries";
import { askReason } from "@/lib/evidence/ask-reason";
import { reportsEvidence } from "@/lib/evidence/queries";
import { acknowledgeReportAction, passReportAction } from "@/lib/reports/actions";
import { reportPeople } from "@/lib/reports/queries";
import { readSentReport } from "@/lib/reports/read-sent-report";
import { schoolTypes } from "@/lib/schools/queries";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `Report - Sent to me - ${name}` };
}

const done: Record<string, string> = {
  acknowledged: "The person who wrote it has been told that you read it.",
  passed: "It was passed on. Whoever may see it has been told.",
};

export default async function SentReport({
  params,
  searchParams,
}: {
  params: Promise<{ reportId: string }>;
  searchParams: Promise<{
    show?: string;
    reason?: string;
    page?: string;
    done?: string;
    do?: string;
  }>;
}) {
  const { reportId } = await params;
  const query = await searchParams;
  const { actor, report, triage, people, items, asks, types } = await runAs(async (tx, actor) => ({
    actor,
    report: await readSentReport(tx, actor, reportId),
    triage: await triageById(tx, actor, reportId),
    people: await reportPeople(tx, actor, reportId),
    items: await reportsEvidence(tx, actor, [reportId]),
    asks: await askReason(tx, actor, [reportId]),
    types: await schoolTypes(tx, actor),
  }));
  const hidden = <input name="reportId" type="hidden" value={reportId} />;
  const here = `/sent-to-me/${reportId}`;
  if (query.do === "aside" && waits(triage))
    return (
      <Page back={{ href: here, label: report.reference }} narrow title={outcomes.aside}>
        <StepAsideForm
          from="report"
          matterId={reportId}
          mine={triage.ownerId === null || triage.ownerId === actor.personId}
        />
      </Page>
    );
  return (
    <Page
      back={{ href: "/sent-to-me", label: "Sent to me" }}
      caption="A report somebody chose to tell you of"
      narrow
      title={report.reference}
    >
      {query.done && done[query.done] ? <Banner>{done[query.done]}</Banner> : null}
      <Banner tone="note">
        <p>
          Others handle this. Talk to the person, ask what they need, and do not look into it
          yourself. That you read it is written in the record.
        </p>
      </Banner>
      <Card title="Acknowledge">
        {report.acknowledgedAt ? (
          <p>
            You acknowledged this on <Moment at={report.acknowledgedAt} />.
          </p>
        ) : (
          <ActionForm action={acknowledgeReportAction} formKey={crypto.randomUUID()}>
            {hidden}
            <TextArea
              hint="They read it in their report. Left empty, they read: I have read what you sent."
              label="Your words to them (optional)"
              name="words"
              rows={2}
            />
            <SubmitButton>Acknowledge</SubmitButton>
          </ActionForm>
        )}
      </Card>
      <Card title="What was reported">
        <p className="mb-2 text-soft">
          Sent <Moment at={report.sentAt} />
        </p>
        <ReportWords
          people={people}
          report={report}
          typeLabel={types.find((type) => type.code === report.type)?.label ?? report.type}
        />
      </Card>
      {items.length > 0 ? <h2 className="mb-3">Evidence ({items.length})</h2> : null}
      <ul className="mb-6 space-y-4">
        {items.map((item) => (
          <EvidenceCard
            item={item}
            key={item.id}
            showAt={`${here}?show=${item.id}#${item.id}`}
            shown={shownAs(query, item, asks)}
          />
        ))}
      </ul>
      <Card title="Pass it on">
        <ActionForm action={passReportAction} formKey={crypto.randomUUID()}>
          {hidden}
          <Choices
            choices={[
              { value: "dsl", label: "Designated safeguarding lead (DSL)" },
              { value: "headteacher", label: "Headteacher" },
            ]}
            hint="Somebody already handles it. Pass it on when you think another person has to know"
            label="Who should know of it too?"
            name="to"
          />
          <SubmitButton kind="secondary">Pass on</SubmitButton>
        </ActionForm>
      </Card>
      {waits(triage) ? (
        <p>
          <Link
            className="inline-flex min-h-11 items-center text-accent underline underline-offset-2"
            href={`${here}?do=aside`}
            prefetch={false}
          >
            {outcomes.aside}
          </Link>
        </p>
      ) : null}
    </Page>
  );
}
