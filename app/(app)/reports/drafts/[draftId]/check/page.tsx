import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton } from "@/components/forms/fields";
import { DiscardDraft } from "@/components/reports/discard-draft";
import { DraftSummary } from "@/components/reports/draft-summary";
import { Banner, Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import type { Role } from "@/lib/access/types";
import { draftEvidence } from "@/lib/evidence/queries";
import { readRules, rulesHere } from "@/lib/policies/read-rules";
import { sendReportAction } from "@/lib/reports/actions";
import { previewRoute } from "@/lib/reports/preview-route";
import { myDraft } from "@/lib/reports/queries";
import { parseReport } from "@/lib/reports/schema";
import { schoolDetails, schoolTypes } from "@/lib/schools/queries";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `Check and send - Report a concern - ${name}` };
}

export default async function Check({ params }: { params: Promise<{ draftId: string }> }) {
  const { draftId } = await params;
  const { draft, report, items, types, school, route, recipients } = await runAs(async (tx, a) => {
    const d = await myDraft(tx, a, draftId);
    const parsed = parseReport(d.answers, a.at).report;
    return {
      draft: d,
      report: parsed,
      items: await draftEvidence(tx, a, draftId),
      types: await schoolTypes(tx, a),
      school: await schoolDetails(tx, a),
      recipients: rulesHere(await readRules(tx, a), ["recipients"])[0],
      route: parsed ? await previewRoute(tx, a, parsed, d.textOnly) : null,
    };
  });
  if (draft.sentReportId) redirect(`/reports/${draft.sentReportId}`);
  const step1 = `/reports/drafts/${draftId}/what-happened`;
  if (!report || !route) redirect(step1);
  const step2 = `/reports/drafts/${draftId}/evidence`;
  const choices = school.recipientChoices
    .filter((choice) => route.mayAlso.includes(choice as Role))
    .map((choice) => ({
      value: choice,
      label: choice === "line-manager" ? "My line manager" : `The ${route.roles[choice] ?? choice}`,
    }));
  return (
    <Page
      back={
        draft.textOnly
          ? { href: step1, label: "What happened" }
          : { href: step2, label: "Evidence" }
      }
      caption="Report a concern: step 3 of 3"
      narrow
      title="Check and send"
    >
      <Card>
        <DraftSummary
          items={draft.textOnly ? null : items}
          report={report}
          step1={step1}
          step2={step2}
          typeLabel={types.find((type) => type.code === report.type)?.label ?? report.type}
        />
      </Card>
      <Banner tone="note">
        <p>
          <strong>Who will see this:</strong>{" "}
          {route.words.length > 0
            ? `${route.words.join(", ")}.`
            : "Nobody at school can see it without being involved. You will be shown who to call."}
        </p>
        <p>
          Nobody it is about will see it or be told. If somebody here turns out to be tied to a
          person in it, the next in line takes their place.
        </p>
      </Banner>
      <ActionForm
        action={sendReportAction}
        formKey={crypto.randomUUID()}
        initial={{ recipient: "" }}
      >
        <input name="draftId" type="hidden" value={draftId} />
        {draft.textOnly || choices.length === 0 ? null : (
          <Card>
            <Choices
              choices={[{ value: "", label: "Nobody else" }, ...choices]}
              hint={`You may pass over anybody without saying why. Whom the list offers: ${recipients?.source ?? ""}`}
              label="Tell somebody else too?"
              name="recipient"
            />
            <p className="mt-2">
              <a href={`${step1}#about`}>Somebody is missing or wrong because they are involved</a>
            </p>
          </Card>
        )}
        <SubmitButton>Send report</SubmitButton>
      </ActionForm>
      <DiscardDraft draftId={draftId} />
    </Page>
  );
}
