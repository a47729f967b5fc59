import { index, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { decisions } from "./cases.ts";
import { id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { withinSchool } from "./schools.ts";

/** The school's own words of a letter; the latest version is the one in use. */
export const letterTemplates = pgTable(
  "letter_templates",
  {
    schoolId: uuid("school_id").notNull(),
    kind: text("kind").notNull(),
    version: integer("version").notNull(),
    title: text("title").notNull(),
    words: text("words").notNull(),
    changedAt: instant("changed_at").notNull(),
    changedBy: uuid("changed_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.kind, t.version] }),
    withinSchool(t, t.changedBy, people),
  ],
);

/** A letter about a decision, as it was written; a later version supersedes it and never changes it. */
export const letters = pgTable(
  "letters",
  {
    schoolId: uuid("school_id").notNull(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    decisionId: uuid("decision_id").notNull(),
    kind: text("kind").notNull(),
    toName: text("to_name").notNull(),
    title: text("title").notNull(),
    words: text("words").notNull(),
    version: integer("version").notNull(),
    sha256: text("sha256").notNull(),
    writtenAt: instant("written_at").notNull(),
    writtenBy: uuid("written_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique("letters_version").on(t.schoolId, t.decisionId, t.kind, t.toName, t.version),
    index("letters_by_case").on(t.schoolId, t.caseId, t.writtenAt),
    withinSchool(t, t.decisionId, decisions),
    withinSchool(t, t.writtenBy, people),
  ],
);
