import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** How long a school keeps a kind of record, where it is not what the rule says; the latest counts. */
export const retentionPeriods = pgTable(
  "retention_periods",
  {
    schoolId: schoolId(),
    rule: text("rule").notNull(),
    version: integer("version").notNull(),
    years: integer("years").notNull(),
    reason: text("reason").notNull(),
    changedAt: instant("changed_at").notNull(),
    changedBy: uuid("changed_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.rule, t.version] }),
    withinSchool(t, t.changedBy, people),
  ],
);

/** The days some periods count from, where the lists of people do not say. */
export const personDates = pgTable(
  "person_dates",
  {
    schoolId: schoolId(),
    personId: uuid("person_id").notNull(),
    bornOn: date("born_on"),
    leftOn: date("left_on"),
    enteredAt: instant("entered_at").notNull(),
    enteredBy: uuid("entered_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId] }),
    withinSchool(t, t.personId, people),
    withinSchool(t, t.enteredBy, people),
  ],
);

/** When a closed case is to be looked at, by which rule and why. Worked out by the worker. */
export const retentionReviews = pgTable(
  "retention_reviews",
  {
    schoolId: schoolId(),
    caseId: uuid("case_id").notNull(),
    reference: text("reference").notNull(),
    track: text("track").notNull(),
    restricted: boolean("restricted").notNull(),
    closedOn: date("closed_on").notNull(),
    /** A code of lib/retention/rules. */
    rule: text("rule").notNull(),
    years: integer("years").notNull(),
    /** What it is counted from, and whether that day is only the latest it can be. */
    fromOn: date("from_on"),
    assumed: boolean("assumed").notNull(),
    /** Null while the period has not begun: somebody still works or learns here. */
    dueOn: date("due_on"),
    /** waiting, held, proposed */
    state: text("state").notNull(),
    computedAt: instant("computed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.caseId] }),
    index("retention_reviews_by_day").on(t.schoolId, t.state, t.dueOn, t.caseId),
  ],
);

/** Why a record is kept longer. While one of another kind than "longer" stands nothing is disposed of. */
export const retentionHolds = pgTable(
  "retention_holds",
  {
    schoolId: schoolId(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    /** legal, police, lado, inquiry, claim, longer */
    kind: text("kind").notNull(),
    reason: text("reason").notNull(),
    reviewOn: date("review_on").notNull(),
    placedAt: instant("placed_at").notNull(),
    placedBy: uuid("placed_by").notNull(),
    placedAs: text("placed_as").notNull(),
    releasedAt: instant("released_at"),
    releasedBy: uuid("released_by"),
    releasedWords: text("released_words"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("retention_holds_by_case").on(t.schoolId, t.caseId, t.placedAt),
    withinSchool(t, t.placedBy, people),
  ],
);

/** The end of a record: proposed by one person, approved by another, and what is left to show of it. */
export const disposals = pgTable(
  "disposals",
  {
    schoolId: schoolId(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    reference: text("reference").notNull(),
    track: text("track").notNull(),
    restricted: boolean("restricted").notNull(),
    openedOn: date("opened_on").notNull(),
    closedOn: date("closed_on").notNull(),
    rule: text("rule").notNull(),
    years: integer("years").notNull(),
    dueOn: date("due_on").notNull(),
    /** closed or transferred: what it is again when the proposal is turned down. */
    was: text("was").notNull(),
    proposedBy: uuid("proposed_by").notNull(),
    proposedAs: text("proposed_as").notNull(),
    proposedAt: instant("proposed_at").notNull(),
    approvedBy: uuid("approved_by"),
    approvedAs: text("approved_as"),
    approvedAt: instant("approved_at"),
    /** Null and a time: a hold came in between, and the job turned it down by itself. */
    refusedBy: uuid("refused_by"),
    refusedAt: instant("refused_at"),
    disposedAt: instant("disposed_at"),
    /** Numbers and hashes, never a name or a word. */
    removed: jsonb("removed").$type<Removed>(),
    /** What the store is still to drop. */
    storageKeys: text("storage_keys").array().notNull().default([]),
    bytesGoneAt: instant("bytes_gone_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex("one_disposal").on(t.schoolId, t.caseId).where(sql`${t.refusedAt} is null`),
    index("disposals_by_day").on(t.schoolId, t.disposedAt.desc(), t.id),
    withinSchool(t, t.proposedBy, people),
    withinSchool(t, t.approvedBy, people),
  ],
);
export type Removed = {
  reports: { reference: string; sha256: string }[];
  evidence: { sha256: string; size: number }[];
  /** Reports that belong to another case too and stay with it. */
  kept: number;
  people: number;
  entries: number;
};
