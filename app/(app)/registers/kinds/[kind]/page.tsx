import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SelectField, SubmitButton, TextField } from "@/components/forms/fields";
import { Banner, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { changeKindAction } from "@/lib/registers/actions";
import { clauseChoices, kindByCode } from "@/lib/registers/read-kinds";
import { approverRoles } from "@/lib/registers/types";
import { roleWords } from "@/lib/reports/labels";

export const metadata = { title: "Change what is asked - Registers - Daybook" };

const roleChoices = (none: string) => [
  { value: "", label: none },
  ...approverRoles.map((role) => ({ value: role, label: roleWords[role] ?? role })),
];

export default async function ChangeKind({
  params,
  searchParams,
}: {
  params: Promise<{ kind: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const { kind: code } = await params;
  const { done } = await searchParams;
  const { kind, clauses } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "set-registers")) notFound();
    return { kind: await kindByCode(tx, actor, code), clauses: await clauseChoices(tx, actor) };
  });
  const answered = kind.register !== "consent" && kind.register !== "record";
  return (
    <Page
      back={{ href: "/registers/kinds", label: "What is asked, and who answers" }}
      caption={kind.ask}
      narrow
      title={kind.label}
    >
      {done ? (
        <Banner>It holds from now on. What was asked for before stays as it was.</Banner>
      ) : null}
      <ActionForm action={changeKindAction} formKey={crypto.randomUUID()}>
        <input name="kind" type="hidden" value={kind.code} />
        <Choices
          choices={[
            { value: "yes", label: "Yes" },
            { value: "no", label: "No" },
          ]}
          defaultValue={kind.enabled ? "yes" : "no"}
          inline
          label="Can it be used at this school?"
          name="enabled"
        />
        {answered ? (
          <>
            <SelectField
              choices={roleChoices("Select a role")}
              defaultValue={kind.approvers[0] ?? ""}
              hint="Never the person themself: theirs goes up the chain, the headteacher's to the chair"
              label="Who answers"
              name="approver"
            />
            <SelectField
              choices={roleChoices("Nobody else")}
              defaultValue={kind.approvers[1] ?? ""}
              label="Who may answer as well"
              name="instead"
            />
          </>
        ) : null}
        <TextField
          defaultValue={kind.lasts === null ? "" : String(kind.lasts)}
          hint="A number, or nothing when it does not end by itself"
          inputMode="numeric"
          label="How long it lasts"
          name="lasts"
          narrow
        />
        <Choices
          choices={[
            { value: "days", label: "Days" },
            { value: "months", label: "Months" },
          ]}
          defaultValue={kind.unit}
          inline
          label="Counted in"
          name="unit"
        />
        <TextField
          defaultValue={kind.question}
          hint="Besides what is asked already"
          label="One more question"
          name="question"
        />
        <SelectField
          choices={[
            { value: "", label: "None of these" },
            ...clauses.map((clause) => ({ value: clause.id, label: clause.label })),
          ]}
          defaultValue={kind.clauseId ?? ""}
          label="The clause it comes from"
          name="clauseId"
        />
        <SubmitButton>Save</SubmitButton>
      </ActionForm>
    </Page>
  );
}
