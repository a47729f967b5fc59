import type { RetentionRule, Trigger } from "./types";

export const reviewTabs = ["due", "proposed", "held", "later", "open", "ended"] as const;
export type ReviewTab = (typeof reviewTabs)[number];
export const tabLabels: Record<ReviewTab, string> = {
  due: "Due now",
  proposed: "Waiting for a second person",
  held: "Held",
  later: "Later",
  open: "Not counting yet",
  ended: "Disposed of",
};

export const triggerWords: Record<Trigger, string> = {
  birth: "after the child was born",
  leaving: "after the person left",
  allegation: "after the allegation",
  closing: "after the case closed",
  visit: "after the visit",
};
const fromWords: Record<Trigger, string> = {
  birth: "born",
  leaving: "left",
  allegation: "allegation",
  closing: "closed",
  visit: "visit",
};
const yearsWords = (years: number) => `${years} ${years === 1 ? "year" : "years"}`;

/** "25 years after the child was born". */
export const periodWords = (rule: RetentionRule, years: number) =>
  `${years === 0 ? "When reviewed" : yearsWords(years)} ${triggerWords[rule.from]}${
    rule.orPensionAge ? ", or to pension age if that is later" : ""
  }`.replace("When reviewed after", "On the day");

/** Why a record is due on its day, without a name. `from` is the day in words. */
export function whyWords(
  rule: RetentionRule,
  review: { years: number; assumed: boolean },
  from: string | null,
): string {
  if (from === null) return "The time does not run yet: somebody has not left.";
  const assumed = review.assumed
    ? " A date of birth is not known, so the latest it can be was taken."
    : "";
  const since = review.years === 0 ? "On" : `${yearsWords(review.years)} from`;
  return `${since} ${from} (${fromWords[rule.from]}).${assumed}`;
}

export const holdKinds = {
  longer: "Keep it longer",
  legal: "Legal advice or proceedings",
  police: "The police asked",
  lado: "The LADO asked",
  inquiry: "A public inquiry",
  claim: "A claim, or one that is likely",
} as const;

/** What stops a disposal, by the codes of the database. */
export const heldWords: Record<string, string> = {
  ...holdKinds,
  longer: "Somebody keeps it longer",
  police: "The police",
  lado: "The LADO",
  new: "Something was added after its end was proposed",
  sealed: "A sealed file waits for the police's instruction",
  sar: "Somebody in it asked for a copy of what is kept about them",
  transfer: "The file of a child in it is on its way to the next school",
};

export const keeperWords: Record<string, string> = {
  dpo: "Data protection officer",
  dsl: "Designated safeguarding lead",
  headteacher: "Headteacher",
  chair: "Chair of governors",
  "vice-chair": "Vice-chair of governors",
  "trust-lead": "Trust lead",
  "trust-chair": "Chair of trustees",
};
