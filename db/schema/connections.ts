import { sql } from "drizzle-orm";
import { boolean, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { cases } from "./cases.ts";
import { bytes, id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { schoolId, withinSchool } from "./schools.ts";

/**
 * What reports and pictures have in common, as keyed hashes that say nothing without the school's
 * key: a handle, an address, a part of a picture, a run of words. Equal marks of two sources may
 * connect them. Seen with its source alone, and gone when the source is sealed.
 */
export const marks = pgTable(
  "marks",
  {
    schoolId: uuid("school_id").notNull(),
    token: bytes("token").notNull(),
    /** A report or an item of evidence. */
    sourceId: uuid("source_id").notNull(),
    /** handle, address, image, wording, word */
    kind: text("kind").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.token, t.sourceId] }),
    index("marks_by_source").on(t.schoolId, t.sourceId),
  ],
);

/** How far a school's older reports and pictures, of before there were marks, have got theirs. */
export const markFills = pgTable(
  "mark_fills",
  {
    schoolId: schoolId(),
    /** The last one looked at, in the order of their ids. */
    after: uuid("after").notNull(),
    doneAt: instant("done_at"),
  },
  (t) => [primaryKey({ columns: [t.schoolId] })],
);

/** A suggested connection that somebody looked at and set aside. */
export const setAsides = pgTable(
  "set_asides",
  {
    schoolId: uuid("school_id").notNull(),
    caseId: uuid("case_id").notNull(),
    /** The other case, or a report that no case has taken up. */
    otherId: uuid("other_id").notNull(),
    reason: text("reason").notNull(),
    byId: uuid("by_id").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.caseId, t.otherId] }),
    withinSchool(t, t.caseId, cases),
  ],
);

/**
 * Two entries for one person. What people sent keeps saying whom they named; the parts in cases go
 * to the person kept, and walls hold for both. Taken back within seven days.
 */
export const personMerges = pgTable(
  "person_merges",
  {
    schoolId: uuid("school_id").notNull(),
    id: id(),
    keptId: uuid("kept_id").notNull(),
    mergedId: uuid("merged_id").notNull(),
    reason: text("reason").notNull(),
    mergedAt: instant("merged_at").notNull(),
    mergedBy: uuid("merged_by").notNull(),
    undoUntil: instant("undo_until").notNull(),
    undoneAt: instant("undone_at"),
    undoneBy: uuid("undone_by"),
    /** The reports and cases in which the merged entry had a part. */
    matters: uuid("matters").array().notNull(),
    wasListed: boolean("was_listed").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("person_merges_by_kept").on(t.schoolId, t.keptId),
    index("person_merges_by_merged").on(t.schoolId, t.mergedId),
    withinSchool(t, t.keptId, people),
    withinSchool(t, t.mergedId, people),
  ],
);

/** What a merge changed, row by row, so that taking it back restores it. Read by no role of the app. */
export const mergeSteps = pgTable(
  "merge_steps",
  {
    schoolId: uuid("school_id").notNull(),
    mergeId: uuid("merge_id").notNull(),
    /** involvement, wall, circle, triage */
    kind: text("kind").notNull(),
    rowId: uuid("row_id").notNull(),
    /** Of a wall and a triage: whose it was. */
    personId: uuid("person_id").notNull(),
    /** Of a circle entry: when it was to end before. */
    endsAt: instant("ends_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.mergeId, t.kind, t.rowId, t.personId] }),
    withinSchool(t, t.mergeId, personMerges),
  ],
);

/** A way of looking at the queue, under a name: somebody's own, or the DSL's for all who work it. */
export const savedViews = pgTable(
  "saved_views",
  {
    schoolId: uuid("school_id").notNull(),
    id: id(),
    personId: uuid("person_id").notNull(),
    name: text("name").notNull(),
    /** The queue's address after the question mark. */
    query: text("query").notNull(),
    savedAt: instant("saved_at").notNull(),
    shared: boolean("shared").notNull().default(false),
    /** What its owner sees of the queue before they choose anything. */
    opensFirst: boolean("opens_first").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex("saved_views_name").on(t.schoolId, t.personId, t.name),
    uniqueIndex("saved_views_first").on(t.schoolId, t.personId).where(sql`opens_first`),
    withinSchool(t, t.personId, people),
  ],
);
