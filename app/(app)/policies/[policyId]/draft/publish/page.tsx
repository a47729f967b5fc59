import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { DateField, SubmitButton, TextField } from "@/components/forms/fields";
import { partsOf } from "@/components/policies/day-parts";
import { Banner, Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { publishVersionAction } from "@/lib/policies/actions";
import { draftOf } from "@/lib/policies/queries";

export const metadata = { title: "Publish - Policies - Daybook" };

export default async function Publish({ params }: { params: Promise<{ policyId: string }> }) {
  const { policyId } = await params;
  const draft = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "publish-policy")) notFound();
    return draftOf(tx, actor, policyId);
  });
  return (
    <Page
      back={{ href: `/policies/${policyId}/draft`, label: "The draft" }}
      caption={draft.title}
      narrow
      title={`Publish version ${draft.number}`}
    >
      {draft.clauses.length === 0 ? (
        <Banner tone="warn">Add a clause before you publish.</Banner>
      ) : null}
      <Card>
        <ActionForm
          action={publishVersionAction}
          formKey={crypto.randomUUID()}
          initial={{
            approvedBy: draft.approvedBy ?? "",
            ...partsOf("approvedOn", draft.approvedOn),
            ...partsOf("nextReviewOn", draft.nextReviewOn),
          }}
        >
          <input name="versionId" type="hidden" value={draft.versionId} />
          <TextField label="Approved by" name="approvedBy" />
          <DateField label="Approved on" name="approvedOn" />
          <DateField hint="A year later is usual" label="Next review" name="nextReviewOn" />
          <p className="text-soft">
            It is in force at once and read by everybody at the school. It can never be changed; the
            next change is a new version.
          </p>
          <SubmitButton>Publish version {draft.number}</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  );
}
