import { formatDateTime } from "@/lib/dates";
import { openBetween, schoolHours } from "./compute-due";
import { calendarOf } from "./find-holidays";
import type { SchoolTime } from "./types";

const minute = 60_000;
const hour = 60 * minute;
const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;

/** Whole units only, rounded down: a clock never promises more time than there is. */
function span(ms: number): string {
  if (ms < hour) return plural(Math.max(1, Math.floor(ms / minute)), "minute");
  if (ms < 24 * hour) return plural(Math.floor(ms / hour), "hour");
  return plural(Math.floor(ms / (24 * hour)), "day");
}

function schoolSpan(ms: number, school: SchoolTime): string {
  const { opens, closes } = schoolHours("2000-01-03", calendarOf(school));
  if (ms < hour) return "Less than 1 school hour left";
  if (ms < 2 * (closes - opens)) return `${plural(Math.floor(ms / hour), "school hour")} left`;
  return `${plural(Math.floor(ms / (closes - opens)), "school day")} left`;
}

/**
 * "2 school hours left" or "Overdue by 1 day", with the instant itself beside it (screens, 1d).
 * With the school's calendar the time left is school time; without it, and for the last hour of
 * any clock, it is the time on the wall. What is overdue is overdue at night, too.
 */
export function describeClock(dueAt: Date, at: Date, school?: SchoolTime) {
  const left = dueAt.getTime() - at.getTime();
  const overdue = left < 0;
  const inSchoolTime = school !== undefined && left >= hour && school.opensAt < school.closesAt;
  return {
    overdue,
    words: overdue
      ? `Overdue by ${span(-left)}`
      : inSchoolTime
        ? schoolSpan(openBetween(at, dueAt, calendarOf(school)), school)
        : `${span(left)} left`,
    absolute: formatDateTime(dueAt),
  };
}
