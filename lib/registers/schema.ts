import { z } from "zod";
import { dayFromParts } from "@/lib/dates";
import { approverRoles } from "./types";

const part = z.string().default("");
const parts = (name: string) =>
  Object.fromEntries(["day", "month", "year"].map((p) => [`${name}-${p}`, part]));

function dayOf(
  input: Record<string, unknown>,
  name: string,
  message: string,
  context: z.core.$RefinementCtx,
): string | null {
  const [d, m, y] = ["day", "month", "year"].map((p) => String(input[`${name}-${p}`] ?? ""));
  const found = dayFromParts(d ?? "", m ?? "", y ?? "");
  if (!found && `${d}${m}${y}`.trim() !== "")
    context.addIssue({ code: "custom", path: [name], message, input });
  return found;
}

/** What was typed for a kind: its fields are data, so each is checked by enter-register. */
export const enterRegisterSchema = z
  .looseObject({ kind: z.string().max(40), ...parts("from"), ...parts("until") })
  .transform((input, context) => ({
    kind: input.kind,
    from: dayOf(input, "from", "Enter the first day, such as 24 11 2026", context),
    until: dayOf(input, "until", "Enter the last day, such as 4 12 2026", context),
    answers: Object.fromEntries(
      Object.entries(input).flatMap(([name, value]) =>
        name.startsWith("a-") && typeof value === "string" ? [[name.slice(2), value.trim()]] : [],
      ),
    ),
  }));

/** One page has a form for each step, so each names its own field of words after the step. */
export const moveEntrySchema = z
  .looseObject({ entryId: z.uuid(), action: z.string().max(40) })
  .transform(({ entryId, action, ...rest }, context) => {
    const words = String(rest[`words-${action}`] ?? "").trim();
    if (words.length > 4000)
      context.addIssue({
        code: "custom",
        path: [`words-${action}`],
        message: "Use 4,000 characters or fewer",
        input: rest,
      });
    return { entryId, action, words };
  });
export const passAccountSchema = z
  .looseObject({
    entryId: z.uuid(),
    heir: z.string().trim().max(120).default(""),
    heirId: z.string().default(""),
    ...parts("from"),
  })
  .transform((input, context) => ({
    entryId: input.entryId,
    heir: input.heir,
    heirId: input.heirId,
    from: dayOf(input, "from", "Enter the day, such as 4 12 2026", context),
  }));
export const takeAccountSchema = z.object({ entryId: z.uuid() });
export const renewEntrySchema = z.object({ entryId: z.uuid() });

export const logAdviceSchema = z.object({
  entryId: z.uuid(),
  body: z.string().trim().min(2, "Enter which body or department advised").max(160),
  person: z.string().trim().min(2, "Enter who advised").max(160),
  advice: z.string().trim().min(3, "Enter what they advised").max(4000),
  followed: z.enum(["yes", "partly", "no", "open"], { error: "Select whether it was followed" }),
});

export const finishTaskSchema = z
  .looseObject({ taskId: z.uuid() })
  .transform(({ taskId, ...rest }, context) => {
    const found = String(rest[`found-${taskId}`] ?? "").trim();
    if (found.length < 3 || found.length > 1000)
      context.addIssue({
        code: "custom",
        path: [`found-${taskId}`],
        message: "Enter what you found and what became of it, in 1,000 characters or fewer",
        input: rest,
      });
    return { taskId, found };
  });

const wholeNumber = z
  .string()
  .trim()
  .regex(/^(|[1-9]\d{0,3})$/, "Enter a whole number, or nothing when it does not end by itself")
  .transform((text) => (text === "" ? null : Number(text)));

export const changeKindSchema = z
  .object({
    kind: z.string().max(40),
    enabled: z.enum(["yes", "no"], { error: "Select whether it can be used" }),
    approver: z.union([z.literal(""), z.enum(approverRoles)]).default(""),
    instead: z.union([z.literal(""), z.enum(approverRoles)]).default(""),
    lasts: wholeNumber.default(null),
    unit: z.enum(["days", "months"]).default("months"),
    question: z.string().trim().max(300, "Use 300 characters or fewer").default(""),
    clauseId: z.union([z.literal("").transform(() => null), z.uuid()]).default(null),
  })
  .transform(({ approver, instead, enabled, ...rest }) => ({
    ...rest,
    enabled: enabled === "yes",
    approvers: [...new Set([approver, instead])].filter((role) => role !== ""),
  }));
