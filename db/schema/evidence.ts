import { sql } from "drizzle-orm";
import {
  bigint,
  date,
  foreignKey,
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
import { reports } from "./reports.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** A school's age key pair, its secret half wrapped under the root key, which is in no database. */
export const schoolKeys = pgTable(
  "school_keys",
  {
    schoolId: schoolId(),
    id: id(),
    recipient: text("recipient").notNull(),
    /** The root key's public half: says which root key opens `wrapped`. */
    root: text("root").notNull(),
    wrapped: text("wrapped").notNull(),
    madeAt: instant("made_at").notNull(),
    retiredAt: instant("retired_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex("one_current_key").on(t.schoolId).where(sql`${t.retiredAt} is null`),
  ],
);

/** One item that supports a report. The bytes and what was measured of them never change. */
export const evidence = pgTable(
  "evidence",
  {
    schoolId: schoolId(),
    id: id(),
    /** Until it is attached only its uploader sees it. */
    draftId: uuid("draft_id"),
    reportId: uuid("report_id"),
    uploaderId: uuid("uploader_id").notNull(),
    position: integer("position").notNull(),
    /** The item it came inside of: an e-mail's attachment, a chat's picture. */
    parentId: uuid("parent_id"),
    /** image, pdf, audio, video, email, chat, text, address */
    kind: text("kind").notNull(),
    /** Decided by content, never by name. */
    mediaType: text("media_type").notNull(),
    fileName: text("file_name").notNull(),
    size: bigint("size", { mode: "number" }).notNull(),
    sha256: text("sha256").notNull(),
    /** Where the store keeps the bytes: our own id, never the client's name. */
    storageKey: text("storage_key").notNull(),
    /** The age header: the file's key, wrapped under the school's. The blob is the payload alone. */
    header: text("header"),
    keyId: uuid("key_id"),
    width: integer("width"),
    height: integer("height"),
    /** pasted, chosen, dropped, posted (a plain form), phone */
    arrivedBy: text("arrived_by").notNull(),
    receivedAt: instant("received_at").notNull(),
    /** staged, attached, removed (before sending), sealed, destroyed (the row stays) */
    state: text("state").notNull(),
    /** What the virus scanner said: none (no scanner is set up), pending, clean, suspect, error. */
    scan: text("scan").notNull().default("none"),
    scannedAt: instant("scanned_at"),
    /** When those who handle a suspect item were told. */
    suspectToldAt: instant("suspect_told_at"),
    caption: text("caption").notNull().default(""),
    description: text("description").notNull().default(""),
    platform: text("platform"),
    address: text("address"),
    handle: text("handle"),
    postedAt: instant("posted_at"),
    seenAt: instant("seen_at"),
    capturedAt: instant("captured_at"),
    zone: text("zone").notNull().default("Europe/London"),
    /** screenshot, photo-of-screen, export, forwarded, other */
    method: text("method"),
    deviceOwner: text("device_owner"),
    originalKept: text("original_kept"),
    originalWhere: text("original_where"),
    /** What the file says of itself (EXIF). Nobody has proved it. */
    metadata: jsonb("metadata").$type<Record<string, string>>(),
    /** A redacted copy: the item it was made from. */
    originalId: uuid("original_id"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("evidence_by_key").on(t.schoolId, t.keyId),
    index("evidence_by_draft").on(t.schoolId, t.draftId),
    index("evidence_by_report").on(t.schoolId, t.reportId),
    /** As the store lists its files: by the first two letters of their keys. */
    index("evidence_by_letters").on(sql`left(${t.storageKey}, 2)`),
    index("evidence_by_original").on(t.schoolId, t.originalId),
    withinSchool(t, t.originalId, t),
    withinSchool(t, t.keyId, schoolKeys),
    withinSchool(t, t.uploaderId, people),
    withinSchool(t, t.reportId, reports),
    withinSchool(t, t.parentId, t),
    index("evidence_by_parent").on(t.schoolId, t.parentId),
  ],
);

/** What was read out of an original, for people to read without opening it. */
export const evidenceReadings = pgTable(
  "evidence_readings",
  {
    schoolId: schoolId(),
    evidenceId: uuid("evidence_id").notNull(),
    /** The original it was read from: what changed has another hash, and no reading. */
    sha256: text("sha256").notNull(),
    /** email, whatsapp, lines */
    format: text("format").notNull(),
    /** How its days were read: labels.ts, dayOrders. Null when it has no times. */
    dayOrder: text("day_order"),
    /** An e-mail's headers as they stand, in their order: name, value in words, the line itself. */
    headers: jsonb("headers").$type<HeaderLine[]>().notNull().default([]),
    body: text("body"),
    /** plain, html (its words alone), cut (longer than is shown) */
    bodyFrom: text("body_from"),
    messages: integer("messages").notNull().default(0),
    /** What stays inside the original alone, and why: a name and a sentence each. */
    inside: jsonb("inside").$type<Inside[]>().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.evidenceId] }),
    withinSchool(t, t.evidenceId, evidence),
  ],
);
export type HeaderLine = { name: string; value: string; line: string };
export type Inside = { name: string; why: string };

/** One message of a chat, or one line of a plain text, in the original's order. */
export const evidenceMessages = pgTable(
  "evidence_messages",
  {
    schoolId: schoolId(),
    evidenceId: uuid("evidence_id").notNull(),
    position: integer("position").notNull(),
    sender: text("sender"),
    /** As it was read, without a zone: 2026-04-03T14:05. The export does not say which zone. */
    sentLocal: text("sent_local"),
    words: text("words").notNull(),
    original: text("original").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.evidenceId, t.position] }),
    foreignKey({
      columns: [t.schoolId, t.evidenceId],
      foreignColumns: [evidenceReadings.schoolId, evidenceReadings.evidenceId],
    }).onDelete("cascade"),
  ],
);

/** What was found when an item was last read whole and compared with what was received. */
export const evidenceChecks = pgTable(
  "evidence_checks",
  {
    schoolId: schoolId(),
    evidenceId: uuid("evidence_id").notNull(),
    checkedAt: instant("checked_at").notNull(),
    /** whole, missing, changed, exchanged, key */
    found: text("found").notNull(),
    /** When it was first found so. */
    since: instant("since").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.evidenceId] }),
    index("evidence_damaged").on(t.schoolId).where(sql`${t.found} <> 'whole'`),
    withinSchool(t, t.evidenceId, evidence),
  ],
);

/** One night's check of a school's evidence, and of the store against the rows. */
export const evidenceNights = pgTable(
  "evidence_nights",
  {
    schoolId: schoolId(),
    /** The day it began, in UTC. */
    night: date("night", { mode: "string" }).notNull(),
    /** Items that were read whole, and their bytes. */
    items: integer("items").notNull().default(0),
    bytes: bigint("bytes", { mode: "number" }).notNull().default(0),
    endedAt: instant("ended_at"),
    /** When files and rows were last compared. */
    comparedAt: instant("compared_at"),
    /** Files of the whole installation's store that no row tells of. */
    strays: integer("strays").notNull().default(0),
    /** Parts of uploads that were given up, over the whole installation. */
    dropped: integer("dropped").notNull().default(0),
    /** Why nothing could be checked: root-key, store. */
    problem: text("problem"),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.night] })],
);
