import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localDay, localTime } from "@/lib/dates";
import { computeDue, extendDue } from "./compute-due";
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

/**
 * The slow reference walks the clock on the wall in five-minute steps and knows no other dates. At
 * each step it asks whether the clock runs, and stops when the length is used up.
 */
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
const step = 300_000;
const seen = new Map<number, [date: string, time: string]>();
/** Read off the wall once for each instant: that is what makes the walk slow. */
function onTheWall(at: number | Date): [date: string, time: string] {
  const t = Number(at);
  const found = seen.get(t) ?? (wall.format(t).split(" ") as [string, string]);
  seen.set(t, found);
  return found;
}
const open = (t: number) => {
  const [date, time] = onTheWall(t);
  return teaches(date) && time >= calendar.opensAt && time < calendar.closesAt;
};
const counted: Partial<Record<ClockUnit, (day: string) => boolean>> = {
  "calendar-days": () => true,
  "working-days": works,
  "school-days": teaches,
};

function walk(from: Date, unit: ClockUnit, length: number): Date {
  const counts = counted[unit];
  const ends = unit === "calendar-days" ? "23:55" : "17:00";
  let left = counts ? length : Math.round(length * 12);
  let [day] = onTheWall(from);
  for (let t = from.getTime(); ; t += step) {
    if (!counts) {
      if (left === 0) return new Date(t);
      if (unit === "calendar-hours" || open(t)) left--;
      continue;
    }
    const [date, time] = onTheWall(t);
    if (date !== day) {
      day = date;
      if (counts(day)) left--;
    }
    if (left === 0 && time === ends) return new Date(t + (unit === "calendar-days" ? 240_000 : 0));
  }
}

/** The matching date a number of months on, found by turning the pages of a calendar. */
function walkMonths(from: Date, months: number): string {
  const [start] = onTheWall(from);
  const date = Number(start.slice(8));
  let [t, turned, day] = [from.getTime(), 0, start];
  for (;;) {
    t += 12 * 3_600_000;
    const [next] = onTheWall(t);
    if (next === day) continue;
    const last = next.slice(0, 7) !== day.slice(0, 7);
    if (turned === months && (Number(day.slice(8)) === date || last)) break;
    if (last) turned++;
    day = next;
  }
  while (!works(day)) [day] = onTheWall(Date.parse(`${day}T12:00:00Z`) + 24 * 3_600_000);
  return day;
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
  const units = [
    "calendar-hours",
    "calendar-days",
    "working-days",
    "school-days",
    "school-hours",
  ] as const;

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

  test("calendar-months", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(starts, turns), fc.integer({ min: 1, max: 13 }), (startedAt, n) => {
        const at = computeDue({ unit: "calendar-months", length: n, startedAt }, calendar);
        expect(local(at)).toBe(`${walkMonths(startedAt, n)} 23:59`);
      }),
      { numRuns: 300 },
    );
  });

  test("a pause gives back what passed in it, and no more", { timeout: 60_000 }, () => {
    const pauseUnits = ["calendar-hours", ...units.slice(1)] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...pauseUnits),
        fc.oneof(starts, turns),
        fc.integer({ min: 0, max: 2_000 }),
        (unit, from, steps) => {
          const to = new Date(from.getTime() + steps * step);
          const dueAt = computeDue({ unit, length: 3, startedAt: from }, calendar);
          const moved = extendDue({ unit, dueAt }, { from, to }, calendar);
          let passed = 0;
          const counts = counted[unit];
          for (let t = from.getTime(); t < to.getTime(); t += step) {
            if (!counts) passed += unit === "calendar-hours" || open(t) ? 1 : 0;
            else {
              const [today] = onTheWall(t);
              const [next] = onTheWall(t + step);
              if (today !== next && counts(next)) passed++;
            }
          }
          // Days end at 23:59, which no five-minute step meets.
          const aligned = new Date(Math.floor(dueAt.getTime() / step) * step);
          const reference =
            passed === 0 ? dueAt : walk(aligned, unit, counts ? passed : passed / 12);
          const same = unit === "school-hours" && localTime(moved) === calendar.closesAt;
          if (same) expect(localDay(moved) <= localDay(reference)).toBe(true);
          else expect(local(moved)).toBe(local(reference));
        },
      ),
      { numRuns: 60 },
    );
  });
});
