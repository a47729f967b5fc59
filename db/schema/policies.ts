import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** A school document. What it says is in its versions. */
export const policies = pgTable("policies", { schoolId: schoolId(), id: id() }, (t) => [
  primaryKey({ columns: [t.schoolId, t.id] }),
]);

/**
 * One version: a draft until it is published, from then on never changed. The latest one published
 * is in force. What a document did not say is null, never guessed.
 */
export const policyVersions = pgTable(
  "policy_versions",
  {
    schoolId: schoolId(),
    id: id(),
    policyId: uuid("policy_id").notNull(),
    number: integer("number").notNull(),
    title: text("title").notNull(),
    approvedBy: text("approved_by"),
    approvedOn: date("approved_on"),
    reviewedOn: date("reviewed_on"),
    nextReviewOn: date("next_review_on"),
    statutory: boolean("statutory").notNull().default(false),
    onWebsite: boolean("on_website").notNull().default(false),
    /** Titles of the documents to be read with it. */
    linked: text("linked").array().notNull().default(sql`'{}'`),
    /** Whom it binds: engagements of people and governor (S1-01, S3-53). */
    binds: text("binds").array().notNull().default(sql`'{}'`),
    /** What schools set differently (lib/policies/describe-rules); null: it sets nothing. */
    rules: jsonb("rules").$type<Record<string, unknown>>(),
    /** What the draft began as: blank, version, national or the code of a pack. */
    origin: text("origin").notNull().default("blank"),
    draftedAt: instant("drafted_at").notNull(),
    draftedBy: uuid("drafted_by"),
    /** What an imported document said, in its own words, for a person to confirm. */
    found: jsonb("found").$type<{ what: string; said: string; means: string | null }[]>(),
    /** Goes up with each save of the draft, so that two people do not overwrite each other. */
    revision: integer("revision").notNull().default(1),
    publishedAt: instant("published_at"),
    publishedBy: uuid("published_by"),
    /** SHA-256 of the canonical JSON of everything above that binds (lib/policies/hash-version). */
    sha256: text("sha256"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.policyId, policies),
    unique("policy_versions_number").on(t.schoolId, t.policyId, t.number),
    uniqueIndex("policy_versions_one_draft")
      .on(t.schoolId, t.policyId)
      .where(sql`published_at is null`),
  ],
);

export const policyClauses = pgTable(
  "policy_clauses",
  {
    schoolId: schoolId(),
    id: id(),
    versionId: uuid("version_id").notNull(),
    code: text("code").notNull(),
    /** A kind of lib/policies/types: definition, prohibition, duty-to-report, evidence ... */
    kind: text("kind").notNull(),
    /** The part of the document it stands in. */
    heading: text("heading").notNull().default(""),
    words: text("words").notNull(),
    /** Types of concern the clause speaks of, for the report form and the pick list of a decision. */
    types: text("types").array().notNull(),
    /** Severity (B4) a breach of it begins with. */
    severity: smallint("severity"),
    position: integer("position").notNull(),
    /** Read out of a document and not confirmed by a person yet; such a version is not published. */
    proposed: boolean("proposed").notNull().default(false),
    revision: integer("revision").notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.versionId, policyVersions),
    index("policy_clauses_by_version").on(t.schoolId, t.versionId, t.position),
    unique("policy_clauses_code").on(t.schoolId, t.versionId, t.code),
  ],
);

/** The chair's name under exactly one hash (S2-13). */
export const policySignatures = pgTable(
  "policy_signatures",
  {
    schoolId: schoolId(),
    versionId: uuid("version_id").notNull(),
    personId: uuid("person_id").notNull(),
    name: text("name").notNull(),
    sha256: text("sha256").notNull(),
    signedAt: instant("signed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.versionId, t.personId] }),
    withinSchool(t, t.versionId, policyVersions),
  ],
);

/** How a version works in practice, written after it was published (S2-13). */
export const policyNotes = pgTable(
  "policy_notes",
  {
    schoolId: schoolId(),
    id: id(),
    versionId: uuid("version_id").notNull(),
    words: text("words").notNull(),
    notedAt: instant("noted_at").notNull(),
    notedBy: uuid("noted_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.versionId, policyVersions),
    index("policy_notes_by_version").on(t.schoolId, t.versionId),
  ],
);

/** The document a version was read from, byte for byte: it stays the authority. */
export const policyFiles = pgTable(
  "policy_files",
  {
    schoolId: schoolId(),
    versionId: uuid("version_id").notNull(),
    name: text("name").notNull(),
    mediaType: text("media_type").notNull(),
    sha256: text("sha256").notNull(),
    content: bytes("content").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.versionId] }),
    withinSchool(t, t.versionId, policyVersions),
  ],
);

/** Somebody read and accepted exactly this hash: tick, printed name, date, signature (S3-53). */
export const policyAcknowledgements = pgTable(
  "policy_acknowledgements",
  {
    schoolId: schoolId(),
    id: id(),
    versionId: uuid("version_id").notNull(),
    personId: uuid("person_id").notNull(),
    sha256: text("sha256").notNull(),
    name: text("name").notNull(),
    /** As it was typed, or the strokes of a drawn one (lib/policies/check-signature). */
    signature: text("signature").notNull(),
    /** typed, drawn */
    signatureKind: text("signature_kind").notNull().default("typed"),
    acceptedAt: instant("accepted_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.versionId, policyVersions),
    withinSchool(t, t.personId, people),
    index("policy_acknowledgements_by_version").on(t.schoolId, t.versionId, t.personId),
  ],
);

/** That a stage of somebody's round was told: once each. */
export const policyReminders = pgTable(
  "policy_reminders",
  {
    schoolId: schoolId(),
    versionId: uuid("version_id").notNull(),
    personId: uuid("person_id").notNull(),
    /** The local day their round began: published, joined, or a year after they last accepted. */
    beganOn: date("began_on").notNull(),
    /** 0 as it began, 1 half-way, 2 due. */
    stage: smallint("stage").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.versionId, t.personId, t.beganOn, t.stage] }),
    withinSchool(t, t.versionId, policyVersions),
  ],
);

/** That somebody had this week's line on policies past their day; the week by its Monday. */
export const policyDigests = pgTable(
  "policy_digests",
  {
    schoolId: schoolId(),
    personId: uuid("person_id").notNull(),
    week: date("week").notNull(),
    mailId: uuid("mail_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId, t.week] }),
    withinSchool(t, t.personId, people),
  ],
);

/** What somebody asked of a policy and what they were told (S1-16): never a case. */
export const policyQuestions = pgTable(
  "policy_questions",
  {
    schoolId: schoolId(),
    id: id(),
    policyId: uuid("policy_id").notNull(),
    versionId: uuid("version_id").notNull(),
    /** headteacher; the chair answers a headteacher's own */
    askedOf: text("asked_of").notNull(),
    words: text("words").notNull(),
    askedAt: instant("asked_at").notNull(),
    askedBy: uuid("asked_by").notNull(),
    answer: text("answer"),
    answeredAt: instant("answered_at"),
    answeredBy: uuid("answered_by"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.versionId, policyVersions),
    withinSchool(t, t.askedBy, people),
    index("policy_questions_by_policy").on(t.schoolId, t.policyId, t.askedAt),
  ],
);

/** A visitor accepted exactly this hash at the door, without an account (S3-47). */
export const policyVisits = pgTable(
  "policy_visits",
  {
    schoolId: schoolId(),
    /** The key of the form: a second click signs nobody in twice. */
    id: id(),
    versionId: uuid("version_id").notNull(),
    sha256: text("sha256").notNull(),
    name: text("name").notNull(),
    visiting: text("visiting").notNull(),
    signature: text("signature").notNull(),
    signatureKind: text("signature_kind").notNull(),
    acceptedAt: instant("accepted_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id, t.versionId] }),
    withinSchool(t, t.versionId, policyVersions),
    index("policy_visits_by_version").on(t.schoolId, t.versionId, t.acceptedAt),
  ],
);
