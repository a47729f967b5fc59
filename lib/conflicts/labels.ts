/** Why somebody should not handle a case. */
export const asideWords = {
  relative: "Somebody in it is a relative or lives with me",
  friend: "Somebody in it is a friend, or we have fallen out",
  "line-management": "I manage somebody in it, or they manage me",
  other: "Something else",
};
export const asideKinds = Object.keys(asideWords) as (keyof typeof asideWords)[];

/** The same of somebody else: "Helen Marsh is kept out: a relative of Colin Webb". */
export const tieWords: Record<keyof typeof asideWords, string> = {
  relative: "a relative of",
  friend: "a friend of, or fallen out with,",
  "line-management": "in line management with",
  other: "another tie with",
};

/** Why somebody is kept out of a case: the reasons of its walls. */
export const wallWords: Record<string, string> = {
  named: "Named in it",
  "about-role": "It is about somebody in their role",
  conflict: "A tie with somebody in it",
  "line-manager": "Line manager, by the reporter's answer",
  recused: "Stepped aside",
};
export const viewWords: Record<string, string> = {
  "case-viewed": "the case",
  "report-viewed": "a report",
  "evidence-viewed": "an item of evidence",
  "evidence-exported": "a copy of an item of evidence",
};
/** A tie between two others, as a choice. */
export const pairWords: Record<keyof typeof asideWords, string> = {
  relative: "Relatives, or living together",
  friend: "Friends, or fallen out",
  "line-management": "One manages the other",
  other: "Something else",
};
export const foundWords: Record<string, string> = {
  justified: "it was justified",
  "not-justified": "it was not justified",
};
