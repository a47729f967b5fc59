import { z } from "zod";
import { type Role, roles } from "@/lib/access/types";
import { dayFromParts, zone } from "@/lib/dates";

/** The nations a school can be in. Routes, words and clocks are England's until a profile is built (B15). */
export const nations = ["england", "wales", "scotland", "northern-ireland"] as const;
export const phases = [
  "nursery",
  "primary",
  "secondary",
  "all-through",
  "special",
  "post-16",
] as const;
export const kinds = [
  "academy",
  "community",
  "voluntary-controlled",
  "maintained",
  "independent",
  "other",
] as const;
/** Of these the council is the employer, and its data team learns of breaches where a policy says so (S3-51). */
export const councilKinds: readonly string[] = ["community", "voluntary-controlled"];

const words = (sentence: string) =>
  z.string({ error: sentence }).trim().min(2, sentence).max(160, "Use 160 characters or fewer");
const day = (sentence: string) =>
  z
    .string({ error: sentence })
    .trim()
    .refine((text) => {
      const [year = "", month = "", date = ""] = text.split("-");
      return text.length === 10 && dayFromParts(date, month, year) !== null;
    }, sentence);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time such as 08:30");

export const termSchema = z
  .strictObject({
    name: words("Enter the term's name, such as Autumn 2026"),
    startsOn: day("Enter the term's first day, such as 2026-09-02"),
    endsOn: day("Enter the term's last day, such as 2026-12-18"),
  })
  .refine((term) => term.startsOn < term.endsOn, {
    path: ["endsOn"],
    error: "A term's last day must come after its first",
  });

/** A URN has six digits in England; other nations number their schools as they like. */
export const urnOf = (nation: string) =>
  z
    .string()
    .trim()
    .max(20)
    .refine(
      (urn) => nation !== "england" || /^\d{6}$/.test(urn),
      "Enter the school's unique reference number (URN): six digits",
    );

/** One school as setup is told of it, from questions or from a file. */
export const schoolSchema = z
  .strictObject({
    trust: z
      .string()
      .trim()
      .max(160)
      .transform((name) => name || null)
      .nullable()
      .default(null),
    name: words("Enter the school's name"),
    nation: z.enum(nations, { error: `Enter one of: ${nations.join(", ")}` }),
    urn: z.string().trim().max(20).default(""),
    phase: z.enum(phases, { error: `Enter one of: ${phases.join(", ")}` }),
    kind: z.enum(kinds, { error: `Enter one of: ${kinds.join(", ")}` }),
    pupilsOnRoll: z.coerce
      .number({ error: "Enter how many pupils are on roll" })
      .int("Enter a whole number")
      .min(1, "Enter how many pupils are on roll")
      .max(20_000, "Enter how many pupils are on roll"),
    opensAt: time.default("08:30"),
    closesAt: time.default("16:30"),
    timeZone: z
      .literal(zone, { error: `Daybook keeps British time: the time zone must be ${zone}` })
      .default(zone),
    safeguardingPhone: words("Enter the number to ring at school about a child at risk"),
    outOfHours: words("Enter whom to ring outside school hours, with the number"),
    recipientChoices: z
      .array(z.enum(["line-manager", "dsl", "headteacher"]))
      .default(["line-manager", "dsl", "headteacher"]),
    terms: z.array(termSchema).min(1, "Enter the dates of one term at least"),
    insetDays: z.array(day("Enter an inset day such as 2026-09-02")).default([]),
    /** The pack a first policy is drafted from; empty: none, and the national default applies. */
    policy: z
      .string()
      .trim()
      .regex(/^(N|S\d)?$/, "Enter the code of a policy to start from, such as N, or nothing")
      .default(""),
    administrator: z.strictObject({
      name: words("Enter the administrator's full name"),
      email: z
        .string({ error: "Enter the administrator's email address" })
        .trim()
        .toLowerCase()
        .pipe(z.email({ error: "Enter an email address, such as name@school.uk" })),
    }),
  })
  .refine((school) => school.opensAt < school.closesAt, {
    path: ["closesAt"],
    error: "The school must close later than it opens",
  })
  .superRefine(({ nation, urn, terms }, context) => {
    for (const issue of urnOf(nation).safeParse(urn).error?.issues ?? [])
      context.addIssue({ code: "custom", path: ["urn"], message: issue.message });
    const sorted = [...terms].sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
    for (const [i, term] of sorted.entries()) {
      const before = sorted[i - 1];
      if (before && before.endsOn >= term.startsOn)
        context.addIssue({
          code: "custom",
          path: ["terms"],
          message: `${before.name} and ${term.name} overlap`,
        });
    }
    if (new Set(terms.map((term) => term.name)).size < terms.length)
      context.addIssue({ code: "custom", path: ["terms"], message: "Two terms have one name" });
  });
export type SchoolPlan = z.output<typeof schoolSchema>;

/** Who may be told of reports besides those a row names: roles that handle concerns (B12). */
export const recipientRoles: readonly Role[] = [
  "dsl",
  "deputy-dsl",
  "headteacher",
  "chair",
  "vice-chair",
  "dpo",
  "trust-lead",
  "trust-chair",
];

export const recipientSchema = z.object({
  row: z.coerce.number().int().min(1).max(33),
  role: z
    .enum(roles, { error: "Select a role" })
    .refine((role) => recipientRoles.includes(role), "Select a role"),
});
