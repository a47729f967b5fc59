import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextField } from "@/components/forms/fields";
import { ClauseList } from "@/components/policies/clause-list";
import { SignatureField } from "@/components/policies/signature-field";
import { ButtonLink } from "@/components/ui/button";
import { Banner, Card, Empty, Page } from "@/components/ui/page";
import { signVisitAction } from "@/lib/policies/actions";
import { findVisit } from "@/lib/policies/sign-visit";

export const metadata = { title: "Visitors - Daybook" };

export default async function Visit({
  params,
  searchParams,
}: {
  params: Promise<{ door: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const { door } = await params;
  const found = (await findVisit(door)) ?? notFound();
  if ((await searchParams).done === "signed")
    return (
      <Page caption={found.school} narrow title="You are signed in">
        <Banner>Thank you. What you accepted is kept with your name and the time.</Banner>
        <ButtonLink href={`/visit/${door}`} kind="secondary">
          Next visitor
        </ButtonLink>
      </Page>
    );
  return (
    <Page caption={found.school} narrow title="Visitors: read and sign in">
      {found.versions.length === 0 ? (
        <Empty>There is nothing to sign here. Ask at reception.</Empty>
      ) : (
        <>
          {found.versions.map((version) => (
            <div key={version.versionId}>
              <h2 className="mb-3">
                {version.title} <span className="font-normal">(version {version.number})</span>
              </h2>
              <ClauseList clauses={version.clauses} level={3} />
            </div>
          ))}
          <Card title="Sign in">
            <ActionForm action={signVisitAction} formKey={crypto.randomUUID()}>
              <input name="door" type="hidden" value={door} />
              {found.versions.map((version) => (
                <input
                  key={version.versionId}
                  name="versions"
                  type="hidden"
                  value={version.sha256}
                />
              ))}
              <TextField autoComplete="name" label="Your name" name="visitor" />
              <TextField label="Whom do you visit?" name="visiting" />
              <Choices
                choices={[{ value: "yes", label: "I have read this and keep to it" }]}
                label="What the school asks of you"
                many
                name="accepted"
              />
              <SignatureField />
              <SubmitButton>Sign in</SubmitButton>
            </ActionForm>
          </Card>
        </>
      )}
    </Page>
  );
}
