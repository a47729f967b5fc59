import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { reports } from "./reports.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** What a handler opens from one or more reports: one track, one owner, one wall. */
export const cases = pgTable(
  "cases",
  {
    schoolId: schoolId(),
    id: id(),
    reference: text("reference").notNull(),
    type: text("type").notNull(),
    subtype: text("subtype"),
    track: text("track").notNull(),
    restricted: boolean("restricted").notNull(),
    /** A state of B7: active, external-hold, investigation, decision, outcome, appeal, monitoring, closed ... */
    state: text("state").notNull(),
    severity: smallint("severity").notNull(),
    ownerId: uuid("owner_id").notNull(),
    summary: text("summary").notNull().default(""),
    /** The next deadline, kept with the clocks so that the queue sorts by an index. */
    dueAt: instant("due_at"),
    snoozedUntil: instant("snoozed_until"),
    waitingOn: text("waiting_on"),
    outcome: text("outcome"),
    openedAt: instant("opened_at").notNull(),
    openedBy: uuid("opened_by").notNull(),
    closedAt: instant("closed_at"),
    closedBy: uuid("closed_by"),
    evidenceCount: integer("evidence_count").notNull().default(0),
    version: integer("version").notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique("cases_reference").on(t.schoolId, t.reference),
    index("cases_by_risk")
      .on(t.schoolId, t.severity.desc(), t.dueAt, t.id)
      .where(sql`state <> 'closed'`),
    index("cases_by_clock").on(t.schoolId, t.dueAt, t.id).where(sql`state <> 'closed'`),
    index("cases_by_owner").on(t.schoolId, t.ownerId, t.dueAt, t.id).where(sql`state <> 'closed'`),
    withinSchool(t, t.ownerId, people),
  ],
);

export const caseReports = pgTable(
  "case_reports",
  {
    schoolId: schoolId(),
    caseId: uuid("case_id").notNull(),
    reportId: uuid("report_id").notNull(),
    joinedAt: instant("joined_at").notNull(),
    joinedBy: uuid("joined_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.caseId, t.reportId] }),
    index("case_reports_by_report").on(t.schoolId, t.reportId),
    withinSchool(t, t.caseId, cases),
    withinSchool(t, t.reportId, reports),
  ],
);

/** A person's part in a report (seen by its reporter too) or in a case (handlers only). */
export const involvements = pgTable(
  "involvements",
  {
    schoolId: schoolId(),
    id: id(),
    reportId: uuid("report_id"),
    caseId: uuid("case_id"),
    personId: uuid("person_id").notNull(),
    /** affected, named, witness, account-holder, reporter */
    part: text("part").notNull(),
    addedAt: instant("added_at").notNull(),
    addedBy: uuid("added_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("involvements_by_report").on(t.schoolId, t.reportId),
    index("involvements_by_case").on(t.schoolId, t.caseId),
    index("involvements_by_person").on(t.schoolId, t.personId),
    withinSchool(t, t.personId, people),
    withinSchool(t, t.reportId, reports),
    withinSchool(t, t.caseId, cases),
  ],
);

/** Who may never know of a report or case (`matter`). Written only by sec.wall_off. */
export const walls = pgTable(
  "walls",
  {
    schoolId: schoolId(),
    personId: uuid("person_id").notNull(),
    matterId: uuid("matter_id").notNull(),
    /** named, about-role, conflict, line-manager */
    reason: text("reason").notNull(),
    builtAt: instant("built_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId, t.matterId] }),
    index("walls_by_matter").on(t.schoolId, t.matterId),
    withinSchool(t, t.personId, people),
  ],
);

/** Who has been let in to one report or case, in what capacity, until when. */
export const circle = pgTable(
  "circle",
  {
    schoolId: schoolId(),
    id: id(),
    personId: uuid("person_id").notNull(),
    matterId: uuid("matter_id").notNull(),
    /** owner, handler, decider, told, line-manager, child-welfare */
    capacity: text("capacity").notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at"),
    addedBy: uuid("added_by"),
    /** When a line manager said that they have read what they were sent. */
    acknowledgedAt: instant("acknowledged_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("circle_by_person").on(t.schoolId, t.personId),
    index("circle_by_matter").on(t.schoolId, t.matterId),
    withinSchool(t, t.personId, people),
  ],
);

/** The chronology of a case: generated, append-only, in words. */
export const caseEvents = pgTable(
  "case_events",
  {
    schoolId: schoolId(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    /** opened, note, severity, state, referral, decision, evidence, person, action, message, report-joined ... */
    kind: text("kind").notNull(),
    title: text("title").notNull(),
    words: text("words"),
    byId: uuid("by_id").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("case_events_by_case").on(t.schoolId, t.caseId, t.at),
    withinSchool(t, t.caseId, cases),
  ],
);

export const caseActions = pgTable(
  "case_actions",
  {
    schoolId: schoolId(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    words: text("words").notNull(),
    dueOn: date("due_on").notNull(),
    forId: uuid("for_id").notNull(),
    addedAt: instant("added_at").notNull(),
    addedBy: uuid("added_by").notNull(),
    doneAt: instant("done_at"),
    doneBy: uuid("done_by"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("case_actions_by_case").on(t.schoolId, t.caseId),
    withinSchool(t, t.caseId, cases),
  ],
);

/** A hand-over: to the headteacher (or whoever decides in their place), or to a body outside. */
export const referrals = pgTable(
  "referrals",
  {
    schoolId: schoolId(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    /** headteacher, chair, lado, police, ... */
    to: text("to").notNull(),
    toPersonId: uuid("to_person_id"),
    asked: text("asked").notNull(),
    evidenceIds: uuid("evidence_ids").array().notNull(),
    sentAt: instant("sent_at").notNull(),
    sentBy: uuid("sent_by").notNull(),
    dueAt: instant("due_at").notNull(),
    /** open, decided, withdrawn */
    state: text("state").notNull(),
    outsideReference: text("outside_reference"),
    version: integer("version").notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("referrals_by_person").on(t.schoolId, t.toPersonId, t.state, t.dueAt),
    index("referrals_by_case").on(t.schoolId, t.caseId),
    withinSchool(t, t.caseId, cases),
  ],
);

/** Who decided what, why, on what evidence, under which clause. Never changed. */
export const decisions = pgTable(
  "decisions",
  {
    schoolId: schoolId(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    referralId: uuid("referral_id").notNull(),
    /** no-action, informal, formal, local-authority */
    decision: text("decision").notNull(),
    /** For formal: the step of the outcome ladder. */
    outcome: text("outcome"),
    reason: text("reason").notNull(),
    clauseId: uuid("clause_id"),
    evidence: jsonb("evidence").$type<{ id: string; sha256: string }[]>().notNull(),
    /** What else could have been decided, and why it was not. */
    rejected: text("rejected").notNull().default(""),
    standard: text("standard").notNull().default("balance-of-probabilities"),
    /** Which versions bound the people named when it happened, and when each had accepted them. */
    bound: jsonb("bound")
      .$type<{ person: string; title: string; number: number; acceptedAt: string | null }[]>()
      .notNull()
      .default([]),
    decidedAt: instant("decided_at").notNull(),
    decidedBy: uuid("decided_by").notNull(),
    /** The role the decision was made in: headteacher or chair. */
    decidedAs: text("decided_as").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique("decisions_once").on(t.schoolId, t.referralId),
    index("decisions_by_case").on(t.schoolId, t.caseId),
    withinSchool(t, t.caseId, cases),
    withinSchool(t, t.referralId, referrals),
  ],
);
