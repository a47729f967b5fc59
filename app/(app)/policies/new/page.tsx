import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextField } from "@/components/forms/fields";
import { Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { loadPackAction, startPolicyAction } from "@/lib/policies/actions";
import { readPacks } from "@/lib/policies/read-pack";

export const metadata = { title: "Add a policy - Policies - Daybook" };

export default async function NewPolicy() {
  await runAs(async (_tx, actor) => {
    if (!mayAct(actor, "administer-policies")) notFound();
  });
  return (
    <Page back={{ href: "/policies", label: "Policies" }} narrow title="Add a policy">
      <p className="mb-6 text-soft">
        You write a draft first. Nobody is bound by it until it is approved and published.
      </p>
      <Card title="Write it here">
        <ActionForm action={startPolicyAction} formKey={crypto.randomUUID()}>
          <TextField label="Title" name="title" />
          <SubmitButton>Start a draft</SubmitButton>
        </ActionForm>
      </Card>
      <Card title="Start from a policy that is there">
        <ActionForm action={loadPackAction} formKey={crypto.randomUUID()}>
          <Choices
            choices={readPacks().map((pack) => ({
              value: pack.code,
              label: `${pack.title}, ${pack.clauses.length} clauses`,
              hint: pack.about,
            }))}
            hint="What is unsafe, old or missing in it is shown in the draft"
            label="Where to start"
            name="pack"
          />
          <SubmitButton>Start from this</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  );
}
