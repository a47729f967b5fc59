import { EvidenceCard } from "@/components/evidence/evidence-card";
import { ActionForm } from "@/components/forms/action-form";
import {
  DateField,
  SelectField,
  SubmitButton,
  TextArea,
  TextField,
} from "@/components/forms/fields";
import { ReportWords } from "@/components/reports/report-words";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page } from "@/components/ui/page";
import { RiskTag, Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import {
  askReporterAction,
  closeReportAction,
  joinCaseAction,
  openCaseAction,
  snoozeReportAction,
} from "@/lib/cases/actions";
import { severityChoices, triageWords } from "@/lib/cases/labels";
import { readReport } from "@/lib/cases/read-report";
import { describeClock } from "@/lib/clocks/describe-clock";
import { reportsEvidence } from "@/lib/evidence/queries";
import { trackWords } from "@/lib/reports/labels";
import { reportById, reportPeople, reportThread } from "@/lib/reports/queries";
import { schoolTypes } from "@/lib/schools/queries";

export const metadata = { title: "Triage - Queue - Daybook" };

export default async function Triage({
  params,
  searchParams,
}: {
  params: Promise<{ reportId: string }>;
  searchParams: Promise<{ show?: string }>;
}) {
  const { reportId } = await params;
  const { show } = await searchParams;
  const { actor, triage, report, people, items, thread, types } = await runAs(async (tx, a) => ({
    actor: a,
    triage: await readReport(tx, a, reportId),
    report: await reportById(tx, a, reportId),
    people: await reportPeople(tx, a, reportId),
    items: await reportsEvidence(tx, a, [reportId]),
    thread: await reportThread(tx, a, reportId),
    types: await schoolTypes(tx, a),
  }));
  const open = ["new", "asked", "snoozed"].includes(triage.state);
  const clock = describeClock(triage.dueAt, actor.at);
  const here = (
    <>
      <input name="reportId" type="hidden" value={reportId} />
      <input name="version" type="hidden" value={triage.version} />
    </>
  );
  const summary =
    "min-h-11 cursor-pointer py-2 font-semibold text-accent underline underline-offset-2";
  return (
    <Page
      back={{ href: "/queue", label: "Queue" }}
      caption="Report to triage"
      title={report.reference}
    >
      <p className="mb-6 flex flex-wrap items-center gap-3">
        <RiskTag severity={triage.severity} />
        <Tag>{triageWords[triage.state]}</Tag>
        {open ? (
          <span className={clock.overdue ? "font-semibold text-danger" : "text-soft"}>
            {clock.words} ({clock.absolute})
          </span>
        ) : null}
      </p>
      {report.danger ? (
        <Banner tone="warn">The reporter said that somebody is in immediate danger.</Banner>
      ) : null}
      {report.restricted ? (
        <Banner tone="warn">
          A picture may show a child. Do not ask for it, look for it or have it sent. Take police
          advice. Record who told you, who has seen it and what was done.
        </Banner>
      ) : null}
      <div className="grid gap-6 lg:grid-cols-[1fr_24rem]">
        <div className="min-w-0">
          <Card title="What was reported">
            <p className="mb-2 text-soft">
              Sent <Moment at={report.sentAt} />
            </p>
            <ReportWords
              people={people}
              report={report}
              typeLabel={types.find((t) => t.code === report.type)?.label ?? report.type}
            />
          </Card>
          {thread.length > 0 ? (
            <Card title="Added since">
              <ol className="space-y-4">
                {thread.map((entry) => (
                  <li className="border-line border-l-4 pl-4" key={entry.id}>
                    <p className="text-soft">
                      {entry.from === "handler" ? "Asked by a handler" : "From the reporter"},{" "}
                      <Moment at={entry.at} />
                    </p>
                    <p className="whitespace-pre-wrap break-words">{entry.words}</p>
                  </li>
                ))}
              </ol>
            </Card>
          ) : null}
          <h2 className="mb-3">Evidence ({items.length})</h2>
          <ul className="space-y-4">
            {items.map((item) => (
              <EvidenceCard
                item={item}
                key={item.id}
                original
                showAt={`/queue/${reportId}?show=${item.id}#${item.id}`}
                shown={show === item.id}
              />
            ))}
          </ul>
        </div>
        {open ? (
          <div>
            <Card title="What to do with it">
              <ActionForm
                action={openCaseAction}
                className="space-y-4"
                formKey={crypto.randomUUID()}
                id="open-case"
              >
                {here}
                <SelectField
                  choices={severityChoices}
                  defaultValue={String(triage.severity)}
                  label="Risk"
                  name="severity"
                />
                <SelectField
                  choices={Object.entries(trackWords).map(([value, label]) => ({ value, label }))}
                  defaultValue={triage.track}
                  label="Track"
                  name="track"
                />
                <details>
                  <summary className={summary}>Lower risk? Say why</summary>
                  <TextField label="Why the risk is lower" name="severityReason" />
                </details>
                <SubmitButton>Open a case</SubmitButton>
              </ActionForm>
            </Card>
            <details className="mb-3 rounded-lg border border-line bg-card p-4">
              <summary className={summary}>Same as another case</summary>
              <ActionForm
                action={joinCaseAction}
                className="mt-3 space-y-4"
                formKey={crypto.randomUUID()}
              >
                {here}
                <TextField
                  hint="Such as OS-26-7F3KQ"
                  label="Reference of the case"
                  name="reference"
                />
                <TextField label="Why it is the same" name="reason" />
                <SubmitButton kind="secondary">Join the case</SubmitButton>
              </ActionForm>
            </details>
            <details className="mb-3 rounded-lg border border-line bg-card p-4">
              <summary className={summary}>Ask the reporter</summary>
              <ActionForm
                action={askReporterAction}
                className="mt-3 space-y-4"
                formKey={crypto.randomUUID()}
              >
                {here}
                <TextArea label="Your question" name="words" rows={3} />
                <SubmitButton kind="secondary">Send question</SubmitButton>
              </ActionForm>
            </details>
            <details className="mb-3 rounded-lg border border-line bg-card p-4">
              <summary className={summary}>Snooze until</summary>
              <ActionForm
                action={snoozeReportAction}
                className="mt-3 space-y-4"
                formKey={crypto.randomUUID()}
              >
                {here}
                <DateField hint="Its clock goes on" label="Look again on" name="until" />
                <SubmitButton kind="secondary">Snooze report</SubmitButton>
              </ActionForm>
            </details>
            <details className="mb-3 rounded-lg border border-line bg-card p-4">
              <summary className={summary}>No further action</summary>
              <ActionForm
                action={closeReportAction}
                className="mt-3 space-y-4"
                formKey={crypto.randomUUID()}
              >
                {here}
                <TextArea
                  hint="The reporter reads that it was closed, not your reason"
                  label="Why no further action is needed"
                  name="reason"
                  rows={3}
                />
                <SubmitButton kind="secondary">Close report</SubmitButton>
              </ActionForm>
            </details>
          </div>
        ) : (
          <Card title="Triaged">
            {triage.reason ? <p className="mb-2 whitespace-pre-wrap">{triage.reason}</p> : null}
            {triage.caseId ? <a href={`/cases/${triage.caseId}`}>Go to the case</a> : null}
          </Card>
        )}
      </div>
    </Page>
  );
}
