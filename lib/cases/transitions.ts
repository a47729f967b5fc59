import type { Role } from "@/lib/access/types";

/** States of a case: B7 of the domain specification. "Reopened" leads straight back to active. */
export const caseStates = [
  "active",
  "external-hold",
  "investigation",
  "decision",
  "outcome",
  "appeal",
  "monitoring",
  "closed",
  // Reached by the retention and transfer work to come; named so that nothing else takes the word.
  "due-review",
  "disposed",
  "transferred",
] as const;
export type CaseState = (typeof caseStates)[number];

export type Move = {
  /** The name of the action: what the form posts and the ledger writes. */
  action: string;
  from: readonly CaseState[];
  to: CaseState;
  /** The button, and the states in which it is the page's main one. */
  label: string;
  main?: readonly CaseState[];
  by: readonly Role[];
  /** What must be written, or null when nothing must. */
  reason: string | null;
  /** The sentence when it is missing. */
  missing: string;
  /** What the page says afterwards. */
  banner: string;
  /** The timeline's kind; "state" when it is a plain step. */
  kind?: "investigation";
  /** Made on a page of its own, by a verb of its own: the button is a link. */
  page?: "refer" | "decide";
  /** Facts that must hold, checked by move-case. */
  guard?: "settled";
};

export const handlers: readonly Role[] = [
  "dsl",
  "deputy-dsl",
  "headteacher",
  "chair",
  "vice-chair",
  "trust-lead",
  "trust-chair",
  "dpo",
];
/** Who may decide about an adult's conduct (B12). */
export const deciders: readonly Role[] = [
  "headteacher",
  "chair",
  "vice-chair",
  "trust-lead",
  "trust-chair",
];

/** The one workflow table of a case: buttons, checks, labels, ledger and tests read these rows. */
export const moves: readonly Move[] = [
  {
    action: "refer",
    from: ["active", "investigation", "decision", "outcome", "monitoring"],
    to: "decision",
    label: "Refer for a decision",
    main: ["active", "decision"],
    by: handlers,
    reason: "What you ask them to decide",
    missing: "Enter what you ask them to decide",
    banner: "The case was referred. The decider has been told.",
    page: "refer",
  },
  {
    action: "decide",
    from: ["decision"],
    to: "outcome",
    label: "Decide",
    main: ["decision"],
    by: deciders,
    reason: "The reasons for the decision",
    missing: "Enter the reasons for your decision",
    banner: "The decision is recorded. Whoever asked for it has been told.",
    page: "decide",
  },
  {
    action: "hold",
    from: ["active", "investigation"],
    to: "external-hold",
    label: "Hold for an outside body",
    by: handlers,
    reason: "Who asked for it, and when",
    missing: "Enter who asked to hold it, and when",
    banner: "The case is on hold. Do not investigate until the release is written down.",
  },
  {
    action: "release",
    from: ["external-hold"],
    to: "active",
    label: "Release the hold",
    main: ["external-hold"],
    by: ["dsl", "headteacher", "chair", "vice-chair", "trust-lead", "trust-chair", "dpo"],
    reason: "Who released it, when, and what may be done now",
    missing: "Enter who released it, when, and what may be done",
    banner: "The hold was released.",
  },
  {
    action: "investigate",
    from: ["active"],
    to: "investigation",
    label: "Start an investigation",
    by: handlers,
    reason: "Who investigates, and what they are to find out",
    missing: "Enter who investigates and what they are to find out",
    banner: "The investigation has started.",
    kind: "investigation",
  },
  {
    action: "conclude",
    from: ["investigation"],
    to: "decision",
    label: "Record the findings",
    main: ["investigation"],
    by: handlers,
    reason: "Findings, with both sides' account",
    missing: "Enter the findings and both sides' account",
    banner: "The findings are recorded. Refer the case for a decision.",
    kind: "investigation",
  },
  {
    action: "appeal",
    from: ["outcome"],
    to: "appeal",
    label: "Record an appeal",
    by: handlers,
    reason: "Who appeals, and on what ground",
    missing: "Enter who appeals and on what ground",
    banner: "The appeal is recorded.",
  },
  {
    action: "appeal-heard",
    from: ["appeal"],
    to: "outcome",
    label: "Record the appeal's result",
    main: ["appeal"],
    by: handlers,
    reason: "What the panel decided",
    missing: "Enter what the panel decided",
    banner: "The appeal's result is recorded.",
  },
  {
    action: "monitor",
    from: ["active", "outcome"],
    to: "monitoring",
    label: "Keep watching it",
    by: handlers,
    reason: "What to watch, and when to look again",
    missing: "Enter what to watch and when to look again",
    banner: "The case is being watched.",
  },
  {
    action: "resume",
    from: ["monitoring"],
    to: "active",
    label: "Take it up again",
    main: ["monitoring"],
    by: handlers,
    reason: "What is new",
    missing: "Enter what is new",
    banner: "The case is active again.",
  },
  {
    action: "close",
    from: ["active", "investigation", "decision", "outcome", "appeal", "monitoring"],
    to: "closed",
    label: "Close the case",
    main: ["outcome"],
    by: handlers,
    reason: "What came of it, and what was learnt",
    missing: "Enter what came of it and what was learnt",
    banner: "The case is closed. It can always be reopened.",
    guard: "settled",
  },
  {
    action: "reopen",
    from: ["closed"],
    to: "active",
    label: "Reopen the case",
    main: ["closed"],
    by: handlers,
    reason: "What is new",
    missing: "Enter what is new",
    banner: "The case is open again. Its earlier close is kept.",
  },
];

export const stateWords: Record<CaseState, string> = {
  active: "Open",
  "external-hold": "On hold",
  investigation: "Being investigated",
  decision: "Waiting for a decision",
  outcome: "Decided",
  appeal: "Under appeal",
  monitoring: "Being watched",
  closed: "Closed",
  "due-review": "Due for review",
  disposed: "Disposed of",
  transferred: "Transferred",
};

/**
 * The moves a case in this state offers to somebody who holds these roles, the main one first;
 * unknown means none.
 */
export function movesFor(state: string, roles: readonly Role[]): readonly Move[] {
  const from = state as CaseState;
  const rank = (move: Move) => (move.main?.includes(from) ? 0 : 1);
  return moves
    .filter((move) => move.from.includes(from) && move.by.some((role) => roles.includes(role)))
    .toSorted((a, b) => rank(a) - rank(b));
}
