import { ruleFor } from "@/lib/clocks/labels";
import type { QueueView } from "./list-queue";
import type { CaseState } from "./transitions";

const stateWords: Record<CaseState, string> = {
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

/** What a case or report is, in the school's words; a complaint is no kind of concern. */
export const complaintType = "CPL";
export const typeWords = (labels: ReadonlyMap<string, string>, type: string) =>
  labels.get(type) ?? (type === complaintType ? "Complaint" : type);

export const tabWords: Record<string, string> = {
  new: "New",
  mine: "Mine",
  waiting: "Waiting on others",
  snoozed: "Snoozed",
  overdue: "Overdue",
  all: "All",
};
/** The address of the queue with one thing changed; what is plain is left out. */
export function queueAddress(view: QueueView, change: Partial<QueueView>): string {
  const plain: Record<string, unknown> = { page: 1, sort: "risk", names: "shown" };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...view, page: 1, ...change })) {
    if (value && value !== plain[name]) query.set(name, String(value));
  }
  return `/queue?${query}`;
}

/** What a view of the queue shows, in words. */
export function viewWords(view: QueueView, types: ReadonlyMap<string, string>): string {
  const risk = severityChoices.find((choice) => choice.value === String(view.severity));
  const parts = [
    tabWords[view.tab],
    view.type ? types.get(view.type) : undefined,
    risk ? `${risk.label.toLowerCase()} risk` : undefined,
    view.q ? `“${view.q}”` : undefined,
    view.sort === "clock" ? "the next deadline first" : undefined,
    view.names === "hidden" ? "without names" : undefined,
  ];
  return parts.filter(Boolean).join(", ");
}

export const severityChoices = [
  { value: "1", label: "Low" },
  { value: "2", label: "Medium" },
  { value: "3", label: "High" },
  { value: "4", label: "Urgent" },
];
export const eventKinds: Record<string, string> = {
  note: "Notes",
  state: "Steps",
  investigation: "Investigation",
  "report-joined": "Reports",
  severity: "Risk",
  fairness: "Fair process",
  referral: "Referrals",
  decision: "Decisions",
  person: "People",
  action: "Actions",
  clock: "Deadlines",
  message: "Messages",
  disclosure: "Disclosures",
};

/** What the page says after each triage; the next report is already open by then. */
export const triagedWords: Record<string, string> = {
  opened: "The case is open and yours.",
  joined: "The report joined the other case.",
  closed: "The report was closed with your reason.",
  snoozed: "The report is out of sight until then.",
  asked: "Your question was sent to the reporter.",
  rated: "The risk was changed.",
  "view-saved": "The view is saved.",
  passed: "The case was passed on. You no longer see it.",
  aside: "You stepped aside. You see nothing of it any more, and whoever owns it was told.",
  left: "The person was added. You declared a conflict with them, so the case passed to somebody else.",
};

/** Why something cannot be closed yet: a deadline from outside of which nobody has said it was met. */
export const stillRuns = (kind: string, where: string) =>
  `A deadline still runs: ${ruleFor(kind).label}. ${where}`;

/** Education Act 2002, section 141F, above a case and what is made of it. */
export const guardWords =
  "Nobody may publish who this teacher is until they are charged (Education Act 2002, section 141F). Take every name out of what leaves the school, unless the law lets it go there.";
/** For whom a case leaves the school, and on what ground it may: the words the record keeps. */
export const purposes = [
  { value: "police", label: "Police", hint: "A crime, or to prevent one" },
  { value: "lado", label: "Local authority designated officer (LADO)" },
  { value: "social-care", label: "Children's social care" },
  { value: "tribunal", label: "Court or tribunal" },
  { value: "receiving-school", label: "School or college the child goes to" },
  { value: "subject-access", label: "The person it is about (subject access)" },
  { value: "other", label: "Somebody else" },
];
/** A copy that opens with a passcode alone: one that is lent, and a child's file to the next school. */
export const isLocked = (disclosure: { purpose: string; lentUntil: string | null }) =>
  disclosure.lentUntil !== null || disclosure.purpose === "receiving-school";
/** UK GDPR articles 6, 9 and 15, with the Data Protection Act 2018, schedules 1 and 2. */
export const bases = [
  { value: "duty", label: "A law or a court order requires it", hint: "UK GDPR article 6(1)(c)" },
  {
    value: "safeguarding",
    label: "To keep a child or adult at risk safe",
    hint: "Article 6(1)(e); DPA 2018 schedule 1, paragraph 18",
  },
  {
    value: "crime",
    label: "To prevent or find out a crime",
    hint: "Article 6(1)(e); DPA 2018 schedule 1, paragraph 10, and schedule 2, paragraph 2",
  },
  {
    value: "claims",
    label: "For legal proceedings or advice",
    hint: "Article 9(2)(f); DPA 2018 schedule 2, paragraph 5",
  },
  { value: "access", label: "It is their own data", hint: "UK GDPR article 15" },
  {
    value: "consent",
    label: "The person it is about agreed",
    hint: "Articles 6(1)(a) and 9(2)(a)",
  },
];
export const leftOutWords: Record<string, string> = {
  sealed: "Sealed: nobody opens it",
  suspect: "The virus check found something in it, or is not done",
  "not-needed": "Not needed for this purpose",
  others: "Would tell about other people",
  harm: "Could harm somebody or an inquiry",
  privilege: "Legal advice",
  held: "They have it already",
};
const wordsOf = (choices: { value: string; label: string }[], value: string) =>
  choices.find((choice) => choice.value === value)?.label ?? value;
export const purposeWords = (value: string) => wordsOf(purposes, value);
export const basisWords = (value: string) => {
  const found = bases.find((basis) => basis.value === value);
  return found ? `${found.label} (${found.hint})` : value;
};
