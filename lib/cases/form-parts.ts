import { dayFromParts, formatDateTime, formatDay, localDay, localInstant } from "@/lib/dates";
import { check } from "@/lib/errors";

export type FormField = {
  name: string;
  label: string;
  hint?: string;
  /**
   * investigator and panel are chosen from people whom nothing bars; named from its people. A
   * moment is a local day and time that has come, kept as "2026-11-21T14:30".
   */
  kind: "words" | "line" | "one" | "many" | "day" | "moment" | "count" | "investigator" | "panel";
  choices?: Readonly<Record<string, string>>;
  /** The sentence when it is empty; without one it may be. */
  missing?: string;
  /** Needed only when another answer is one of these. */
  when?: { field: string; is: readonly string[] };
  /** A day that must not have passed. */
  ahead?: boolean;
  /** Asked only while the case has no decision. */
  only?: "undecided";
};
export type Form = { title: string; lead?: string; fields: readonly FormField[] };
/** A form that can be written at any time. About "person": one for each person of these parts. */
export type CaseForm = Form & {
  about: "case" | "person";
  parts?: readonly string[];
  tracks?: readonly string[];
  /** Also while a hold is on: welfare and wishes go on, inquiry does not (B13.10). */
  welfare?: boolean;
  /** It is filled in over days: a new version starts from the last. */
  grows?: boolean;
};
export type Answers = Record<string, string | string[]>;

export const yesNo = { yes: "Yes", no: "No" } as const;

/** B9 of the domain specification, those a case can end in without a formal decision. */
export const outcomeChoices = {
  "no-further-action": "No further action",
  advice: "Advice given",
  restorative: "Restorative work",
  training: "Training",
  "apology-or-removal": "An apology, or the post was removed",
  "no-contact-agreement": "An agreement to keep apart",
  "informal-management": "Dealt with informally",
  "behaviour-sanction": "Behaviour sanction",
  "site-letter": "Letter or ban for a parent",
  "account-closed": "Account closed or taken over",
  "policy-change": "A policy changed",
  "support-only": "Support only",
  withdrawn: "Withdrawn by the reporter",
} as const;

/** The instant that an answer of the kind "moment" names. */
export const momentOf = (answers: Answers, name: string): Date => {
  const [day = "", time = ""] = String(answers[name]).split("T");
  return localInstant(day, time);
};

const listed = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String).filter(Boolean);
const longest = 20_000;

/** Reads what a form asks for out of what was posted; every gap and every stray value is a sentence. */
export function readAnswers(
  form: Form,
  posted: Record<string, unknown>,
  at: { now: Date; people?: readonly string[]; decided?: boolean },
): Answers {
  const answers: Answers = {};
  const errors: Record<string, string> = {};
  for (const field of form.fields) {
    const { name, kind, missing } = field;
    if (field.only === "undecided" && at.decided) continue;
    const given = listed(posted[name]);
    if (kind === "day" || kind === "moment") {
      const parts = ["day", "month", "year"].map((part) => String(posted[`${name}-${part}`] ?? ""));
      const day = dayFromParts(parts[0] ?? "", parts[1] ?? "", parts[2] ?? "");
      const time = String(posted[`${name}-time`] ?? "").trim();
      if (day && kind === "day") answers[name] = day;
      else if (day && /^([01]\d|2[0-3]):[0-5]\d$/.test(time)) answers[name] = `${day}T${time}`;
      else if (day) errors[name] = "Enter the time, such as 14:30";
      else if (missing || parts.some(Boolean))
        errors[name] = missing ?? "Enter a date, such as 4 12 2026";
      if (day && field.ahead && day < localDay(at.now))
        errors[name] = "The date must be today or later";
      if (day && !field.ahead && day > localDay(at.now))
        errors[name] = "The date must be today or earlier";
      if (kind === "moment" && name in answers && momentOf(answers, name) > at.now)
        errors[name] = "The day and time must be now or earlier";
      continue;
    }
    const allowed =
      kind === "investigator" || kind === "panel" ? at.people : Object.keys(field.choices ?? {});
    const text = (given[0] ?? "").trim();
    if (kind === "many" || kind === "panel") {
      const chosen = [...new Set(given)].filter((value) => allowed?.includes(value));
      if (chosen.length < given.length) errors[name] = "Select from what is offered";
      if (chosen.length > 0) answers[name] = chosen;
    } else if (kind === "count") {
      if (/^\d{1,7}$/.test(text)) answers[name] = String(Number(text));
      else if (text) errors[name] = "Enter a number, such as 25";
    } else if (kind === "words" || kind === "line") {
      if (text.length > longest) errors[name] = "Use 20,000 characters or fewer";
      if (text) answers[name] = text;
    } else if (text) {
      if (allowed?.includes(text)) answers[name] = text;
      else errors[name] = missing ?? "Select one of what is offered";
    }
    const asked =
      !field.when || listed(answers[field.when.field]).some((v) => field.when?.is.includes(v));
    const few = kind === "panel" && listed(answers[name]).length < 2;
    if (missing && asked && (few || !(name in answers))) errors[name] ??= missing;
  }
  if (Object.keys(errors).length > 0) throw check(errors);
  return answers;
}

/** The answers in words, for the timeline and the page: what was chosen by its label. */
export function describeAnswers(
  form: Form,
  answers: Answers,
  names: ReadonlyMap<string, string> = new Map(),
): { label: string; words: string }[] {
  return form.fields.flatMap((field) => {
    const given = listed(answers[field.name]);
    if (given.length === 0) return [];
    const words = given.map((value) =>
      field.kind === "day"
        ? formatDay(value)
        : field.kind === "moment"
          ? formatDateTime(momentOf(answers, field.name))
          : (field.choices?.[value] ?? names.get(value) ?? value),
    );
    return [{ label: field.label, words: words.join(", ") }];
  });
}

/** Answers as the fields of their form show them, for whoever goes on from there. */
export function fieldsFrom(form: Form, answers: Answers): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const { name, kind } of form.fields) {
    const value = answers[name];
    if (value === undefined) continue;
    if (kind !== "day" && kind !== "moment") {
      fields[name] = value;
      continue;
    }
    const [day = "", time] = String(value).split("T");
    const [year = "", month, date] = day.split("-");
    fields[`${name}-day`] = String(Number(date));
    fields[`${name}-month`] = String(Number(month));
    fields[`${name}-year`] = year;
    if (time) fields[`${name}-time`] = time;
  }
  return fields;
}
