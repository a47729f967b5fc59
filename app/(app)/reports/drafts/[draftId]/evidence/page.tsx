import { redirect } from "next/navigation";
import { AddressForm } from "@/components/evidence/address-form";
import { EvidenceCard } from "@/components/evidence/evidence-card";
import { type Details, EvidenceDetails } from "@/components/evidence/evidence-details";
import { EvidenceIntake } from "@/components/evidence/evidence-intake";
import { shownAs } from "@/components/evidence/evidence-viewer";
import { PhoneLinkPanel } from "@/components/evidence/phone-link";
import { ReadingOffer } from "@/components/evidence/reading-offer";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { SafetyQuestion } from "@/components/reports/safety-question";
import { ButtonLink } from "@/components/ui/button";
import { Banner, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { localDay, localTime } from "@/lib/dates";
import { removeEvidenceAction } from "@/lib/evidence/actions";
import { problemWords } from "@/lib/evidence/labels";
import { phoneAddress, readPhoneLink } from "@/lib/evidence/make-phone-link";
import {
  draftEvidence,
  draftOffers,
  type EvidenceItem,
  longestRecording,
} from "@/lib/evidence/queries";
import { answerSafetyAction } from "@/lib/reports/actions";
import { myDraft } from "@/lib/reports/queries";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `Evidence - Report a concern - ${name}` };
}

const none = { stamp: null, address: null, problem: null };
const typed = (at: Date | null) => (at ? `${localDay(at)}T${localTime(at)}` : "");
const details = (item: EvidenceItem): Details => ({
  evidenceId: item.id,
  caption: item.caption,
  description: item.description,
  platform: item.platform ?? "",
  address: item.address ?? "",
  handle: item.handle ?? "",
  postedAt: typed(item.postedAt),
  seenAt: typed(item.seenAt),
  capturedAt: typed(item.capturedAt),
  method: item.method ?? "",
  deviceOwner: item.deviceOwner ?? "",
  originalKept: item.originalKept ?? "",
  originalWhere: item.originalWhere ?? "",
});

export default async function Evidence({
  params,
  searchParams,
}: {
  params: Promise<{ draftId: string }>;
  searchParams: Promise<{ problem?: string; show?: string; page?: string; phone?: string }>;
}) {
  const { draftId } = await params;
  const query = await searchParams;
  const { problem, phone } = query;
  const { draft, items, longest, link, offers } = await runAs(async (tx, actor) => ({
    draft: await myDraft(tx, actor, draftId),
    items: await draftEvidence(tx, actor, draftId),
    longest: await longestRecording(tx, actor),
    offers: await draftOffers(tx, actor, draftId),
    link: phone ? await readPhoneLink(tx, actor, phone) : null,
  }));
  if (draft.sentReportId) redirect(`/reports/${draft.sentReportId}`);
  // The gate's first lock: where a picture may show a child there is no uploader at all.
  if (draft.textOnly) redirect(`/reports/drafts/${draftId}/check`);
  const here = `/reports/drafts/${draftId}/evidence`;
  const warning = problem ? (
    <Banner tone="warn">{problemWords[problem] ?? "The file could not be added. Try again"}</Banner>
  ) : null;
  // Shared from another app, a file is here before the question could be asked. It waits for it.
  const shared = items.filter((item) => item.arrivedBy === "shared").length;
  if (shared > 0 && !draft.answers.safety)
    return (
      <Page caption="Report a concern" narrow title="Before you go on">
        {warning}
        <p className="mb-4">
          {shared === 1 ? "The file you shared is" : `The ${shared} files you shared are`} in a new
          draft. Nobody else can see it, and nothing is sent. Answer this first.
        </p>
        <ActionForm action={answerSafetyAction} formKey={crypto.randomUUID()}>
          <input name="draftId" type="hidden" value={draftId} />
          <SafetyQuestion />
          <SubmitButton>Continue</SubmitButton>
        </ActionForm>
      </Page>
    );
  return (
    <Page
      back={{ href: `/reports/drafts/${draftId}/what-happened`, label: "What happened" }}
      caption="Report a concern: step 2 of 3"
      narrow
      title="Evidence"
    >
      {warning}
      <p className="mb-4">
        Do not delete the original messages. Do not photograph pupils with a personal phone. If you
        have no evidence, continue.
      </p>
      <EvidenceIntake longest={longest} postTo={`${here}/upload`} to={{ draftId }} />
      <AddressForm to={{ draftId }} />
      <PhoneLinkPanel address={link ? phoneAddress(link.id) : ""} link={link} to={{ draftId }} />
      <h2 className="mt-6 mb-3">
        {items.length === 0 ? "No files yet" : `Files added: ${items.length}`}
      </h2>
      <ul className="space-y-4">
        {items.map((item) => (
          <EvidenceCard
            item={item}
            key={item.id}
            showAt={`${here}?show=${item.id}#${item.id}`}
            shown={shownAs(query, item)}
          >
            {offers.has(item.id) ? (
              <ReadingOffer evidenceId={item.id} offer={offers.get(item.id) ?? none} />
            ) : null}
            <details className="mt-3">
              <summary className="min-h-11 cursor-pointer py-2 text-accent underline underline-offset-2">
                Caption and details (optional)
              </summary>
              <EvidenceDetails details={details(item)} formKey={crypto.randomUUID()} />
            </details>
            <ActionForm
              action={removeEvidenceAction}
              className="mt-3"
              formKey={crypto.randomUUID()}
            >
              <input name="evidenceId" type="hidden" value={item.id} />
              <SubmitButton kind="secondary">Remove</SubmitButton>
            </ActionForm>
          </EvidenceCard>
        ))}
      </ul>
      <div className="mt-6">
        <ButtonLink href={`/reports/drafts/${draftId}/check`}>Continue</ButtonLink>
      </div>
    </Page>
  );
}
