import {
  boolean,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { cases } from "./cases.ts";
import { bytes, id, instant } from "./columns.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** What was handed to somebody outside, or is about to be: the record beside the case. */
export const disclosures = pgTable(
  "disclosures",
  {
    schoolId: schoolId(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    /** draft, given, dropped */
    state: text("state").notNull(),
    /** police, lado, social-care, tribunal, receiving-school, subject-access, other */
    purpose: text("purpose").notNull(),
    /** Who gets it: a person, where they work, and their own reference. */
    recipient: text("recipient").notNull(),
    organisation: text("organisation").notNull(),
    reference: text("reference").notNull().default(""),
    basis: text("basis").notNull(),
    /** Why it is necessary, and no more than that. Never leaves the school. */
    reason: text("reason").notNull(),
    chronology: boolean("chronology").notNull(),
    /** Is the reporter's name in it? */
    reporter: boolean("reporter").notNull(),
    /** A copy that is to come back or be destroyed, by this day; it is then encrypted as a whole. */
    lentUntil: date("lent_until"),
    draftedAt: instant("drafted_at").notNull(),
    draftedBy: uuid("drafted_by").notNull(),
    givenAt: instant("given_at"),
    givenBy: uuid("given_by"),
    /** SHA-256 of manifest-sha256.txt, as committed to in the ledger. */
    manifest: text("manifest"),
    /** Of a lent copy: the age header for the passcode, and the file's key under the school's. */
    header: text("header"),
    kept: text("kept"),
    keyId: uuid("key_id"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("disclosures_by_case").on(t.schoolId, t.caseId, t.draftedAt),
    withinSchool(t, t.caseId, cases),
  ],
);

/** Each item of the case at that time, whether it went or stayed. */
export const disclosureItems = pgTable(
  "disclosure_items",
  {
    schoolId: schoolId(),
    disclosureId: uuid("disclosure_id").notNull(),
    evidenceId: uuid("evidence_id").notNull(),
    position: integer("position").notNull(),
    /** original, redacted, left-out */
    kind: text("kind").notNull(),
    /** Why it was left out: a code. */
    reason: text("reason"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.disclosureId, t.evidenceId] }),
    withinSchool(t, t.disclosureId, disclosures),
  ],
);

/** The pages of a bundle that were written for it, as they were given: a second download is the same. */
export const disclosureFiles = pgTable(
  "disclosure_files",
  {
    schoolId: schoolId(),
    disclosureId: uuid("disclosure_id").notNull(),
    path: text("path").notNull(),
    bytes: bytes("bytes").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.disclosureId, t.path] }),
    withinSchool(t, t.disclosureId, disclosures),
  ],
);
