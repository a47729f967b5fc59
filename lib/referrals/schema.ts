import { z } from "zod";
import { dayFromParts } from "@/lib/dates";
import { type DecisionKind, decisionChoices } from "./labels";

const version = z.coerce.number().int();

export const referCaseSchema = z
  .object({
    caseId: z.uuid(),
    version,
    asked: z.string().trim().min(1, "Enter what you ask them to decide").max(5000),
    evidence: z.preprocess(
      (value) =>
        value === undefined || value === "" ? [] : Array.isArray(value) ? value : [value],
      z.array(z.uuid()),
    ),
    "due-day": z.string().default(""),
    "due-month": z.string().default(""),
    "due-year": z.string().default(""),
  })
  .transform((input, context) => {
    const typed = [input["due-day"], input["due-month"], input["due-year"]];
    const dueOn = dayFromParts(typed[0] ?? "", typed[1] ?? "", typed[2] ?? "");
    if (!dueOn && typed.some(Boolean)) {
      context.addIssue({
        code: "custom",
        path: ["due"],
        message: "Enter the date it is due, such as 4 12 2026",
      });
    }
    const { caseId, version: read, asked, evidence } = input;
    return { caseId, version: read, asked, evidence, dueOn };
  });

/** "formal/dismissal" is formal action with that step of the ladder. */
export const decideReferralSchema = z
  .object({
    referralId: z.uuid(),
    version,
    decision: z.enum(decisionChoices.map((choice) => choice.value) as [string, ...string[]], {
      error: "Select what you decide",
    }),
    clauseId: z.union([z.literal(""), z.uuid()]).default(""),
    reason: z.string().trim().min(1, "Enter the reasons for your decision").max(20_000),
    mitigation: z.string().trim().max(20_000).default(""),
    balance: z.string().trim().max(20_000).default(""),
    wishesSeen: z.string().default(""),
  })
  .transform(({ decision, ...input }) => {
    const [kind, outcome] = decision.split("/");
    return { ...input, decision: kind as DecisionKind, outcome: outcome ?? null };
  });
