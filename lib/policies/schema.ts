import { z } from "zod";
import { dayFromParts } from "@/lib/dates";
import { drawAgain, mostStrokes } from "./check-signature";
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

/** Typed, or drawn where a script let somebody draw; what is drawn wins. */
const signatureFields = {
  signature: z.string().trim().max(120, "Type a shorter signature").default(""),
  drawn: z.string().max(mostStrokes, drawAgain).default(""),
};

export const acknowledgeVersionSchema = z.object({
  policyId: z.uuid(),
  sha256: z.string().length(64),
  accepted: z.literal("yes", { error: "Tick that you have read and accept it" }),
  name: z.string().trim().min(2, "Enter your name in print").max(120),
  ...signatureFields,
});

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
