import { localDay, localInstant } from "@/lib/dates";
import { isSchoolDay, isWorkingDay, nextDay, schoolHours } from "./compute-due";
import type { Calendar, ClockUnit, Stage } from "./types";

type Clock = { unit: ClockUnit; startedAt: Date; dueAt: Date };
type Span = { from: number; to: number };

const quarter = 15 * 60_000;
const endOfDay = "17:00";

/** The stretches of a day in which a clock of this unit runs, or null when it never stops. */
function spanOf(unit: ClockUnit, calendar: Calendar): ((day: string) => Span | null) | null {
  if (calendar.opensAt >= calendar.closesAt || calendar.opensAt >= endOfDay) return null;
  const open = (day: string, counts: boolean, closes: number): Span | null =>
    counts ? { from: schoolHours(day, calendar).opens, to: closes } : null;
  switch (unit) {
    case "school-hours":
      return (day) => open(day, isSchoolDay(day, calendar), schoolHours(day, calendar).closes);
    case "school-days":
      return (day) => open(day, isSchoolDay(day, calendar), localInstant(day, endOfDay).getTime());
    case "working-days":
      return (day) => open(day, isWorkingDay(day, calendar), localInstant(day, endOfDay).getTime());
    default:
      return null;
  }
}

function spansBetween(clock: Clock, spanFor: (day: string) => Span | null): Span[] {
  const spans: Span[] = [];
  const [start, end] = [clock.startedAt.getTime(), clock.dueAt.getTime()];
  for (let day = localDay(clock.startedAt); day <= localDay(clock.dueAt); day = nextDay(day)) {
    const span = spanFor(day);
    if (!span) continue;
    const cut = { from: Math.max(span.from, start), to: Math.min(span.to, end) };
    if (cut.from < cut.to) spans.push(cut);
  }
  return spans;
}

/** The instant at which this share of a clock's own time has gone. */
function momentOf(share: number, spans: readonly Span[], clock: Clock): Date {
  let left = share * spans.reduce((sum, { from, to }) => sum + to - from, 0);
  for (const { from, to } of spans) {
    if (left <= to - from) return new Date(from + left);
    left -= to - from;
  }
  return clock.dueAt;
}

/**
 * When a clock is overdue: a quarter of an hour after one of minutes or hours, and otherwise when
 * the next working or school day opens, so that somebody is there to read it.
 */
function overdueAt(clock: Clock, calendar: Calendar): Date {
  const { unit, dueAt } = clock;
  const later = new Date(dueAt.getTime() + quarter);
  if (["at-once", "minutes", "calendar-hours", "school-hours"].includes(unit)) return later;
  const counts = unit === "school-days" ? isSchoolDay : isWorkingDay;
  let day = localDay(dueAt);
  for (let step = 0; step < 400; step++) {
    day = nextDay(day);
    if (counts(day, calendar)) return new Date(schoolHours(day, calendar).opens);
  }
  return later;
}

/**
 * When somebody is told of a clock: at 50 % and 80 % of its time, when it is due and when it is
 * overdue (B8 of the domain specification). The share is of the clock's own time, so that an alert
 * of a working or school clock comes in the hours of such a day.
 */
export function planAlerts(clock: Clock, calendar: Calendar): { stage: Stage; at: Date }[] {
  const spanFor = spanOf(clock.unit, calendar);
  const spans = spanFor
    ? spansBetween(clock, spanFor)
    : [{ from: clock.startedAt.getTime(), to: clock.dueAt.getTime() }];
  const late = [
    { stage: "due" as const, at: clock.dueAt },
    { stage: "overdue" as const, at: overdueAt(clock, calendar) },
  ];
  if (clock.unit === "at-once") return late;
  return [
    { stage: "half", at: momentOf(0.5, spans, clock) },
    { stage: "most", at: momentOf(0.8, spans, clock) },
    ...late,
  ];
}
