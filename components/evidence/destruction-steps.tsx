import { ActionForm } from "@/components/forms/action-form";
import { Choices, DateField, SubmitButton, TextField } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import type { Actor } from "@/lib/access/types";
import { formatDay } from "@/lib/dates";
import {
  askDestructionAction,
  destroyEvidenceAction,
  withdrawDestructionAction,
} from "@/lib/evidence/actions";
import type { ReadEvidence } from "@/lib/evidence/read-evidence";

/** How a sealed file ends: an instruction of the police, and two people who have seen it (B13.9). */
export function DestructionSteps({
  caseId,
  file,
  me,
}: {
  caseId: string;
  file: ReadEvidence;
  me: Actor;
}) {
  const { item, destruction, destroys } = file;
  if (item.state === "destroyed") {
    return (
      <Card title="Destroyed">
        <p>
          <a href={`/cases/${caseId}/evidence/${item.originalId ?? item.id}/certificate`}>
            See the certificate
          </a>
        </p>
      </Card>
    );
  }
  if (item.state !== "sealed" || !destroys) return null;
  const hidden = (
    <>
      <input name="caseId" type="hidden" value={caseId} />
      <input name="evidenceId" type="hidden" value={item.id} />
    </>
  );
  if (!destruction) {
    return (
      <Card title="Destroy on the police's instruction">
        <p className="mb-3">
          Only when the police have told the school to. Write down who said so. Somebody else, in
          another role, must have seen the instruction too and confirm it here. Redacted copies go
          with it.
        </p>
        <ActionForm action={askDestructionAction} formKey={crypto.randomUUID()}>
          {hidden}
          <TextField hint="Name, and rank or number" label="Officer" name="officer" />
          <TextField label="Police force" name="force" />
          <TextField label="Police reference" name="reference" />
          <DateField
            hint="For example, 20 11 2026"
            label="Day of the instruction"
            name="instructed"
          />
          <SubmitButton kind="secondary">Write down the instruction</SubmitButton>
        </ActionForm>
      </Card>
    );
  }
  const mine = destruction.askedBy === me.personId;
  return (
    <Card title="Destroy on the police's instruction">
      <p>
        {destruction.officer}, {destruction.force}, reference {destruction.reference}, on{" "}
        {formatDay(destruction.instructedOn)}.
      </p>
      <p className="mb-3 text-soft">
        Written down by {destruction.askedByName}, <Moment at={destruction.askedAt} />
      </p>
      {mine ? (
        <p className="mb-3">
          Somebody else, in another role, must confirm it before anything goes.
        </p>
      ) : (
        <ActionForm action={destroyEvidenceAction} formKey={crypto.randomUUID()}>
          {hidden}
          <input name="destructionId" type="hidden" value={destruction.id} />
          <Choices
            choices={[{ value: "yes", label: "I have seen the police's instruction myself" }]}
            label="Confirm"
            many
            name="read"
          />
          <p>This cannot be undone. The file and its copies can never be opened again.</p>
          <SubmitButton kind="warning">Destroy the file</SubmitButton>
        </ActionForm>
      )}
      <ActionForm action={withdrawDestructionAction} className="mt-3" formKey={crypto.randomUUID()}>
        {hidden}
        <input name="destructionId" type="hidden" value={destruction.id} />
        <SubmitButton kind="secondary">Withdraw the instruction</SubmitButton>
      </ActionForm>
    </Card>
  );
}
