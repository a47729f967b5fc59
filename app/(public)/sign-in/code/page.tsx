import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { Card, Page } from "@/components/ui/page";
import { confirmCodeAction } from "@/lib/access/actions";
import { myFactor, needsFactor } from "@/lib/access/queries";
import { runAs } from "@/lib/access/run-as";

export const metadata = { title: "Enter your code - Sign in - Daybook" };

export default async function Code() {
  const { actor, factor } = await runAs(async (tx, a) => ({
    actor: a,
    factor: await myFactor(tx),
  }));
  if (actor.secondFactor) redirect("/");
  if (!factor.app) redirect(needsFactor(actor) ? "/settings/factor" : "/");
  return (
    <Page narrow title="Enter your code">
      <Card>
        <ActionForm action={confirmCodeAction} formKey={crypto.randomUUID()}>
          <TextField
            autoComplete="one-time-code"
            hint="Six digits from your authenticator app, or one of your recovery codes"
            label="Code"
            name="code"
            narrow
          />
          <SubmitButton>Continue</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  );
}
