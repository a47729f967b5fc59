import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { RecoveryCodes } from "@/components/recovery-codes";
import { Banner, Card, Page } from "@/components/ui/page";
import { Qr } from "@/components/ui/qr";
import { saveFactorAction } from "@/lib/access/actions";
import { factorAddress, newFactor } from "@/lib/access/check-factor";
import { needsFactor } from "@/lib/access/queries";
import { runAs } from "@/lib/access/run-as";
import { sealSecret } from "@/lib/access/seal-secret";

export const metadata = { title: "Set up an authenticator app - Daybook" };

export default async function Factor() {
  const actor = await runAs(async (_tx, a) => a);
  const secret = newFactor();
  const sealed = sealSecret(`${actor.personId}:${secret}`).toString("base64url");
  return (
    <Page narrow title="Set up an authenticator app">
      {needsFactor(actor) ? (
        <Banner tone="note">
          Your role reads what others report, so it needs a second step. Until then you can only
          report.
        </Banner>
      ) : null}
      <ActionForm action={saveFactorAction} formKey={crypto.randomUUID()}>
        <RecoveryCodes />
        <Card title="1. Scan this with an authenticator app">
          <Qr text={factorAddress(secret, actor.email)} />
          <p className="mt-3">
            Or type this key:{" "}
            <code className="break-all font-semibold">{secret.match(/.{1,4}/g)?.join(" ")}</code>
          </p>
        </Card>
        <Card title="2. Enter the code it shows">
          <input name="sealed" type="hidden" value={sealed} />
          <div className="space-y-6">
            <TextField
              autoComplete="one-time-code"
              inputMode="numeric"
              label="Six digits"
              name="code"
              narrow
            />
            <SubmitButton>Save</SubmitButton>
          </div>
        </Card>
      </ActionForm>
    </Page>
  );
}
