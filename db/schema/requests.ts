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
import { bytes, id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** Somebody asked for what is kept about them. It says nothing of what there is. */
export const accessRequests = pgTable(
  "access_requests",
  {
    schoolId: schoolId(),
    id: id(),
    personId: uuid("person_id").notNull(),
    /** Who asked, if somebody did so for them, and how it was checked who they are. */
    askedBy: text("asked_by").notNull().default(""),
    checked: text("checked").notNull(),
    receivedOn: date("received_on").notNull(),
    dueAt: instant("due_at").notNull(),
    extendedAt: instant("extended_at"),
    extendedBy: uuid("extended_by"),
    extendedWhy: text("extended_why"),
    openedBy: uuid("opened_by").notNull(),
    openedAt: instant("opened_at").notNull(),
    /** Answered, or withdrawn: when, by whom, with which words. */
    endedAt: instant("ended_at"),
    endedBy: uuid("ended_by"),
    endedWords: text("ended_words"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("access_requests_open").on(t.schoolId, t.dueAt, t.id).where(sql`ended_at is null`),
    index("access_requests_ended").on(t.schoolId, t.endedAt.desc(), t.id),
    index("access_requests_by_person").on(t.schoolId, t.personId),
    withinSchool(t, t.personId, people),
    withinSchool(t, t.openedBy, people),
  ],
);

/** What one handler said of one thing that is kept about the person: given, redacted or withheld. */
export const accessItems = pgTable(
  "access_items",
  {
    schoolId: schoolId(),
    id: id(),
    requestId: uuid("request_id").notNull(),
    /** The report or case it belongs to: seen with it, and by nobody else. */
    matterId: uuid("matter_id").notNull(),
    /** report, addendum, message, event, decision, letter, evidence */
    kind: text("kind").notNull(),
    sourceId: uuid("source_id").notNull(),
    /** include, redact, withhold */
    choice: text("choice").notNull(),
    /** Of a redacted text: what goes in its place. Of a file: the copy that does. */
    words: text("words"),
    copyId: uuid("copy_id"),
    /** A code of lib/requests/exemptions, and why here. */
    exemption: text("exemption"),
    reason: text("reason"),
    decidedAt: instant("decided_at").notNull(),
    decidedBy: uuid("decided_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex("access_items_source").on(t.schoolId, t.requestId, t.sourceId),
    withinSchool(t, t.requestId, accessRequests),
  ],
);

/** One handler's answer as it was given: the pages, the files beside them, and what stayed. */
export const accessPacks = pgTable(
  "access_packs",
  {
    schoolId: schoolId(),
    id: id(),
    requestId: uuid("request_id").notNull(),
    matters: uuid("matters").array().notNull(),
    givenTo: text("given_to").notNull(),
    how: text("how").notNull(),
    givenAt: instant("given_at").notNull(),
    givenBy: uuid("given_by").notNull(),
    givenAs: text("given_as").notNull(),
    pages: bytes("pages").notNull(),
    sha256: text("sha256").notNull(),
    files: jsonb("files").$type<{ id: string; name: string; sha256: string }[]>().notNull(),
    log: jsonb("log").$type<PackLog>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("access_packs_by_request").on(t.schoolId, t.requestId, t.givenAt),
    withinSchool(t, t.requestId, accessRequests),
    withinSchool(t, t.givenBy, people),
  ],
);
export type PackLog = { given: number; redacted: number; withheld: Record<string, number> };
