import type { Role } from "@/lib/access/types";

/** Permissions are asked for; the rest is told. A record is the school's own. */
export const registers = [
  "permission",
  "account",
  "declaration",
  "deviation",
  "consent",
  "record",
] as const;
export type Register = (typeof registers)[number];

/** Roles a school can let answer a kind; a line manager answers their own team (B12). */
export const approverRoles = ["headteacher", "dsl", "line-manager", "chair"] as const;

export type KindField = { name: string; label: string; type: "text" | "person" };

/** One kind of entry as one school runs it on one day. */
export type Kind = {
  code: string;
  register: Register;
  label: string;
  /** "Keep your own phone on": after "You want to", or as a statement. */
  ask: string;
  help: string;
  enabled: boolean;
  /** Who answers, the first one first. */
  approvers: readonly Role[];
  /** Who reads it besides its holder and whoever it was put to. */
  readers: readonly Role[];
  /** How long it lasts; null: until somebody ends it. */
  lasts: number | null;
  unit: "days" | "months";
  /** It is talked through before it is acknowledged (S1-24). */
  discuss: boolean;
  /** It keeps matters about the other person from its holder. */
  conflict: boolean;
  /** Expected of everybody who joins (S0-23). */
  induction: boolean;
  /** Subtypes of a policy breach that make its absence worth saying. */
  checks: readonly string[];
  /** Where pictures can be, when they must go. */
  places: readonly string[];
  fields: readonly KindField[];
  question: string;
  /** "Online safety, version 2, clause S0-26"; null: no clause. */
  clause: string | null;
  clauseId: string | null;
  source: "national" | "policy" | "school";
  /** The policy by which a tie of this kind allows no contact with pupils; null: nothing says so. */
  noException: string | null;
};

export type Entry = {
  id: string;
  reference: string;
  kind: string;
  register: string;
  holderId: string;
  state: string;
  aboutName: string | null;
  aboutId: string | null;
  answers: Record<string, string>;
  startsOn: string;
  endsOn: string | null;
  askedAt: Date;
  approvers: string[];
  readers: string[];
  deciderId: string | null;
  clause: string | null;
  decidedAt: Date | null;
  decidedBy: string | null;
  endedAt: Date | null;
  endedBy: string | null;
  renews: string | null;
  heirId: string | null;
  heirFrom: string | null;
};
