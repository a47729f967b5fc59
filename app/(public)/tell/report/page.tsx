import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextArea } from "@/components/forms/fields";
import { ReportProgress, ReportThread } from "@/components/reports/report-progress";
import { Button } from "@/components/ui/button";
import { Banner, Card, Page } from "@/components/ui/page";
import { leaveReportAction } from "@/lib/access/actions";
import { runByCode } from "@/lib/access/run-as";
import { addByCodeAction, replyByCodeAction } from "@/lib/reports/actions";
import { myReports, reportThread } from "@/lib/reports/queries";
import { readOwnReport } from "@/lib/reports/read-own-report";

export const metadata = { title: "Your report - Daybook" };

const done: Record<string, string> = {
  added: "Your words were added.",
  replied: "Your reply was sent.",
};
const from = { addendum: "You added", handler: "From the school", reporter: "You replied" };

/** What somebody without an account sees of the report behind their code: how far it came, and words. */
export default async function ByCode({
  searchParams,
}: {
  searchParams: Promise<{ done?: string }>;
}) {
  const query = await searchParams;
  const { report, thread, schoolName } = await runByCode(async (tx, actor) => {
    const [mine] = (await myReports(tx, actor, 1)).rows;
    if (!mine) notFound();
    return {
      report: await readOwnReport(tx, actor, mine.id),
      thread: await reportThread(tx, actor, mine.id),
      schoolName: actor.schoolName,
    };
  });
  const asked = thread.some((entry) => entry.from === "handler");
  return (
    <Page
      actions={
        <form action={leaveReportAction}>
          <Button kind="secondary">Close this report</Button>
        </form>
      }
      caption={schoolName}
      narrow
      title={`Your report ${report.reference}`}
    >
      {query.done && done[query.done] ? <Banner>{done[query.done]}</Banner> : null}
      <ReportProgress copyAt="/tell/report/copy" report={report} />
      <ReportThread
        entries={thread.map((entry) => ({ ...entry, from: from[entry.from] }))}
        title="Messages"
      />
      <Card title={asked ? "Reply" : "Add more"}>
        <ActionForm
          action={asked ? replyByCodeAction : addByCodeAction}
          formKey={crypto.randomUUID()}
        >
          <input name="reportId" type="hidden" value={report.id} />
          <TextArea
            hint="Leave out anything that shows who you are, if you want nobody to know"
            label={asked ? "Your reply" : "What you want to add"}
            name={asked ? "reply" : "words"}
            rows={4}
          />
          <SubmitButton>{asked ? "Send reply" : "Add to report"}</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  );
}
