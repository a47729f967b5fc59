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
import { schoolId, withinSchool } from "./schools.ts";

/** What one person is still writing. It lives here and never in the browser. */
export const drafts = pgTable(
  "drafts",
  {
    schoolId: schoolId(),
    id: id(),
    personId: uuid("person_id").notNull(),
    /** The answers so far, by field name, exactly as typed. */
    answers: jsonb("answers").$type<Record<string, string | string[]>>().notNull(),
    /** True once the gate says an image may show a child: the uploader is off, here and in the page. */
    textOnly: boolean("text_only").notNull().default(false),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    savedAt: instant("saved_at").notNull(),
    sentReportId: uuid("sent_report_id"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.personId, people),
    index("drafts_by_person").on(t.schoolId, t.personId),
  ],
);

/** What one person sent, frozen at sending: the app may insert and read, never update. */
export const reports = pgTable(
  "reports",
  {
    schoolId: schoolId(),
    id: id(),
    reference: text("reference").notNull(),
    reporterId: uuid("reporter_id").notNull(),
    sentAt: instant("sent_at").notNull(),
    /** CYB, TRO, ... of B3; UNS when the reporter is not sure. */
    type: text("type").notNull(),
    subtype: text("subtype"),
    track: text("track").notNull(),
    routeRow: integer("route_row").notNull(),
    /** Sealed to the DSL: an image of a child may be involved (B13.2). */
    restricted: boolean("restricted").notNull(),
    /** The gate's answer closed the uploader; no bytes may ever join this report. */
    textOnly: boolean("text_only").notNull(),
    danger: boolean("danger").notNull(),
    /** me, colleague, pupil, parent, school, other, unknown */
    affected: text("affected").notNull(),
    /** headteacher, dsl, deputy-dsl, line-manager, chair, governor, admin, myself: whom it is about. */
    about: text("about").array().notNull(),
    happenedOn: date("happened_on"),
    happenedTime: text("happened_time"),
    happenedUnknown: boolean("happened_unknown").notNull(),
    platform: text("platform"),
    address: text("address"),
    handle: text("handle"),
    closedGroup: text("closed_group"),
    howKnown: text("how_known"),
    /** Somebody who phoned or came, for whom the reporter wrote it down. */
    toldBy: text("told_by"),
    account: text("account").notNull(),
    wish: text("wish"),
    policeWish: text("police_wish"),
    /** Whom the reporter chose to tell: line-manager, dsl, headteacher, someone-else. */
    chosenRecipient: text("chosen_recipient"),
    /** SHA-256 of the canonical text, so that freezing can be proved. */
    contentHash: text("content_hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique("reports_reference").on(t.schoolId, t.reference),
    index("reports_by_reporter").on(t.schoolId, t.reporterId, t.sentAt),
    index("reports_by_time").on(t.schoolId, t.sentAt),
    withinSchool(t, t.reporterId, people),
  ],
);

/** What the reporter may know of what became of it. */
export const reportProgress = pgTable(
  "report_progress",
  {
    schoolId: schoolId(),
    reportId: uuid("report_id").notNull(),
    /** sent, being-read, asked, in-hand, closed */
    state: text("state").notNull(),
    /** Words for the reporter, without a name: "The headteacher has decided ...". */
    words: text("words"),
    changedAt: instant("changed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.reportId] }), withinSchool(t, t.reportId, reports)],
);

/** A handler's side of one report until a case is opened. The hot table of the queue. */
export const triages = pgTable(
  "triages",
  {
    schoolId: schoolId(),
    reportId: uuid("report_id").notNull(),
    reference: text("reference").notNull(),
    type: text("type").notNull(),
    track: text("track").notNull(),
    restricted: boolean("restricted").notNull(),
    /** new, asked, snoozed, opened (a case), joined (another case), no-action, signposted */
    state: text("state").notNull(),
    severity: smallint("severity").notNull(),
    ownerId: uuid("owner_id"),
    receivedAt: instant("received_at").notNull(),
    dueAt: instant("due_at").notNull(),
    snoozedUntil: instant("snoozed_until"),
    caseId: uuid("case_id"),
    reason: text("reason"),
    triagedAt: instant("triaged_at"),
    triagedBy: uuid("triaged_by"),
    /** The last change by a handler, for whoever comes second. */
    changedAt: instant("changed_at"),
    changedBy: uuid("changed_by"),
    evidenceCount: integer("evidence_count").notNull().default(0),
    /** The reporter asked to withdraw it: nothing is deleted, and a handler decides what follows. */
    withdrawnAt: instant("withdrawn_at"),
    version: integer("version").notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.reportId] }),
    withinSchool(t, t.reportId, reports),
    index("triages_by_risk")
      .on(t.schoolId, t.severity.desc(), t.dueAt, t.reportId)
      .where(sql`state in ('new', 'asked', 'snoozed')`),
    index("triages_by_clock")
      .on(t.schoolId, t.dueAt, t.reportId)
      .where(sql`state in ('new', 'asked', 'snoozed')`),
    index("triages_by_time").on(t.schoolId, t.receivedAt),
    index("triages_by_owner")
      .on(t.schoolId, t.ownerId, t.dueAt, t.reportId)
      .where(sql`state in ('new', 'asked', 'snoozed')`),
    index("triages_by_state")
      .on(t.schoolId, t.state, t.dueAt, t.reportId)
      .where(sql`state in ('new', 'asked', 'snoozed')`),
    unique("triages_reference").on(t.schoolId, t.reference),
  ],
);

/** Words added after sending, by the reporter or a handler to the reporter's record. */
export const addenda = pgTable(
  "addenda",
  {
    schoolId: schoolId(),
    id: id(),
    reportId: uuid("report_id").notNull(),
    authorId: uuid("author_id").notNull(),
    words: text("words").notNull(),
    addedAt: instant("added_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.reportId, reports),
    index("addenda_by_report").on(t.schoolId, t.reportId, t.addedAt),
  ],
);

/** Between the reporter and whoever handles the report; both sides see all of it. */
export const messages = pgTable(
  "messages",
  {
    schoolId: schoolId(),
    id: id(),
    reportId: uuid("report_id").notNull(),
    authorId: uuid("author_id").notNull(),
    fromHandler: boolean("from_handler").notNull(),
    words: text("words").notNull(),
    sentAt: instant("sent_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.reportId, reports),
    index("messages_by_report").on(t.schoolId, t.reportId, t.sentAt),
  ],
);
