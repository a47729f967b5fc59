import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { ClauseAutosave } from "@/components/policies/clause-autosave";
import { ClauseFields, clauseValues } from "@/components/policies/clause-fields";
import { Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { editClauseAction, moveClauseAction, removeClauseAction } from "@/lib/policies/actions";
import { draftOf } from "@/lib/policies/queries";
import { schoolTypes } from "@/lib/schools/queries";

export const metadata = { title: "Edit a clause - Policies - Daybook" };

export default async function EditClause({
  params,
}: {
  params: Promise<{ policyId: string; clauseId: string }>;
}) {
  const { policyId, clauseId } = await params;
  const { draft, clause, types } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "administer-policies")) notFound();
    const found = await draftOf(tx, actor, policyId);
    return {
      draft: found,
      clause: found.clauses.find((item) => item.id === clauseId) ?? notFound(),
      types: await schoolTypes(tx, actor),
    };
  });
  const about = <input name="clauseId" type="hidden" value={clause.id} />;
  return (
    <Page
      back={{ href: `/policies/${policyId}/draft`, label: "The draft" }}
      caption={draft.title}
      narrow
      title={`Clause ${clause.code}`}
    >
      <Card>
        <ActionForm
          action={editClauseAction}
          formKey={crypto.randomUUID()}
          id="clause"
          initial={clauseValues(clause)}
        >
          {about}
          <input
            defaultValue={clause.revision}
            key={clause.revision}
            name="revision"
            type="hidden"
          />
          <ClauseFields types={types} />
          <details>
            <summary className="disclose">Show what is saved now</summary>
            <p className="whitespace-pre-wrap break-words border-line border-l-4 pl-4">
              {clause.words}
            </p>
          </details>
          <ClauseAutosave formId="clause" />
          <SubmitButton>Save clause</SubmitButton>
        </ActionForm>
      </Card>
      <div className="flex flex-wrap gap-3">
        {(["up", "down"] as const).map((direction) => (
          <ActionForm
            action={moveClauseAction}
            className=""
            formKey={crypto.randomUUID()}
            key={direction}
          >
            {about}
            <input name="direction" type="hidden" value={direction} />
            <SubmitButton kind="secondary">Move {direction}</SubmitButton>
          </ActionForm>
        ))}
        <ActionForm action={removeClauseAction} className="" formKey={crypto.randomUUID()}>
          {about}
          <SubmitButton kind="warning">Remove clause</SubmitButton>
        </ActionForm>
      </div>
    </Page>
  );
}
