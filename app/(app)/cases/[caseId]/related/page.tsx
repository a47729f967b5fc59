import Link from "next/link";
import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ConnectionList } from "@/components/cases/connection-list";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import {
  changeTrackAction,
  linkCasesAction,
  mergeCaseAction,
  splitCaseAction,
  unlinkCasesAction,
} from "@/lib/cases/actions";
import { trackRules } from "@/lib/cases/case-forms";
import { statusWords } from "@/lib/cases/labels";
import { listRelated } from "@/lib/cases/list-related";
import { type ReadCase, readCase } from "@/lib/cases/read-case";
import { findConnections } from "@/lib/connections/find-connections";
import { formatDateTime } from "@/lib/dates";
import { trackWords } from "@/lib/reports/labels";
import { schoolTypes } from "@/lib/schools/queries";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string; do?: string; with?: string }>;
};
const look = "text-accent underline underline-offset-2";
const kinds: Record<string, string> = {
  linked: "Linked",
  merged: "Taken up",
  split: "Taken apart",
};
const steps = {
  link: "Link with another case",
  merge: "Take up another case into this one",
  split: "Take a matter out into a case of its own",
  track: "Change the kind of case",
} as const;
type Step = keyof typeof steps;

export const generateMetadata = (props: Props) => caseTitle(props, "Related cases");

const trackChoices = (but?: string) =>
  Object.entries(trackWords)
    .filter(([value]) => value !== but)
    .map(([value, label]) => ({
      value,
      label,
      hint: trackRules[value as keyof typeof trackRules].kept,
    }));

function StepForm({ step, read, other }: { step: Step; read: ReadCase; other: string }) {
  const which = (
    <>
      <input name="caseId" type="hidden" value={read.found.id} />
      <input name="version" type="hidden" value={read.found.version} />
    </>
  );
  const key = crypto.randomUUID();
  const reason = <TextArea label="Why" name="reason" rows={3} />;
  const reference = (
    <TextField
      defaultValue={other}
      hint="For example, OS-26-7F3KQ"
      label="Reference of the other case"
      name="reference"
    />
  );
  if (step === "split")
    return (
      <ActionForm action={splitCaseAction} formKey={key}>
        {which}
        <p>Both cases keep the reports. Nobody kept out of this one sees the new one.</p>
        <Choices
          choices={read.reports.map((report) => ({
            value: report.id,
            label: report.reference,
            hint: `Sent ${formatDateTime(report.sentAt)}`,
          }))}
          label="Reports the new case takes up"
          many
          name="reports"
        />
        <Choices choices={trackChoices()} label="Kind of the new case" name="track" />
        {reason}
        <SubmitButton>Open the new case</SubmitButton>
      </ActionForm>
    );
  if (step === "track")
    return (
      <ActionForm action={changeTrackAction} formKey={key}>
        {which}
        <p>Its wall and everything written stay. Whoever usually owns that kind is told.</p>
        <Choices choices={trackChoices(read.found.track)} label="Kind of case" name="track" />
        {reason}
        <SubmitButton>Change kind</SubmitButton>
      </ActionForm>
    );
  return (
    <ActionForm action={step === "link" ? linkCasesAction : mergeCaseAction} formKey={key}>
      {which}
      <p>
        {step === "link"
          ? "Each case stays as it is. The link shows to those who may see both."
          : "Its reports, people and walls come here. The other case closes, keeps its timeline and can be reopened."}
      </p>
      {reference}
      {reason}
      <SubmitButton>{step === "link" ? "Link cases" : "Take up the case"}</SubmitButton>
    </ActionForm>
  );
}

export default async function Related({ params, searchParams }: Props) {
  const { caseId } = await params;
  const { done, do: asked, with: other } = await searchParams;
  const { read, related, connections, types } = await runAs(async (tx, actor) => ({
    read: await readCase(tx, actor, { caseId, page: "related" }),
    related: await listRelated(tx, actor, caseId),
    connections: await findConnections(tx, actor, caseId),
    types: await schoolTypes(tx, actor),
  }));
  const step: Step = asked && asked in steps ? (asked as Step) : "link";
  return (
    <CaseFrame current="/related" read={read} said={done}>
      <ConnectionList caseId={caseId} connections={connections} types={types} works={read.works} />
      {related.length === 0 && connections.length === 0 ? (
        <p className="mb-6 text-soft">No case is related to this one.</p>
      ) : null}
      <ul className="mb-6 space-y-3">
        {related.map((one) => (
          <li className="rounded-lg border border-line bg-card p-4" key={one.id}>
            <p className="flex flex-wrap items-center gap-3">
              <Link className={look} href={`/cases/${one.other.id}`} prefetch={false}>
                {one.other.reference}
              </Link>
              <Tag>{one.endedAt ? "Link taken back" : (kinds[one.kind] ?? one.kind)}</Tag>
              <span>{trackWords[one.other.track]}</span>
              <span className="text-soft">{statusWords(one.other.state)}</span>
            </p>
            <p className="mt-1 break-words">{one.reason}</p>
            <p className="text-soft">
              <Moment at={one.linkedAt} />
            </p>
            {read.works && one.kind === "linked" && !one.endedAt ? (
              <ActionForm action={unlinkCasesAction} className="mt-2" formKey={crypto.randomUUID()}>
                <input name="caseId" type="hidden" value={caseId} />
                <input name="linkId" type="hidden" value={one.id} />
                <SubmitButton kind="secondary">
                  Take back link<span className="sr-only"> with {one.other.reference}</span>
                </SubmitButton>
              </ActionForm>
            ) : null}
          </li>
        ))}
      </ul>
      {read.works ? (
        <Card title={steps[step]}>
          <div id="step">
            <StepForm other={other?.slice(0, 20) ?? ""} read={read} step={step} />
          </div>
          <nav aria-label="Other ways" className="mt-5 border-line border-t pt-3">
            <ul>
              {(Object.keys(steps) as Step[])
                .filter((name) => name !== step)
                .map((name) => (
                  <li key={name}>
                    <Link
                      className={`inline-flex min-h-11 items-center ${look}`}
                      href={`/cases/${caseId}/related?do=${name}`}
                      prefetch={false}
                    >
                      {steps[name]}
                    </Link>
                  </li>
                ))}
            </ul>
          </nav>
        </Card>
      ) : null}
    </CaseFrame>
  );
}
