import Link from "next/link";
import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { OnFileCard } from "@/components/registers/on-file";
import { ReportWords } from "@/components/reports/report-words";
import { Moment } from "@/components/ui/moment";
import { Card, Timeline } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { caseActionList, latestEvents } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";
import { formatDay, localDay } from "@/lib/dates";
import { checkRegister } from "@/lib/registers/check-register";
import { reportById, reportPeople } from "@/lib/reports/queries";
import { schoolTypes } from "@/lib/schools/queries";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
};
const mostReports = 5;
const link = "text-accent underline underline-offset-2";

export const generateMetadata = (props: Props) => caseTitle(props);

export default async function CaseSummary({ params, searchParams }: Props) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { read, reports, types, todo, events, day, onFile } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "summary" });
    const full = [];
    for (const { id } of opened.reports.slice(0, mostReports)) {
      full.push({
        report: await reportById(tx, actor, id),
        people: await reportPeople(tx, actor, id),
      });
    }
    const first = full[0]?.report;
    const eventDay = first?.happenedOn ?? localDay(first?.sentAt ?? actor.at);
    return {
      read: opened,
      day: eventDay,
      onFile: await checkRegister(tx, actor, {
        track: opened.found.track,
        subtype: first?.subtype ?? null,
        day: eventDay,
        people: opened.people,
      }),
      reports: full,
      types: await schoolTypes(tx, actor),
      todo: (await caseActionList(tx, actor, caseId)).filter((action) => !action.doneAt),
      events: await latestEvents(tx, actor, caseId, 3),
    };
  });
  const today = localDay(read.actor.at);
  return (
    <CaseFrame current="" read={read} said={done}>
      <div className="grid gap-6 lg:grid-cols-[1fr_22rem]">
        <div className="min-w-0">
          {reports.map(({ report, people }) => (
            <Card key={report.id} title={`Report ${report.reference}`}>
              <p className="mb-2 text-soft">
                Sent <Moment at={report.sentAt} />.{" "}
                <Link className={link} href={`/queue/${report.id}`} prefetch={false}>
                  Open the report
                </Link>
              </p>
              <ReportWords
                people={people}
                report={report}
                typeLabel={types.find((type) => type.code === report.type)?.label ?? report.type}
              />
            </Card>
          ))}
          {read.reports.length > mostReports ? (
            <p className="text-soft">
              And {read.reports.length - mostReports} more. Each is in the timeline.
            </p>
          ) : null}
        </div>
        <div>
          <Card title="To do">
            {todo.length === 0 ? <p className="text-soft">Nothing is to be done.</p> : null}
            <ul className="space-y-3">
              {todo.slice(0, 5).map((action) => (
                <li key={action.id}>
                  <p className="break-words">{action.words}</p>
                  <p className="flex flex-wrap gap-2 text-soft">
                    Due {formatDay(action.dueOn)}
                    {action.dueOn < today ? <Tag tone="danger">Overdue</Tag> : null}
                  </p>
                </li>
              ))}
            </ul>
            <p className="mt-3">
              <Link className={link} href={`/cases/${caseId}/actions`} prefetch={false}>
                {todo.length === 0 ? "Add an action" : "All actions"}
              </Link>
            </p>
          </Card>
          <OnFileCard day={day} found={onFile} />
          <Card title="Latest">
            <Timeline
              events={events.map((event) => ({
                id: event.id,
                title: event.title,
                words: null,
                by: event.by ?? "Somebody",
                at: <Moment at={event.at} />,
              }))}
            />
            <p>
              <Link className={link} href={`/cases/${caseId}/timeline`} prefetch={false}>
                Whole timeline
              </Link>
            </p>
          </Card>
        </div>
      </div>
    </CaseFrame>
  );
}
