import { z } from "zod";
import { dayFromParts } from "@/lib/dates";
<<<<<<< HEAD
import { drawAgain, mostStrokes } from "./check-signature";
=======
import { signatureFields } from "./check-signature";
import {
  type Rules,
  recipientRoles,
  renamedRoles,
  renamedTypes,
  rulesSchema,
} from "./describe-rules";
>>>>>>> 6aa17be (Keep each form's schema with its verb)
import { boundKinds, clauseKinds } from "./types";

const list = (value: unknown) =>
  (Array.isArray(value) ? value : value ? [value] : []).filter((item) => item !== "");
const day = z.string().default("");

const dayFields = (...names: string[]) =>
  Object.fromEntries(
    names.flatMap((name) => ["day", "month", "year"].map((part) => [`${name}-${part}`, day])),
  );

/** A day typed in three fields: nothing typed is null, anything else must be in the calendar. */
function dayOf(
  input: Record<string, unknown>,
  name: string,
  sentence: string,
  context: z.core.$RefinementCtx,
  needed = false,
): string | null {
  const [d, m, y] = ["day", "month", "year"].map((part) => String(input[`${name}-${part}`] ?? ""));
  const found = dayFromParts(d ?? "", m ?? "", y ?? "");
  if (!found && (needed || `${d}${m}${y}`.trim() !== ""))
    context.addIssue({ code: "custom", path: [name], message: sentence, input });
  return found;
}

export const startPolicySchema = z.object({
  title: z.string().trim().min(3, "Enter the title of the policy").max(160),
});
export const loadPackSchema = z.object({ pack: z.string().min(1, "Select where to start") });
export const policySchema = z.object({ policyId: z.uuid() });
export const versionSchema = z.object({ versionId: z.uuid() });

const head = z.object({
  versionId: z.uuid(),
  revision: z.coerce.number().int(),
  title: z.string().trim().min(3, "Enter the title of the policy").max(160),
  approvedBy: z.string().trim().max(160).default(""),
  ...dayFields("approvedOn", "reviewedOn", "nextReviewOn"),
  linked: z.string().trim().max(4000).default(""),
  about: z.preprocess(list, z.array(z.enum(["statutory", "website"]))).default([]),
  binds: z.preprocess(list, z.array(z.enum(boundKinds))).default([]),
});

/** The details of a draft: everything but the title may still be missing. */
export const saveVersionSchema = head.transform((input, context) => ({
  versionId: input.versionId,
  revision: input.revision,
  title: input.title,
  approvedBy: input.approvedBy || null,
  approvedOn: dayOf(
    input,
    "approvedOn",
    "Enter the day it was approved, such as 6 7 2026",
    context,
  ),
  reviewedOn: dayOf(input, "reviewedOn", "Enter the day it was last reviewed", context),
  nextReviewOn: dayOf(input, "nextReviewOn", "Enter the day of the next review", context),
  linked: input.linked
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean),
  statutory: input.about.includes("statutory"),
  onWebsite: input.about.includes("website"),
  binds: input.binds,
}));

/** Who approved it and when. Its next review cannot be due before it was approved (A6-8). */
export const publishVersionSchema = z
  .object({
    versionId: z.uuid(),
    approvedBy: z
      .string()
      .trim()
      .min(2, "Enter who approved it, such as the governing body")
      .max(160),
    ...dayFields("approvedOn", "nextReviewOn"),
    accepted: z.string().default(""),
  })
  .transform((input, context) => {
    const approvedOn = dayOf(input, "approvedOn", "Enter the day it was approved", context, true);
    const nextReviewOn = dayOf(
      input,
      "nextReviewOn",
      "Enter the day of the next review",
      context,
      true,
    );
    if (approvedOn && nextReviewOn && nextReviewOn < approvedOn)
      context.addIssue({
        code: "custom",
        path: ["nextReviewOn"],
        message: "The next review must be after the day it was approved",
        input,
      });
    return {
      versionId: input.versionId,
      approvedBy: input.approvedBy,
      approvedOn: approvedOn ?? "",
      nextReviewOn: nextReviewOn ?? "",
      accepted: input.accepted === "yes",
    };
  });

export const clauseSchema = z.object({
  code: z
    .string()
    .trim()
    .max(20)
    .regex(/^[\w.-]+$/, "Enter a short code, such as C12"),
  kind: z.enum(clauseKinds, { error: "Select what the clause does" }),
  heading: z.string().trim().max(160).default(""),
  words: z.string().trim().min(1, "Enter what the clause says").max(6000),
  types: z.preprocess(list, z.array(z.string().max(8))).default([]),
  severity: z
    .union([z.literal("").transform(() => null), z.coerce.number().int().min(1).max(4)])
    .default(null),
});
export const addClauseSchema = z.object({ versionId: z.uuid() }).and(clauseSchema);
export const editClauseSchema = z
  .object({ clauseId: z.uuid(), revision: z.coerce.number().int() })
  .and(clauseSchema);
export const clauseIdSchema = z.object({ clauseId: z.uuid() });
export const moveClauseSchema = z.object({
  clauseId: z.uuid(),
  direction: z.enum(["up", "down"]),
});

export const signVersionSchema = z.object({
  versionId: z.uuid(),
  sha256: z.string().length(64),
  signer: z.string().trim().min(2, "Enter your name").max(120),
});
export const noteVersionSchema = z.object({
  versionId: z.uuid(),
  words: z.string().trim().min(3, "Enter what you found").max(5000),
});

/** What was ticked as right on the page that shows proposed clauses, and what is no clause. */
export const confirmClausesSchema = z
  .looseObject({
    versionId: z.uuid(),
    right: z.preprocess(list, z.array(z.uuid())).default([]),
    drop: z.preprocess(list, z.array(z.uuid())).default([]),
  })
  .transform((input, context) => {
    if (input.right.length + input.drop.length === 0)
      context.addIssue({ code: "custom", path: ["right"], message: "Tick what is right", input });
    const drop = input.drop.filter((id) => !input.right.includes(id));
    const right = input.right.map((clauseId) => ({
      clauseId,
      kind: z.enum(clauseKinds).catch("duty").parse(input[`kind-${clauseId}`]),
    }));
    return { versionId: input.versionId, right, drop };
  });

export const acknowledgeVersionSchema = z.object({
  policyId: z.uuid(),
  sha256: z.string().length(64),
  accepted: z.literal("yes", { error: "Tick that you have read and accept it" }),
  name: z.string().trim().min(2, "Enter your name in print").max(120),
  ...signatureFields,
});

<<<<<<< HEAD
export const askQuestionSchema = z.object({
  policyId: z.uuid(),
  question: z.string().trim().min(3, "Enter your question").max(2000),
});
/** Several questions stand on one page, so each answer's field bears its question. */
export const answerQuestionSchema = z
  .looseObject({ questionId: z.uuid() })
  .transform((input, context) => {
    const name = `answer-${input.questionId}`;
    const answer = String(input[name] ?? "").trim();
    if (answer.length < 2 || answer.length > 4000)
      context.addIssue({ code: "custom", path: [name], message: "Enter your answer", input });
    return { questionId: input.questionId, answer };
  });

/** Exactly the versions that were read at the door, by their hashes. */
export const signVisitSchema = z.object({
  key: z.uuid(),
  door: z.string().max(60),
  versions: z.preprocess(list, z.array(z.string().length(64)).min(1)),
  visitor: z.string().trim().min(2, "Enter your name").max(120),
  visiting: z.string().trim().min(2, "Enter whom you visit").max(120),
  accepted: z.literal("yes", { error: "Tick that you have read and accept it" }),
  ...signatureFields,
});
export const saveVisitsSchema = z
  .object({ door: z.string().trim().toLowerCase().default(""), open: z.enum(["yes", "no"]) })
  .refine(({ door, open }) => open === "no" || /^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/.test(door), {
    path: ["door"],
    message: "Enter 3 to 40 small letters, digits and hyphens",
=======
const yesNo = z.enum(["", "yes", "no"]).default("");
const pick = <T extends { options: readonly string[] }>(schema: T) =>
  z
    .enum(["", ...schema.options])
    .default("")
    .transform((value) => value || null);
const clock = z
  .string()
  .trim()
  .regex(/^(|([01]?\d|2[0-3]):[0-5]\d)$/, "Enter a time, such as 9:00")
  .default("");

/** Names of the school's own, one field each: "role-dsl", "type-TRO". */
const namesOf = (prefix: string, names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [
      `${prefix}-${name}`,
      z.string().trim().max(60, "Use 60 characters or fewer").default(""),
    ]),
  );
function given(input: Record<string, unknown>, prefix: string, names: readonly string[]) {
  const own = names.flatMap((name) => {
    const value = String(input[`${prefix}-${name}`] ?? "");
    return value ? [[name, value]] : [];
  });
  return own.length > 0 ? Object.fromEntries(own) : null;
}

const count = (most: number, unit: string) => {
  const words = `Enter 1 to ${most} ${unit}`;
  return z
    .union([
      z.literal("").transform(() => null),
      z.coerce.number({ error: words }).int(words).min(1, words).max(most, words),
    ])
    .default(null);
};

/** The rules a draft sets. Nothing chosen: the policy does not say. */
export const saveRulesSchema = z
  .object({
    versionId: z.uuid(),
    revision: z.coerce.number().int(),
    recipientsSaid: yesNo,
    recipients: z.preprocess(list, z.array(z.enum(recipientRoles))).default([]),
    outcomesSaid: yesNo,
    outcomes: z.preprocess(list, z.array(z.string().max(40))).default([]),
    adviceFirst: yesNo,
    pupilContact: pick(rulesSchema.shape.pupilContact.unwrap()),
    parents: pick(rulesSchema.shape.parents.unwrap()),
    profile: pick(rulesSchema.shape.profile.unwrap()),
    "hours-from": clock,
    "hours-to": clock,
    outOfSchool: z
      .preprocess(list, z.array(rulesSchema.shape.outOfSchool.unwrap().element))
      .default([]),
    imageYears: z.union([
      z.literal("").transform(() => null),
      z.coerce.number().int().min(1, "Enter 1 to 25 years").max(25, "Enter 1 to 25 years"),
    ]),
    dataBreach: pick(rulesSchema.shape.dataBreach.unwrap()),
    acceptWithin: count(60, "school days"),
    acceptAgain: count(36, "months"),
    viewReason: pick(rulesSchema.shape.viewReason.unwrap().unwrap()).default(null),
    police: pick(rulesSchema.shape.police.unwrap().unwrap()).default(null),
    staffOnStaff: pick(rulesSchema.shape.staffOnStaff.unwrap().unwrap()).default(null),
    ...namesOf("role", renamedRoles),
    ...namesOf("type", renamedTypes),
    firstSteps: z.string().max(1000, "Use 1,000 characters or fewer").default(""),
    off: z.preprocess(list, rulesSchema.shape.off.unwrap().unwrap()).default([]),
  })
  .transform((input, context) => {
    const [from, to] = [input["hours-from"], input["hours-to"]];
    if (Boolean(from) !== Boolean(to))
      context.addIssue({
        code: "custom",
        path: ["hours-from"],
        message: "Enter both times, or neither",
        input,
      });
    if (input.outcomesSaid === "yes" && input.outcomes.length === 0)
      context.addIssue({
        code: "custom",
        path: ["outcomes"],
        message: "Select at least one step",
        input,
      });
    const firstSteps = input.firstSteps
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    if (firstSteps.length > 5 || firstSteps.some((step) => step.length < 3 || step.length > 160))
      context.addIssue({
        code: "custom",
        path: ["firstSteps"],
        message: "Enter five lines at most, each of 3 to 160 characters",
        input,
      });
    const young = {
      viewReason: input.viewReason,
      acceptWithin: input.acceptWithin,
      acceptAgain: input.acceptAgain,
      police: input.police,
      staffOnStaff: input.staffOnStaff,
      roleNames: given(input, "role", renamedRoles),
      typeNames: given(input, "type", renamedTypes),
      firstSteps: firstSteps.length > 0 ? firstSteps : null,
      off: input.off.length > 0 ? input.off : null,
    };
    const rules: Rules = {
      recipients: input.recipientsSaid === "yes" ? input.recipients : null,
      outcomes: input.outcomesSaid === "yes" ? input.outcomes : null,
      adviceFirst: input.adviceFirst === "" ? null : input.adviceFirst === "yes",
      pupilContact: input.pupilContact as Rules["pupilContact"],
      parents: input.parents as Rules["parents"],
      profile: input.profile as Rules["profile"],
      hours: from && to ? { from, to } : null,
      outOfSchool: input.outOfSchool.length > 0 ? input.outOfSchool : null,
      imageYears: input.imageYears,
      dataBreach: input.dataBreach as Rules["dataBreach"],
      ...Object.fromEntries(Object.entries(young).filter(([, value]) => value !== null)),
    };
    const empty = Object.values(rules).every((value) => value === null);
    return { versionId: input.versionId, revision: input.revision, rules: empty ? null : rules };
>>>>>>> 6aa17be (Keep each form's schema with its verb)
  });
