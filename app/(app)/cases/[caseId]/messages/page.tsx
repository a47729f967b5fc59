import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, SubmitButton, TextArea } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { messageReporterAction } from "@/lib/cases/actions";
import { readCase } from "@/lib/cases/read-case";
import { reportThread } from "@/lib/reports/queries";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
};

const from = {
  addendum: "Added by the reporter",
  handler: "To the reporter",
  reporter: "From the reporter",
};

export const generateMetadata = (props: Props) => caseTitle(props, "Messages");

export default async function CaseMessages({ params, searchParams }: Props) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { read, threads } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "messages" });
    const all = [];
    for (const report of opened.reports) {
      all.push({ report, entries: await reportThread(tx, actor, report.id) });
    }
    return { read: opened, threads: all };
  });
  const [first] = threads;
  return (
    <CaseFrame current="/messages" read={read} said={done}>
      {threads.map(({ report, entries }) => (
        <Card key={report.id} title={`With the reporter of ${report.reference}`}>
          {entries.length === 0 ? <p className="text-soft">No messages yet.</p> : null}
          <ol className="space-y-4">
            {entries.map((entry) => (
              <li
                className={`border-l-4 pl-4 ${entry.from === "handler" ? "border-accent" : "border-line"}`}
                key={entry.id}
              >
                <p className="text-soft">
                  {from[entry.from]}, <Moment at={entry.at} />
                </p>
                <p className="whitespace-pre-wrap break-words">{entry.words}</p>
              </li>
            ))}
          </ol>
        </Card>
      ))}
      {first ? (
        <Card title="Write to the reporter">
          <ActionForm
            action={messageReporterAction}
            className="space-y-4"
            formKey={crypto.randomUUID()}
          >
            <input name="caseId" type="hidden" value={caseId} />
            {threads.length > 1 ? (
              <SelectField
                choices={threads.map(({ report }) => ({
                  value: report.id,
                  label: report.reference,
                }))}
                label="Reporter of"
                name="reportId"
              />
            ) : (
              <input name="reportId" type="hidden" value={first.report.id} />
            )}
            <TextArea
              hint="They see these words, and nothing of the case"
              label="Message"
              name="words"
              rows={4}
            />
            <SubmitButton>Send message</SubmitButton>
          </ActionForm>
        </Card>
      ) : null}
    </CaseFrame>
  );
}
