import { z } from "zod";
import { dayFromParts, localDay } from "@/lib/dates";
import { aboutAnswers } from "@/lib/schools/types";

const one = (value: unknown) => (Array.isArray(value) ? value[0] : value);
const text = (most = 500) => z.preprocess(one, z.string().trim().max(most).default(""));
const list = z.preprocess(
  (value) => (value === undefined || value === "" ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.string()),
);

export const reportTypes = [
  "CYB",
  "TRO",
  "APB",
  "HAR",
  "IMP",
  "DEF",
  "HRM",
  "SEX",
  "IIC",
  "IIA",
  "RAD",
  "COM",
  "ADC",
  "DBR",
  "PUP",
  "UNS",
] as const;
export const namedKinds = [
  "",
  "pupil",
  "staff",
  "parent",
  "governor",
  "unknown-account",
  "outsider",
] as const;
export const mostNamed = 3;

/** The safety question alone: what decides whether anything else is asked. */
export const safetySchema = z.object({
  safety: z.preprocess(
    one,
    z.enum(["no", "danger", "image"], { error: "Select yes if anyone is in immediate danger" }),
  ),
});

const base = safetySchema.extend({
  type: z.preprocess(one, z.enum(reportTypes, { error: "Select what kind of concern this is" })),
  subtype: text(60),
  affected: z.preprocess(one, z.enum(["", "me", "school", "other", "unknown"]).default("")),
  affectedName: text(120),
  affectedId: text(60),
  about: list.transform((all) => aboutAnswers.filter((answer) => all.includes(answer))),
  when: z.preprocess(
    one,
    z.enum(["today", "yesterday", "date", "unknown"], { error: "Select when it happened" }),
  ),
  "date-day": text(4),
  "date-month": text(4),
  "date-year": text(4),
  time: text(5),
  platform: text(120),
  address: text(1000),
  handle: text(200),
  closedGroup: text(10),
  howKnown: text(20),
  account: z.preprocess(one, z.string().trim().min(1, "Enter what happened").max(20_000)),
  wish: text(2000),
  policeWish: text(20),
  recipient: text(30),
});

export type NamedPerson = { name: string; id: string; kind: string; handle: string; part: string };

function namedFrom(answers: Record<string, string | string[]>): NamedPerson[] {
  const get = (name: string) =>
    String(one(answers[name]) ?? "")
      .trim()
      .slice(0, 200);
  return Array.from({ length: mostNamed }, (_, i) => ({
    name: get(`named${i}Name`),
    id: get(`named${i}Id`),
    kind: get(`named${i}Kind`),
    handle: get(`named${i}Handle`),
    part: get(`named${i}Part`) || "named",
  })).filter((person) => person.name || person.handle || person.id);
}

export type ReportInput = Omit<z.output<typeof base>, "date-day" | "date-month" | "date-year"> & {
  happenedOn: string | null;
  named: NamedPerson[];
};

/** The whole report, or the sentences people read beside the fields. `at` decides what today is. */
export function parseReport(
  answers: Record<string, string | string[]>,
  at: Date,
): { report: ReportInput; errors: null } | { report: null; errors: Record<string, string> } {
  const parsed = base.safeParse(answers);
  const errors: Record<string, string> = {};
  for (const issue of parsed.error?.issues ?? []) errors[String(issue.path[0])] ??= issue.message;
  const affected = String(one(answers.affected) ?? "");
  if (!affected && !one(answers.affectedName) && !one(answers.affectedId)) {
    errors.affectedName = 'Enter who is affected, or select "I do not know"';
  }
  const today = localDay(at);
  let happenedOn: string | null = null;
  const when = one(answers.when);
  if (when === "today") happenedOn = today;
  if (when === "yesterday") happenedOn = localDay(new Date(at.getTime() - 86_400_000));
  if (when === "date") {
    const part = (name: string) => String(one(answers[`date-${name}`]) ?? "");
    happenedOn = dayFromParts(part("day"), part("month"), part("year"));
    if (!happenedOn) errors.date = "Enter the date it happened, such as 21 11 2026";
    else if (happenedOn > today) errors.date = "Date it happened must be today or in the past";
  }
  if (Object.keys(errors).length > 0 || !parsed.success) return { report: null, errors };
  return { report: { ...parsed.data, happenedOn, named: namedFrom(answers) }, errors: null };
}
