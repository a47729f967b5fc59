import type { CaseForm } from "./form-parts";

export const complainants = {
  family: "A parent or carer",
  pupil: "A pupil",
  staff: "Somebody who works here",
  public: "Somebody else",
  unknown: "They did not say who they are",
} as const;
export const complaintSubjects = {
  handling: "How a concern or report was handled",
  decision: "A decision",
  conduct: "What somebody did or said",
  data: "How their data are used (data protection)",
  other: "Something else",
} as const;
export const complaintStages = {
  informal: "Stage 1: informal",
  formal: "Stage 2: formal, in writing",
  panel: "Stage 3: a panel hears it",
} as const;
export const complaintOutcomes = {
  open: "Not answered yet",
  upheld: "Upheld",
  partly: "Upheld in part",
  "not-upheld": "Not upheld",
  withdrawn: "Withdrawn",
  elsewhere: "Answered under another procedure",
} as const;
const answered = Object.keys(complaintOutcomes).filter((outcome) => outcome !== "open");

/**
 * A complaint, on the case that answers it: one version for each stage and for its answer. The
 * three stages are those of the Independent School Standards 2014, part 7, which bind academies; a
 * maintained school publishes its own (Education Act 2002, section 29).
 */
export const complaintForm = {
  title: "Complaint",
  lead: "A new stage, and the answer, are a new version. Each starts from the last.",
  about: "case",
  tracks: ["T5"],
  welfare: true,
  grows: true,
  fields: [
    {
      name: "from",
      label: "Who complains",
      kind: "one",
      missing: "Select who complains",
      choices: complainants,
    },
    { name: "who", label: "Their name", kind: "line" },
    {
      name: "subject",
      label: "What it is about",
      kind: "one",
      missing: "Select what it is about",
      choices: complaintSubjects,
    },
    {
      name: "words",
      label: "What they complain of",
      kind: "words",
      missing: "Enter what they complain of",
    },
    { name: "wants", label: "What they would like to happen", kind: "words" },
    {
      name: "stage",
      label: "Stage",
      kind: "one",
      missing: "Select the stage",
      choices: complaintStages,
    },
    {
      name: "received",
      label: "When it came, or came to this stage",
      kind: "day",
      hint: "Its time counts from here",
      missing: "Enter when it came",
    },
    {
      name: "acknowledged",
      label: "When they were told that it came, if they were",
      kind: "day",
    },
    {
      name: "outcome",
      label: "Answer",
      kind: "one",
      missing: "Select how it was answered",
      choices: complaintOutcomes,
    },
    {
      name: "findings",
      label: "What was found, what changes, and when they were told",
      kind: "words",
      hint: "With who heard it, when a panel did: three people or more with no part in it, one of them from outside the school",
      when: { field: "outcome", is: answered },
      missing: "Enter what was found, what changes, and when they were told",
    },
  ],
} as const satisfies CaseForm;

/** What is asked when a complaint first comes; the rest of the form is for later versions. */
export const firstFields = complaintForm.fields.filter(
  ({ name }) => !["who", "outcome", "findings"].includes(name),
);
