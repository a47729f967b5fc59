import { z } from "zod";
import {
  type Rules,
  recipientRoles,
  renamedRoles,
  renamedTypes,
  rulesSchema,
} from "./describe-rules";

const list = (value: unknown) =>
  (Array.isArray(value) ? value : value ? [value] : []).filter((item) => item !== "");

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
    concernsTo: pick(rulesSchema.shape.concernsTo.unwrap().unwrap()).default(null),
    appealWithin: count(60, "working days"),
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
      acceptWithin: input.acceptWithin,
      acceptAgain: input.acceptAgain,
      concernsTo: input.concernsTo,
      appealWithin: input.appealWithin,
      viewReason: input.viewReason,
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
  });
