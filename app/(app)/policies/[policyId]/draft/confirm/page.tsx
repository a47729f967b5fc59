import Link from "next/link";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, SubmitButton } from "@/components/forms/fields";
import { Banner, Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { confirmClausesAction } from "@/lib/policies/actions";
import { kindWords } from "@/lib/policies/labels";
import { draftOf, fileOf } from "@/lib/policies/queries";
import { clauseKinds } from "@/lib/policies/types";
import { roleWords } from "@/lib/reports/labels";

export const metadata = { title: "Confirm clauses - Policies - Daybook" };

const atOnce = 20;

export default async function Confirm({ params }: { params: Promise<{ policyId: string }> }) {
  const { policyId } = await params;
  const { draft, file } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "administer-policies")) notFound();
    const found = await draftOf(tx, actor, policyId);
    return { draft: found, file: await fileOf(tx, actor, found.versionId) };
  });
  const here = `/policies/${policyId}/draft`;
  const waiting = draft.clauses.filter((clause) => clause.proposed);
  const roles = draft.found?.filter((item) => item.what === "role") ?? [];
  return (
    <Page
      back={{ href: here, label: "The draft" }}
      caption={draft.title}
      narrow
      title="Confirm clauses"
    >
      {waiting.length === 0 ? (
        <Banner>
          Every clause is confirmed. Go on with{" "}
          <Link
            className="text-accent underline underline-offset-2"
            href={`${here}/details`}
            prefetch={false}
          >
            the details
          </Link>
          .
        </Banner>
      ) : (
        <p className="mb-6 text-soft">
          {waiting.length} of {draft.clauses.length} are left. Read each beside{" "}
          {file ? (
            <a href={`/policies/${policyId}/document/${draft.versionId}`}>{file.name}</a>
          ) : (
            "the document"
          )}
          . What you tick is confirmed; the words can be changed later.
        </p>
      )}
      {roles.length > 0 ? (
        <Card title="Who the document names">
          <ul className="space-y-1">
            {roles.map((role) => (
              <li key={role.said}>
                “{role.said}”:{" "}
                {role.means
                  ? `taken as the ${roleWords[role.means] ?? role.means}`
                  : "nobody Daybook knows. Say in the clause who it is"}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {waiting.length > 0 ? (
        <ActionForm action={confirmClausesAction} formKey={crypto.randomUUID()}>
          <input name="versionId" type="hidden" value={draft.versionId} />
          <ul className="space-y-4" id="right">
            {waiting.slice(0, atOnce).map((clause) => (
              <li className="rounded-lg border border-line bg-card p-4" key={clause.id}>
                <p className="text-soft">
                  {clause.code}
                  {clause.heading ? `, ${clause.heading}` : ""}
                </p>
                <p className="mb-3 whitespace-pre-wrap break-words">{clause.words}</p>
                <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
                  <SelectField
                    choices={clauseKinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
                    defaultValue={clause.kind}
                    label={`What ${clause.code} does`}
                    name={`kind-${clause.id}`}
                  />
                  {(
                    [
                      ["right", "Right"],
                      ["drop", "Not a clause"],
                    ] as const
                  ).map(([name, word]) => (
                    <label
                      className="flex min-h-11 cursor-pointer items-center gap-2"
                      htmlFor={`${name}-${clause.id}`}
                      key={name}
                    >
                      <input
                        className="choice"
                        id={`${name}-${clause.id}`}
                        name={name}
                        type="checkbox"
                        value={clause.id}
                      />
                      {word}
                      <span className="sr-only">: {clause.code}</span>
                    </label>
                  ))}
                </div>
              </li>
            ))}
          </ul>
          <SubmitButton>Confirm what is ticked</SubmitButton>
        </ActionForm>
      ) : null}
    </Page>
  );
}
