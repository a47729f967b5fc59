import type { Register } from "./types";

/** States of an entry. That one expired is read off its last day (describe-entry). */
export const entryStates = [
  "asked",
  "approved",
  "refused",
  "made",
  "discussed",
  "acknowledged",
  "recorded",
  "withdrawn",
  "revoked",
  "ended",
] as const;
export type EntryState = (typeof entryStates)[number];

export type EntryMove = {
  action: string;
  registers: readonly Register[];
  from: readonly EntryState[];
  to: EntryState;
  /** holder: whose it is. decider: whoever may answer it, never the holder. either: both. */
  by: "holder" | "decider" | "either";
  label: string;
  /** What is written with it; null: nothing. */
  words: string | null;
  /** The sentence when it must be written and is not; null: it may be left out. */
  missing: string | null;
  banner: string;
  look: "primary" | "secondary" | "warning";
  /** Only for kinds that are talked through first, or only for those that are not. */
  discuss?: boolean;
  /** Its last day moves on by as long as its kind lasts. */
  extends?: true;
  /** Makes the list of places to look for pictures. */
  removes?: true;
};

const asked: readonly Register[] = ["permission", "account"];
const told: readonly Register[] = ["declaration", "deviation"];

/** The one workflow table of the registers: buttons, checks, labels, ledger and tests read these rows. */
export const entryMoves: readonly EntryMove[] = [
  {
    action: "approve",
    registers: asked,
    from: ["asked"],
    to: "approved",
    by: "decider",
    label: "Approve",
    words: "Conditions, if there are any",
    missing: null,
    banner: "It is approved. Whoever asked has been told.",
    look: "primary",
  },
  {
    action: "refuse",
    registers: asked,
    from: ["asked"],
    to: "refused",
    by: "decider",
    label: "Refuse",
    words: "Why not",
    missing: "Enter why not",
    banner: "It is refused. Whoever asked has been told.",
    look: "secondary",
  },
  {
    action: "revoke",
    registers: asked,
    from: ["approved"],
    to: "revoked",
    by: "decider",
    label: "Revoke",
    words: "Why it ends",
    missing: "Enter why it ends",
    banner: "It is revoked from now on. Whoever held it has been told.",
    look: "warning",
  },
  {
    action: "review",
    registers: ["account"],
    from: ["approved"],
    to: "approved",
    by: "either",
    label: "Record a review",
    words: "What you looked at and found",
    missing: "Enter what you looked at and found",
    banner: "The review is recorded, and the next one is dated.",
    look: "primary",
    extends: true,
  },
  {
    action: "discuss",
    registers: told,
    from: ["made"],
    to: "discussed",
    by: "decider",
    label: "Record the talk",
    words: "What was said and agreed",
    missing: "Enter what was said and agreed",
    banner: "The talk is recorded. It can be acknowledged now.",
    look: "primary",
    discuss: true,
  },
  {
    action: "acknowledge",
    registers: told,
    from: ["discussed"],
    to: "acknowledged",
    by: "decider",
    label: "Acknowledge",
    words: "What holds from now on, if anything",
    missing: null,
    banner: "It is acknowledged. Whoever told it has been told.",
    look: "primary",
    discuss: true,
  },
  {
    action: "acknowledge",
    registers: told,
    from: ["made"],
    to: "acknowledged",
    by: "decider",
    label: "Acknowledge",
    words: "What holds from now on, if anything",
    missing: null,
    banner: "It is acknowledged. Whoever told it has been told.",
    look: "primary",
    discuss: false,
  },
  {
    action: "withdraw",
    registers: [...asked, ...told],
    from: ["asked", "made", "discussed"],
    to: "withdrawn",
    by: "holder",
    label: "Withdraw",
    words: null,
    missing: null,
    banner: "It is withdrawn. It stays in your register as withdrawn.",
    look: "secondary",
  },
  {
    action: "finish",
    registers: [...asked, ...told],
    from: ["approved", "acknowledged"],
    to: "ended",
    by: "holder",
    label: "It is over",
    words: "What changed",
    missing: "Enter what changed",
    banner: "It ended today. It stays in your register.",
    look: "secondary",
  },
  {
    action: "withdraw-consent",
    registers: ["consent"],
    from: ["recorded"],
    to: "withdrawn",
    by: "either",
    label: "Consent was withdrawn",
    words: "Who withdrew it, and how",
    missing: "Enter who withdrew it, and how",
    banner: "No new picture from now on. Below are the places to look for old ones.",
    look: "warning",
    removes: true,
  },
  {
    action: "clear-pictures",
    registers: ["consent"],
    from: ["recorded"],
    to: "ended",
    by: "either",
    label: "Its time is over: clear the pictures",
    words: null,
    missing: null,
    banner: "Below are the places to look for pictures.",
    look: "secondary",
    removes: true,
  },
];

/** Where a new entry of a register begins. */
export const firstState = (register: Register): EntryState =>
  register === "permission" || register === "account"
    ? "asked"
    : register === "declaration" || register === "deviation"
      ? "made"
      : "recorded";

/** What may be done with an entry by its holder, or by whoever may answer it. */
export const movesOf = (
  entry: { register: string; state: string },
  kind: { discuss: boolean },
  as: { holder: boolean; decider: boolean },
): EntryMove[] =>
  entryMoves.filter(
    (move) =>
      move.registers.includes(entry.register as Register) &&
      move.from.includes(entry.state as EntryState) &&
      (move.discuss === undefined || move.discuss === kind.discuss) &&
      (move.by === "either" ? as.holder || as.decider : as[move.by]),
  );
