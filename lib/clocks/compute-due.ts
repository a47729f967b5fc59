import { addDays } from "date-fns/addDays";
import { addMonths } from "date-fns/addMonths";
import { format } from "date-fns/format";
import { parseISO } from "date-fns/parseISO";
import { localDay, localInstant } from "@/lib/dates";
import type { Calendar, ClockRule, ClockUnit } from "./types";

const shift = (day: string, days: number) => format(addDays(parseISO(day), days), "yyyy-MM-dd");
export const nextDay = (day: string) => shift(day, 1);
const weekend = (day: string) => [0, 6].includes(parseISO(day).getDay());

export const isWorkingDay = (day: string, calendar: Calendar) =>
  !weekend(day) && !calendar.bankHolidays.includes(day);

/**
 * A working day in term that is no inset day. Beyond the last term that was entered every working
 * day counts: dates that nobody has typed yet may not keep a report from being sent or due.
 */
export function isSchoolDay(day: string, calendar: Calendar): boolean {
  if (!isWorkingDay(day, calendar) || calendar.insetDays.includes(day)) return false;
  return (
    calendar.terms.some((term) => term.startsOn <= day && day <= term.endsOn) ||
    calendar.terms.every((term) => term.endsOn < day)
  );
}

/** Nobody enters five years of holidays: a search that long has met a broken calendar. */
const horizon = 1_900;

function nthDay(from: string, n: number, counts: (day: string) => boolean): string {
  let day = from;
  let left = n;
  for (let step = 0; step < horizon && left > 0; step++) {
    day = nextDay(day);
    if (counts(day)) left--;
  }
  if (left > 0) throw new Error("The calendar has no days left to count");
  return day;
}

/** The instants at which a school day opens and closes. */
export const schoolHours = (day: string, calendar: Calendar) => ({
  opens: localInstant(day, calendar.opensAt).getTime(),
  closes: localInstant(day, calendar.closesAt).getTime(),
});

/** School hours run from opening to closing on school days, whatever the clocks do at night. */
function afterSchoolHours(start: Date, hours: number, calendar: Calendar): Date {
  let left = hours * 3_600_000;
  // Hours that end before they begin are a slip of the settings: time then runs without a stop.
  if (calendar.closesAt <= calendar.opensAt) return new Date(start.getTime() + left);
  let day = localDay(start);
  for (let step = 0; step < horizon; step++) {
    if (isSchoolDay(day, calendar)) {
      const { opens, closes } = schoolHours(day, calendar);
      const begin = Math.max(opens, start.getTime());
      if (begin + left <= closes) return new Date(begin + left);
      left -= Math.max(0, closes - begin);
    }
    day = nextDay(day);
  }
  throw new Error("The calendar has no days left to count");
}

/** How long the school is open between two instants. */
export function openBetween(from: Date, to: Date, calendar: Calendar): number {
  let open = 0;
  for (let day = localDay(from); day <= localDay(to); day = nextDay(day)) {
    if (!isSchoolDay(day, calendar)) continue;
    const { opens, closes } = schoolHours(day, calendar);
    open += Math.max(0, Math.min(closes, to.getTime()) - Math.max(opens, from.getTime()));
  }
  return open;
}

/** A month on, to the matching date or the month's last; a day of rest moves it to the next. */
function monthsAfter(day: string, months: number, calendar: Calendar): string {
  const matching = format(addMonths(parseISO(day), months), "yyyy-MM-dd");
  return nthDay(shift(matching, -1), 1, (d) => isWorkingDay(d, calendar));
}

/**
 * When a clock is due, by the rules of B8 of the domain specification. Working and school days end
 * at 17:00 local on the Nth such day after the local day it began, with no grace for a late or
 * weekend start. Computed on local dates, so a change of the clocks moves nothing.
 */
export function computeDue(
  clock: Pick<ClockRule, "unit" | "length" | "firstDayCounts"> & { startedAt: Date },
  calendar: Calendar,
): Date {
  const { unit, length, startedAt } = clock;
  const today = localDay(startedAt);
  const day = clock.firstDayCounts ? shift(today, -1) : today;
  switch (unit) {
    case "at-once":
      return startedAt;
    case "minutes":
      return new Date(startedAt.getTime() + length * 60_000);
    case "calendar-hours":
      return new Date(startedAt.getTime() + length * 3_600_000);
    case "calendar-days":
      return localInstant(shift(day, length), "23:59");
    case "calendar-months":
      return localInstant(monthsAfter(day, length, calendar), "23:59");
    case "working-days":
      return localInstant(
        nthDay(day, length, (d) => isWorkingDay(d, calendar)),
        "17:00",
      );
    case "school-days":
      return localInstant(
        nthDay(day, length, (d) => isSchoolDay(d, calendar)),
        "17:00",
      );
    case "school-hours":
      return afterSchoolHours(startedAt, length, calendar);
  }
}

/**
 * When a clock is due that stood still: as much of its own time later as passed in the pause. A
 * pause that began and ended within one day gives no day.
 */
export function extendDue(
  clock: { unit: ClockUnit; dueAt: Date },
  pause: { from: Date; to: Date },
  calendar: Calendar,
): Date {
  const { unit, dueAt } = clock;
  const days = (counts: (day: string) => boolean) => {
    let passed = 0;
    for (let day = localDay(pause.from); day < localDay(pause.to); ) {
      day = nextDay(day);
      if (counts(day)) passed++;
    }
    return passed;
  };
  const due = localDay(dueAt);
  switch (unit) {
    case "at-once":
    case "minutes":
    case "calendar-hours":
      return new Date(dueAt.getTime() + pause.to.getTime() - pause.from.getTime());
    case "calendar-days":
      return localInstant(
        shift(
          due,
          days(() => true),
        ),
        "23:59",
      );
    case "calendar-months": {
      const moved = shift(
        due,
        days(() => true),
      );
      return localInstant(
        nthDay(shift(moved, -1), 1, (day) => isWorkingDay(day, calendar)),
        "23:59",
      );
    }
    case "working-days":
    case "school-days": {
      const counts = (day: string) =>
        unit === "working-days" ? isWorkingDay(day, calendar) : isSchoolDay(day, calendar);
      return localInstant(nthDay(due, days(counts), counts), "17:00");
    }
    case "school-hours":
      return afterSchoolHours(
        dueAt,
        openBetween(pause.from, pause.to, calendar) / 3_600_000,
        calendar,
      );
  }
}
