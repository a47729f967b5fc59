import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, DateField, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { partsOf } from "@/components/policies/day-parts";
import { Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { saveVersionAction } from "@/lib/policies/actions";
import { boundWords } from "@/lib/policies/labels";
import { draftOf } from "@/lib/policies/queries";

export const metadata = { title: "Details - Policies - Daybook" };

export default async function DraftDetails({ params }: { params: Promise<{ policyId: string }> }) {
  const { policyId } = await params;
  const draft = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "administer-policies")) notFound();
    return draftOf(tx, actor, policyId);
  });
  const said = (what: string) => {
    const found = draft.found?.find((item) => item.what === what);
    return found ? { hint: `The document says: ${found.said}` } : {};
  };
  return (
    <Page
      back={{ href: `/policies/${policyId}/draft`, label: "The draft" }}
      caption={draft.title}
      narrow
      title="Details"
    >
      <Card>
        <ActionForm
          action={saveVersionAction}
          formKey={crypto.randomUUID()}
          initial={{
            title: draft.title,
            approvedBy: draft.approvedBy ?? "",
            ...partsOf("approvedOn", draft.approvedOn),
            ...partsOf("reviewedOn", draft.reviewedOn),
            ...partsOf("nextReviewOn", draft.nextReviewOn),
            linked: draft.linked.join("\n"),
            about: [
              ...(draft.statutory ? ["statutory"] : []),
              ...(draft.onWebsite ? ["website"] : []),
            ],
            binds: draft.binds,
          }}
        >
          <input name="versionId" type="hidden" value={draft.versionId} />
          <input key={draft.revision} name="revision" type="hidden" value={draft.revision} />
          <TextField label="Title" name="title" />
          <TextField
            hint="Such as the governing body. It must be known to publish"
            label="Approved by (optional)"
            name="approvedBy"
          />
          <DateField label="Approved on (optional)" name="approvedOn" {...said("approvedOn")} />
          <DateField label="Last reviewed (optional)" name="reviewedOn" {...said("reviewedOn")} />
          <DateField label="Next review (optional)" name="nextReviewOn" {...said("nextReviewOn")} />
          <Choices
            choices={[
              { value: "statutory", label: "The law requires it" },
              { value: "website", label: "It is on the school's website" },
            ]}
            label="What kind of policy is it?"
            many
            name="about"
          />
          <Choices
            choices={Object.entries(boundWords).map(([value, label]) => ({ value, label }))}
            label="Whom does it bind?"
            many
            name="binds"
          />
          <TextArea
            hint="One title on each line"
            label="To be read with (optional)"
            name="linked"
            rows={4}
          />
          <SubmitButton>Save details</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  );
}
