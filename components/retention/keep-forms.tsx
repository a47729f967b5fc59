import { ActionForm } from "@/components/forms/action-form";
import { Choices, DateField, SelectField, SubmitButton, TextArea } from "@/components/forms/fields";
import { Banner, Card } from "@/components/ui/page";
import type { Actor, Role } from "@/lib/access/types";
import { formatDateTime } from "@/lib/dates";
import { choicesOf } from "@/lib/reports/labels";
import {
  approveDisposalAction,
  holdRecordAction,
  proposeDisposalAction,
  refuseDisposalAction,
} from "@/lib/retention/actions";
import { heldWords, holdKinds, keeperWords } from "@/lib/retention/labels";
import { type Certificate, secondRole } from "@/lib/retention/list-reviews";
import type { RetentionRule } from "@/lib/retention/types";

type Size = { reports: number; shared: number; evidence: number; entries: number };
const many = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;

/** What would go, in numbers: whoever agrees need not have read it. */
export const sizeWords = (size: Size, rule?: RetentionRule) =>
  rule?.from === "visit"
    ? many(size.entries, "visitor's acceptance", "visitors' acceptances")
    : `${many(size.reports, "report", "reports")}, ${many(size.evidence, "file", "files")} and ${many(
        size.entries,
        "entry of the timeline",
        "entries of the timeline",
      )}.${
        size.shared > 0
          ? ` ${many(size.shared, "report stays", "reports stay")} with another case.`
          : ""
      }`;

/** The second person's page of a proposal: agree, or turn it down. */
export function ProposalForms({
  actor,
  agreesAs,
  proposal,
  held,
  agreeable,
}: {
  actor: Actor;
  agreesAs: readonly Role[];
  proposal: Certificate;
  held: string[];
  /** Could anybody agree? */
  agreeable: boolean;
}) {
  const { caseId, id } = proposal;
  const second =
    proposal.proposedBy !== actor.personId &&
    secondRole(agreesAs, proposal.proposedAs) !== undefined;
  const proposed = `Proposed by ${proposal.proposer}, ${keeperWords[proposal.proposedAs]}, ${formatDateTime(proposal.proposedAt)}.`;
  if (proposal.approvedAt)
    return <Banner tone="note">{proposed} Two people agreed. It is being disposed of.</Banner>;
  return (
    <Card title="Its end was proposed">
      <p className="mb-4">{proposed}</p>
      {second && held.length === 0 ? (
        <div className="mb-8">
          <ActionForm action={approveDisposalAction} formKey={crypto.randomUUID()}>
            <input name="caseId" type="hidden" value={caseId} />
            <input name="disposalId" type="hidden" value={id} />
            <Choices
              choices={[{ value: "yes", label: "I agree. It cannot be undone" }]}
              label="The record is disposed of for good"
              many
              name="sure"
            />
            <SubmitButton kind="warning">Dispose of it</SubmitButton>
          </ActionForm>
        </div>
      ) : held.length === 0 ? (
        <p className="mb-6">
          {agreeable
            ? "Somebody else must agree, in another role. One of the two is the data protection officer, or who stands in for them."
            : `Nobody at the school can agree now, so the record is kept. Ask the administrator to give the role of ${
                proposal.proposedAs === "dpo"
                  ? "designated safeguarding lead or headteacher to somebody else who has no part in it."
                  : "data protection officer to somebody else who has no part in it, such as the officer of the trust or the local authority."
              }`}
        </p>
      ) : null}
      <ActionForm action={refuseDisposalAction} formKey={crypto.randomUUID()}>
        <input name="caseId" type="hidden" value={caseId} />
        <input name="disposalId" type="hidden" value={id} />
        <TextArea label="Why it is kept" name="words" rows={3} />
        <SubmitButton kind="secondary">Turn it down</SubmitButton>
      </ActionForm>
    </Card>
  );
}

/** Keep it longer, or propose its end. */
export function KeepForms({
  caseId,
  size,
  ends,
}: {
  caseId: string;
  size: Size;
  /** May its end be proposed now? Otherwise why not. */
  ends: true | string;
}) {
  return (
    <>
      <Card title="Keep it">
        <ActionForm action={holdRecordAction} formKey={crypto.randomUUID()}>
          <input name="caseId" type="hidden" value={caseId} />
          <SelectField choices={choicesOf(holdKinds)} label="Why" name="kind" />
          <TextArea label="Reason" name="reason" rows={3} />
          <DateField hint="For example, 1 9 2031" label="Look at it again on" name="review" />
          <SubmitButton>Keep record</SubmitButton>
        </ActionForm>
      </Card>
      <Card title="End it">
        {ends === true ? (
          <>
            <p className="mb-4">This would dispose of {sizeWords(size)}</p>
            <ActionForm action={proposeDisposalAction} formKey={crypto.randomUUID()}>
              <input name="caseId" type="hidden" value={caseId} />
              <Choices
                choices={[{ value: "yes", label: "Nothing in it is still needed" }]}
                hint="By the school, the people in it, or a claim or inquiry that is likely"
                label="The record"
                many
                name="read"
              />
              <SubmitButton kind="warning">Propose disposal</SubmitButton>
            </ActionForm>
          </>
        ) : (
          <p>{ends}</p>
        )}
      </Card>
    </>
  );
}

export const heldSentence = (held: string[]) =>
  `Held: ${held.map((code) => heldWords[code] ?? code).join("; ")}.`;
