import type { CaseForm } from "./form-parts";

/** Kinds of personal data, as the ICO's own form groups them. */
export const dataKinds = {
  contact: "Names and contact details",
  school: "School work, attendance or behaviour",
  safeguarding: "Safeguarding or child protection",
  special: "Health, special needs or another special category",
  pictures: "Pictures or recordings",
  money: "Bank or payment details",
  access: "Passwords or accounts",
  staff: "Records about staff",
  none: "No personal data",
} as const;
export const dataPeople = {
  pupils: "Pupils",
  families: "Parents and carers",
  staff: "Staff",
  others: "Others",
} as const;
export const riskOf = {
  unlikely: "Unlikely",
  likely: "Likely",
  high: "High",
} as const;
const icoAnswers = {
  undecided: "Not decided yet",
  yes: "Tell the ICO",
  no: "Do not tell the ICO",
} as const;
export const toldAnswers = {
  undecided: "Not decided yet",
  "to-tell": "They are to be told",
  told: "They have been told",
  no: "They are not told",
} as const;

/**
 * The record of a breach: what UK GDPR article 33(3) asks for in a notification and article 33(5)
 * of every breach, notified or not. Choices and numbers alone go into the log.
 */
export const breachForm = {
  title: "Record of the breach",
  lead: "Every breach is written down, whoever is told of it (UK GDPR article 33(5)). Write what is known now: a new version starts from this one.",
  about: "case",
  tracks: ["T4"],
  welfare: true,
  grows: true,
  fields: [
    {
      name: "what",
      label: "What happened, and to what information",
      kind: "words",
      hint: "Name no child",
      missing: "Enter what happened, and to what information",
    },
    {
      name: "data",
      label: "Kinds of information",
      kind: "many",
      missing: "Select the kinds of information",
      choices: dataKinds,
    },
    {
      name: "whose",
      label: "Whose it is",
      kind: "many",
      missing: "Select whose information it is",
      choices: dataPeople,
      when: {
        field: "data",
        is: Object.keys(dataKinds).filter((kind) => kind !== "none"),
      },
    },
    {
      name: "people",
      label: "How many people, about",
      kind: "count",
      hint: "A number, such as 25. It can be put right later",
      missing: "Enter about how many people",
    },
    {
      name: "happened",
      label: "When it happened, if that is known",
      kind: "day",
    },
    {
      name: "aware",
      label: "When the school became aware of it",
      kind: "moment",
      hint: "The 72 hours count from here, through nights, weekends and holidays",
      missing: "Enter when the school became aware of it",
    },
    {
      name: "contained",
      label: "What was done to contain it",
      kind: "words",
      missing: "Enter what was done to contain it",
    },
    {
      name: "consequences",
      label: "What it may lead to for the people concerned",
      kind: "words",
      missing: "Enter what it may lead to",
    },
    {
      name: "risk",
      label: "Risk to those people",
      kind: "one",
      missing: "Select the risk",
      choices: riskOf,
    },
    {
      name: "ico",
      label: "Is the Information Commissioner's Office (ICO) told?",
      kind: "one",
      hint: "It is, unless a risk to people is unlikely (article 33(1))",
      missing: "Select whether the ICO is told",
      choices: icoAnswers,
    },
    {
      name: "icoReason",
      label: "Reasons for that decision",
      kind: "words",
      when: { field: "ico", is: ["yes", "no"] },
      missing: "Enter the reasons for the decision about the ICO",
    },
    {
      name: "told",
      label: "Are the people concerned told?",
      kind: "one",
      hint: "Without undue delay when the risk is high (article 34)",
      missing: "Select whether the people concerned are told",
      choices: toldAnswers,
    },
    {
      name: "toldReason",
      label: "How and when they were told, or why they are not",
      kind: "words",
      when: { field: "told", is: ["told", "no"] },
      missing: "Enter how and when they were told, or why they are not",
    },
  ],
} as const satisfies CaseForm;
