import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { Card, Page } from "@/components/ui/page";
import { confirmCodeAction } from "@/lib/access/actions";
import { localPath } from "@/lib/access/local-path";
import { needsFactor } from "@/lib/access/queries";
import { readHalfSession } from "@/lib/access/require-session";
import { runAs } from "@/lib/access/run-as";

export const metadata = { title: "Enter your code - Sign in - Daybook" };

export default async function Code({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const next = localPath((await searchParams).next);
  if (!(await readHalfSession())) {
    const actor = await runAs(async (_tx, a) => a);
    redirect((needsFactor(actor) ? "/settings/factor" : next) as never);
  }
  return (
    <Page narrow title="Enter your code">
      <Card>
        <ActionForm action={confirmCodeAction} formKey={crypto.randomUUID()}>
          <input name="next" type="hidden" value={next} />
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
