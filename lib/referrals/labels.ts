export const decisionKinds = ["no-action", "informal", "formal", "local-authority"] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export const decisionWords: Record<DecisionKind, string> = {
  "no-action": "No action",
  informal: "Informal action",
  formal: "Formal disciplinary action",
  "local-authority": "Refer to the local authority",
};
