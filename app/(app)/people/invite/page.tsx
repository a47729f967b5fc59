import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, SubmitButton, TextField } from "@/components/forms/fields";
import { Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { invitePersonAction } from "@/lib/people/actions";
import { engagements } from "@/lib/people/schema";

export const metadata = { title: "Add a person - People - Daybook" };

export default async function Invite() {
  await runAs(async (_tx, actor) => {
    if (!mayAct(actor, "administer-people")) notFound();
  });
  return (
    <Page back={{ href: "/people", label: "People and access" }} narrow title="Add a person">
      <Card>
        <ActionForm action={invitePersonAction} formKey={crypto.randomUUID()}>
          <TextField autoComplete="off" label="Full name" name="name" />
          <TextField autoComplete="off" label="School email" name="email" type="email" />
          <SelectField
            choices={[...engagements, "governor"].map((value) => ({
              value,
              label: value.charAt(0).toUpperCase() + value.slice(1),
            }))}
            label="How they work with the school"
            name="engagement"
          />
          <TextField label="Job title (optional)" name="jobTitle" />
          <SubmitButton>Add person</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  );
}
