import england from "./rules/england.json" with { type: "json" };
import type { ClockRule, ClockUnit, Mark, PauseReason, SchoolTime } from "./types";

export const clockRules = england.rules as readonly ClockRule[];
export const caseRules = clockRules.filter((rule) => rule.inCase);
export const pauseWords = england.pauses as Readonly<Record<PauseReason, string>>;
export const rulesAsOf = { asOf: england.asOf, source: england.source };

/** The national rule, or the school's own reading of it where authorities differ. */
export function ruleFor(kind: string, readings: SchoolTime["readings"] = {}): ClockRule {
  const rule = clockRules.find((one) => one.kind === kind);
  if (!rule) throw new Error(`No clock rule "${kind}"`);
  const reading = rule.readings?.find((one) => one.code === readings[kind]);
  return reading ? { ...rule, unit: reading.unit, length: reading.length } : rule;
}

const unitWords: Record<ClockUnit, [one: string, many: string]> = {
  "at-once": ["At once", "At once"],
  minutes: ["minute", "minutes"],
  "calendar-hours": ["hour", "hours"],
  "calendar-days": ["day", "days"],
  "calendar-months": ["month", "months"],
  "working-days": ["working day", "working days"],
  "school-hours": ["school hour", "school hours"],
  "school-days": ["school day", "school days"],
};
/** "1 working day" */
export function lengthWords(clock: { unit: string; length: number }): string {
  const [one, many] = unitWords[clock.unit as ClockUnit] ?? [clock.unit, clock.unit];
  if (clock.unit === "at-once") return one;
  return `${clock.length} ${clock.length === 1 ? one : many}`;
}

/** How far a figure was checked, for whoever relies on it. */
export const markWords: Record<Mark, string> = {
  V: "Checked against its source",
  V2: "Checked against a second source",
  U: "Check locally: this was not checked",
  P: "Our own figure",
};
export const stageWords: Record<string, string> = {
  half: "at half its time",
  most: "at four fifths of its time",
  due: "when it was due",
  overdue: "when it was overdue",
};
