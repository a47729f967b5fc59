import { z } from "zod";
import { tracks } from "@/lib/access/types";
import { caseRules } from "@/lib/clocks/labels";
import { dayFromParts } from "@/lib/dates";
import { caseFormKinds } from "./case-forms";

const version = z.coerce.number().int();
export const severity = z.coerce.number().int().min(1).max(4);
const words = (missing: string) => z.string({ error: missing }).trim().min(1, missing).max(20_000);

export const openCaseSchema = z.object({
  reportId: z.uuid(),
  version,
  track: z.enum(tracks),
  severity,
  severityReason: z.string().trim().max(2000).default(""),
  /** "next": go on to the next report instead of the new case. */
  then: z.string().default(""),
});
export const joinCaseSchema = z.object({
  reportId: z.uuid(),
  version,
  reference: words("Enter the reference of the other case").transform((value) =>
    value.toUpperCase(),
  ),
  reason: words("Enter why it is the same"),
});
export const closeReportSchema = z.object({
  reportId: z.uuid(),
  version,
  reason: words("Enter why no further action is needed"),
  wishesSeen: z.string().default(""),
  /** Written down and left, or the reporter was pointed to somebody else who can help. */
  as: z.enum(["no-action", "signposted"]).optional(),
});
export const rateReportSchema = z.object({
  reportId: z.uuid(),
  version,
  severity,
  reason: z.string().trim().max(2000).default(""),
});
export const assignOwnerSchema = z.object({
  caseId: z.uuid(),
  version,
  ownerId: z.uuid({ error: "Select who takes it over" }),
  reason: words("Enter why it passes to them"),
});
export const snoozeReportSchema = z
  .object({
    reportId: z.uuid(),
    version,
    "until-day": z.string().default(""),
    "until-month": z.string().default(""),
    "until-year": z.string().default(""),
  })
  .transform((input, context) => {
    const until = dayFromParts(input["until-day"], input["until-month"], input["until-year"]);
    if (!until)
      context.addIssue({
        code: "custom",
        path: ["until"],
        message: "Enter the date to look again",
      });
    return { reportId: input.reportId, version: input.version, until: until ?? "" };
  });
export const askReporterSchema = z.object({
  reportId: z.uuid(),
  version,
  words: words("Enter what you want to ask"),
});
export const noteCaseSchema = z.object({ caseId: z.uuid(), words: words("Enter a note") });
/** What the form of the step asks for comes with it, and is read by that form. */
export const moveCaseSchema = z.looseObject({ caseId: z.uuid(), version, action: z.string() });
export const convenePanelSchema = z.looseObject({ caseId: z.uuid(), version });
export const writeRecordSchema = z.looseObject({
  caseId: z.uuid(),
  kind: z.enum(caseFormKinds),
  aboutId: z.string().default(""),
  after: z.coerce.number().int().min(0),
});
export const linkCasesSchema = z.object({
  caseId: z.uuid(),
  reference: words("Enter the reference of the other case").transform((value) =>
    value.toUpperCase(),
  ),
  reason: words("Enter why they belong together"),
});
export const unlinkCasesSchema = z.object({ caseId: z.uuid(), linkId: z.uuid() });
export const mergeCaseSchema = z.object({ ...linkCasesSchema.shape, version });
export const splitCaseSchema = z.object({
  caseId: z.uuid(),
  version,
  track: z.enum(tracks, { error: "Select the kind of case" }),
  reports: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.uuid()).min(1, "Select the reports the new case takes up"),
  ),
  reason: words("Enter why it is taken apart"),
});
export const changeTrackSchema = z.object({
  caseId: z.uuid(),
  version,
  track: z.enum(tracks, { error: "Select the kind of case" }),
  reason: words("Enter why it changes"),
});
export const changeSeveritySchema = z.object({
  caseId: z.uuid(),
  version,
  severity,
  reason: z.string().trim().max(2000).default(""),
});
export const addActionSchema = z
  .object({
    caseId: z.uuid(),
    words: words("Enter what is to be done"),
    "due-day": z.string().default(""),
    "due-month": z.string().default(""),
    "due-year": z.string().default(""),
  })
  .transform((input, context) => {
    const dueOn = dayFromParts(input["due-day"], input["due-month"], input["due-year"]);
    if (!dueOn)
      context.addIssue({ code: "custom", path: ["due"], message: "Enter the date it is due" });
    return { caseId: input.caseId, words: input.words, dueOn: dueOn ?? "" };
  });
export const finishActionSchema = z.object({ caseId: z.uuid(), actionId: z.uuid() });
export const involvePersonSchema = z.object({
  caseId: z.uuid(),
  version,
  person: z.string().trim().max(120).default(""),
  personId: z.string().default(""),
  part: z.enum(["affected", "named", "witness"], { error: "Select their part" }),
});
export const messageReporterSchema = z.object({
  caseId: z.uuid(),
  reportId: z.uuid(),
  words: words("Enter a message"),
});

export const pauseClockSchema = z.object({
  caseId: z.uuid(),
  clockId: z.uuid(),
  reason: z.enum(["answer", "outside", "clarification"], { error: "Select why it may wait" }),
  awaited: words("Enter what is waited for, and from whom"),
});
export const resumeClockSchema = z.object({ caseId: z.uuid(), clockId: z.uuid() });
export const settleClockSchema = z.object({
  caseId: z.uuid(),
  clockId: z.uuid(),
  words: words("Enter what was done, when, and any reference you were given"),
});
export const beginClockSchema = z
  .object({
    caseId: z.uuid(),
    kind: z.enum(
      caseRules.map((rule) => rule.kind),
      { error: "Select a deadline" },
    ),
    "from-day": z.string().default(""),
    "from-month": z.string().default(""),
    "from-year": z.string().default(""),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$|^$/, "Enter the time, such as 14:30")
      .default(""),
  })
  .transform((input, context) => {
    const typed = [input["from-day"], input["from-month"], input["from-year"]] as const;
    const day = dayFromParts(...typed);
    if (!day) {
      context.addIssue({
        code: "custom",
        path: ["from"],
        message: "Enter the day, such as 4 12 2026",
      });
    }
    return { caseId: input.caseId, kind: input.kind, day: day ?? "", time: input.time };
  });
