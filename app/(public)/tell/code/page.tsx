import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { Card, Page } from "@/components/ui/page";
import { enterCodeAction } from "@/lib/access/actions";

export const metadata = { title: "Check a report by code - Daybook" };

export default function Code() {
  return (
    <Page narrow title="Check a report by code">
      <Card>
        <ActionForm action={enterCodeAction} formKey={crypto.randomUUID()}>
          <TextField
            hint="Sixteen digits, with or without spaces"
            inputMode="numeric"
            label="Code"
            name="code"
          />
          <SubmitButton>Open report</SubmitButton>
        </ActionForm>
      </Card>
      <p>
        A lost code cannot be found again. Send a new report and say that you wrote before. In an
        emergency call 999.
      </p>
    </Page>
  );
}
