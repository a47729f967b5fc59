import Link from "next/link";
import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { ClauseList } from "@/components/policies/clause-list";
import { ClauseDefects, DefectList, NationalDefaults } from "@/components/policies/defect-list";
import { PrintButton } from "@/components/policies/print-button";
import { Questions } from "@/components/policies/questions";
import { RuleTable } from "@/components/policies/rule-table";
import { SignatureField } from "@/components/policies/signature-field";
import { VersionDetails } from "@/components/policies/version-details";
import { ButtonLink } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { holds } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import {
  acknowledgeVersionAction,
  draftVersionAction,
  noteVersionAction,
  signVersionAction,
} from "@/lib/policies/actions";
import { listQuestions } from "@/lib/policies/ask-question";
import { roundOf } from "@/lib/policies/describe-rules";
import { findDefects } from "@/lib/policies/find-defects";
import { isBound, myAcceptance } from "@/lib/policies/list-acceptances";
import { afterlifeOf, fileOf, policyById } from "@/lib/policies/queries";

export const metadata = { title: "Policy - Policies - Daybook" };

const banners: Record<string, string> = {
  published: "The version is published. It is in force from now on.",
  signed: "Your signature is kept with this version.",
  accepted: "You accepted this version. Your name, the time and the fingerprint are kept.",
  asked: "Your question was sent.",
  answered: "Your answer was sent.",
  noted: "The note is kept with this version.",
  discarded: "The draft is gone. This version stays in force.",
};

export default async function Policy({
  params,
  searchParams,
}: {
  params: Promise<{ policyId: string }>;
  searchParams: Promise<{ version?: string; done?: string }>;
}) {
  const { policyId } = await params;
  const query = await searchParams;
  const { shown, versions, draft, after, may, defects, file, acceptance, questions, asks } =
    await runAs(async (tx, actor) => {
      const found = await policyById(tx, actor, policyId, Number(query.version) || undefined);
      const writes = mayAct(actor, "administer-policies");
      const signs = mayAct(actor, "sign-policy");
      return {
        ...found,
        file: await fileOf(tx, actor, found.shown.versionId),
        acceptance: (await isBound(tx, actor, found.shown.binds))
          ? await myAcceptance(tx, actor, found.shown.versionId)
          : null,
        questions: await listQuestions(tx, actor, policyId),
        asks: holds(actor, "headteacher") ? "the chair of governors" : "the headteacher",
        after: await afterlifeOf(tx, actor, found.shown.versionId),
        defects: findDefects(found.shown, localDay(actor.at)),
        may: {
          writes,
          signs,
          notes: writes || signs,
          counts: writes || holds(actor, "line-manager", "governor", "chair", "vice-chair"),
          judges: writes || signs || mayAct(actor, "publish-policy"),
        },
      };
    });
  if (!shown.publishedAt) redirect(`/policies/${policyId}/draft`);
  const newest = versions[0]?.number ?? shown.number;
  const about = <input name="versionId" type="hidden" value={shown.versionId} />;
  return (
    <Page
      actions={
        <div className="no-print flex flex-wrap gap-3">
          <ButtonLink href={`/policies/${policyId}/pdf?version=${shown.number}`} kind="secondary">
            Save as PDF
          </ButtonLink>
          <PrintButton />
        </div>
      }
      back={{ href: "/policies", label: "Policies" }}
      caption={`Version ${shown.number}${shown.number === newest ? ", in force" : ", no longer in force"}`}
      narrow
      title={shown.title}
    >
      {query.done && banners[query.done] ? <Banner>{banners[query.done]}</Banner> : null}
      {may.judges && defects.length > 0 ? (
        <div className="no-print">
          <DefectList defects={defects} />
        </div>
      ) : null}
      <ClauseList
        about={(clause) => (
          <ClauseDefects
            defects={defects.filter(
              (defect) =>
                defect.clause === clause.code && (may.judges || defect.group === "unsafe"),
            )}
          />
        )}
        clauses={shown.clauses}
      />
      <NationalDefaults defects={defects} />
      <RuleTable version={shown} />
      {acceptance && shown.number === newest ? (
        <Card title="Read and accept">
          {acceptance.at ? (
            <p className={acceptance.due ? "mb-4" : ""}>
              You accepted this version on <Moment at={acceptance.at} />.
              {acceptance.due
                ? ` ${roundOf(shown.rules).again} months have passed: read it again.`
                : ""}
            </p>
          ) : null}
          {acceptance.due ? (
            <ActionForm action={acknowledgeVersionAction} formKey={crypto.randomUUID()}>
              <input name="policyId" type="hidden" value={policyId} />
              <input name="sha256" type="hidden" value={shown.sha256 ?? ""} />
              <Choices
                choices={[
                  {
                    value: "yes",
                    label: `I have read version ${shown.number}, understand what a breach may lead to, and accept it`,
                  },
                ]}
                label="This policy binds you"
                many
                name="accepted"
              />
              <TextField autoComplete="name" label="Your name in print" name="name" />
              <SignatureField />
              <SubmitButton>Accept policy</SubmitButton>
            </ActionForm>
          ) : null}
        </Card>
      ) : null}
      {shown.number === newest ? (
        <Questions asks={asks} policyId={policyId} questions={questions} />
      ) : null}
      <Card title="About this version">
        <VersionDetails version={shown} />
        {file ? (
          <p className="mt-3">
            Read from <a href={`/policies/${policyId}/document/${shown.versionId}`}>{file.name}</a>,
            which stays the authority.
          </p>
        ) : null}
        {may.counts ? (
          <p className="no-print mt-3">
            <ButtonLink href={`/policies/${policyId}/acceptances`} kind="secondary">
              Who has accepted it
            </ButtonLink>
          </p>
        ) : null}
        {after.signatures.map((signature) => (
          <p className="mt-3" key={signature.name}>
            Signed by {signature.name}, <Moment at={signature.signedAt} />.
          </p>
        ))}
      </Card>
      {versions.length > 1 ? (
        <Card title="Versions">
          <ul className="space-y-2">
            {versions.map((version) => (
              <li key={version.versionId}>
                <Link
                  className="text-accent underline underline-offset-2"
                  href={`/policies/${policyId}?version=${version.number}`}
                  prefetch={false}
                >
                  Version {version.number}
                </Link>
                {version.publishedAt ? (
                  <>
                    , published <Moment at={version.publishedAt} />
                  </>
                ) : null}
              </li>
            ))}
          </ul>
          <p className="no-print mt-4">
            <ButtonLink href={`/policies/${policyId}/compare`} kind="secondary">
              Compare two versions
            </ButtonLink>
          </p>
        </Card>
      ) : null}
      {may.signs && !after.signatures.length ? (
        <Card title="Sign as chair of governors">
          <ActionForm action={signVersionAction} formKey={crypto.randomUUID()}>
            {about}
            <input name="sha256" type="hidden" value={shown.sha256 ?? ""} />
            <TextField autoComplete="name" label="Name of the chair" name="signer" />
            <SubmitButton>Sign version {shown.number}</SubmitButton>
          </ActionForm>
        </Card>
      ) : null}
      {may.notes ? (
        <Card title="Monitoring and evaluation">
          <ul className="mb-4 space-y-3">
            {after.notes.map((note) => (
              <li key={note.id}>
                <p className="whitespace-pre-wrap break-words">{note.words}</p>
                <p className="text-sm text-soft">
                  {note.by}, <Moment at={note.notedAt} />
                </p>
              </li>
            ))}
          </ul>
          <ActionForm
            action={noteVersionAction}
            className="no-print space-y-6"
            formKey={crypto.randomUUID()}
          >
            {about}
            <TextArea
              hint="How it works in practice. No names"
              label="Add a note"
              name="words"
              rows={3}
            />
            <SubmitButton kind="secondary">Add note</SubmitButton>
          </ActionForm>
        </Card>
      ) : null}
      {may.writes ? (
        <div className="no-print">
          {draft ? (
            <ButtonLink href={`/policies/${policyId}/draft`}>
              Go to the draft of version {draft.number}
            </ButtonLink>
          ) : (
            <ActionForm action={draftVersionAction} className="" formKey={crypto.randomUUID()}>
              <input name="policyId" type="hidden" value={policyId} />
              <SubmitButton>Draft version {newest + 1}</SubmitButton>
            </ActionForm>
          )}
        </div>
      ) : null}
    </Page>
  );
}
