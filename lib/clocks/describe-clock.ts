import { formatDateTime } from "@/lib/dates";

const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;

function span(minutes: number): string {
  if (minutes < 60) return plural(Math.max(1, minutes), "minute");
  if (minutes < 48 * 60) return plural(Math.round(minutes / 60), "hour");
  return plural(Math.round(minutes / 1440), "day");
}

/** "Due in 2 hours" or "Overdue by 1 day", with the instant itself beside it. */
export function describeClock(dueAt: Date, at: Date) {
  const minutes = Math.round((dueAt.getTime() - at.getTime()) / 60_000);
  const overdue = minutes < 0;
  return {
    overdue,
    words: overdue ? `Overdue by ${span(-minutes)}` : `Due in ${span(minutes)}`,
    absolute: formatDateTime(dueAt),
  };
}
