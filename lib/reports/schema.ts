import { z } from "zod";
import { dayFromParts, localDay } from "@/lib/dates";
import concerns from "@/lib/schools/concerns/england.json" with { type: "json" };
import { aboutAnswers } from "@/lib/schools/types";

export type Answers = Record<string, string | string[]>;

const one = (value: unknown) => (Array.isArray(value) ? value[0] : value);
const first = (answers: Answers, name: string) => String(one(answers[name]) ?? "").trim();
const text = (most: number, what: string) =>
  z.preprocess(
    one,
    z.string().trim().max(most, `${what} must be ${most} characters or fewer`).default(""),
  );
/** An answer off the list can only come from outside the form: it counts as not given. */
const choice = <const T extends readonly string[]>(all: T) =>
  z.preprocess(one, z.enum(["", ...all]).catch(""));
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
export const affectedAnswers = [
  "me",
  "colleague",
  "pupil",
  "adult-at-risk",
  "parent",
  "school",
  "other",
  "unknown",
] as const;
export const namedKinds = [
  "pupil",
  "staff",
  "parent",
  "governor",
  "unknown-account",
  "outsider",
] as const;
export const namedParts = ["named", "affected", "witness"] as const;
export const mostNamed = 3;

/** What a type can be more exactly, as [code, words]. */
export const subtypesOf = (type: string): readonly (readonly string[])[] =>
  concerns.types.find((known) => known.code === type)?.subtypes ?? [];

/** The safety question alone: what decides whether anything else is asked. */
export const safetySchema = z.object({
  safety: z.preprocess(
    one,
    z.enum(["no", "danger", "image"], { error: "Select yes if anyone is in immediate danger" }),
  ),
});

const base = safetySchema.extend({
  type: z.preprocess(one, z.enum(reportTypes, { error: "Select what kind of concern this is" })),
  affectedName: text(120, "Who is affected"),
  affectedId: text(60, "Who is affected"),
  affected: choice(affectedAnswers),
  when: z.preprocess(
    one,
    z.enum(["today", "yesterday", "date", "unknown"], { error: "Select when it happened" }),
  ),
  "date-day": text(4, "Day"),
  "date-month": text(4, "Month"),
  "date-year": text(4, "Year"),
  time: z.preprocess(
    one,
    z
      .string()
      .trim()
      .regex(/^(([01]?\d|2[0-3])[:.][0-5]\d)?$/, "Enter the time like 9:30 or 14:05")
      .default(""),
  ),
  platform: text(120, "Where it was"),
  account: z.preprocess(
    one,
    z
      .string({ error: "Enter what happened" })
      .trim()
      .min(1, "Enter what happened")
      .max(20_000, "What happened must be 20,000 characters or fewer"),
  ),
  about: list.transform((all) => aboutAnswers.filter((answer) => all.includes(answer))),
  subtype: text(60, "The more exact kind"),
  address: text(1000, "Web address"),
  handle: text(200, "Account"),
  closedGroup: choice(["yes", "no"]),
  toldBy: text(120, "Who told you"),
  howKnown: choice(["direct", "told", "alert", "closed-group", "search"]),
  wish: text(2000, "What you would like to happen"),
  policeWish: choice(["yes", "no", "undecided"]),
  recipient: text(30, "Who to tell"),
});

const namedFields = ["Name", "Id", "Kind", "Handle", "Part"] as const;
const fieldNames: readonly string[] = [
  ...Object.keys(base.shape),
  ...Array.from({ length: mostNamed }, (_, i) => namedFields.map((f) => `named${i}${f}`)).flat(),
];

/** The answers of a form and nothing else that was posted, none longer than could ever be sent. */
export function pickAnswers(posted: Answers): Answers {
  const answers: Answers = {};
  for (const name of fieldNames) {
    const value = posted[name];
    if (value === undefined) continue;
    answers[name] = Array.isArray(value)
      ? value.slice(0, 20).map((item) => item.slice(0, 500))
      : value.slice(0, 25_000);
  }
  return answers;
}

const dayBefore = (day: string) =>
  new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

function dayOf(answers: Answers, at: Date): string | null {
  const when = first(answers, "when");
  if (when === "today") return localDay(at);
  if (when === "yesterday") return dayBefore(localDay(at));
  if (when !== "date") return null;
  return dayFromParts(
    first(answers, "date-day"),
    first(answers, "date-month"),
    first(answers, "date-year"),
  );
}

/** "Today" is a day once it is said: a draft keeps the date, so that it does not move overnight. */
export function keepDay(answers: Answers, at: Date): Answers {
  const day = ["today", "yesterday"].includes(first(answers, "when")) ? dayOf(answers, at) : null;
  if (!day) return answers;
  const [year = "", month = "", date = ""] = day.split("-").map((part) => String(Number(part)));
  return { ...answers, when: "date", "date-day": date, "date-month": month, "date-year": year };
}

/** The other way round, for the form: the date of today is shown as "Today". */
export function showDay(answers: Answers, at: Date): Answers {
  const day = first(answers, "when") === "date" ? dayOf(answers, at) : null;
  const today = localDay(at);
  if (day === null || (day !== today && day !== dayBefore(today))) return answers;
  const when = day === today ? "today" : "yesterday";
  return { ...answers, when, "date-day": "", "date-month": "", "date-year": "" };
}

export type NamedPerson = {
  name: string;
  id: string;
  kind: (typeof namedKinds)[number] | "";
  handle: string;
  part: (typeof namedParts)[number];
};

function namedFrom(answers: Answers): NamedPerson[] {
  return Array.from({ length: mostNamed }, (_, i): NamedPerson => {
    const get = (field: (typeof namedFields)[number]) =>
      first(answers, `named${i}${field}`).slice(0, 200);
    return {
      name: get("Name"),
      id: get("Id"),
      kind: namedKinds.find((kind) => kind === get("Kind")) ?? "",
      handle: get("Handle"),
      part: namedParts.find((part) => part === get("Part")) ?? "named",
    };
  }).filter((person) => person.name || person.handle || person.id);
}

export type ReportInput = Omit<z.output<typeof base>, "date-day" | "date-month" | "date-year"> & {
  happenedOn: string | null;
  named: NamedPerson[];
};

/** The whole report, or the sentences people read beside the fields. `at` decides what today is. */
export function parseReport(
  answers: Answers,
  at: Date,
): { report: ReportInput; errors: null } | { report: null; errors: Record<string, string> } {
  const parsed = base.safeParse(answers);
  const found = new Map<string, string>();
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]).replace(/^date-.*/, "date");
    if (!found.has(name)) found.set(name, issue.message);
  }
  const affected = affectedAnswers.some((answer) => answer === first(answers, "affected"));
  if (!affected && !first(answers, "affectedName") && !first(answers, "affectedId")) {
    found.set("affectedName", 'Enter who is affected, or select "I do not know"');
  }
  const happenedOn = dayOf(answers, at);
  if (first(answers, "when") === "date" && !found.has("date")) {
    if (!happenedOn) found.set("date", "Enter the date it happened, such as 21 11 2026");
    else if (happenedOn > localDay(at))
      found.set("date", "Date it happened must be today or in the past");
  }
  // The form offers "CYB.threat", so that one list can serve every type.
  const [of = "", exact = ""] = first(answers, "subtype").includes(".")
    ? first(answers, "subtype").split(".")
    : [first(answers, "type"), first(answers, "subtype")];
  if (
    exact &&
    (of !== first(answers, "type") || !subtypesOf(of).some(([code]) => code === exact))
  ) {
    found.set("subtype", "Select a more exact kind that belongs to the kind of concern, or none");
  }
  if (found.size > 0 || !parsed.success) {
    const order = [...fieldNames.slice(0, fieldNames.indexOf("date-day")), "date", ...fieldNames];
    const sorted = [...found].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
    return { report: null, errors: Object.fromEntries(sorted) };
  }
  return {
    report: { ...parsed.data, subtype: exact, happenedOn, named: namedFrom(answers) },
    errors: null,
  };
}
