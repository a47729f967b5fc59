import outcomes from "./outcomes/england.json" with { type: "json" };

export const decisionKinds = ["no-action", "informal", "formal", "local-authority"] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export const decisionWords: Record<DecisionKind, string> = {
  "no-action": "No action",
  informal: "Informal action",
  formal: "Formal disciplinary action",
  "local-authority": "Refer to the local authority",
};

const steps = outcomes.ladder.map((step) => [step.code, step.label] as const);
export const outcomeWords: Record<string, string> = Object.fromEntries(steps);

/** One choice for each thing that can be decided: the steps of the ladder are all formal action. */
export const decisionChoices = [
  { value: "no-action", label: decisionWords["no-action"] },
  { value: "informal", label: decisionWords.informal },
  ...steps.map(([code, label]) => ({
    value: `formal/${code}`,
    label: `Formal: ${label.toLowerCase()}`,
  })),
  { value: "local-authority", label: decisionWords["local-authority"] },
];

/** What can be decided when a school's policy names the steps of formal action it allows (S3-18). */
export const choicesWithin = (allowed: readonly string[] | null) =>
  decisionChoices.filter(({ value }) => {
    const step = value.split("/")[1];
    return step === undefined || allowed === null || allowed.includes(step);
  });

export const decidedWords = (decision: string, outcome: string | null) =>
  `${decisionWords[decision as DecisionKind] ?? decision}${outcome ? `: ${(outcomeWords[outcome] ?? outcome).toLowerCase()}` : ""}`;

/** Types that are a breach of a rule by name: a decision about them rests on a clause. */
export const breachTypes: readonly string[] = ["APB", "PUP"];

export const nobodyDecides =
  "Nobody at the school could decide this. Ask the local authority for advice";
