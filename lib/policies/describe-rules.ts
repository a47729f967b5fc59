import { z } from "zod";
import national from "./packs/national.json" with { type: "json" };

/**
 * What schools set differently (A5 of the domain specification), kept with the version so that a
 * rule is in force exactly as long as the words it comes from. Null: the policy does not say, and
 * the national default applies.
 */
export const recipientRoles = ["line-manager", "dsl", "headteacher"] as const;
export const rulesSchema = z.strictObject({
  /** Whom a reporter may tell besides whoever must know (S0-41, S1-40, S4-38). */
  recipients: z.array(z.enum(recipientRoles)).nullable(),
  /** Steps of the outcome ladder a formal decision may take (S1-11, S3-18). */
  outcomes: z.array(z.string()).nullable(),
  /** Unsuitable but lawful material: the local authority's advice before any inquiry (S0-35). */
  adviceFirst: z.boolean().nullable(),
  pupilContact: z.enum(["none", "family", "family-and-friends", "with-permission"]).nullable(),
  parents: z.enum(["school-channels", "caution", "barred"]).nullable(),
  profile: z.enum(["barred", "barred-but-professional"]).nullable(),
  /** No private social media between these hours (S3-35). */
  hours: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
  /** When the school may act on what happened outside it (S3-39, S4-30). */
  outOfSchool: z
    .array(z.enum(["orderly-running", "threat", "reputation", "employment", "suitability"]))
    .nullable(),
  imageYears: z.int().min(1).max(25).nullable(),
  /** Who besides the data protection officer learns of a breach of confidence (S3-51). */
  dataBreach: z.enum(["dpo", "council"]).nullable(),
  /** When whoever opens evidence says why (B13.6). Younger than the others: may be absent. */
  viewReason: z.enum(["sensitive", "always", "never"]).nullable().exactOptional(),
});
export type Rules = z.output<typeof rulesSchema>;
export type RuleName = keyof Rules;

export const noRules = Object.fromEntries(
  Object.keys(rulesSchema.shape)
    .filter((name) => name !== "viewReason")
    .map((name) => [name, null]),
) as Rules;
const defaults = rulesSchema.parse(national.rules);

export const ruleLabels: Record<RuleName, string> = {
  recipients: "Whom a reporter may tell as well",
  outcomes: "Steps of formal action",
  adviceFirst: "Unsuitable but lawful material about staff",
  pupilContact: "Contact with pupils on private accounts",
  parents: "Contact with parents on private accounts",
  profile: "Naming the school or the job on a profile",
  hours: "Private social media in working hours",
  outOfSchool: "When the school acts on what happened elsewhere",
  imageYears: "How long pictures of pupils are kept",
  dataBreach: "Who learns of a breach of confidence",
  viewReason: "When opening evidence needs a reason",
};

export const ruleWords: Record<string, string> = {
  "line-manager": "their line manager",
  dsl: "the DSL",
  headteacher: "the headteacher",
  none: "None, without exception",
  family: "Declared family only",
  "family-and-friends": "Family and existing close family friends",
  "with-permission": "With the headteacher's permission",
  "school-channels": "School channels only",
  caution: "With caution",
  barred: "Barred",
  "barred-but-professional": "Barred, except on professional networks",
  "orderly-running": "it could disturb the running of the school",
  threat: "it threatens somebody of its community",
  reputation: "it could harm its name",
  employment: "it is linked to the employment",
  suitability: "it raises doubt about suitability to work with children",
  dpo: "The data protection officer",
  council: "The data protection officer, and the council's data team",
  sensitive: "For sexual, violent or extreme matters, and conduct towards a child",
  always: "Always",
  never: "Never",
};
const worded = (value: string) => ruleWords[value] ?? value;
const upper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** A rule's value in words. `steps` are the labels of the outcome ladder, which others own. */
function inWords(name: RuleName, rules: Rules, steps: Record<string, string>): string | null {
  const value = rules[name];
  if (value === null || value === undefined) return null;
  if (name === "outcomes")
    return (rules.outcomes ?? []).map((code) => steps[code] ?? code).join(", ");
  if (typeof value === "boolean")
    return value
      ? "The local authority's advice comes before any inquiry"
      : "The school looks into it";
  if (typeof value === "number") return `${value} years, or until consent is withdrawn`;
  if (Array.isArray(value)) {
    const words = value.map(worded).join(", ");
    return name === "outOfSchool" ? `When ${words}` : upper(words) || "Nobody besides";
  }
  if (typeof value === "object") return `None from ${value.from} to ${value.to}, except at lunch`;
  return worded(value);
}

export type DescribedRule = { name: RuleName; label: string; words: string; national: boolean };

/** Every rule as it applies: the policy's own, or the national default where it is silent. */
export const describeRules = (rules: Rules, steps: Record<string, string>): DescribedRule[] =>
  (Object.keys(ruleLabels) as RuleName[]).map((name) => {
    const own = inWords(name, rules, steps);
    const words = own ?? inWords(name, defaults, steps) ?? "No rule";
    return { name, label: ruleLabels[name], words, national: own === null };
  });
