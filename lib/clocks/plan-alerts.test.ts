import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localDay, localTime } from "@/lib/dates";
import { computeDue, isSchoolDay, isWorkingDay } from "./compute-due";
import { findHolidays } from "./find-holidays";
import { planAlerts } from "./plan-alerts";
import type { Calendar, ClockUnit } from "./types";

const calendar: Calendar = {
  opensAt: "08:30",
  closesAt: "16:30",
  terms: [
    { startsOn: "2026-09-01", endsOn: "2026-10-23" },
    { startsOn: "2026-11-02", endsOn: "2026-12-18" },
    { startsOn: "2027-01-04", endsOn: "2027-03-25" },
    { startsOn: "2027-04-12", endsOn: "2028-07-21" },
  ],
  insetDays: ["2026-11-02"],
  bankHolidays: findHolidays("england"),
};
const alerts = (unit: ClockUnit, length: number, from: string) => {
  const startedAt = new Date(from);
  const dueAt = computeDue({ unit, length, startedAt }, calendar);
  return planAlerts({ unit, startedAt, dueAt }, calendar).map(
    ({ stage, at }) => `${stage} ${localDay(at)} ${localTime(at)}`,
  );
};

describe("when somebody is told", () => {
  test("of the LADO's day over Christmas: in working hours only", () => {
    // Two hours on Christmas Eve and eight and a half on the 29th: half is 5 h 15 min.
    expect(alerts("working-days", 1, "2026-12-24T15:00Z")).toEqual([
      "half 2026-12-29 11:45",
      "most 2026-12-29 14:54",
      "due 2026-12-29 17:00",
      "overdue 2026-12-30 08:30",
    ]);
  });
  test("of the ICO's 72 hours: on the wall, an hour back where the clocks go back", () => {
    expect(alerts("calendar-hours", 72, "2026-10-24T10:00+01:00")).toEqual([
      "half 2026-10-25 21:00",
      "most 2026-10-26 18:36",
      "due 2026-10-27 09:00",
      "overdue 2026-10-27 09:15",
    ]);
  });
  test("of four school hours over half term: in school hours", () => {
    expect(alerts("school-hours", 4, "2026-10-23T15:30+01:00")).toEqual([
      "half 2026-11-03 09:30",
      "most 2026-11-03 10:42",
      "due 2026-11-03 11:30",
      "overdue 2026-11-03 11:45",
    ]);
  });
  test("of what is to be done at once: now, and a quarter of an hour later", () => {
    expect(alerts("at-once", 0, "2026-12-25T03:00Z")).toEqual([
      "due 2026-12-25 03:00",
      "overdue 2026-12-25 03:15",
    ]);
  });
  test("of a month: overdue when the next working day opens", () => {
    expect(alerts("calendar-months", 1, "2026-11-25T10:00Z").at(-1)).toBe(
      "overdue 2026-12-30 08:30",
    );
  });
});

test("whatever the clock, the stages come in order and somebody is there to read them", () => {
  const units: ClockUnit[] = [
    "at-once",
    "minutes",
    "calendar-hours",
    "calendar-days",
    "calendar-months",
    "working-days",
    "school-hours",
    "school-days",
  ];
  const start = fc.integer({
    min: Date.UTC(2026, 8, 1) / 60_000,
    max: Date.UTC(2028, 3, 1) / 60_000,
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...units),
      fc.integer({ min: 1, max: 12 }),
      start,
      (unit, n, from) => {
        const startedAt = new Date(from * 60_000);
        const dueAt = computeDue({ unit, length: n, startedAt }, calendar);
        const planned = planAlerts({ unit, startedAt, dueAt }, calendar);
        const times = planned.map(({ at }) => at.getTime());
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(planned.map(({ stage }) => stage).slice(-2)).toEqual(["due", "overdue"]);
        for (const { stage, at } of planned) {
          if (stage === "overdue") expect(at > dueAt).toBe(true);
          else expect(at >= startedAt && at <= dueAt).toBe(true);
          const day = localDay(at);
          if (unit === "working-days")
            expect(isWorkingDay(day, calendar), `${stage} ${day}`).toBe(true);
          if (unit === "school-days")
            expect(isSchoolDay(day, calendar), `${stage} ${day}`).toBe(true);
        }
      },
    ),
    { numRuns: 500 },
  );
});
