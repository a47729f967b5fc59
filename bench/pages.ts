import type postgres from "postgres";
import { queueHtmlBudget } from "./budgets.ts";

export type Target = {
  schoolId: string;
  personId: string;
  dslId: string;
  caseId: string;
  reportId: string;
  /** A pupil who is in many cases. */
  childId: string;
  reference: string;
  name: string;
  draftId: string;
  ownReportId: string;
  snapshotId: string;
};
type Measured = {
  name: string;
  as: "staff" | "dsl" | "governor" | "nobody";
  path: (t: Target) => string;
  /** The same rows asked for directly: the floor under the page. */
  direct: (sql: postgres.Sql, t: Target) => Promise<unknown>;
  /** p95 in milliseconds, and kilobytes of HTML before compression. */
  targets?: { p95?: number; html?: number };
};

const wait = "('new', 'asked', 'snoozed')";
const session = (sql: postgres.Sql, t: Target) =>
  sql`select account_id from sessions where school_id = ${t.schoolId} and person_id = ${t.personId}
    limit 1`;
const draft = (sql: postgres.Sql, t: Target) =>
  sql`select answers from drafts where school_id = ${t.schoolId} and id = ${t.draftId}`;
const ownReport = (sql: postgres.Sql, t: Target) =>
  sql`select r.reference, r.account, p.state from reports r join report_progress p
      on p.school_id = r.school_id and p.report_id = r.id
    where r.school_id = ${t.schoolId} and r.id = ${t.ownReportId}`;
const theCase = (sql: postgres.Sql, t: Target) =>
  sql`select c.reference, c.state, c.severity, c.summary, r.reference, r.account from cases c
    join case_reports cr on cr.school_id = c.school_id and cr.case_id = c.id
    join reports r on r.school_id = cr.school_id and r.id = cr.report_id
    where c.school_id = ${t.schoolId} and c.id = ${t.caseId}`;

export const pages: Measured[] = [
  {
    name: "Queue, new",
    as: "dsl",
    path: () => "/queue",
    direct: (sql, t) => sql`select report_id, reference, type, severity, state, owner_id, due_at,
        received_at, evidence_count from triages
      where school_id = ${t.schoolId} and state in ${sql.unsafe(wait)} and state = 'new'
      order by severity desc nulls last, due_at, report_id limit 26`,
    targets: { p95: 200, html: queueHtmlBudget },
  },
  {
    name: "Queue, all",
    as: "dsl",
    path: () => "/queue?tab=all",
    direct: (sql, t) => sql`select * from (
        (select report_id as id, reference, type, severity, state, owner_id, due_at, received_at
          from triages where school_id = ${t.schoolId} and state in ${sql.unsafe(wait)}
          order by severity desc nulls last, due_at, report_id limit 26)
        union all
        (select id, reference, type, severity, state, owner_id, due_at, opened_at from cases
          where school_id = ${t.schoolId} and state <> 'closed'
          order by severity desc nulls last, due_at, id limit 26)) x
      order by severity desc, due_at, id limit 26`,
    targets: { p95: 200, html: queueHtmlBudget },
  },
  {
    name: "Queue, a person's",
    as: "dsl",
    path: (t) => `/queue?tab=all&q=${encodeURIComponent(t.name)}`,
    direct: (sql, t) => sql`select t.report_id, t.reference, t.state from people p
      join involvements i on i.school_id = p.school_id and i.person_id = p.id
      join triages t on t.school_id = i.school_id and t.report_id = i.report_id
      where p.school_id = ${t.schoolId} and strpos(lower(p.name), lower(${t.name})) > 0
        and t.state in ${sql.unsafe(wait)} order by t.severity desc, t.due_at limit 26`,
    targets: { p95: 200, html: queueHtmlBudget },
  },
  {
    name: "Triage",
    as: "dsl",
    path: (t) => `/queue/${t.reportId}`,
    direct: (sql, t) => sql`select t.state, t.severity, r.account, r.sent_at from triages t
      join reports r on r.school_id = t.school_id and r.id = t.report_id
      where t.school_id = ${t.schoolId} and t.report_id = ${t.reportId}`,
  },
  { name: "Case", as: "dsl", path: (t) => `/cases/${t.caseId}`, direct: theCase },
  {
    name: "Case, timeline",
    as: "dsl",
    path: (t) => `/cases/${t.caseId}/timeline`,
    direct: (sql, t) => sql`select kind, title, words, at from case_events
      where school_id = ${t.schoolId} and case_id = ${t.caseId} order by at desc limit 51`,
  },
  {
    name: "Case, evidence",
    as: "dsl",
    path: (t) => `/cases/${t.caseId}/evidence`,
    direct: (sql, t) => sql`select e.id, e.caption, e.sha256 from case_reports cr
      join evidence e on e.school_id = cr.school_id and e.report_id = cr.report_id
      where cr.school_id = ${t.schoolId} and cr.case_id = ${t.caseId}`,
  },
  {
    name: "Search, reference",
    as: "dsl",
    path: (t) => `/search?q=${t.reference}`,
    direct: (sql, t) => sql`select report_id, type, severity, state, received_at from triages
      where school_id = ${t.schoolId} and reference = ${t.reference}`,
  },
  {
    name: "Search, person",
    as: "dsl",
    path: (t) => `/search?q=${encodeURIComponent(t.name)}`,
    direct: (sql, t) => sql`select r.id, r.reference, r.sent_at from people p
      join involvements i on i.school_id = p.school_id and i.person_id = p.id
      join reports r on r.school_id = i.school_id and r.id = i.report_id
      where p.school_id = ${t.schoolId} and strpos(lower(p.name), lower(${t.name})) > 0
      order by r.sent_at desc limit 26`,
  },
  {
    name: "Search, words",
    as: "dsl",
    path: () => `/search?q=${encodeURIComponent("wrote about again")}`,
    direct: (sql, t) => sql`select source_id from marks where school_id = ${t.schoolId}
      and token = sha256('4') group by source_id limit 26`,
  },
  {
    name: "Person",
    as: "dsl",
    path: (t) => `/cases/people/${t.childId}`,
    direct: (sql, t) => sql`select c.id, c.reference, c.state, i.part from involvements i
      join cases c on c.school_id = i.school_id and c.id = i.case_id
      where i.school_id = ${t.schoolId} and i.person_id = ${t.childId}
      order by c.opened_at desc limit 26`,
  },
  {
    name: "Person, chronology",
    as: "dsl",
    path: (t) => `/cases/people/${t.childId}/chronology`,
    direct: (sql, t) => sql`select e.id, e.at, e.title, e.words from involvements i
      join case_events e on e.school_id = i.school_id and e.case_id = i.case_id
      where i.school_id = ${t.schoolId} and i.person_id = ${t.childId} order by e.at limit 501`,
  },
  {
    name: "Governors' view",
    as: "governor",
    path: (t) => `/governance/${t.snapshotId}`,
    direct: (sql, t) => sql`select term_name, tables from snapshots
      where school_id = ${t.schoolId} and id = ${t.snapshotId}`,
  },
  {
    name: "My reports",
    as: "staff",
    path: () => "/",
    direct: (sql, t) => sql`select r.id, r.reference, r.sent_at, p.state from reports r
      join report_progress p on p.school_id = r.school_id and p.report_id = r.id
      where r.school_id = ${t.schoolId} and r.reporter_id = ${t.personId}
      order by r.sent_at desc limit 21`,
  },
  {
    name: "Notices",
    as: "dsl",
    path: () => "/notices",
    direct: (sql, t) => sql`select kind, reference, path, created_at from notices
      where school_id = ${t.schoolId} and person_id = ${t.dslId} order by created_at desc limit 26`,
  },
  {
    name: "Report, step 1",
    as: "staff",
    path: (t) => `/reports/drafts/${t.draftId}/what-happened`,
    direct: draft,
  },
  {
    name: "Report, step 2",
    as: "staff",
    path: (t) => `/reports/drafts/${t.draftId}/evidence`,
    direct: draft,
  },
  {
    name: "Report, step 3",
    as: "staff",
    path: (t) => `/reports/drafts/${t.draftId}/check`,
    direct: draft,
  },
  {
    name: "Report sent",
    as: "staff",
    path: (t) => `/reports/${t.ownReportId}/sent`,
    direct: ownReport,
  },
  { name: "My report", as: "staff", path: (t) => `/reports/${t.ownReportId}`, direct: ownReport },
  { name: "Sign in", as: "nobody", path: () => "/sign-in", direct: session },
];

/** Where the record of many schools is looked through. */
export const readsAcross = pages.filter(({ name }) => /^(Queue|Search|Person)/.test(name));
