import { z } from "zod";
import { dayFromParts } from "@/lib/dates";
import { letterKinds } from "./fill-letter";
import {
  basisWords,
  channelWords,
  type DecisionKind,
  everyDecision,
  withoutConsent,
} from "./labels";
import { bodyCodes } from "./list-bodies";
import { flags, flagWords } from "./raise-flags";

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
    decision: z.enum(everyDecision, {
      error: "Select what you decide",
    }),
    clauseId: z.union([z.literal(""), z.uuid()]).default(""),
    reason: z.string().trim().min(1, "Enter the reasons for your decision").max(20_000),
    rejected: z.string().trim().max(20_000).default(""),
    mitigation: z.string().trim().max(20_000).default(""),
    balance: z.string().trim().max(20_000).default(""),
    wishesSeen: z.string().default(""),
  })
  .transform(({ decision, ...input }) => {
    const [kind, outcome] = decision.split("/");
    return { ...input, decision: kind as DecisionKind, outcome: outcome ?? null };
  });

const text = (missing: string, most = 20_000) => z.string().trim().min(1, missing).max(most);
const parts = (input: Record<string, unknown>, name: string) =>
  ["day", "month", "year"].map((part) => String(input[`${name}-${part}`] ?? ""));

export const referOutsideSchema = z
  .looseObject({
    caseId: z.uuid(),
    body: z.enum(bodyCodes, { error: "Select a body" }),
    time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter the time, such as 14:30"),
    channel: z.enum(Object.keys(channelWords), { error: "Select how it was sent" }),
    toWhom: z.string().trim().max(300).default(""),
    sent: text("Enter what was sent or said"),
    address: z.string().trim().max(2000).default(""),
    basis: z.enum(Object.keys(basisWords), { error: "Select what it rests on" }),
    basisWords: z.string().trim().max(5000).default(""),
    reference: z.string().trim().max(300).default(""),
    delay: z.string().trim().max(5000).default(""),
  })
  .transform((input, context) => {
    const sentParts = parts(input, "sentOn");
    const chaseParts = parts(input, "chase");
    const issue = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const day = dayFromParts(sentParts[0] ?? "", sentParts[1] ?? "", sentParts[2] ?? "");
    const chaseOn = dayFromParts(chaseParts[0] ?? "", chaseParts[1] ?? "", chaseParts[2] ?? "");
    if (!day) issue("sentOn", "Enter the day it was sent, such as 4 12 2026");
    if (!chaseOn && chaseParts.some(Boolean))
      issue("chase", "Enter the date to ask again, such as 4 12 2026");
    if (withoutConsent.includes(input.basis) && !input.basisWords)
      issue("basisWords", "Enter why, and whether they were told");
    return { ...input, day: day ?? "", chaseOn };
  });

export const moveOutsideSchema = z.looseObject({
  caseId: z.uuid(),
  outsideId: z.uuid(),
  version,
  action: z.string(),
});

export const saveContactSchema = z.object({
  body: z.enum(bodyCodes, { error: "Select a body" }),
  contact: z.string().trim().max(1000).default(""),
});

const letter = { title: text("Enter a heading", 200), words: text("Enter what the letter says") };
const kinds = letterKinds.map((one) => one.kind);
export const writeLetterSchema = z.object({
  caseId: z.uuid(),
  kind: z.enum(kinds),
  toName: text("Enter whom it is to", 300),
  ...letter,
});
export const saveTemplateSchema = z.object({
  kind: z.enum(kinds),
  after: z.coerce.number().int().min(0),
  ...letter,
});

export const answerFlagSchema = z.object({
  caseId: z.uuid(),
  code: z.enum(flags.map((flag) => flag.code)),
  after: z.coerce.number().int().min(0),
  said: z.enum(Object.keys(flagWords), { error: "Select what you did about it" }),
  reason: text("Enter the reason, and whose advice you had"),
});
