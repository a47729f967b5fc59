import { z } from "zod";
import national from "./packs/national.json" with { type: "json" };

/**
 * What schools set differently (A5 of the domain specification), kept with the version so that a
 * rule is in force exactly as long as the words it comes from. Null: the policy does not say, and
 * the national default applies.
 */
export const recipientRoles = ["line-manager", "dsl", "headteacher"] as const;
/** Roles a policy may call by a name of its own (S2-07); the national title stays beside it. */
export const renamedRoles = ["dsl", "headteacher", "chair"] as const;
/** Kinds of concern a policy may call by a name of its own (S2-05). */
export const renamedTypes = ["CYB", "TRO", "APB"] as const;
/** What a school may leave out: none of it keeps a child or a person from help. */
export const optional = {
  TRO: "Trolling as a kind of concern of its own",
  PUP: "Pupils' devices and acceptable use",
} as const;

/**
 * Statutory minimums and rules of A6: what a school that tries to leave one out is told. Each holds
 * in the routes, the guards or the database whatever a policy says.
 */
export const minimums = {
  "child-to-dsl": "A concern about a child always goes to the DSL",
  "image-gate": "A picture that may show a nude child is never uploaded: it is described in words",
  "image-held": "The school never looks into a nude or sexual image of a child itself",
  "round-the-head": "A concern about the headteacher always goes round them to the chair",
  "police-no-veto":
    "A wish about the police is no veto where a child, an allegation against staff, a life or a duty in law is in play",
  "data-to-dpo": "The data protection officer always learns of lost or leaked data",
  "evidence-kept": "Evidence is never deleted by a rule: a person looks at it first",
  "breach-asked":
    "Whether it is a protected disclosure is asked before anything is called a breach",
  "who-did-it": "Who did it is found on evidence, never taken for granted",
  "lock-first": "Nothing is looked into while the police or the LADO ask the school to wait",
} as const;
export type Minimum = keyof typeof minimums;
const leftOut = z.string().superRefine((code, context) => {
  if (Object.hasOwn(optional, code)) return;
  const held = Object.hasOwn(minimums, code) ? minimums[code as Minimum] : null;
  context.addIssue({
    code: "custom",
    message: held
      ? `This cannot be switched off. ${held}`
      : "Select only what a school may leave out",
  });
});
const ownName = z.string().trim().min(2).max(60);

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
  /** Who decides about the police when an adult was targeted; the wish is always kept (S0-43, S4-39). */
  police: z.enum(["person-affected", "headteacher", "dsl"]).nullable().exactOptional(),
  /** By which procedure colleagues' abuse of each other is handled (S4-29). */
  staffOnStaff: z.enum(["discipline", "grievance"]).nullable().exactOptional(),
  roleNames: z.partialRecord(z.enum(renamedRoles), ownName).nullable().exactOptional(),
  typeNames: z.partialRecord(z.enum(renamedTypes), ownName).nullable().exactOptional(),
  /** What to do first, in the school's own terms (S0-39, S4-34). */
  firstSteps: z.array(z.string().trim().min(3).max(160)).min(1).max(5).nullable().exactOptional(),
  off: z.array(leftOut).nullable().exactOptional(),
  /** School days in which somebody new to it, or to the school, accepts it. May be absent. */
  acceptWithin: z.int().min(1).max(60).nullable().exactOptional(),
  /** Months after which it is accepted again (S0-44, B8). May be absent. */
  acceptAgain: z.int().min(1).max(36).nullable().exactOptional(),
  /** Who leads on a low-level concern; the other is told (B6 row 19). May be absent. */
  concernsTo: z.enum(["headteacher", "dsl"]).nullable().exactOptional(),
  /** Working days after a decision in which it can be appealed (B7). May be absent. */
  appealWithin: z.int().min(1).max(60).nullable().exactOptional(),
});
export type Rules = z.output<typeof rulesSchema>;
export type RuleName = keyof Rules;

export const ruleNames = Object.keys(rulesSchema.shape) as RuleName[];

/** Nothing set. Rules that are younger than the first policies are absent, so that their hash stands. */
export const noRules = Object.fromEntries(
  (rulesSchema.safeParse({}).error?.issues ?? []).map((issue) => [String(issue.path[0]), null]),
) as Rules;
export const defaults = rulesSchema.parse(national.rules);

/** School days in which a version is to be accepted, and the months until it is again. */
export const roundOf = (rules: Rules | null) => ({
  within: rules?.acceptWithin ?? national.rules.acceptWithin,
  again: rules?.acceptAgain ?? national.rules.acceptAgain,
});

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
  police: "Who decides about the police when an adult was targeted",
  staffOnStaff: "How abuse among colleagues is handled",
  roleNames: "What the school calls whom",
  typeNames: "What the school calls a kind of concern",
  firstSteps: "What to do first",
  off: "What the school leaves out",
  acceptWithin: "Time to read and accept it",
  acceptAgain: "When it is accepted again",
  concernsTo: "Who leads on a low-level concern about an adult",
  appealWithin: "Time to appeal against a decision",
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
  "person-affected": "Whoever it happened to, and nobody for them unless it must be",
  discipline: "By the disciplinary procedure",
  grievance: "By the grievance or bullying procedure",
  ...optional,
  sensitive: "For sexual, violent or extreme matters, and conduct towards a child",
  always: "Always",
  never: "Never",
};
const worded = (value: string) => ruleWords[value] ?? value;
const upper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** The title a school's staff know, with the national one beside it. */
export const ownTitle = (rules: Rules, role: string): string | null => {
  const own = rules.roleNames?.[role as (typeof renamedRoles)[number]];
  return own ? (role === "dsl" ? `${own} (DSL)` : own) : null;
};
const nationalTitles = { dsl: "the DSL", headteacher: "the headteacher", chair: "the chair" };

/** A rule's value in words. `steps` are the labels of the outcome ladder, which others own. */
export function wordsOf(
  name: RuleName,
  rules: Rules,
  steps: Record<string, string>,
): string | null {
  const value = rules[name];
  if (value === null || value === undefined) return null;
  switch (name) {
    case "outcomes":
      return (rules.outcomes ?? []).map((code) => steps[code] ?? code).join(", ");
    case "hours":
      return `None from ${rules.hours?.from} to ${rules.hours?.to}, except at lunch`;
    case "firstSteps":
      return (rules.firstSteps ?? []).join(". ");
    case "roleNames":
      return Object.entries(rules.roleNames ?? {})
        .map(([role, own]) => `${own}: ${nationalTitles[role as keyof typeof nationalTitles]}`)
        .join(", ");
    case "typeNames":
      return Object.values(rules.typeNames ?? {}).join(", ");
    default:
  }
  if (typeof value === "boolean")
    return value
      ? "The local authority's advice comes before any inquiry"
      : "The school looks into it";
  if (name === "acceptWithin") return `${value} school days`;
  if (name === "appealWithin") return `${value} working days`;
  if (name === "acceptAgain") return `After ${value} months`;
  if (typeof value === "number") return `${value} years, or until consent is withdrawn`;
  if (Array.isArray(value)) {
    const words = value.map(worded).join(", ");
    return name === "outOfSchool" ? `When ${words}` : upper(words) || "Nobody besides";
  }
  return upper(worded(String(value)));
}

export type DescribedRule = { name: RuleName; label: string; words: string; national: boolean };

/** Every rule as it applies: the policy's own, or the national default where it is silent. */
export const describeRules = (rules: Rules, steps: Record<string, string>): DescribedRule[] =>
  ruleNames.map((name) => {
    const own = wordsOf(name, rules, steps);
    const words = own ?? wordsOf(name, defaults, steps) ?? "No rule";
    return { name, label: ruleLabels[name], words, national: own === null };
  });

/** Rules that bear on a matter: of a breach those its subtype asks for, else those of its track (A5). */
export function rulesFor(matter: {
  type: string;
  subtype: string | null;
  track: string;
}): RuleName[] {
  const bySubtype: Record<string, RuleName[]> = {
    "pupil-contact": ["pupilContact"],
    "undeclared-tie": ["pupilContact"],
    channel: ["parents", "pupilContact"],
    profile: ["profile"],
    hours: ["hours"],
    image: ["imageYears"],
    confidentiality: ["dataBreach"],
    unsuitable: ["adviceFirst"],
  };
  if (matter.track === "T4") return ["dataBreach"];
  if (matter.track === "T1") return ["police", "staffOnStaff", "outOfSchool"];
  if (matter.track !== "T3") return ["outOfSchool"];
  return [...(bySubtype[matter.subtype ?? ""] ?? []), "outOfSchool"];
}
