import Holidays from "date-holidays";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localDay, localTime } from "@/lib/dates";
import { computeDue, isSchoolDay } from "./compute-due";
import { describeClock } from "./describe-clock";
import england from "./holidays/england.json" with { type: "json" };
import type { Calendar } from "./types";

const calendar: Calendar = {
  opensAt: "08:30",
  closesAt: "16:30",
  terms: [
    { startsOn: "2026-09-01", endsOn: "2026-10-23" },
    { startsOn: "2026-11-02", endsOn: "2026-12-18" },
    { startsOn: "2027-01-04", endsOn: "2027-02-12" },
    { startsOn: "2027-02-22", endsOn: "2027-03-25" },
    { startsOn: "2027-04-12", endsOn: "2027-07-21" },
    { startsOn: "2027-09-01", endsOn: "2028-07-20" },
  ],
  insetDays: ["2026-11-02", "2027-01-04"],
  bankHolidays: england.days,
};
const due = (unit: Parameters<typeof computeDue>[0]["unit"], length: number, from: string) =>
  computeDue({ unit, length, startedAt: new Date(from) }, calendar);

describe("when a clock is due", () => {
  test("LADO: Christmas Eve to the first working day after the bank holidays", () => {
    expect(due("working-days", 1, "2026-12-24T15:00:00Z").toISOString()).toBe(
      "2026-12-29T17:00:00.000Z",
    );
  });
  test("ICO: 72 hours over the end of summer time", () => {
    expect(due("calendar-hours", 72, "2026-10-24T10:00:00+01:00").toISOString()).toBe(
      "2026-10-27T09:00:00.000Z",
    );
  });
  test("school days stop in half term and on inset days", () => {
    const at = due("school-days", 1, "2026-10-23T15:00:00+01:00");
    expect([localDay(at), localTime(at)]).toEqual(["2026-11-03", "17:00"]);
  });
  test("school hours run on from one day's closing to the next day's opening", () => {
    const at = due("school-hours", 4, "2026-11-20T15:30:00Z");
    expect([localDay(at), localTime(at)]).toEqual(["2026-11-23", "11:30"]);
  });
  test("a report sent at night counts from opening", () => {
    expect(localTime(due("school-hours", 4, "2026-11-18T02:00:00Z"))).toBe("12:30");
  });

  test("a day clock agrees with counting the days one by one", () => {
    const start = fc.date({
      min: new Date("2026-09-01"),
      max: new Date("2028-01-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 15 }), (from, length) => {
        const at = computeDue({ unit: "school-days", length, startedAt: from }, calendar);
        let seen = 0;
        for (
          let t = from.getTime() + 86_400_000;
          localDay(new Date(t)) <= localDay(at);
          t += 86_400_000
        ) {
          if (isSchoolDay(localDay(new Date(t)), calendar)) seen++;
        }
        expect(seen).toBe(length);
        expect(localTime(at)).toBe("17:00");
      }),
    );
  });
});

test("the bank holidays are those an independent calendar knows", () => {
  const other = new Holidays("GB", "ENG");
  for (const year of [2026, 2027, 2028]) {
    const days = other
      .getHolidays(year)
      .filter((holiday) => ["public", "bank"].includes(holiday.type))
      .map((holiday) => holiday.date.slice(0, 10))
      .filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
    expect(england.days.filter((day) => day.startsWith(String(year)))).toEqual(
      [...new Set(days)].sort(),
    );
  }
});

test("a clock in words", () => {
  const at = new Date("2026-11-20T10:00:00Z");
  expect(describeClock(new Date("2026-11-20T12:00:00Z"), at).words).toBe("Due in 2 hours");
  expect(describeClock(new Date("2026-11-18T10:00:00Z"), at)).toEqual({
    overdue: true,
    words: "Overdue by 2 days",
    absolute: "18 November 2026 at 10:00am",
  });
});
