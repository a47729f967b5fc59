import { AddressForm } from "@/components/evidence/address-form";
import { EvidenceCard } from "@/components/evidence/evidence-card";
import { EvidenceIntake } from "@/components/evidence/evidence-intake";
import { shownAs } from "@/components/evidence/evidence-viewer";
import { PhoneLinkPanel } from "@/components/evidence/phone-link";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextArea } from "@/components/forms/fields";
import { ReportProgress, ReportThread } from "@/components/reports/report-progress";
import { ReportWords } from "@/components/reports/report-words";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { heldWords, problemWords } from "@/lib/evidence/labels";
import { phoneAddress, readPhoneLink } from "@/lib/evidence/make-phone-link";
import { longestRecording, onHold, reportsEvidence } from "@/lib/evidence/queries";
import {
  addAddendumAction,
  replyToHandlerAction,
  withdrawReportAction,
} from "@/lib/reports/actions";
import { reportPeople, reportThread } from "@/lib/reports/queries";
import { readOwnReport } from "@/lib/reports/read-own-report";
import { schoolTypes } from "@/lib/schools/queries";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `My report - My reports - ${name}` };
}

const done: Record<string, string> = {
  added: "Your words were added.",
  replied: "Your reply was sent.",
  withdrawn: "You withdrew your report. Whoever handles it has been told and decides what follows.",
};
const from = {
  addendum: "You added",
  handler: "From whoever handles it",
  manager: "From your line manager",
  reporter: "You replied",
};

export default async function MyReport({
  params,
  searchParams,
}: {
  params: Promise<{ reportId: string }>;
  searchParams: Promise<{
    done?: string;
    show?: string;
    page?: string;
    problem?: string;
    phone?: string;
  }>;
}) {
  const { reportId } = await params;
  const query = await searchParams;
  const { report, people, items, held, thread, types, longest, link, managerId } = await runAs(
    async (tx, actor) => {
      return {
        report: await readOwnReport(tx, actor, reportId),
        people: await reportPeople(tx, actor, reportId),
        items: await reportsEvidence(tx, actor, [reportId]),
        held: await onHold(tx, reportId),
        thread: await reportThread(tx, actor, reportId),
        types: await schoolTypes(tx, actor),
        longest: await longestRecording(tx, actor),
        link: query.phone ? await readPhoneLink(tx, actor, query.phone) : null,
        managerId: actor.lineManagerId,
      };
    },
  );
  const spoke = (entry: (typeof thread)[number]) =>
    entry.from === "handler" && entry.authorId === managerId ? "manager" : entry.from;
  const asked = report.state === "asked" || thread.some((entry) => spoke(entry) === "handler");
  return (
    <Page
      back={{ href: "/", label: "My reports" }}
      caption="My report"
      narrow
      title={report.reference}
    >
      {query.done && done[query.done] ? <Banner>{done[query.done]}</Banner> : null}
      {query.problem ? (
        <Banner tone="warn">{problemWords[query.problem] ?? "The file could not be added"}</Banner>
      ) : null}
      <ReportProgress copyAt={`/reports/${report.id}/copy`} report={report} />
      <ReportThread
        entries={thread.map((entry) => ({ ...entry, from: from[spoke(entry)] }))}
        title="Messages and additions"
      />
      {asked ? (
        <Card title="Reply">
          <ActionForm action={replyToHandlerAction} formKey={crypto.randomUUID()}>
            <input name="reportId" type="hidden" value={report.id} />
            <TextArea label="Your reply" name="reply" rows={4} />
            <SubmitButton>Send reply</SubmitButton>
          </ActionForm>
        </Card>
      ) : null}
      <Card title="Add more">
        <ActionForm action={addAddendumAction} formKey={crypto.randomUUID()}>
          <input name="reportId" type="hidden" value={report.id} />
          <TextArea
            hint="What you sent stays as it was. This is added with the time"
            label="What you want to add"
            name="words"
            rows={4}
          />
          <SubmitButton kind={asked ? "secondary" : "primary"}>Add to report</SubmitButton>
        </ActionForm>
      </Card>
      <details className="mb-6">
        <summary className="disclose">Withdraw this report</summary>
        <ActionForm action={withdrawReportAction} formKey={crypto.randomUUID()}>
          <input name="reportId" type="hidden" value={report.id} />
          <TextArea
            hint="Nothing is deleted. Where somebody could be hurt, the school may have to go on"
            label="Why, if you want to say"
            name="why"
            rows={2}
          />
          <SubmitButton kind="secondary">Withdraw report</SubmitButton>
        </ActionForm>
      </details>
      <Card title="What you sent">
        <p className="mb-2 text-soft">
          Sent <Moment at={report.sentAt} />
        </p>
        <ReportWords
          people={people}
          report={report}
          typeLabel={types.find((type) => type.code === report.type)?.label ?? report.type}
        />
      </Card>
      <h2 className="mb-3">Evidence</h2>
      {items.length === 0 ? (
        <p className="mb-4 text-soft">
          {report.textOnly ? "This report is in words only." : "None yet."}
        </p>
      ) : null}
      <ul className="mb-6 space-y-4">
        {items.map((item) => (
          <EvidenceCard
            item={item}
            key={item.id}
            showAt={`/reports/${report.id}?show=${item.id}#${item.id}`}
            shown={shownAs(query, item)}
          />
        ))}
      </ul>
      {held ? <Banner tone="warn">{heldWords}.</Banner> : null}
      {report.textOnly || held ? null : (
        <>
          <EvidenceIntake
            longest={longest}
            postTo={`/reports/${report.id}/upload`}
            to={{ reportId: report.id }}
          />
          <AddressForm to={{ reportId: report.id }} />
          <PhoneLinkPanel
            address={link ? phoneAddress(link.id) : ""}
            link={link}
            to={{ reportId: report.id }}
          />
        </>
      )}
    </Page>
  );
}
