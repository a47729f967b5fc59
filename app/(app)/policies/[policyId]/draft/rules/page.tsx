import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SelectField, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { saveRulesAction } from "@/lib/policies/actions";
import {
  minimums,
  noRules,
  optional,
  type RuleName,
  recipientRoles,
  renamedRoles,
  renamedTypes,
  ruleLabels,
  rulesSchema,
  ruleWords,
} from "@/lib/policies/describe-rules";
import { draftOf } from "@/lib/policies/queries";
import { outcomeWords } from "@/lib/referrals/labels";
import { roleWords } from "@/lib/reports/labels";
import concerns from "@/lib/schools/concerns/england.json" with { type: "json" };

export const metadata = { title: "Rules - Policies - Daybook" };

const silent = { value: "", label: "The policy does not say: the national default applies" };
const choicesOf = (values: readonly string[]) =>
  values.map((value) => ({ value, label: ruleWords[value] ?? value }));
const shape = rulesSchema.shape;
const typeLabels = new Map(concerns.types.map((type) => [type.code, type.label]));

function Pick({ name, values }: { name: RuleName; values: readonly string[] }) {
  return (
    <SelectField choices={[silent, ...choicesOf(values)]} label={ruleLabels[name]} name={name} />
  );
}
/** Whether the policy says it at all, and then what: nobody at all is an answer too. */
function Said({ name, choices }: { name: RuleName; choices: { value: string; label: string }[] }) {
  return (
    <div className="space-y-3">
      <SelectField
        choices={[silent, { value: "yes", label: "As ticked below" }]}
        label={ruleLabels[name]}
        name={`${name}Said`}
      />
      <Choices choices={choices} label={`${ruleLabels[name]}: which`} many name={name} />
    </div>
  );
}

export default async function DraftRules({ params }: { params: Promise<{ policyId: string }> }) {
  const { policyId } = await params;
  const draft = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "administer-policies")) notFound();
    return draftOf(tx, actor, policyId);
  });
  const rules = draft.rules ?? noRules;
  const yes = (value: unknown) => (value === null ? "" : "yes");
  return (
    <Page
      back={{ href: `/policies/${policyId}/draft`, label: "The draft" }}
      caption={draft.title}
      narrow
      title="Rules"
    >
      <details className="mb-6">
        <summary className="disclose">
          What schools set differently. What cannot be switched off
        </summary>
        <ul className="mt-2 list-disc pl-5">
          {Object.values(minimums).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
      <Card>
        <ActionForm
          action={saveRulesAction}
          formKey={crypto.randomUUID()}
          initial={{
            recipientsSaid: yes(rules.recipients),
            recipients: rules.recipients ?? [],
            outcomesSaid: yes(rules.outcomes),
            outcomes: rules.outcomes ?? [],
            adviceFirst: rules.adviceFirst === null ? "" : rules.adviceFirst ? "yes" : "no",
            pupilContact: rules.pupilContact ?? "",
            parents: rules.parents ?? "",
            profile: rules.profile ?? "",
            "hours-from": rules.hours?.from ?? "",
            "hours-to": rules.hours?.to ?? "",
            outOfSchool: rules.outOfSchool ?? [],
            imageYears: rules.imageYears === null ? "" : String(rules.imageYears),
            dataBreach: rules.dataBreach ?? "",
            viewReason: rules.viewReason ?? "",
            police: rules.police ?? "",
            staffOnStaff: rules.staffOnStaff ?? "",
            ...Object.fromEntries(
              renamedRoles.map((role) => [`role-${role}`, rules.roleNames?.[role] ?? ""]),
            ),
            ...Object.fromEntries(
              renamedTypes.map((type) => [`type-${type}`, rules.typeNames?.[type] ?? ""]),
            ),
            firstSteps: (rules.firstSteps ?? []).join("\n"),
            off: rules.off ?? [],
            acceptWithin: String(rules.acceptWithin ?? ""),
            acceptAgain: String(rules.acceptAgain ?? ""),
            concernsTo: rules.concernsTo ?? "",
            appealWithin: String(rules.appealWithin ?? ""),
          }}
        >
          <input name="versionId" type="hidden" value={draft.versionId} />
          <input key={draft.revision} name="revision" type="hidden" value={draft.revision} />
          <Said choices={choicesOf(recipientRoles)} name="recipients" />
          <Said
            choices={Object.entries(outcomeWords).map(([value, label]) => ({ value, label }))}
            name="outcomes"
          />
          <SelectField
            choices={[
              silent,
              { value: "yes", label: "The local authority's advice comes first" },
              { value: "no", label: "The school looks into it" },
            ]}
            label={ruleLabels.adviceFirst}
            name="adviceFirst"
          />
          <Pick name="pupilContact" values={shape.pupilContact.unwrap().options} />
          <Pick name="parents" values={shape.parents.unwrap().options} />
          <Pick name="profile" values={shape.profile.unwrap().options} />
          <TextField
            hint="Such as 9:00. Leave both empty when the policy sets no hours"
            label="No private social media from (optional)"
            name="hours-from"
            narrow
          />
          <TextField label="to (optional)" name="hours-to" narrow />
          <Choices
            choices={choicesOf(shape.outOfSchool.unwrap().element.options)}
            hint="Nothing ticked: the national default applies"
            label={`${ruleLabels.outOfSchool}: when`}
            many
            name="outOfSchool"
          />
          <TextField
            hint="In years"
            inputMode="numeric"
            label={`${ruleLabels.imageYears} (optional)`}
            name="imageYears"
            narrow
          />
          <Pick name="dataBreach" values={shape.dataBreach.unwrap().options} />
          <Pick name="viewReason" values={shape.viewReason.unwrap().unwrap().options} />
          <Pick name="police" values={shape.police.unwrap().unwrap().options} />
          <Pick name="staffOnStaff" values={shape.staffOnStaff.unwrap().unwrap().options} />
          <Pick name="concernsTo" values={shape.concernsTo.unwrap().unwrap().options} />
          <TextField
            hint="In working days from the day of the decision"
            inputMode="numeric"
            label={`${ruleLabels.appealWithin} (optional)`}
            name="appealWithin"
            narrow
          />
          <TextArea
            hint="One step a line, five at most. Nothing entered: the national default applies. That a picture of a nude child is never copied is always added"
            label={`${ruleLabels.firstSteps} (optional)`}
            name="firstSteps"
            rows={4}
          />
          {renamedRoles.map((role) => (
            <TextField
              key={role}
              label={`Your name for the ${roleWords[role]} (optional)`}
              name={`role-${role}`}
            />
          ))}
          {renamedTypes.map((type) => (
            <TextField
              key={type}
              label={`Your name for ${typeLabels.get(type)?.toLowerCase() ?? type} (optional)`}
              name={`type-${type}`}
            />
          ))}
          <Choices
            choices={Object.entries(optional).map(([value, label]) => ({ value, label }))}
            label={ruleLabels.off}
            many
            name="off"
          />
          <TextField
            hint="In school days. Half-way and on the last day people are reminded"
            inputMode="numeric"
            label={`${ruleLabels.acceptWithin} (optional)`}
            name="acceptWithin"
            narrow
          />
          <TextField
            hint="In months"
            inputMode="numeric"
            label={`${ruleLabels.acceptAgain} (optional)`}
            name="acceptAgain"
            narrow
          />
          <SubmitButton>Save rules</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  );
}
