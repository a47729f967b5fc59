import {
  boolean,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** A child's protection file on its way to the next school, until somebody there signs for it. */
export const fileTransfers = pgTable(
  "file_transfers",
  {
    schoolId: schoolId(),
    id: id(),
    pupilId: uuid("pupil_id").notNull(),
    /** The cases that go, those of one child. Seen by whoever sees one of them. */
    caseIds: uuid("case_ids").array().notNull(),
    toSchool: text("to_school").notNull(),
    /** Who is to get it there: their designated safeguarding lead. */
    contact: text("contact").notNull(),
    /** They were rung on a number found elsewhere than in a message. */
    rung: boolean("rung").notNull(),
    /** in-year, new-term */
    timing: text("timing").notNull(),
    /** The day the time counts from: the child leaves, or the term starts. */
    countsFrom: date("counts_from").notNull(),
    /** preparing, sent, received, dropped */
    state: text("state").notNull(),
    /** The clock that runs now, and the case that holds it. */
    clockId: uuid("clock_id").notNull(),
    clockCaseId: uuid("clock_case_id").notNull(),
    dueAt: instant("due_at").notNull(),
    madeAt: instant("made_at").notNull(),
    madeBy: uuid("made_by").notNull(),
    sentAt: instant("sent_at"),
    channel: text("channel"),
    /** Who signed for it, and on which day. */
    signedBy: text("signed_by"),
    signedOn: date("signed_on"),
    /** Why it was called off. */
    droppedWords: text("dropped_words"),
    changedAt: instant("changed_at").notNull(),
    changedBy: uuid("changed_by").notNull(),
    version: integer("version").notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("file_transfers_by_due").on(t.schoolId, t.state, t.dueAt),
    index("file_transfers_by_pupil").on(t.schoolId, t.pupilId),
    withinSchool(t, t.pupilId, people),
    withinSchool(t, t.madeBy, people),
  ],
);
