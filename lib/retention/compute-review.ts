import england from "./rules/england.json" with { type: "json" };
import type { CaseFacts, PersonDays, RetentionRule } from "./types";

export const retentionRules = england.rules as readonly RetentionRule[];
export const otherRecords = england.others;
export const rulesAsOf = { asOf: england.asOf, source: england.source };
export const pensionAge = england.pensionAge;

export function ruleOf(code: string): RetentionRule {
  const rule = retentionRules.find((one) => one.code === code);
  if (!rule) throw new Error(`No rule "${code}" of keeping`);
  return rule;
}

/**
 * A number of years after a day, to the same day of the year. From 29 February it is 1 March in a
 * year that has none: a leap-born person is not a day older before, and nothing may be due early.
 */
export function yearsAfter(day: string, years: number): string {
  const [y = 0, m = 1, d = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(y + years, m - 1, d)).toISOString().slice(0, 10);
}

/**
 * Which row of B10 a closed case is kept by. What may be sexual abuse of a child comes first; then
 * what was established about an adult, the gravest word deciding; then the track's own row.
 */
export function chooseRule(facts: CaseFacts): RetentionRule {
  const any = (...codes: string[]) => codes.some((code) => facts.types.includes(code));
  if (any("IIC") || (any("SEX") && facts.track !== "T5")) return ruleOf("abuse");
  switch (facts.track) {
    case "T1":
      return ruleOf("staff-target");
    case "T2":
      return ruleOf(facts.types.every((type) => type === "PUP") ? "behaviour" : "child-file");
    case "T3":
      if (["substantiated", "unsubstantiated", "unfounded"].some((w) => facts.findings.includes(w)))
        return ruleOf("staff-allegation");
      if (facts.findings.length > 0) return ruleOf("untrue-allegation");
      if (facts.lowLevel) return ruleOf("low-level");
      return ruleOf(facts.children.length > 0 || any("ADC") ? "staff-allegation" : "personnel");
    case "T4":
      return ruleOf("breach-log");
    case "T5":
      return ruleOf("community");
    case "T6":
      return ruleOf("declarations");
    default:
      // An unknown track is kept as long as the longest of the others.
      return ruleOf("abuse");
  }
}

const latest = (days: readonly string[]) => days.toSorted().at(-1) ?? "";

/** Nobody in a school's records is younger than born on the day of the case, no adult than sixteen. */
const youngest = { child: 0, adult: 16 };

/** The latest date of birth of several people; of one nobody knows, the latest it can be. */
function lastBirth(people: readonly PersonDays[], openedOn: string, age: number) {
  const bound = yearsAfter(openedOn, -age);
  const assumed = people.length === 0 || people.some((person) => person.bornOn === null);
  return {
    on: latest([...people.map((person) => person.bornOn ?? bound), ...(assumed ? [bound] : [])]),
    assumed,
  };
}

/**
 * The day on which a person is to look at a closed case again, in whole years (B10). Never before
 * it was closed. Null while the period has not begun, because somebody has not left. A date of
 * birth that nobody entered counts as the latest it can be, so that nothing is ever due too early.
 */
export function computeReview(
  rule: RetentionRule,
  years: number,
  facts: CaseFacts,
): { fromOn: string | null; assumed: boolean; dueOn: string | null } {
  const due = (fromOn: string, assumed = false, more: string[] = []) => ({
    fromOn,
    assumed,
    dueOn: latest([yearsAfter(fromOn, years), facts.closedOn, ...more]),
  });
  switch (rule.from) {
    case "closing":
    // What is kept from a visit on is no case: an unknown one counts from its close.
    case "visit":
      return due(facts.closedOn);
    case "birth": {
      const { on, assumed } = lastBirth(facts.children, facts.openedOn, youngest.child);
      return due(on, assumed);
    }
    case "allegation": {
      if (!rule.orPensionAge) return due(facts.openedOn);
      const { on, assumed } = lastBirth(facts.adults, facts.openedOn, youngest.adult);
      return due(facts.openedOn, assumed, [yearsAfter(on, pensionAge.years)]);
    }
    case "leaving": {
      const who = facts.track === "T2" ? facts.children : facts.adults;
      if (who.some((person) => person.leftOn === null))
        return { fromOn: null, assumed: false, dueOn: null };
      // Nobody of the school is in it: counted from the close.
      if (who.length === 0) return due(facts.closedOn);
      return due(latest(who.flatMap((person) => person.leftOn ?? [])));
    }
  }
}
