import { addDays, differenceInMinutes, format, parseISO } from "date-fns";
import { localDay, localInstant, localTime } from "@/lib/dates";
import type { Calendar, ClockUnit } from "./types";

const nextDay = (day: string) => format(addDays(parseISO(day), 1), "yyyy-MM-dd");
const weekend = (day: string) => [0, 6].includes(parseISO(day).getDay());

export const isWorkingDay = (day: string, calendar: Calendar) =>
  !weekend(day) && !calendar.bankHolidays.includes(day);

export const isSchoolDay = (day: string, calendar: Calendar) =>
  isWorkingDay(day, calendar) &&
  !calendar.insetDays.includes(day) &&
  calendar.terms.some((term) => term.startsOn <= day && day <= term.endsOn);

/** Five years on, a calendar that names no more school days is a mistake, not a long holiday. */
const horizon = 1_900;

function nthDay(from: string, n: number, counts: (day: string) => boolean): string {
  let day = from;
  let left = n;
  for (let step = 0; step < horizon; step++) {
    day = nextDay(day);
    if (counts(day)) left--;
    if (left <= 0) return day;
  }
  throw new Error("The school's calendar has no days left to count");
}

/** School hours run from opening to closing on school days, whatever the clocks do at night. */
function afterSchoolHours(start: Date, hours: number, calendar: Calendar): Date {
  let left = hours * 60;
  let day = localDay(start);
  let from = localTime(start);
  for (let step = 0; step < horizon; step++) {
    if (isSchoolDay(day, calendar) && from < calendar.closesAt) {
      const late = from.localeCompare(calendar.opensAt) > 0;
      const begin = localInstant(day, late ? from : calendar.opensAt);
      const open = differenceInMinutes(localInstant(day, calendar.closesAt), begin);
      if (left <= open) return new Date(begin.getTime() + left * 60_000);
      left -= open;
    }
    day = nextDay(day);
    from = calendar.opensAt;
  }
  throw new Error("The school's calendar has no days left to count");
}

/**
 * When a clock is due, by the rules of B8 of the domain specification. Working and school days end
 * at 17:00 local on the Nth such day after the local day it began, with no grace for a late or
 * weekend start. Computed on local dates, so a change of the clocks moves nothing.
 */
export function computeDue(
  clock: { unit: ClockUnit; length: number; startedAt: Date },
  calendar: Calendar,
): Date {
  const { unit, length, startedAt } = clock;
  const day = localDay(startedAt);
  switch (unit) {
    case "minutes":
      return new Date(startedAt.getTime() + length * 60_000);
    case "calendar-hours":
      return new Date(startedAt.getTime() + length * 3_600_000);
    case "calendar-days":
      return localInstant(format(addDays(parseISO(day), length), "yyyy-MM-dd"), "23:59");
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
