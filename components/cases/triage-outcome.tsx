import Link from "next/link";
import { StepAsideForm } from "@/components/cases/step-aside";
import { ActionForm } from "@/components/forms/action-form";
import {
  Choices,
  DateField,
  SelectField,
  SubmitButton,
  TextArea,
  TextField,
} from "@/components/forms/fields";
import { RiskTag } from "@/components/ui/tag";
import {
  askReporterAction,
  closeReportAction,
  joinCaseAction,
  openCaseAction,
  rateReportAction,
  snoozeReportAction,
} from "@/lib/cases/actions";
import { severityChoices, statusWords } from "@/lib/cases/labels";
import type { similarCases, Triage } from "@/lib/cases/queries";
import { fairMeans } from "@/lib/evidence/labels";
import { trackWords } from "@/lib/reports/labels";
import type { Report } from "@/lib/reports/queries";

export const outcomes = {
  open: "Open a case",
  join: "Same as another case",
  close: "No further action",
  snooze: "Snooze until",
  ask: "Ask the reporter",
  rate: "Change the risk",
  aside: "I should not handle this",
} as const;
export type Outcome = keyof typeof outcomes;

type Props = {
  triage: Triage;
  report: Report;
  similar: Awaited<ReturnType<typeof similarCases>>;
  /** It is whoever looks at it who owns it, or nobody does yet. */
  mine: boolean;
};

function Which({ triage }: { triage: Triage }) {
  return (
    <>
      <input name="reportId" type="hidden" value={triage.reportId} />
      <input name="version" type="hidden" value={triage.version} />
    </>
  );
}

function OpenCase({ triage }: Props) {
  return (
    <ActionForm action={openCaseAction} className="space-y-4" formKey={crypto.randomUUID()}>
      <Which triage={triage} />
      <SelectField
        choices={severityChoices}
        defaultValue={String(triage.severity)}
        label="Risk"
        name="severity"
      />
      <SelectField
        choices={Object.entries(trackWords).map(([value, label]) => ({ value, label }))}
        defaultValue={triage.track}
        label="Kind of case"
        name="track"
      />
      {triage.severity > 1 ? (
        <TextField
          hint="Only when you lower it"
          label="Why the risk is lower"
          name="severityReason"
        />
      ) : null}
      <div className="flex flex-wrap gap-3">
        <SubmitButton>Open a case</SubmitButton>
        <SubmitButton kind="secondary" name="then" value="next">
          Open it, then next report
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

function JoinCase({ triage, similar }: Props) {
  return (
    <ActionForm action={joinCaseAction} className="space-y-4" formKey={crypto.randomUUID()}>
      <Which triage={triage} />
      {similar.length > 0 ? (
        <div>
          <p className="font-semibold">Cases with the same people</p>
          <ul className="mt-1 space-y-1">
            {similar.map((item) => (
              <li className="flex flex-wrap items-center gap-2" key={item.id}>
                <Link
                  className="text-accent underline underline-offset-2"
                  href={`/cases/${item.id}`}
                  prefetch={false}
                >
                  {item.reference}
                </Link>
                <RiskTag severity={item.severity} />
                <span className="text-soft">{statusWords(item.state)}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <TextField
        {...(similar.length === 1 && similar[0] ? { defaultValue: similar[0].reference } : {})}
        hint="For example, OS-26-7F3KQ"
        label="Reference of the case"
        name="reference"
      />
      <TextArea label="Why it is the same" name="reason" rows={2} />
      <SubmitButton>Join the case</SubmitButton>
    </ActionForm>
  );
}

function CloseReport({ triage, report }: Props) {
  if (triage.severity >= 3) {
    return (
      <p>
        A report of high or urgent risk needs a case. Open one, or change the risk first and say
        why.
      </p>
    );
  }
  const wished = report.wish || report.policeWish;
  return (
    <ActionForm action={closeReportAction} className="space-y-4" formKey={crypto.randomUUID()}>
      <Which triage={triage} />
      <TextArea
        hint="The reporter reads that it was closed, not your reason"
        label="Why no further action is needed"
        name="reason"
        rows={3}
      />
      <Choices
        choices={[
          { value: "no-action", label: "It is written down, and no more" },
          { value: "signposted", label: "They were told who else can help" },
        ]}
        defaultValue="no-action"
        label="What was done"
        name="as"
      />
      {wished ? (
        <Choices
          choices={[{ value: "yes", label: "I have read what the reporter would like" }]}
          label={report.wish ? `They wrote: ${report.wish}` : "They have a wish about the police"}
          many
          name="wishesSeen"
        />
      ) : null}
      <SubmitButton>Close report</SubmitButton>
    </ActionForm>
  );
}

function SnoozeReport({ triage }: Props) {
  return (
    <ActionForm action={snoozeReportAction} className="space-y-4" formKey={crypto.randomUUID()}>
      <Which triage={triage} />
      <DateField
        hint="It comes back at 7am that day. Its clock goes on until then"
        label="Look again on"
        name="until"
      />
      <SubmitButton>Snooze report</SubmitButton>
    </ActionForm>
  );
}

function AskReporter({ triage }: Props) {
  return (
    <ActionForm action={askReporterAction} className="space-y-4" formKey={crypto.randomUUID()}>
      <Which triage={triage} />
      <p className="border-warn border-l-4 pl-3">{fairMeans}</p>
      <TextArea
        hint="Ask only what you need to decide. Do not make them tell it all again"
        label="Your question"
        name="words"
        rows={3}
      />
      <SubmitButton>Send question</SubmitButton>
    </ActionForm>
  );
}

function RateReport({ triage }: Props) {
  return (
    <ActionForm action={rateReportAction} className="space-y-4" formKey={crypto.randomUUID()}>
      <Which triage={triage} />
      <Choices
        choices={severityChoices}
        defaultValue={String(triage.severity)}
        label="How high is the risk?"
        name="severity"
      />
      <TextArea hint="Needed when it is lower than before" label="Why" name="reason" rows={2} />
      <SubmitButton>Save risk</SubmitButton>
    </ActionForm>
  );
}

const StepAside = ({ triage, mine }: Props) => (
  <StepAsideForm from="report" matterId={triage.reportId} mine={mine} />
);

const forms: Record<Outcome, (props: Props) => React.ReactNode> = {
  open: OpenCase,
  join: JoinCase,
  close: CloseReport,
  snooze: SnoozeReport,
  ask: AskReporter,
  rate: RateReport,
  aside: StepAside,
};

/**
 * One outcome's form at a time beside the report; the others are a click away, by address. Whoever
 * reads it without triaging it can step aside, and no more.
 */
export function TriageOutcome({
  chosen,
  works,
  ...props
}: Props & { chosen: Outcome; works: boolean }) {
  const Form = forms[chosen];
  const others = (Object.keys(outcomes) as Outcome[]).filter((name) => works && name !== chosen);
  return (
    <section
      className="self-start rounded-lg border border-line bg-card p-4 sm:p-5 lg:sticky lg:top-4"
      id="outcome"
    >
      <h2 className="mb-3">{outcomes[chosen]}</h2>
      <Form {...props} />
      <nav aria-label="Other outcomes" className="mt-5 border-line border-t pt-3">
        <ul>
          {others.map((name) => (
            <li key={name}>
              <Link
                className="inline-flex min-h-11 items-center text-accent underline underline-offset-2"
                href={`/queue/${props.triage.reportId}?do=${name}#outcome`}
                prefetch={false}
              >
                {outcomes[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </section>
  );
}
