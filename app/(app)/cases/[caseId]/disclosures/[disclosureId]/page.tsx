import { notFound } from "next/navigation";
import { caseTitle } from "@/components/cases/case-title";
import { DisclosureContents } from "@/components/cases/disclosure-contents";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton } from "@/components/forms/fields";
import { Banner, Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { passcodeOf } from "@/lib/cases/confirm-disclosure";
import { isLocked } from "@/lib/cases/labels";
import { disclosureById } from "@/lib/cases/list-disclosures";
import { readCase } from "@/lib/cases/read-case";
import { formatDateTime } from "@/lib/dates";
import { confirmDisclosureAction, dropDisclosureAction } from "@/lib/referrals/actions";

type Props = {
  params: Promise<{ caseId: string; disclosureId: string }>;
  searchParams: Promise<{ done?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Disclosure");

export default async function DisclosurePage({ params, searchParams }: Props) {
  const { caseId, disclosureId } = await params;
  const { done } = await searchParams;
  const { read, disclosure } = await runAs(async (tx, actor) => ({
    read: await readCase(tx, actor, { caseId, page: "disclosure" }),
    disclosure: await disclosureById(tx, actor, disclosureId),
  }));
  if (!read.discloses || disclosure.caseId !== caseId || disclosure.state === "dropped") notFound();
  const given = disclosure.state === "given";
  return (
    <Page
      back={{ href: `/cases/${caseId}/disclosures`, label: `Case ${read.found.reference}` }}
      narrow
      title={given ? "Disclosure" : "Check before you give it"}
    >
      {done === "given" ? (
        <Banner>It is written down. Save the file and hand it over.</Banner>
      ) : null}
      {!given && read.found.track === "T3" ? (
        <Banner tone="warn">
          This must not make a teacher known to the public before they are charged (Education Act
          2002, section 141F).
        </Banner>
      ) : null}
      <DisclosureContents disclosure={disclosure} />
      {given ? (
        <Card title="The file">
          <p className="mb-3">
            Given by {disclosure.givenBy}
            {disclosure.givenAt ? `, ${formatDateTime(disclosure.givenAt)}` : ""}.{" "}
            {disclosure.encrypted
              ? "It is encrypted with age and opens with the passcode that was shown when it was given."
              : "It is not encrypted: hand it over on an encrypted stick or by the secure mail of both sides, never by ordinary e-mail."}
          </p>
          <p className="mb-3">
            <a
              className="inline-flex min-h-11 items-center rounded-md bg-accent px-5 py-2 font-semibold text-white no-underline hover:bg-accent-dark"
              download
              href={`/api/exports/${disclosureId}`}
            >
              Save the file
            </a>
          </p>
          <p className="text-soft">
            Each time you save it, it is the same to the byte. If the connection breaks off, the
            browser can go on where it stopped. Whoever gets it can check it with the program inside
            or on any page /verify. It proves that the files are what was received here. It does not
            prove that a post was genuine.
          </p>
        </Card>
      ) : (
        <>
          <ActionForm action={confirmDisclosureAction} formKey={crypto.randomUUID()}>
            <input name="disclosureId" type="hidden" value={disclosureId} />
            {isLocked(disclosure) ? <Passcode code={passcodeOf(disclosureId)} /> : null}
            <Choices
              choices={[{ value: "yes", label: "This is what they need, and no more" }]}
              label="Have you checked it?"
              many
              name="sure"
            />
            <SubmitButton>Give it</SubmitButton>
          </ActionForm>
          <ActionForm action={dropDisclosureAction} className="mt-4" formKey={crypto.randomUUID()}>
            <input name="disclosureId" type="hidden" value={disclosureId} />
            <SubmitButton kind="secondary">Put it aside</SubmitButton>
          </ActionForm>
        </>
      )}
    </Page>
  );
}

function Passcode({ code }: { code: string }) {
  return (
    <Card title="Passcode">
      <p className="mb-2">
        <code className="text-lg">{code}</code>
      </p>
      <p>
        Write it down before you give it: it is not shown again. Tell it to them by telephone, never
        with the file.
      </p>
    </Card>
  );
}
