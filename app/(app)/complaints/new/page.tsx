import { FormFields } from "@/components/cases/form-fields";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { PersonPicker } from "@/components/reports/person-picker";
import { Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { firstFields } from "@/lib/cases/complaint-form";
import { notFound } from "@/lib/errors";
import { recordComplaintAction } from "@/lib/referrals/actions";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `Record a complaint - ${name}` };
}

export default async function NewComplaint() {
  await runAs(async (_tx, actor) => {
    if (!mayAct(actor, "record-complaint")) throw notFound();
  });
  return (
    <Page back={{ href: "/complaints", label: "Complaints" }} narrow title="Record a complaint">
      <p className="mb-6 text-soft">
        It goes to somebody who has no part in it: to the headteacher, or past them to the chair of
        governors; about data protection to the data protection officer. If a child may be at risk,
        report a concern instead.
      </p>
      <ActionForm action={recordComplaintAction} formKey={crypto.randomUUID()}>
        <PersonPicker
          hint="As they gave it. Leave it empty if they gave none"
          idName="whoId"
          label="Name of whoever complains (optional)"
          name="who"
        />
        <FormFields fields={firstFields} />
        <PersonPicker
          hint="From this moment they can see nothing of it. You neither, if it is you"
          idName="againstId"
          label="Whom it is about (optional)"
          name="against"
        />
        <TextField
          hint="Whoever handled or decided that case is kept out of the complaint"
          label="Reference of the case it is about (optional)"
          name="reference"
        />
        <SubmitButton>Record complaint</SubmitButton>
      </ActionForm>
    </Page>
  );
}
