import type { Track } from "@/lib/access/types";
import { complaintForm } from "./complaint-form";
import type { CaseForm } from "./form-parts";
import { trackForms } from "./track-forms";

/** Out of school: the limbs a policy may name (S3-39, S4-30, S0-35), and the pupils' own in law. */
const limbs = {
  "orderly-running": "It could disturb the running of the school",
  threat: "It could threaten somebody of the school",
  reputation: "It could harm the school's name",
  employment: "It is linked to the employment",
  suitability: "It raises doubt about suitability to work with children",
  pupil:
    "It is a pupil's conduct towards somebody of the school (Education and Inspections Act 2006, section 89(5))",
  none: "None of these: the school may not act on it",
};

export const caseForms = {
  wishes: {
    title: "Wishes",
    lead: "What the person affected wants. Each version is kept, and whoever decides reads the latest.",
    about: "person",
    parts: ["affected"],
    welfare: true,
    fields: [
      {
        name: "route",
        label: "What they would like",
        kind: "many",
        missing: "Select what they would like",
        choices: {
          informal: "An informal way",
          formal: "A formal way",
          "no-contact": "No contact with the other person",
          "support-only": "Support only",
          undecided: "They have not decided",
        },
      },
      {
        name: "police",
        label: "The police",
        kind: "one",
        missing: "Select what they want about the police",
        choices: { yes: "Tell the police", no: "Do not tell the police", undecided: "Not decided" },
      },
      { name: "words", label: "In their own words", kind: "words" },
      {
        name: "asked",
        label: "Who asked them, and when",
        kind: "line",
        missing: "Enter who asked them, and when",
      },
    ],
  },
  override: {
    title: "Act against their wish about the police",
    lead: "A wish of an adult counts. It is never a veto where a child, an allegation against staff, a threat to life or a duty in law is in play.",
    about: "person",
    parts: ["affected"],
    welfare: true,
    fields: [
      {
        name: "basis",
        label: "Why it cannot be followed",
        kind: "one",
        missing: "Select why their wish cannot be followed",
        choices: {
          child: "A child may be at risk",
          staff: "It is an allegation against somebody who works here",
          life: "There is a threat to life",
          law: "The law requires it",
          "no-crime": "There is nothing the police could look into",
        },
      },
      { name: "reason", label: "Reason", kind: "words", missing: "Enter the reason" },
      {
        name: "told",
        label: "Have they been told?",
        kind: "one",
        missing: "Select whether they have been told",
        choices: { yes: "Yes", unsafe: "No: it would not be safe" },
      },
      {
        name: "unsafe",
        label: "Why it would not be safe",
        kind: "words",
        when: { field: "told", is: ["unsafe"] },
        missing: "Enter why it would not be safe to tell them",
      },
    ],
  },
  support: {
    title: "Support plan",
    lead: "For the person affected and for the person named alike.",
    about: "person",
    parts: ["affected", "named"],
    welfare: true,
    fields: [
      {
        name: "contact",
        label: "Named contact",
        kind: "line",
        hint: "Whom they can turn to. Not somebody who investigates or decides",
        missing: "Enter who their contact is",
      },
      {
        name: "offered",
        label: "What was offered",
        kind: "many",
        choices: {
          timetable: "Change of workload or timetable",
          "occupational-health": "Occupational health",
          "education-support": "The Education Support line",
          union: "A union or colleague at meetings",
          family: "Safety of the family",
          pupil: "Support for a pupil",
          return: "A plan for coming back",
        },
      },
      { name: "tasks", label: "What is to be done, and by whom", kind: "words" },
      {
        name: "review",
        label: "Look at it again on",
        kind: "day",
        ahead: true,
        missing: "Enter the date to look at it again",
      },
    ],
  },
  disclosure: {
    title: "Is it a breach at all?",
    lead: "Asked before anything is called a breach.",
    about: "case",
    tracks: ["T3"],
    fields: [
      {
        name: "protected",
        label: "Could this be a protected disclosure, union activity or a complaint?",
        kind: "one",
        missing: "Select whether it could be one of these",
        choices: { no: "No", yes: "Yes", unsure: "Not sure" },
      },
      {
        name: "advice",
        label: "Who was asked for advice, and what they said",
        kind: "words",
        when: { field: "protected", is: ["yes", "unsure"] },
        missing: "Enter the advice that was taken",
      },
    ],
  },
  jurisdiction: {
    title: "May the school act on it?",
    lead: "For what happened out of school.",
    about: "case",
    fields: [
      {
        name: "limbs",
        label: "Which of these is true?",
        kind: "many",
        choices: limbs,
        missing: "Select what is true",
      },
      {
        name: "reason",
        label: "Reasons",
        kind: "words",
        missing: "Enter the reasons",
      },
    ],
  },
  hours: {
    title: "Was it in working hours?",
    lead: "For private social media, where the school's policy sets hours.",
    about: "case",
    tracks: ["T3"],
    fields: [
      {
        name: "found",
        label: "It was",
        kind: "one",
        missing: "Select when it was",
        choices: {
          in: "In the hours the policy sets",
          lunch: "At lunch, or in another break the policy allows",
          out: "Outside those hours",
          unknown: "Not known",
        },
      },
      {
        name: "reason",
        label: "How that is known",
        kind: "words",
        missing: "Enter how it is known",
      },
    ],
  },
  attribution: {
    title: "Who did it?",
    lead: "A finding on evidence, never taken for granted from a name or an account.",
    about: "person",
    parts: ["named", "account-holder"],
    fields: [
      {
        name: "finding",
        label: "That they did it is",
        kind: "one",
        missing: "Select what was found",
        choices: {
          admitted: "Admitted",
          evidenced: "Shown by evidence",
          disputed: "Disputed",
          unknown: "Not known",
          compromised: "Not so: the account was taken over or borrowed",
        },
      },
      { name: "reason", label: "On what evidence", kind: "words", missing: "Enter the evidence" },
    ],
  },
  complaint: complaintForm,
  ...trackForms,
} as const satisfies Record<string, CaseForm>;
export type CaseFormKind = keyof typeof caseForms;
export const caseFormKinds = Object.keys(caseForms) as CaseFormKind[];
export const caseForm = (kind: CaseFormKind): CaseForm => caseForms[kind];

/** Per track the rule of B10 by which it is kept, by its key and in words. */
export const trackRules: Record<Track, { rule: string; kept: string }> = {
  T1: { rule: "staff-target", kept: "Kept for six years after it closes" },
  T2: { rule: "child-file", kept: "Kept with the child's file until they are 25" },
  T3: { rule: "adult-conduct", kept: "Kept as its finding says: ten years, or to pension age" },
  T4: { rule: "breach-log", kept: "Kept for six years after it closes" },
  T5: { rule: "community", kept: "Kept for six years after it closes" },
  T6: { rule: "declarations", kept: "Kept until six years after the person leaves" },
};

/** The forms of a track, its own first. */
export const formsOf = (track: string): CaseFormKind[] =>
  caseFormKinds
    .filter((kind) => {
      const { tracks } = caseForm(kind);
      return !tracks || tracks.includes(track);
    })
    .toSorted((a, b) => Number(b === track) - Number(a === track));
