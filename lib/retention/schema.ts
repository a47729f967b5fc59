import { z } from "zod";
import { dayFromParts } from "@/lib/dates";
import { holdKinds } from "./labels";

const kept = z.object({ caseId: z.uuid() });
const words = (missing: string) => z.string().trim().min(3, missing).max(2000);
const parts = (name: string) => ({
  [`${name}-day`]: z.string().default(""),
  [`${name}-month`]: z.string().default(""),
  [`${name}-year`]: z.string().default(""),
});
/** Three typed fields as one day; null when all are empty and that is allowed. */
function dayOf(
  input: Record<string, unknown>,
  name: string,
  context: z.core.$RefinementCtx,
  required = true,
): string | null {
  const typed = ["day", "month", "year"].map((part) => String(input[`${name}-${part}`] ?? ""));
  if (!required && typed.every((part) => part.trim() === "")) return null;
  const [d = "", m = "", y = ""] = typed;
  const found = dayFromParts(d, m, y);
  if (!found)
    context.addIssue({
      code: "custom",
      path: [name],
      message: "Enter a day, such as 6 7 2026",
      input,
    });
  return found;
}

export const holdRecordSchema = kept
  .extend({
    kind: z.enum(Object.keys(holdKinds) as [keyof typeof holdKinds], {
      error: "Select why it is kept",
    }),
    reason: words("Enter why it is kept"),
    ...parts("review"),
  })
  .transform((input, context) => ({ ...input, reviewOn: dayOf(input, "review", context) ?? "" }));
export const releaseRecordSchema = kept.extend({
  holdId: z.uuid(),
  words: words("Enter why it is no longer held"),
});
export const proposeDisposalSchema = kept.extend({
  read: z.literal("yes", { error: "Confirm that nothing in it is still needed" }),
});
export const approveDisposalSchema = kept.extend({
  disposalId: z.uuid(),
  sure: z.literal("yes", { error: "Confirm that you agree" }),
});
export const refuseDisposalSchema = kept.extend({
  disposalId: z.uuid(),
  words: words("Enter why it is kept"),
});
export const proposeVisitsSchema = z.object({
  sure: z.literal("yes", { error: "Confirm that none of them is still needed" }),
});
export const changePeriodSchema = z.object({
  rule: z.string().max(40),
  after: z.coerce.number().int().min(0),
  years: z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, "Enter a number of years, such as 6")
    .transform(Number)
    .refine((years) => years <= 100, "Enter at most 100 years"),
  reason: words("Enter why the school keeps it that long"),
});
export const enterDatesSchema = kept
  .extend({ personId: z.uuid(), ...parts("born"), ...parts("left") })
  .transform((input, context) => ({
    ...input,
    bornOn: dayOf(input, "born", context, false),
    leftOn: dayOf(input, "left", context, false),
  }));
