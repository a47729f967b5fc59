import type { Role } from "@/lib/access/types";
import { endMoves } from "./end-record";
import type { Form } from "./form-parts";
import { type MoveForm, moveForms } from "./move-forms";

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
  // Its end is proposed and waits for the second person: lib/retention.
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
  /** The button. */
  label: string;
  /** What the timeline says of it; a verb of its own says it itself. */
  event?: string;
  /** The states in which it is the page's main one. */
  main?: readonly CaseState[];
  by: readonly Role[];
  /** What is asked for, beyond a reason alone: a form of move-forms. */
  form?: MoveForm;
  /** What the page says afterwards. */
  banner: string;
  /** The timeline's kind; "state" when it is a plain step. */
  kind?: "investigation";
  /** Made on a page of its own, by a verb of its own: the button is a link. */
  page?: "refer" | "decide" | "appeal" | "retention";
  /** Facts that must hold, in order: each is a function of check-guards and, where it can be, a trigger. */
  guards: readonly Guard[];
};

/** The guards of B7 by name. */
export type Guard =
  | "no-open-referral"
  | "no-statutory-clock"
  | "two-people"
  | "police-wish"
  | "not-own-handling"
  | "not-image-of-child"
  | "advice-first"
  | "free-investigator"
  | "not-called-breach"
  | "hours-tested"
  | "in-jurisdiction"
  | "only-investigator"
  | "attributed"
  | "whole-evidence"
  | "takedowns-ended"
  | "support-in-place"
  | "findings-named"
  | "breach-decided"
  | "complaint-answered";

/** Who may decide about an adult's conduct (B12). */
export const deciders: readonly Role[] = [
  "headteacher",
  "chair",
  "vice-chair",
  "trust-lead",
  "trust-chair",
];

export const handlers: readonly Role[] = ["dsl", "deputy-dsl", ...deciders, "dpo"];

/** The one workflow table of a case: buttons, checks, labels, ledger and tests read these rows. */
export const moves: readonly Move[] = [
  {
    action: "refer",
    from: ["active", "decision", "outcome", "monitoring"],
    to: "decision",
    label: "Refer for a decision",
    main: ["active", "decision"],
    by: handlers,
    banner: "The case was referred. The decider has been told.",
    page: "refer",
    guards: [],
  },
  {
    action: "decide",
    from: ["decision"],
    to: "outcome",
    label: "Decide",
    main: ["decision"],
    by: deciders,
    banner: "The decision is recorded. Whoever asked for it has been told.",
    page: "decide",
    guards: [],
  },
  {
    action: "hold",
    from: ["active", "investigation"],
    to: "external-hold",
    label: "Hold for an outside body",
    event: "On hold for an outside body",
    by: handlers,
    banner: "The case is on hold. Do not investigate until the release is written down.",
    form: "hold",
    guards: ["police-wish"],
  },
  {
    action: "release",
    from: ["external-hold"],
    to: "active",
    label: "Release the hold",
    event: "Hold released",
    main: ["external-hold"],
    by: ["dsl", "headteacher", "chair", "vice-chair", "trust-lead", "trust-chair", "dpo"],
    banner: "The hold was released.",
    form: "release",
    guards: [],
  },
  {
    action: "investigate",
    from: ["active"],
    to: "investigation",
    label: "Start an investigation",
    event: "Investigation started",
    by: handlers,
    banner: "The investigation has started.",
    kind: "investigation",
    form: "investigate",
    guards: [
      "not-image-of-child",
      "advice-first",
      "not-called-breach",
      "hours-tested",
      "free-investigator",
      "in-jurisdiction",
    ],
  },
  {
    action: "conclude",
    from: ["investigation"],
    to: "decision",
    label: "Record the findings",
    event: "Findings recorded",
    main: ["investigation"],
    by: handlers,
    banner: "The findings are recorded. Refer the case for a decision.",
    kind: "investigation",
    form: "conclude",
    guards: ["only-investigator", "attributed", "whole-evidence"],
  },
  {
    action: "appeal",
    from: ["outcome"],
    to: "appeal",
    label: "Convene an appeal panel",
    event: "Appeal panel convened",
    page: "appeal",
    by: handlers,
    banner: "The panel is convened. Its members can read the case until the appeal ends.",
    form: "appeal",
    guards: [],
  },
  {
    action: "appeal-heard",
    from: ["appeal"],
    to: "outcome",
    label: "Record the appeal's result",
    event: "Result of the appeal recorded",
    main: ["appeal"],
    by: handlers,
    banner: "The appeal's result is recorded.",
    form: "appeal-heard",
    guards: [],
  },
  {
    action: "monitor",
    from: ["active", "outcome"],
    to: "monitoring",
    label: "Keep watching it",
    event: "Being watched",
    by: handlers,
    banner: "The case is being watched.",
    form: "monitor",
    guards: ["support-in-place"],
  },
  {
    action: "resume",
    from: ["monitoring"],
    to: "active",
    label: "Take it up again",
    event: "Taken up again",
    main: ["monitoring"],
    by: handlers,
    banner: "The case is active again.",
    guards: [],
  },
  {
    action: "close",
    from: ["active", "investigation", "decision", "outcome", "appeal", "monitoring"],
    to: "closed",
    label: "Close the case",
    event: "Case closed",
    main: ["outcome"],
    by: handlers,
    banner: "The case is closed. It can always be reopened.",
    form: "close",
    guards: [
      "no-open-referral",
      "breach-decided",
      "complaint-answered",
      "no-statutory-clock",
      "not-own-handling",
      "two-people",
      "police-wish",
      "takedowns-ended",
      "support-in-place",
      "findings-named",
    ],
  },
  {
    action: "reopen",
    from: ["closed"],
    to: "active",
    label: "Reopen the case",
    event: "Case reopened",
    main: ["closed"],
    by: handlers,
    banner: "The case is open again. Its earlier close is kept.",
    form: "reopen",
    guards: [],
  },
  {
    action: "transfer",
    from: ["closed"],
    to: "transferred",
    label: "Record its transfer",
    event: "Transfer recorded",
    by: ["dsl"],
    banner: "The transfer is recorded.",
    form: "transfer",
    guards: [],
  },
  ...endMoves,
];

/** What a step asks for: its form, or a reason alone. */
export const formOf = (move: Move): Form =>
  move.form
    ? moveForms[move.form]
    : {
        title: move.label,
        fields: [
          { name: "reason", label: "What is new", kind: "words", missing: "Enter what is new" },
        ],
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
