import {
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { cases } from "./cases.ts";
import { id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { withinSchool } from "./schools.ts";

/**
 * One answered form of a case: wishes, a support plan, a finding, what a step needs. A later one of
 * the same kind about the same person or case supersedes it; none is ever changed.
 */
export const caseRecords = pgTable(
  "case_records",
  {
    schoolId: uuid("school_id").notNull(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    /** A form of lib/cases: wishes, support, attribution, terms, closing ... */
    kind: text("kind").notNull(),
    /** The person it is about, or the case itself. */
    aboutId: uuid("about_id").notNull(),
    version: integer("version").notNull(),
    answers: jsonb("answers").$type<Record<string, string | string[]>>().notNull(),
    byId: uuid("by_id").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique("case_records_version").on(t.schoolId, t.caseId, t.kind, t.aboutId, t.version),
    index("case_records_by_about").on(t.schoolId, t.aboutId),
    withinSchool(t, t.caseId, cases),
    withinSchool(t, t.byId, people),
  ],
);

/** Two cases that belong together; seen only by somebody who sees both. */
export const caseLinks = pgTable(
  "case_links",
  {
    schoolId: uuid("school_id").notNull(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    otherId: uuid("other_id").notNull(),
    /** linked, merged (other into case), split (other out of case) */
    kind: text("kind").notNull(),
    reason: text("reason").notNull(),
    linkedAt: instant("linked_at").notNull(),
    linkedBy: uuid("linked_by").notNull(),
    endedAt: instant("ended_at"),
    endedBy: uuid("ended_by"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("case_links_by_case").on(t.schoolId, t.caseId),
    index("case_links_by_other").on(t.schoolId, t.otherId),
    withinSchool(t, t.caseId, cases),
    withinSchool(t, t.otherId, cases),
  ],
);
