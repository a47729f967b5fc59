import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, id, instant } from "./columns.ts";
import { evidence, schoolKeys } from "./evidence.ts";
import { people } from "./people.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** What a machine read on a picture. Offered, never filled in; gone when the picture is sealed. */
export const readings = pgTable(
  "readings",
  {
    schoolId: schoolId(),
    evidenceId: uuid("evidence_id").notNull(),
    words: text("words").notNull(),
    /** A date with or without a time as it stands on the picture, and as an instant. */
    stamp: text("stamp"),
    stampAt: instant("stamp_at"),
    address: text("address"),
    /** Why nothing was read: a code for the administrator. */
    problem: text("problem"),
    readAt: instant("read_at").notNull(),
    /** The person used or ignored what was offered. */
    answeredAt: instant("answered_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.evidenceId] }),
    index("readings_failed").on(t.schoolId, t.readAt).where(sql`${t.problem} is not null`),
    withinSchool(t, t.evidenceId, evidence),
  ],
);

/** Each word of a reading once, for the search: found by equality, in one's own school alone. */
export const readWords = pgTable(
  "read_words",
  {
    schoolId: schoolId(),
    word: text("word").notNull(),
    evidenceId: uuid("evidence_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.word, t.evidenceId] }),
    index("read_words_by_evidence").on(t.schoolId, t.evidenceId),
  ],
);

/** A way for a phone to add files to one draft or sent report, and to see nothing of it. */
export const phoneLinks = pgTable(
  "phone_links",
  {
    schoolId: schoolId(),
    id: id(),
    personId: uuid("person_id").notNull(),
    draftId: uuid("draft_id"),
    reportId: uuid("report_id"),
    /** SHA-256 of the token in the QR code. */
    tokenHash: bytes("token_hash").notNull(),
    madeAt: instant("made_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** Opened once, by one device, which has a session for this alone. */
    openedAt: instant("opened_at"),
    sessionHash: bytes("session_hash"),
    endedAt: instant("ended_at"),
    /** What came by it, in the words of the phone that sent it: all that the phone is shown. */
    sent: jsonb("sent").$type<string[]>().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("phone_links_by_token").on(t.tokenHash),
    index("phone_links_by_session").on(t.sessionHash),
    index("phone_links_by_draft").on(t.schoolId, t.draftId),
    index("phone_links_by_report").on(t.schoolId, t.reportId),
    withinSchool(t, t.personId, people),
  ],
);

/** An announced upload: who may send which bytes under which key, once. */
export const uploads = pgTable(
  "uploads",
  {
    schoolId: schoolId(),
    /** The evidence item it will become: our own id, given to the protocol as its customId. */
    evidenceId: uuid("evidence_id").notNull(),
    /** The protocol's key. Derived from 31 bits: two uploads may share one, so nothing is found by it. */
    key: text("key"),
    personId: uuid("person_id").notNull(),
    draftId: uuid("draft_id"),
    reportId: uuid("report_id"),
    name: text("name").notNull(),
    size: bigint("size", { mode: "number" }).notNull(),
    type: text("type").notNull(),
    arrivedBy: text("arrived_by").notNull(),
    metadata: jsonb("metadata"),
    announcedAt: instant("announced_at").notNull(),
    finishedAt: instant("finished_at"),
    answer: jsonb("answer"),
    /** The page's own mark for one chosen file: a repeat of it is the same upload. */
    once: uuid("once"),
    /** With name, size and type: what a page that was loaded again knows a file by. */
    lastModified: bigint("last_modified", { mode: "number" }),
    /** The file of what arrived so far, and its own key as an age header under the school's. */
    part: uuid("part"),
    partHeader: text("part_header"),
    partKeyId: uuid("part_key_id"),
    cancelledAt: instant("cancelled_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.evidenceId] }),
    index("uploads_by_person").on(t.schoolId, t.personId),
    uniqueIndex("uploads_once").on(t.schoolId, t.personId, t.once),
    withinSchool(t, t.partKeyId, schoolKeys),
  ],
);
