import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localDay, localTime } from "@/lib/dates";
import { computeDue } from "./compute-due";
import { findHolidays } from "./find-holidays";
import type { Calendar, ClockRule, ClockUnit } from "./types";

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
  bankHolidays: findHolidays("england"),
};
type Clock = Pick<ClockRule, "unit" | "length" | "firstDayCounts">;
const due = (clock: Clock, from: string) =>
  computeDue({ ...clock, startedAt: new Date(from) }, calendar);
const local = (at: Date) => `${localDay(at)} ${localTime(at)}`;

describe("the test cases of B8", () => {
  test("LADO: Christmas Eve to the first working day after the bank holidays", () => {
    const at = due({ unit: "working-days", length: 1 }, "2026-12-24T15:00:00Z");
    expect(at.toISOString()).toBe("2026-12-29T17:00:00.000Z");
  });
  test("ICO: 72 hours over the end of summer time", () => {
    const at = due({ unit: "calendar-hours", length: 72 }, "2026-10-24T10:00:00+01:00");
    expect(at.toISOString()).toBe("2026-10-27T09:00:00.000Z");
  });
  test("subject access: the month's last day is a Sunday, so the Monday after", () => {
    const at = due({ unit: "calendar-months", length: 1 }, "2027-01-31T11:00:00Z");
    expect(localDay(at)).toBe("2027-03-01");
  });
  test("a data protection complaint: the day of receipt is the first of the thirty", () => {
    const thirty = { unit: "calendar-days", length: 30 } as const;
    expect(localDay(due({ ...thirty, firstDayCounts: true }, "2026-12-01T09:00:00Z"))).toBe(
      "2026-12-30",
    );
    expect(localDay(due(thirty, "2026-12-01T09:00:00Z"))).toBe("2026-12-31");
  });
});

describe("school time", () => {
  test("school days stop in half term and on inset days", () => {
    const at = due({ unit: "school-days", length: 1 }, "2026-10-23T15:00:00+01:00");
    expect(local(at)).toBe("2026-11-03 17:00");
  });
  test("school hours run on from one day's closing to the next day's opening", () => {
    const at = due({ unit: "school-hours", length: 4 }, "2026-11-20T15:30:00Z");
    expect(local(at)).toBe("2026-11-23 11:30");
  });
  test("a report sent at night counts from opening", () => {
    const at = due({ unit: "school-hours", length: 4 }, "2026-11-18T02:00:00Z");
    expect(local(at)).toBe("2026-11-18 12:30");
  });
  test("the last school hour ends at closing, to the second", () => {
    const at = due({ unit: "school-hours", length: 1 }, "2026-11-18T15:30:20.500Z");
    expect(at.toISOString()).toBe("2026-11-19T08:30:20.500Z");
  });
  test("urgent is thirty minutes, at night as well", () => {
    const at = due({ unit: "minutes", length: 30 }, "2026-12-25T23:50:00Z");
    expect(at.toISOString()).toBe("2026-12-26T00:20:00.000Z");
  });
});

describe("a calendar that nobody kept", () => {
  const two = (terms: Calendar["terms"], unit: ClockUnit, from: string) =>
    local(computeDue({ unit, length: 2, startedAt: new Date(from) }, { ...calendar, terms }));
  test("without terms every working day counts", () => {
    expect(two([], "school-days", "2026-12-24T12:00:00Z")).toBe("2026-12-30 17:00");
    expect(two([], "school-hours", "2026-12-24T15:30:00Z")).toBe("2026-12-29 09:30");
  });
  test("after the last term entered every working day counts", () => {
    const ended = [{ startsOn: "2026-09-01", endsOn: "2026-11-20" }];
    expect(two(ended, "school-days", "2026-11-20T12:00:00Z")).toBe("2026-11-24 17:00");
  });
  test("hours that end before they begin still let a clock run", () => {
    const wrong = { ...calendar, opensAt: "16:30", closesAt: "08:30" };
    const startedAt = new Date("2026-11-18T10:00:00Z");
    const at = computeDue({ unit: "school-hours", length: 4, startedAt }, wrong);
    expect(at.toISOString()).toBe("2026-11-18T14:00:00.000Z");
  });
});

/** The slow reference walks the clock on the wall in five-minute steps and knows no other dates. */
const wall = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/London",
  dateStyle: "short",
  timeStyle: "short",
});
const weekday = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "short" });
const works = (day: string) =>
  !["Sat", "Sun"].includes(weekday.format(new Date(`${day}T12:00:00Z`))) &&
  !calendar.bankHolidays.includes(day);
const teaches = (day: string) =>
  works(day) &&
  !calendar.insetDays.includes(day) &&
  calendar.terms.some((term) => day >= term.startsOn && day <= term.endsOn);

function walk(from: Date, unit: ClockUnit, length: number): Date {
  let left = unit === "school-hours" ? length * 12 : length;
  let day = wall.format(from).slice(0, 10);
  let t = from.getTime();
  for (; ; t += 300_000) {
    const [date = "", time = ""] = wall.format(t).split(" ");
    if (unit === "school-hours") {
      if (left === 0) return new Date(t);
      if (teaches(date) && time >= calendar.opensAt && time < calendar.closesAt) left--;
      continue;
    }
    if (date !== day) {
      day = date;
      if (unit === "working-days" ? works(day) : teaches(day)) left--;
    }
    if (left === 0 && time === "17:00") return new Date(t);
  }
}

describe("against a clock that is walked five minutes at a time", () => {
  const starts = fc
    .integer({ min: Date.UTC(2026, 8, 1) / 300_000, max: Date.UTC(2028, 3, 30) / 300_000 })
    .map((steps) => new Date(steps * 300_000));
  // Around the clock changes, Christmas, half term, Easter and the leap day.
  const turns = fc
    .tuple(
      fc.constantFrom(
        "2026-10-25",
        "2027-03-28",
        "2026-12-24",
        "2026-10-23",
        "2027-03-25",
        "2028-02-28",
      ),
      fc.integer({ min: -400, max: 400 }),
    )
    .map(([day, steps]) => new Date(Date.parse(`${day}T12:00:00Z`) + steps * 300_000));
  const units = ["working-days", "school-days", "school-hours"] as const;

  test.each(units)("%s", { timeout: 60_000 }, (unit) => {
    const length = fc.integer({ min: 1, max: unit === "school-hours" ? 20 : 10 });
    fc.assert(
      fc.property(fc.oneof(starts, turns), length, (startedAt, n) => {
        const at = computeDue({ unit, length: n, startedAt }, calendar);
        const reference = walk(startedAt, unit, n);
        // At closing time "due now" and "no minute of the next day used" are the same instant.
        const same = unit === "school-hours" && localTime(at) === calendar.closesAt;
        if (same) expect(localDay(at) < localDay(reference) || +at === +reference).toBe(true);
        else expect(local(at)).toBe(local(reference));
      }),
      { numRuns: 150 },
    );
  });
});
