import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";
import { schools } from "./schools.ts";

const schoolId = () =>
  uuid("school_id")
    .notNull()
    .references(() => schools.id);

export const policies = pgTable(
  "policies",
  {
    schoolId: schoolId(),
    id: id(),
    title: text("title").notNull(),
    onWebsite: boolean("on_website").notNull(),
    statutory: boolean("statutory").notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

export const policyVersions = pgTable(
  "policy_versions",
  {
    schoolId: schoolId(),
    id: id(),
    policyId: uuid("policy_id").notNull(),
    number: integer("number").notNull(),
    approvedBy: text("approved_by").notNull(),
    approvedOn: date("approved_on").notNull(),
    nextReviewOn: date("next_review_on").notNull(),
    publishedAt: instant("published_at").notNull(),
    sha256: text("sha256").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    foreignKey({
      columns: [t.schoolId, t.policyId],
      foreignColumns: [policies.schoolId, policies.id],
    }),
    index("policy_versions_by_policy").on(t.schoolId, t.policyId, t.number),
  ],
);

export const policyClauses = pgTable(
  "policy_clauses",
  {
    schoolId: schoolId(),
    id: id(),
    versionId: uuid("version_id").notNull(),
    code: text("code").notNull(),
    /** definition, prohibition, duty-to-report, evidence, route, investigation, outcome ... */
    kind: text("kind").notNull(),
    words: text("words").notNull(),
    /** Types of concern the clause speaks of, for the pick list of a decision. */
    types: text("types").array().notNull(),
    position: integer("position").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    foreignKey({
      columns: [t.schoolId, t.versionId],
      foreignColumns: [policyVersions.schoolId, policyVersions.id],
    }),
    index("policy_clauses_by_version").on(t.schoolId, t.versionId, t.position),
  ],
);
