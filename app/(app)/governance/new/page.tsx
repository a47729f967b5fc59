import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { DateField, SelectField, SubmitButton, TextArea } from "@/components/forms/fields";
import { Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { freezeSnapshotAction } from "@/lib/governance/actions";
import { schoolCalendar } from "@/lib/schools/queries";

export const metadata = { title: "Prepare a term - Governors' view - Daybook" };

export default async function NewSnapshot() {
  const terms = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "freeze-snapshot")) notFound();
    return (await schoolCalendar(tx, actor)).terms;
  });
  return (
    <Page back={{ href: "/governance", label: "Governors' view" }} narrow title="Prepare a term">
      <Card>
        <ActionForm action={freezeSnapshotAction} formKey={crypto.randomUUID()}>
          <SelectField
            choices={[
              { value: "", label: "Choose a term" },
              ...terms.map((term) => ({ value: term.name, label: term.name })),
            ]}
            label="Term"
            name="term"
          />
          <DateField label="Date of the meeting" name="meeting" />
          <TextArea
            hint="For the governors to read. Write no name, class or anything that points to one person"
            label="Notes (optional)"
            name="notes"
            rows={4}
          />
          <p className="text-soft">
            The numbers are frozen as they are now. One to four is shown as fewer than 5.
          </p>
          <SubmitButton>Freeze numbers</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  );
}
