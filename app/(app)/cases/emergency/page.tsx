import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { openEmergencyAction } from "@/lib/conflicts/actions";
import { emergencyLimits } from "@/lib/conflicts/open-emergency";

export const metadata: Metadata = { title: "Open a case in an emergency - Daybook" };

export default async function OpenEmergency() {
  await runAs(async (_tx, actor) => {
    if (!mayAct(actor, "break-glass")) notFound();
  });
  return (
    <Page
      back={{ href: "/queue?tab=all", label: "Queue" }}
      narrow
      title="Open a case in an emergency"
    >
      <p className="mb-4">
        For a case that somebody else handles, when somebody may come to harm before you can reach
        them. If anybody is in danger, call 999 first.
      </p>
      <ul className="mb-6 list-disc space-y-1 pl-6">
        <li>You can read it for {emergencyLimits.minutes} minutes, and change nothing in it.</li>
        <li>Whoever owns it and the headteacher, or the chair in their place, are told at once.</li>
        <li>Somebody else looks afterwards at whether it was justified.</li>
        <li>You need to have signed in within the last {emergencyLimits.freshMinutes} minutes.</li>
      </ul>
      <ActionForm action={openEmergencyAction} formKey={crypto.randomUUID()}>
        <TextField
          hint="Such as OS-26-7K3QM"
          label="Reference of the case"
          name="reference"
          narrow
          spellCheck={false}
        />
        <TextArea
          hint="Whoever works the case reads this"
          label="Why do you have to read it now?"
          name="reason"
          rows={3}
        />
        <SubmitButton>Open the case</SubmitButton>
      </ActionForm>
    </Page>
  );
}
