import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, instant } from "./columns.ts";

/** One leaf: canonical JSON without a name or a word. Inserted only by sec.append_ledger. */
export const ledgerLeaves = pgTable(
  "ledger_leaves",
  {
    id: uuid("id").primaryKey(),
    schoolId: uuid("school_id").notNull(),
    /** The report, case, evidence item, person or account it is about. */
    objectId: uuid("object_id").notNull(),
    /** The case, or the object itself while it has none: `prev` links the leaves of one chain. */
    chainId: uuid("chain_id").notNull(),
    at: instant("at").notNull(),
    leaf: text("leaf").notNull(),
  },
  (t) => [
    index("ledger_leaves_by_object").on(t.schoolId, t.objectId, t.at),
    index("ledger_leaves_by_chain").on(t.schoolId, t.chainId, t.at),
  ],
);

/** Committed leaves that wait for a number. */
export const ledgerPending = pgTable("ledger_pending", { leafId: uuid("leaf_id").primaryKey() });

export const ledgerEntries = pgTable("ledger_entries", {
  seq: bigint("seq", { mode: "number" }).primaryKey(),
  leafId: uuid("leaf_id").notNull().unique(),
  leafHash: bytes("leaf_hash").notNull(),
});

export const ledgerCheckpoints = pgTable("ledger_checkpoints", {
  size: bigint("size", { mode: "number" }).primaryKey(),
  root: bytes("root").notNull(),
  /** The right edge of the tree, so that it grows without reading it all again. */
  frontier: bytes("frontier").array().notNull(),
  note: text("note").notNull(),
  signedAt: instant("signed_at").notNull(),
});

/** Roots of whole subtrees of 256, 65,536 ... entries, for proofs; worked out from the entries. */
export const ledgerNodes = pgTable(
  "ledger_nodes",
  {
    level: smallint("level").notNull(),
    index: bigint("index", { mode: "number" }).notNull(),
    hash: bytes("hash").notNull(),
  },
  (t) => [primaryKey({ columns: [t.level, t.index] })],
);

/** The keys the heads were signed with, as C2SP verifier lines. */
export const ledgerKeys = pgTable("ledger_keys", {
  /** It signs the heads over more entries than these, until the next key does. */
  since: bigint("since", { mode: "number" }).primaryKey(),
  verifier: text("verifier").notNull().unique(),
  /** The change, signed by the key before and by this one. The first key has none. */
  note: text("note"),
  madeAt: instant("made_at").notNull(),
});

/** An outside authority's answers (RFC 3161): that the head over so many entries was there by then. */
export const ledgerAnchors = pgTable(
  "ledger_anchors",
  {
    size: bigint("size", { mode: "number" }).notNull(),
    stampedAt: instant("stamped_at").notNull(),
    authority: text("authority").notNull(),
    /** The whole answer in DER, as `openssl ts -verify -in` reads it. */
    answer: bytes("answer").notNull(),
  },
  (t) => [primaryKey({ columns: [t.size, t.stampedAt] })],
);

/** How asking the authority goes: one row. */
export const anchorTries = pgTable("anchor_tries", {
  single: boolean("single").primaryKey().default(true),
  triedAt: instant("tried_at").notNull(),
  failures: integer("failures").notNull(),
  /** A sentence for the administrator; null after a success. */
  problem: text("problem"),
});

/** Each night's reading of the whole ledger. */
export const ledgerChecks = pgTable("ledger_checks", {
  checkedAt: instant("checked_at").primaryKey(),
  size: bigint("size", { mode: "number" }).notNull(),
  anchors: integer("anchors").notNull(),
  /** What was wrong, with the number of the entry; null when all was as signed. */
  fault: text("fault"),
});

/** The salt and value behind a leaf's commitment. Erasing a row erases the value, not the proof. */
export const ledgerOpenings = pgTable("ledger_openings", {
  leafId: uuid("leaf_id").primaryKey(),
  schoolId: uuid("school_id").notNull(),
  salt: bytes("salt").notNull(),
  value: text("value").notNull(),
});

/** A person's random name in the ledger. Erasing the row leaves the ledger without a person. */
export const ledgerPseudonyms = pgTable(
  "ledger_pseudonyms",
  {
    schoolId: uuid("school_id").notNull(),
    personId: uuid("person_id").notNull(),
    pseudonym: uuid("pseudonym").notNull().unique(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.personId] })],
);
