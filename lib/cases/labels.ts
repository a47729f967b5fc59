import { type CaseState, stateWords } from "./transitions";

/** What a row of the queue says of itself. */
export const triageWords: Record<string, string> = {
  new: "New",
  asked: "Waiting for the reporter",
  snoozed: "Snoozed",
  opened: "Case opened",
  joined: "Joined a case",
  "no-action": "No further action",
  signposted: "Signposted",
};
export const statusWords = (state: string) =>
  stateWords[state as CaseState] ?? triageWords[state] ?? state;

export const tabWords: Record<string, string> = {
  new: "New",
  mine: "Mine",
  waiting: "Waiting on others",
  snoozed: "Snoozed",
  overdue: "Overdue",
  all: "All",
};
export const severityChoices = [
  { value: "1", label: "Low" },
  { value: "2", label: "Medium" },
  { value: "3", label: "High" },
  { value: "4", label: "Urgent" },
];
export const eventKinds: Record<string, string> = {
  note: "Notes",
  state: "Changes of state",
  severity: "Risk",
  referral: "Referrals",
  decision: "Decisions",
  person: "People",
  action: "Actions",
  message: "Messages",
};
