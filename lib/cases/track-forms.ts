import { breachForm } from "./breach-form";
import { type CaseForm, yesNo } from "./form-parts";

/** What matters on each track (B3 of the domain specification), and the words of KCSIE on T3. */
export const trackForms = {
  T1: {
    title: "Staff as target",
    about: "case",
    tracks: ["T1"],
    welfare: true,
    fields: [
      {
        name: "from",
        label: "Who does it",
        kind: "one",
        missing: "Select who does it",
        choices: {
          pupil: "A pupil",
          parent: "A parent or carer",
          colleague: "A colleague",
          public: "Somebody else",
          unknown: "Not known",
        },
      },
      {
        name: "steps",
        label: "Steps the school has taken to stop it",
        kind: "words",
        hint: "An employer must take all reasonable steps against harassment by outsiders",
        missing: "Enter the steps taken so far",
      },
    ],
  },
  T2: {
    title: "The child",
    about: "case",
    tracks: ["T2"],
    welfare: true,
    fields: [
      {
        name: "need",
        label: "What they may need",
        kind: "many",
        choices: {
          send: "Special educational needs",
          "looked-after": "Looked after",
          "social-worker": "Has a social worker",
          "under-13": "Under 13",
        },
      },
      {
        name: "family",
        label: "Have the parents or carers been told?",
        kind: "one",
        missing: "Select whether the family was told",
        choices: { yes: "Yes", "not-yet": "Not yet", unsafe: "No: it could put the child at risk" },
      },
      { name: "words", label: "What is done for the child", kind: "words" },
    ],
  },
  T3: {
    title: "Adult conduct",
    about: "case",
    tracks: ["T3"],
    fields: [
      {
        name: "assessment",
        label: "It",
        kind: "one",
        missing: "Select what it may be",
        choices: {
          threshold: "May meet the harm threshold",
          "low-level": "Is a low-level concern",
          breach: "Is a breach of a rule, with no child in it",
          unclear: "Is not clear yet",
        },
      },
      { name: "reason", label: "Reasons", kind: "words", missing: "Enter the reasons" },
      {
        name: "engaged",
        label: "The person",
        kind: "one",
        missing: "Select how the person works with the school",
        choices: {
          employee: "Is employed here",
          agency: "Comes from an agency or another employer",
          volunteer: "Is a volunteer, governor or visitor",
          former: "Has left",
        },
      },
      {
        name: "agency",
        label: "Who was told at the agency or employer, and when",
        kind: "line",
        when: { field: "engaged", is: ["agency"] },
        missing: "Enter who was told there, and when",
      },
      {
        name: "teacher",
        label: "Is it a teacher, accused of an offence against a pupil of this school?",
        kind: "one",
        hint: "Until they are charged, nobody may publish who it is (Education Act 2002, section 141F)",
        missing: "Select whether it is",
        choices: { ...yesNo, unsure: "Not sure", charged: "Yes, and charged" },
      },
      {
        name: "self",
        label: "They reported it themselves",
        kind: "many",
        choices: { yes: "Yes" },
      },
    ],
  },
  finding: {
    title: "What was established",
    lead: "The words of Keeping children safe in education, for an allegation.",
    about: "person",
    parts: ["named"],
    tracks: ["T3"],
    fields: [
      {
        name: "finding",
        label: "The allegation is",
        kind: "one",
        missing: "Select what was established",
        choices: {
          substantiated: "Substantiated: there is enough evidence that it is true",
          malicious: "Malicious: it is untrue, and was meant to deceive",
          false: "False: there is enough evidence that it is untrue",
          unsubstantiated: "Unsubstantiated: there is not enough evidence either way",
          unfounded: "Unfounded: nothing supports it",
        },
      },
      { name: "reason", label: "Reasons", kind: "words", missing: "Enter the reasons" },
    ],
  },
  pattern: {
    title: "Is there a pattern?",
    lead: "Read with earlier concerns about the same person.",
    about: "person",
    parts: ["named"],
    tracks: ["T3"],
    fields: [
      {
        name: "pattern",
        label: "Together with earlier concerns it",
        kind: "one",
        missing: "Select what they show together",
        choices: {
          none: "Shows no pattern",
          low: "Shows a pattern that is still low-level",
          threshold: "May meet the harm threshold: tell the LADO",
        },
      },
      { name: "reason", label: "Reasons", kind: "words", missing: "Enter the reasons" },
    ],
  },
  T4: breachForm,
  T5: {
    title: "Community",
    about: "case",
    tracks: ["T5"],
    welfare: true,
    fields: [
      {
        name: "who",
        label: "Who is behind it",
        kind: "one",
        missing: "Select who is behind it",
        choices: { parent: "A parent or carer", public: "Somebody else", unknown: "Not known" },
      },
      {
        name: "complaint",
        label: "Is there a complaint in it?",
        kind: "one",
        missing: "Select whether there is a complaint in it",
        choices: { yes: "Yes: it is answered as one", no: "No" },
      },
      { name: "steps", label: "What was tried so far", kind: "words" },
    ],
  },
  T6: {
    title: "Permissions and declarations",
    about: "case",
    tracks: ["T6"],
    welfare: true,
    fields: [
      {
        name: "what",
        label: "What is declared or asked for",
        kind: "words",
        missing: "Enter what is declared or asked for",
      },
      {
        name: "answer",
        label: "Answer",
        kind: "one",
        missing: "Select the answer",
        choices: {
          noted: "Noted",
          allowed: "Allowed",
          refused: "Refused",
          "more-needed": "More is needed",
        },
      },
    ],
  },
} as const satisfies Record<string, CaseForm>;
