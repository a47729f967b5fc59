import { redirect } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton } from "@/components/forms/fields";
import { Button } from "@/components/ui/button";
import { Banner, Card, Page, Summary } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { formatDay } from "@/lib/dates";
import { draftEvidence } from "@/lib/evidence/queries";
import { discardDraftAction, sendReportAction } from "@/lib/reports/actions";
import { aboutWords, affectedWords, roleWords } from "@/lib/reports/labels";
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
  const { draft, report, items, types, school, seenBy, actor } = await runAs(async (tx, a) => {
    const d = await myDraft(tx, a, draftId);
    const parsed = parseReport(d.answers, a.at);
    return {
      draft: d,
      report: parsed.report,
      items: await draftEvidence(tx, a, draftId),
      types: await schoolTypes(tx, a),
      school: await schoolDetails(tx, a),
      seenBy: parsed.report ? (await previewRoute(tx, a, parsed.report, d.textOnly)).words : [],
      actor: a,
    };
  });
  if (draft.sentReportId) redirect(`/reports/${draft.sentReportId}`);
  if (!report) redirect(`/reports/drafts/${draftId}/what-happened`);
  const step1 = `/reports/drafts/${draftId}/what-happened`;
  const named = report.named.map((person) => person.name || person.handle).join(", ");
  const rows = [
    { key: "What happened", value: report.account, change: step1 },
    {
      key: "Kind of concern",
      value: types.find((t) => t.code === report.type)?.label ?? report.type,
      change: step1,
    },
    {
      key: "Who is affected",
      value: report.affectedName || affectedWords[report.affected || "other"],
      change: step1,
    },
    { key: "Who did it, or saw it", value: named || "Not said", change: step1 },
    {
      key: "It is about",
      value: report.about.map((a) => aboutWords[a]).join(", ") || "None of the people asked about",
      change: step1,
    },
    {
      key: "When",
      value: report.happenedOn ? formatDay(report.happenedOn) : "I do not know",
      change: step1,
    },
    { key: "Where", value: report.platform || "Not said", change: step1 },
    ...(draft.textOnly
      ? []
      : [
          {
            key: "Evidence",
            value:
              items.length === 0
                ? "None"
                : items.map((item) => item.caption || item.fileName).join("\n"),
            change: `/reports/drafts/${draftId}/evidence`,
          },
        ]),
  ];
  const choices = school.recipientChoices
    .filter((choice) => choice !== "line-manager" || actor.lineManagerId)
    .filter((choice) => !report.about.includes(choice as never))
    .map((choice) => ({
      value: choice,
      label: `Also my ${choice === "line-manager" ? "line manager" : roleWords[choice]}`,
    }));
  return (
    <Page
      back={
        draft.textOnly
          ? { href: step1, label: "What happened" }
          : { href: `/reports/drafts/${draftId}/evidence`, label: "Evidence" }
      }
      caption="Report a concern: step 3 of 3"
      narrow
      title="Check and send"
    >
      <Card>
        <Summary rows={rows} />
      </Card>
      <Banner tone="note">
        <p>
          <strong>Who will see this:</strong> {seenBy.join(", ")}. Nobody it is about will see it or
          be told.
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
              hint="You may pass over anybody without saying why"
              label="Tell somebody else too?"
              name="recipient"
            />
          </Card>
        )}
        <SubmitButton>Send report</SubmitButton>
      </ActionForm>
      <details className="mt-8">
        <summary className="min-h-11 cursor-pointer py-2 text-accent underline underline-offset-2">
          Throw this draft away
        </summary>
        <ActionForm action={discardDraftAction} className="mt-2" formKey={crypto.randomUUID()}>
          <input name="draftId" type="hidden" value={draftId} />
          <p className="mb-2">The draft and its files will be gone. This cannot be undone.</p>
          <Button kind="warning">Throw the draft away</Button>
        </ActionForm>
      </details>
    </Page>
  );
}
