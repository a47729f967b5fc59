import type { Rules } from "./describe-rules";

/** What a clause does: the types of part A of the domain specification, in words for the ledger. */
export const clauseKinds = [
  "scope",
  "definition",
  "duty",
  "prohibition",
  "duty-to-report",
  "evidence",
  "route",
  "investigation",
  "outcome",
  "permission",
  "declaration",
  "retention",
  "acknowledgement",
  "review",
  "support",
] as const;
export type ClauseKind = (typeof clauseKinds)[number];

/** Whom a policy can bind: how people are engaged, governors, and visitors who sign in. */
export const boundKinds = [
  "employee",
  "supply",
  "agency",
  "trainee",
  "volunteer",
  "contractor",
  "governor",
  "visitor",
] as const;

export type Clause = {
  code: string;
  kind: string;
  heading: string;
  words: string;
  /** Codes of B3. */
  types: string[];
  severity: number | null;
};

/** Everything of a version that binds. What a document does not say is null. */
export type PolicyText = {
  number: number;
  title: string;
  approvedBy: string | null;
  approvedOn: string | null;
  reviewedOn: string | null;
  nextReviewOn: string | null;
  statutory: boolean;
  onWebsite: boolean;
  linked: string[];
  binds: string[];
  /** What it sets of the rules schools differ in; null: nothing. */
  rules: Rules | null;
  clauses: readonly Clause[];
};

/**
 * Something a reader must know of a policy. Shown in words beside the clause and never mended by
 * itself; `instead` says which rule Daybook follows meanwhile.
 */
export type Defect = {
  code: string;
  group: "unsafe" | "dates" | "text" | "guidance" | "silent";
  /** The code of the clause; null when it is about the whole document. */
  clause: string | null;
  words: string;
  instead: string | null;
};
