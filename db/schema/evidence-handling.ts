import { sql } from "drizzle-orm";
import {
  date,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Area } from "../../lib/evidence/read-areas.ts";
import { id, instant } from "./columns.ts";
import { evidence } from "./evidence.ts";
import { people } from "./people.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** What was taken out of a copy and why. */
export const redactions = pgTable(
  "redactions",
  {
    schoolId: schoolId(),
    /** The copy. */
    evidenceId: uuid("evidence_id").notNull(),
    reportId: uuid("report_id").notNull(),
    originalId: uuid("original_id").notNull(),
    originalSha256: text("original_sha256").notNull(),
    areas: jsonb("areas").$type<Area[]>().notNull(),
    removed: text("removed").notNull(),
    reason: text("reason").notNull(),
    madeBy: uuid("made_by").notNull(),
    madeAt: instant("made_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.evidenceId] }),
    withinSchool(t, t.evidenceId, evidence),
    withinSchool(t, t.madeBy, people),
  ],
);

/** What an item shows, in words for people who cannot see it: added later, never edited. */
export const evidenceDescriptions = pgTable(
  "evidence_descriptions",
  {
    schoolId: schoolId(),
    id: id(),
    evidenceId: uuid("evidence_id").notNull(),
    reportId: uuid("report_id").notNull(),
    words: text("words").notNull(),
    authorId: uuid("author_id").notNull(),
    addedAt: instant("added_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("descriptions_by_item").on(t.schoolId, t.evidenceId, t.addedAt),
    withinSchool(t, t.evidenceId, evidence),
    withinSchool(t, t.authorId, people),
  ],
);

/** The end of a sealed item: the police's instruction, two people, and what is left in backups. */
export const destructions = pgTable(
  "destructions",
  {
    schoolId: schoolId(),
    id: id(),
    evidenceId: uuid("evidence_id").notNull(),
    reportId: uuid("report_id").notNull(),
    officer: text("officer").notNull(),
    force: text("force").notNull(),
    reference: text("reference").notNull(),
    instructedOn: date("instructed_on").notNull(),
    askedBy: uuid("asked_by").notNull(),
    askedAs: text("asked_as").notNull(),
    askedAt: instant("asked_at").notNull(),
    confirmedBy: uuid("confirmed_by"),
    confirmedAs: text("confirmed_as"),
    confirmedAt: instant("confirmed_at"),
    withdrawnBy: uuid("withdrawn_by"),
    withdrawnAt: instant("withdrawn_at"),
    /** When the store no longer held the bytes. */
    bytesGoneAt: instant("bytes_gone_at"),
    backupsWords: text("backups_words"),
    backupsOn: date("backups_on"),
    backupsBy: uuid("backups_by"),
    backupsAt: instant("backups_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex("one_destruction")
      .on(t.schoolId, t.evidenceId)
      .where(sql`${t.withdrawnAt} is null`),
    withinSchool(t, t.evidenceId, evidence),
    withinSchool(t, t.askedBy, people),
    withinSchool(t, t.confirmedBy, people),
    withinSchool(t, t.backupsBy, people),
  ],
);
