import type { Form, FormField } from "@/lib/cases/form-parts";

/** States of a referral outside. Open: something is still awaited. */
export const outsideStates = ["sent", "received", "escalated", "answered", "ended"] as const;
export type OutsideState = (typeof outsideStates)[number];
export const openStates = ["sent", "received", "escalated"] as const;

export const outsideWords: Record<OutsideState, string> = {
  sent: "Sent",
  received: "They have it",
  escalated: "Escalated",
  answered: "Answered",
  ended: "Ended",
};

export type OutsideMove = {
  action: string;
  from: readonly OutsideState[];
  /** Where it leads; without one it stays where it is. */
  to?: OutsideState;
  label: string;
  /** What the timeline says of it, after the body's name. */
  event: string;
  banner: string;
  /** Only of what is to be taken down. */
  takedown?: boolean;
  fields: readonly FormField[];
};

const words = (label: string, missing?: string, hint?: string): FormField => ({
  name: "words",
  label,
  kind: "words",
  ...(missing ? { missing } : {}),
  ...(hint ? { hint } : {}),
});
const reference: FormField = { name: "reference", label: "Their reference", kind: "line" };
const chase: FormField = {
  name: "chase",
  label: "Ask again on",
  kind: "day",
  ahead: true,
  missing: "Enter the date to ask again",
};
const visible: FormField = {
  name: "visible",
  label: "Still to be seen",
  kind: "one",
  missing: "Select whether it is still to be seen",
  choices: { no: "No, it is gone", yes: "Yes" },
};

/** The one workflow table of a referral outside: buttons, checks, labels and tests read these rows. */
export const outsideMoves: readonly OutsideMove[] = [
  {
    action: "receive",
    from: ["sent", "escalated"],
    to: "received",
    label: "They have it",
    event: "they have it",
    banner: "It is written down that they have it.",
    fields: [
      { ...reference, missing: "Enter their reference, or who confirmed that they have it" },
      words("What they said"),
    ],
  },
  {
    action: "reply",
    from: [...outsideStates],
    to: "answered",
    label: "Record their reply",
    event: "their reply",
    banner: "The reply is recorded, and its deadline met.",
    fields: [
      words("What they answered, who, and when", "Enter what they answered"),
      reference,
      visible,
    ],
  },
  {
    action: "chase",
    from: openStates,
    label: "Asked again",
    event: "asked again",
    banner: "It is written down that you asked again.",
    fields: [words("Whom you asked, and what they said", "Enter whom you asked"), chase],
  },
  {
    action: "look",
    from: ["sent", "received", "escalated", "answered"],
    label: "Look whether it is still there",
    event: "looked whether it is still there",
    banner: "What you saw is written down.",
    takedown: true,
    fields: [visible, words("Where you looked")],
  },
  {
    action: "escalate",
    from: ["sent", "received"],
    to: "escalated",
    label: "Escalate",
    event: "escalated",
    banner: "It is written down as escalated.",
    fields: [
      words(
        "To whom, and how",
        "Enter to whom you escalated it",
        "Refer it to the next body as well, such as Report Harmful Content after a platform",
      ),
      chase,
    ],
  },
  {
    action: "end",
    from: ["sent", "received", "escalated", "answered"],
    to: "ended",
    label: "Nothing more to do",
    event: "nothing more to do",
    banner: "The referral is ended. A late reply can still be recorded.",
    fields: [
      words("Why nothing more is to be done", "Enter why nothing more is to be done"),
      visible,
    ],
  },
];

/** What a move asks for: whether something is still to be seen only where it is to be taken down. */
export const outsideForm = (move: OutsideMove, takedown: boolean): Form => ({
  title: move.label,
  fields: move.fields.filter((field) => takedown || field.name !== "visible"),
});

/** Unknown means none. */
export const outsideMovesFor = (state: string, takedown: boolean): readonly OutsideMove[] =>
  outsideMoves.filter(
    (move) => move.from.includes(state as OutsideState) && (takedown || !move.takedown),
  );
