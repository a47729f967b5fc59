import { type Form, outcomeChoices } from "./form-parts";

/** What each step of a case asks for: B7 of the domain specification, one form a step. */
export const moveForms = {
  hold: {
    title: "Hold for an outside body",
    fields: [
      {
        name: "body",
        label: "Who asked for it",
        kind: "one",
        missing: "Select who asked for the hold",
        choices: {
          police: "The police",
          lado: "The local authority designated officer (LADO)",
          "social-care": "Children's social care",
          "advice-first": "We asked the local authority for advice first",
          other: "Another body",
        },
      },
      {
        name: "reason",
        label: "Who asked for it, and when",
        kind: "words",
        missing: "Enter who asked to hold it, and when",
      },
    ],
  },
  release: {
    title: "Release the hold",
    fields: [
      {
        name: "releasedBy",
        label: "Who released it",
        kind: "line",
        hint: "Name, body and any reference",
        missing: "Enter who released it",
      },
      {
        name: "released",
        label: "When they released it",
        kind: "day",
        missing: "Enter the day it was released",
      },
      {
        name: "reason",
        label: "What may be done now",
        kind: "words",
        missing: "Enter what may be done now",
      },
    ],
  },
  investigate: {
    title: "Start an investigation",
    fields: [
      {
        name: "investigatorId",
        label: "Who investigates",
        kind: "investigator",
        hint: "Somebody with no part in it and no conflict. They do not decide it later",
        missing: "Select who investigates",
      },
      {
        name: "reason",
        label: "What they are to find out",
        kind: "words",
        missing: "Enter what they are to find out",
      },
      {
        name: "where",
        label: "Where it happened",
        kind: "one",
        missing: "Select where it happened",
        choices: {
          school: "In school, or on the school's accounts or devices",
          outside: "Out of school",
        },
      },
    ],
  },
  conclude: {
    title: "Record the findings",
    fields: [
      {
        name: "reason",
        label: "Findings",
        kind: "words",
        hint: "What is more likely than not, and on which evidence",
        missing: "Enter the findings",
      },
      {
        name: "affectedSide",
        label: "The account of the person affected",
        kind: "words",
        missing: "Enter the account of the person affected, or why there is none",
      },
      {
        name: "namedSide",
        label: "The account of the person named",
        kind: "words",
        missing: "Enter the account of the person named, or why there is none",
      },
    ],
  },
  "appeal-heard": {
    title: "Record the appeal's result",
    fields: [
      {
        name: "result",
        label: "What the panel decided",
        kind: "one",
        missing: "Select what the panel decided",
        choices: {
          upheld: "The decision stands",
          changed: "The decision is changed",
          withdrawn: "The appeal was withdrawn",
        },
      },
      { name: "reason", label: "Its reasons", kind: "words", missing: "Enter the panel's reasons" },
    ],
  },
  monitor: {
    title: "Keep watching it",
    fields: [
      {
        name: "reason",
        label: "What to watch, and when to look again",
        kind: "words",
        missing: "Enter what to watch and when to look again",
      },
      {
        name: "review",
        label: "Look again on",
        kind: "day",
        ahead: true,
        missing: "Enter the date to look again",
      },
      {
        name: "contact",
        label: "Is contact between the people settled?",
        kind: "one",
        missing: "Select whether contact between them is settled",
        choices: {
          agreed: "They keep apart, and both know it",
          "not-needed": "They need not keep apart",
        },
      },
    ],
  },
  close: {
    title: "Close the case",
    fields: [
      {
        name: "outcome",
        label: "What came of it",
        kind: "one",
        missing: "Select what came of it",
        choices: outcomeChoices,
        only: "undecided",
      },
      {
        name: "told",
        label: "Has the person affected been told?",
        kind: "one",
        missing: "Select whether the person affected was told",
        choices: {
          yes: "Yes",
          unsafe: "No: it would not be safe",
          nobody: "Nobody in particular is affected",
        },
      },
      {
        name: "support",
        label: "Was support offered?",
        kind: "one",
        missing: "Select whether support was offered",
        choices: {
          taken: "Yes, and taken",
          declined: "Yes, and declined",
          nobody: "Nobody in particular is affected",
        },
      },
      {
        name: "reason",
        label: "What was done, and what was learnt",
        kind: "words",
        hint: "Say too why, if somebody could not be told",
        missing: "Enter what was done and what was learnt",
      },
    ],
  },
  reopen: {
    title: "Reopen the case",
    fields: [
      {
        name: "why",
        label: "Why",
        kind: "one",
        missing: "Select why it is reopened",
        choices: { information: "There is new information", pattern: "It has happened again" },
      },
      { name: "reason", label: "What is new", kind: "words", missing: "Enter what is new" },
    ],
  },
  transfer: {
    title: "Record the transfer to another school",
    fields: [
      {
        name: "school",
        label: "Receiving school",
        kind: "line",
        missing: "Enter the receiving school",
      },
      {
        name: "receipt",
        label: "Who confirmed that they have it",
        kind: "line",
        missing: "Enter who confirmed that they have it",
      },
      {
        name: "received",
        label: "When they had it",
        kind: "day",
        missing: "Enter the day they had it",
      },
    ],
  },
  appeal: {
    title: "Convene an appeal panel",
    fields: [
      { name: "by", label: "Who appeals", kind: "line", missing: "Enter who appeals" },
      {
        name: "reason",
        label: "On what ground",
        kind: "words",
        missing: "Enter the ground of the appeal",
      },
      {
        name: "received",
        label: "When it was received",
        kind: "day",
        missing: "Enter the day the appeal was received",
      },
      { name: "late", label: "If it is late, why it is heard all the same", kind: "words" },
      {
        name: "members",
        label: "The panel",
        kind: "panel",
        hint: "Two or more. They can read this case until the appeal ends",
        missing: "Select two or more people for the panel",
      },
    ],
  },
} as const satisfies Record<string, Form>;
export type MoveForm = keyof typeof moveForms;
