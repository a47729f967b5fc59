import Link from "next/link";
import { RecusalCard } from "@/components/cases/step-aside";
import { type Outcome, outcomes, TriageOutcome } from "@/components/cases/triage-outcome";
import { EvidenceCard } from "@/components/evidence/evidence-card";
import { shownAs } from "@/components/evidence/evidence-viewer";
import { RulesHere } from "@/components/policies/rules-here";
import { ReportWords } from "@/components/reports/report-words";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page } from "@/components/ui/page";
import { RiskTag, Tag } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { judgeHours } from "@/lib/cases/judge-hours";
import { triagedWords, triageWords } from "@/lib/cases/labels";
import { waits } from "@/lib/cases/load-case";
import { aimOf, similarCases, triageById } from "@/lib/cases/queries";
import { readReport } from "@/lib/cases/read-report";
import { describeClock } from "@/lib/clocks/describe-clock";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { listRecusals } from "@/lib/conflicts/step-aside";
import { askReason } from "@/lib/evidence/ask-reason";
import { reportsEvidence } from "@/lib/evidence/queries";
import { namesOf } from "@/lib/people/queries";
import { rulesFor } from "@/lib/policies/describe-rules";
import { definitionsFor } from "@/lib/policies/queries";
import { readRules, rulesHere } from "@/lib/policies/read-rules";
import { reportById, reportPeople, reportThread } from "@/lib/reports/queries";
import { schoolCalendar, schoolTypes } from "@/lib/schools/queries";

type Props = {
  params: Promise<{ reportId: string }>;
  searchParams: Promise<{
    show?: string;
    reason?: string;
    page?: string;
    do?: string;
    done?: string;
  }>;
};

const from = {
  addendum: "Added by the reporter",
  handler: "Asked by a handler",
  reporter: "Answer of the reporter",
};

export async function generateMetadata({ params }: Props) {
  const { reportId } = await params;
  return runAs(async (tx, actor) => {
    const { reference } = await triageById(tx, actor, reportId);
    return { title: `Triage ${reference} - Queue - ${actor.schoolName}` };
  });
}

export default async function Triage({ params, searchParams }: Props) {
  const { reportId } = await params;
  const query = await searchParams;
  const {
    actor,
    triage,
    report,
    people,
    items,
    thread,
    types,
    school,
    similar,
    names,
    asks,
    inForce,
    definitions,
    aside,
  } = await runAs(async (tx, a) => {
    const read = await readReport(tx, a, reportId);
    const found = await reportById(tx, a, reportId);
    return {
      actor: a,
      triage: read,
      report: found,
      people: await reportPeople(tx, a, reportId),
      items: await reportsEvidence(tx, a, [reportId]),
      asks: await askReason(tx, a, [reportId]),
      thread: await reportThread(tx, a, reportId),
      aside: await listRecusals(tx, a, reportId),
      types: await schoolTypes(tx, a),
      inForce: await readRules(tx, a),
      definitions: await definitionsFor(tx, a, found.type),
      school: await schoolCalendar(tx, a),
      similar: waits(read) ? await similarCases(tx, a, reportId) : [],
      names: await namesOf(tx, a, [found.reporterId, read.ownerId]),
    };
  });
  const rules = rulesHere(inForce, rulesFor(report));
  const set = inForce.applied.hours;
  const hours =
    set && report.subtype === "hours" ? judgeHours(set, report, calendarOf(school)).words : null;
  const open = waits(triage);
  const works = mayAct(actor, "triage", aimOf(triage));
  const leaves = !triage.emergency;
  const clock = describeClock(triage.dueAt, actor.at, school);
  const chosen: Outcome = query.do && query.do in outcomes ? (query.do as Outcome) : "open";
  return (
    <Page
      back={{ href: "/queue", label: "Queue" }}
      caption="Report to triage"
      title={report.reference}
    >
      {query.done && triagedWords[query.done] ? <Banner>{triagedWords[query.done]}</Banner> : null}
      <p className="mb-6 flex flex-wrap items-center gap-3">
        <RiskTag severity={triage.severity} />
        <Tag>{triageWords[triage.state]}</Tag>
        <span>
          <span className="text-soft">Owner</span> {names.get(triage.ownerId ?? "") ?? "nobody yet"}
        </span>
        {triage.state === "asked" ? (
          <span className="text-soft">Our own target stands still until the reporter answers</span>
        ) : open ? (
          <span className={clock.overdue ? "font-semibold text-danger" : "text-soft"}>
            {clock.words} ({clock.absolute})
          </span>
        ) : null}
      </p>
      {triage.withdrawnAt ? (
        <Banner tone="note">
          The reporter withdrew this on <Moment at={triage.withdrawnAt} />. It is kept. Decide what
          still has to be done.
        </Banner>
      ) : null}
      {report.danger ? (
        <Banner tone="warn">The reporter said that somebody is in immediate danger.</Banner>
      ) : null}
      {report.restricted ? (
        <Banner tone="warn">
          A picture may show a child. Do not ask for it, look for it or have it sent. Take police
          advice. Record who told you, who has seen it and what was done.
        </Banner>
      ) : null}
      <div className="grid gap-6 lg:grid-cols-[1fr_24rem]">
        <div className="min-w-0">
          <Card title="What was reported">
            <p className="mb-2 text-soft">
              Sent <Moment at={report.sentAt} /> by {names.get(report.reporterId) ?? "somebody"}
            </p>
            <ReportWords
              people={people}
              report={report}
              typeLabel={types.find((t) => t.code === report.type)?.label ?? report.type}
            />
          </Card>
          {thread.length > 0 ? (
            <Card title="Added since">
              <ol className="space-y-4">
                {thread.map((entry) => (
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
          ) : null}
          <RecusalCard all={aside} from="report" />
          <RulesHere definitions={definitions} rules={rules} />
          {hours ? (
            <Card title="Working hours">
              <p>{hours}</p>
            </Card>
          ) : null}
          <h2 className="mb-3">Evidence ({items.length})</h2>
          {items.length === 0 ? <p className="text-soft">None came with it.</p> : null}
          <ul className="space-y-4">
            {items.map((item) => (
              <EvidenceCard
                item={item}
                key={item.id}
                original
                showAt={`/queue/${reportId}?show=${item.id}#${item.id}`}
                shown={shownAs(query, item, asks)}
              />
            ))}
          </ul>
        </div>
        {open && (works || (leaves && chosen === "aside")) ? (
          <TriageOutcome
            chosen={chosen}
            mine={triage.ownerId === null || triage.ownerId === actor.personId}
            report={report}
            similar={similar}
            triage={triage}
            works={works}
          />
        ) : (
          <div>
            <Card title={open ? "Waiting for triage" : (triageWords[triage.state] ?? "Triaged")}>
              {triage.triagedAt ? (
                <p className="text-soft">
                  <Moment at={triage.triagedAt} />
                </p>
              ) : null}
              {triage.reason ? (
                <p className="mt-2 whitespace-pre-wrap break-words">{triage.reason}</p>
              ) : null}
              {triage.caseId ? (
                <p className="mt-2">
                  <Link
                    className="font-semibold text-accent underline underline-offset-2"
                    href={`/cases/${triage.caseId}`}
                    prefetch={false}
                  >
                    Go to the case
                  </Link>
                </p>
              ) : null}
              {open && leaves ? (
                <Link
                  className="inline-flex min-h-11 items-center text-accent underline underline-offset-2"
                  href={`/queue/${reportId}?do=aside#outcome`}
                  prefetch={false}
                >
                  {outcomes.aside}
                </Link>
              ) : null}
            </Card>
          </div>
        )}
      </div>
    </Page>
  );
}
