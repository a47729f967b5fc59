import { CaseFrame } from "@/components/cases/case-frame";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextArea } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { messageReporterAction } from "@/lib/cases/actions";
import { readCase } from "@/lib/cases/read-case";
import { reportThread } from "@/lib/reports/queries";

export const metadata = { title: "Messages - Case - Daybook" };

const from = {
  addendum: "Added by the reporter",
  handler: "To the reporter",
  reporter: "From the reporter",
};

export default async function CaseMessages({
  params,
  searchParams,
}: {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { actor, found, owner, threads } = await runAs(async (tx, a) => {
    const read = await readCase(tx, a, { caseId, page: "messages" });
    const all = [];
    for (const report of read.reports)
      all.push({ report, entries: await reportThread(tx, a, report.id) });
    return { actor: a, ...read, threads: all };
  });
  return (
    <CaseFrame at={actor.at} current="/messages" found={found} owner={owner} said={done}>
      {threads.map(({ report, entries }) => (
        <Card key={report.id} title={`With the reporter of ${report.reference}`}>
          {entries.length === 0 ? <p className="mb-4 text-soft">No messages yet.</p> : null}
          <ol className="mb-4 space-y-4">
            {entries.map((entry) => (
              <li className="border-line border-l-4 pl-4" key={entry.id}>
                <p className="text-soft">
                  {from[entry.from]}, <Moment at={entry.at} />
                </p>
                <p className="whitespace-pre-wrap break-words">{entry.words}</p>
              </li>
            ))}
          </ol>
          <ActionForm
            action={messageReporterAction}
            className="space-y-4"
            formKey={crypto.randomUUID()}
          >
            <input name="caseId" type="hidden" value={caseId} />
            <input name="reportId" type="hidden" value={report.id} />
            <TextArea
              hint="They see your words, not the case"
              label="Message"
              name="words"
              rows={3}
            />
            <SubmitButton>Send message</SubmitButton>
          </ActionForm>
        </Card>
      ))}
    </CaseFrame>
  );
}
