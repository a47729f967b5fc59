import { z } from "zod";
import { roles } from "@/lib/access/types";
import { dayFromParts } from "@/lib/dates";

export const engagements = [
  "employee",
  "supply",
  "agency",
  "trainee",
  "volunteer",
  "contractor",
] as const;

export const invitePersonSchema = z.object({
  name: z.string().trim().min(2, "Enter their full name").max(120),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.email({ error: "Enter an email address, such as name@school.uk" })),
  engagement: z.enum([...engagements, "governor"], {
    error: "Select how they work with the school",
  }),
  jobTitle: z.string().trim().max(120).default(""),
});
export const personSchema = z.object({ personId: z.uuid() });
export const assignRoleSchema = z
  .object({
    personId: z.uuid(),
    role: z.enum(roles, { error: "Select a role" }),
    "until-day": z.string().default(""),
    "until-month": z.string().default(""),
    "until-year": z.string().default(""),
  })
  .transform((input, context) => {
    const typed = [input["until-day"], input["until-month"], input["until-year"]] as const;
    const until = dayFromParts(...typed);
    if (!until && typed.some(Boolean)) {
      context.addIssue({
        code: "custom",
        path: ["until"],
        message: "Enter the last day, such as 4 12 2026",
      });
    }
    return { personId: input.personId, role: input.role, until };
  });
export const endRoleSchema = z.object({ personId: z.uuid(), assignmentId: z.uuid() });

const day = (input: Record<string, string>, name: string) =>
  dayFromParts(
    input[`${name}-day`] ?? "",
    input[`${name}-month`] ?? "",
    input[`${name}-year`] ?? "",
  );
const part = z.string().default("");
export const arrangeCoverSchema = z
  .object({
    personId: z.uuid(),
    coverRole: z.enum(roles, { error: "Select a role" }),
    coverId: z.uuid({ error: "Select who covers" }),
    "coverFrom-day": part,
    "coverFrom-month": part,
    "coverFrom-year": part,
    "coverUntil-day": part,
    "coverUntil-month": part,
    "coverUntil-year": part,
  })
  .transform((input, context) => {
    const [from, until] = [day(input, "coverFrom"), day(input, "coverUntil")];
    for (const [name, found, what] of [
      ["coverFrom", from, "first"],
      ["coverUntil", until, "last"],
    ] as const) {
      if (!found)
        context.addIssue({
          code: "custom",
          path: [name],
          message: `Enter the ${what} day, such as 4 12 2026`,
        });
    }
    const { personId, coverRole, coverId } = input;
    return { personId, coverRole, coverId, from: from ?? "", until: until ?? "" };
  });
