import { date, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";
import { schoolId } from "./schools.ts";

/** Frozen for one meeting and already suppressed: the raw counts are never stored. */
export const snapshots = pgTable(
  "snapshots",
  {
    schoolId: schoolId(),
    id: id(),
    termName: text("term_name").notNull(),
    meetingOn: date("meeting_on").notNull(),
    fromDay: date("from_day").notNull(),
    toDay: date("to_day").notNull(),
    version: integer("version").notNull(),
    /** SuppressedSnapshot of lib/governance/types. */
    tables: jsonb("tables").notNull(),
    notes: text("notes").notNull().default(""),
    frozenAt: instant("frozen_at").notNull(),
    frozenBy: uuid("frozen_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("snapshots_by_meeting").on(t.schoolId, t.meetingOn),
  ],
);
