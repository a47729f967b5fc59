import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { cases } from "./cases.ts";
import { id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { reports } from "./reports.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** Somebody who said that they should not handle a case or report: its owner alone reads why. */
export const recusals = pgTable(
  "recusals",
  {
    schoolId: schoolId(),
    id: id(),
    /** One of the two: a case, or a report that waits for triage. */
    caseId: uuid("case_id"),
    reportId: uuid("report_id"),
    personId: uuid("person_id").notNull(),
    /** relative, friend, line-management, other */
    kind: text("kind").notNull(),
    words: text("words").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("recusals_by_case").on(t.schoolId, t.caseId),
    index("recusals_by_report").on(t.schoolId, t.reportId),
    check("recusals_of_one", sql`num_nonnulls(${t.caseId}, ${t.reportId}) = 1`),
    withinSchool(t, t.caseId, cases),
    withinSchool(t, t.reportId, reports),
    withinSchool(t, t.personId, people),
  ],
);

/** A case read in an emergency by somebody outside its circle, and who looked at that afterwards. */
export const emergencies = pgTable(
  "emergencies",
  {
    schoolId: schoolId(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    personId: uuid("person_id").notNull(),
    role: text("role").notNull(),
    reason: text("reason").notNull(),
    openedAt: instant("opened_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    reviewedAt: instant("reviewed_at"),
    reviewedBy: uuid("reviewed_by"),
    /** justified, not-justified */
    found: text("found"),
    words: text("words"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("emergencies_by_case").on(t.schoolId, t.caseId),
    withinSchool(t, t.caseId, cases),
    withinSchool(t, t.personId, people),
    withinSchool(t, t.reviewedBy, people),
  ],
);
