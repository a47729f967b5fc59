import outcomes from "./outcomes/england.json" with { type: "json" };

export const decisionKinds = ["no-action", "informal", "formal", "local-authority"] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export const decisionWords: Record<DecisionKind, string> = {
  "no-action": "No action",
  informal: "Informal action",
  formal: "Formal disciplinary action",
  "local-authority": "Refer to the local authority",
};

const lowered = (words: string) => `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
const steps = outcomes.ladder.map((step) => [step.code, step.label] as const);
export const outcomeWords: Record<string, string> = Object.fromEntries(steps);
/** What can come of a case where it is not a member of staff's (B9). */
const sanctions = outcomes.sanctions.map(({ code, label }) => [code, label] as const);
const allWords: Record<string, string> = { ...outcomeWords, ...Object.fromEntries(sanctions) };
const formal = ([code, label]: readonly [string, string]) => ({
  value: `formal/${code}`,
  label: `Formal: ${lowered(label)}`,
});

/** One choice for each thing that can be decided: the steps of the ladder are all formal action. */
export const decisionChoices = [
  { value: "no-action", label: decisionWords["no-action"] },
  { value: "informal", label: decisionWords.informal },
  ...steps.map(formal),
  { value: "local-authority", label: decisionWords["local-authority"] },
];

/** What can be decided when a school's policy names the steps of formal action it allows (S3-18). */
export const choicesWithin = (allowed: readonly string[] | null) =>
  decisionChoices.filter(({ value }) => {
    const step = value.split("/")[1];
    return step === undefined || allowed === null || allowed.includes(step);
  });

/** The choices of a case of this kind, and those of the others, which are rarer there. */
export function choicesFor(track: string, allowed: readonly string[] | null) {
  const staff = choicesWithin(allowed);
  const own = outcomes.sanctions.filter((one) => one.tracks.includes(track));
  const rest = outcomes.sanctions.filter((one) => !one.tracks.includes(track));
  const as = (list: typeof own) => list.map(({ code, label }) => formal([code, label]));
  const conduct = track === "T3" || own.length === 0;
  const ladder = staff.filter(({ value }) => value.includes("/"));
  const plain = staff.filter(({ value }) => !value.includes("/"));
  return {
    first: [...plain.slice(0, -1), ...(conduct ? ladder : []), ...as(own), ...plain.slice(-1)],
    more: [...(conduct ? [] : ladder), ...as(rest)],
  };
}
/** Everything that can be decided anywhere. */
export const everyDecision = [
  ...decisionChoices.map((choice) => choice.value),
  ...sanctions.map(([code]) => `formal/${code}`),
];

export const decidedWords = (decision: string, outcome: string | null) =>
  `${decisionWords[decision as DecisionKind] ?? decision}${outcome ? `: ${lowered(allWords[outcome] ?? outcome)}` : ""}`;

/** Types that are a breach of a rule by name: a decision about them rests on a clause. */
export const breachTypes: readonly string[] = ["APB", "PUP"];

export const nobodyDecides =
  "Nobody at the school could decide this. Ask the local authority for advice";

/** What a referral outside rests on: consent, or what stands in its place. */
export const basisWords: Record<string, string> = {
  agreed: "They agreed; for a child, a parent too where that is safe",
  nobody: "Nothing that says who anybody is was sent",
  risk: "Without consent: a child or an adult may be at risk",
  duty: "Without consent: the law or statutory guidance requires it",
  crime: "Without consent: to report or prevent a crime",
};
/** Those for which it must be said why, and whether they were told. */
export const withoutConsent: readonly string[] = ["risk", "duty", "crime"];

export const channelWords: Record<string, string> = {
  phone: "By phone",
  form: "Their online form",
  email: "Email",
  letter: "Letter",
  person: "In person",
  app: "In the app or site",
};

/** The register of referrals outside as an address; what is plain is left out. */
export type OutsideView = { show: string; body: string; page: number };
export const showWords: Record<string, string> = {
  open: "Open",
  late: "To ask again",
  takedown: "To be taken down",
  answered: "Answered",
  ended: "Ended",
};
export function outsideAddress(view: OutsideView, change: Partial<OutsideView>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...view, page: 1, ...change })) {
    if (value && value !== 1 && value !== "open") query.set(name, String(value));
  }
  return query.size > 0 ? `/referrals?${query}` : "/referrals";
}
