import { sql } from "drizzle-orm";
import {
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** A deadline with its unit, start, basis and end. It runs until it is stopped. */
export const clocks = pgTable(
  "clocks",
  {
    schoolId: schoolId(),
    id: id(),
    reportId: uuid("report_id"),
    caseId: uuid("case_id"),
    /** A kind of lib/clocks: triage, decision, review, lado ... */
    kind: text("kind").notNull(),
    unit: text("unit").notNull(),
    length: integer("length").notNull(),
    startedAt: instant("started_at").notNull(),
    dueAt: instant("due_at").notNull(),
    stoppedAt: instant("stopped_at"),
    stoppedBy: uuid("stopped_by"),
    /** What was done about it, by whom outside, under which reference. */
    stoppedWords: text("stopped_words"),
    basis: text("basis").notNull(),
    mark: text("mark").notNull(),
    /** statutory, target or information: statutory ones are never closed over. */
    force: text("force").notNull().default("statutory"),
    /** While it stands still; each pause is a row of clock_pauses. */
    pausedAt: instant("paused_at"),
    /** When the next reminder of it is to be looked at. Null: none is to come. */
    alertAt: instant("alert_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("clocks_by_case").on(t.schoolId, t.caseId),
    index("clocks_by_report").on(t.schoolId, t.reportId),
    index("clocks_due").on(t.schoolId, t.dueAt),
    index("clocks_to_alert").on(t.alertAt).where(sql`stopped_at is null and alert_at is not null`),
  ],
);

/** One row for each stage of which somebody was told: its key is what makes a reminder come once. */
export const clockReminders = pgTable(
  "clock_reminders",
  {
    schoolId: schoolId(),
    clockId: uuid("clock_id").notNull(),
    /** half, most, due, overdue */
    stage: text("stage").notNull(),
    at: instant("at").notNull(),
    /** How many people were told. */
    told: integer("told").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.clockId, t.stage] }),
    withinSchool(t, t.clockId, clocks),
  ],
);

export const clockPauses = pgTable(
  "clock_pauses",
  {
    schoolId: schoolId(),
    id: id(),
    clockId: uuid("clock_id").notNull(),
    /** A code of the clock's rule: answer, outside, clarification. */
    reason: text("reason").notNull(),
    words: text("words").notNull(),
    pausedAt: instant("paused_at").notNull(),
    pausedBy: uuid("paused_by").notNull(),
    resumedAt: instant("resumed_at"),
    resumedBy: uuid("resumed_by"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("clock_pauses_by_clock").on(t.schoolId, t.clockId, t.pausedAt),
    withinSchool(t, t.clockId, clocks),
  ],
);

/** Which of several readings of a time the school goes by, where authorities differ. */
export const clockReadings = pgTable(
  "clock_readings",
  {
    schoolId: schoolId(),
    kind: text("kind").notNull(),
    reading: text("reading").notNull(),
    chosenAt: instant("chosen_at").notNull(),
    chosenBy: uuid("chosen_by").notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.kind] })],
);

/** A secret address of one person's deadlines. Only the hash of its token is here. */
export const calendarFeeds = pgTable(
  "calendar_feeds",
  {
    schoolId: schoolId(),
    id: id(),
    personId: uuid("person_id").notNull(),
    tokenHash: bytes("token_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    readAt: instant("read_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("calendar_feeds_by_token").on(t.tokenHash),
    uniqueIndex("calendar_feeds_live").on(t.schoolId, t.personId).where(sql`revoked_at is null`),
    withinSchool(t, t.personId, people),
  ],
);

/** The morning's numbers of one person, once a day. */
export const digests = pgTable(
  "digests",
  {
    schoolId: schoolId(),
    personId: uuid("person_id").notNull(),
    day: date("day").notNull(),
    writtenAt: instant("written_at").notNull(),
    /** Null when there was nothing to say. */
    mailId: uuid("mail_id"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId, t.day] }),
    withinSchool(t, t.personId, people),
  ],
);
