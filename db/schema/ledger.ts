import { bigint, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
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
