import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, DateField, SubmitButton, TextField } from "@/components/forms/fields";
import { partsOf } from "@/components/policies/day-parts";
import { DefectList } from "@/components/policies/defect-list";
import { Banner, Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { localDay } from "@/lib/dates";
import { publishVersionAction } from "@/lib/policies/actions";
import { findDefects } from "@/lib/policies/find-defects";
import { draftOf } from "@/lib/policies/queries";

export const metadata = { title: "Publish - Policies - Daybook" };

export default async function Publish({ params }: { params: Promise<{ policyId: string }> }) {
  const { policyId } = await params;
  const { draft, today } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "publish-policy")) notFound();
    return { draft: await draftOf(tx, actor, policyId), today: localDay(actor.at) };
  });
  // What is asked for below is not missing yet.
  const defects = findDefects(draft, today).filter((defect) => !defect.code.startsWith("no-"));
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
      {draft.clauses.length > 0 && defects.length > 0 ? <DefectList defects={defects} /> : null}
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
          {defects.length > 0 ? (
            <Choices
              choices={[
                { value: "yes", label: "I have read it, and it is published all the same" },
              ]}
              label="What was found in this policy"
              many
              name="accepted"
            />
          ) : null}
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
