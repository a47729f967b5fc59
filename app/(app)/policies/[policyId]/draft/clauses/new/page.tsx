import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { ClauseFields } from "@/components/policies/clause-fields";
import { Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { addClauseAction } from "@/lib/policies/actions";
import { draftOf } from "@/lib/policies/queries";
import { schoolTypes } from "@/lib/schools/queries";

export const metadata = { title: "Add a clause - Policies - Daybook" };

export default async function NewClause({ params }: { params: Promise<{ policyId: string }> }) {
  const { policyId } = await params;
  const { draft, types } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "administer-policies")) notFound();
    return { draft: await draftOf(tx, actor, policyId), types: await schoolTypes(tx, actor) };
  });
  return (
    <Page
      back={{ href: `/policies/${policyId}/draft`, label: "The draft" }}
      caption={draft.title}
      narrow
      title="Add a clause"
    >
      <Card>
        <ActionForm
          action={addClauseAction}
          formKey={crypto.randomUUID()}
          initial={{
            code: `C${draft.clauses.length + 1}`,
            heading: draft.clauses.at(-1)?.heading ?? "",
            kind: "prohibition",
          }}
        >
          <input name="versionId" type="hidden" value={draft.versionId} />
          <ClauseFields types={types} />
          <SubmitButton>Add clause</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  );
}
