import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextField } from "@/components/forms/fields";
import { Button } from "@/components/ui/button";
import { Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { loadPackAction, startPolicyAction } from "@/lib/policies/actions";
import { documentProblem, documentProblems } from "@/lib/policies/read-document";
import { readPacks } from "@/lib/policies/read-pack";

export const metadata = { title: "Add a policy - Policies - Daybook" };

export default async function NewPolicy({
  searchParams,
}: {
  searchParams: Promise<{ problem?: string }>;
}) {
  const { problem } = await searchParams;
  await runAs(async (_tx, actor) => {
    if (!mayAct(actor, "administer-policies")) notFound();
  });
  return (
    <Page back={{ href: "/policies", label: "Policies" }} narrow title="Add a policy">
      <p className="mb-6 text-soft">
        You write a draft first. Nobody is bound by it until it is approved and published.
      </p>
      <Card title="Bring a document">
        <form
          action="/policies/new/upload"
          className="space-y-4"
          encType="multipart/form-data"
          method="post"
        >
          <div className={problem ? "border-danger border-l-4 pl-4" : ""}>
            <label className="mb-1 block font-semibold" htmlFor="document">
              Document
            </label>
            <p className="mb-1 text-soft" id="document-hint">
              Word (.docx), PDF with text, .txt or .md, up to 5MB. You confirm each clause that is
              found, and the document is kept with it
            </p>
            {problem ? (
              <p className="mb-1 font-semibold text-danger" id="document-error" role="alert">
                {documentProblems[documentProblem(problem)]}
              </p>
            ) : null}
            <input
              accept=".docx,.pdf,.txt,.md"
              aria-describedby={`document-hint${problem ? " document-error" : ""}`}
              className="field-box max-w-xl"
              id="document"
              name="document"
              type="file"
            />
          </div>
          <Button>Read the document</Button>
        </form>
      </Card>
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
