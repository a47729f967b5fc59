import { tz } from "@date-fns/tz";
import { format } from "date-fns/format";
import { parseISO } from "date-fns/parseISO";

/** All schools of version 1 keep British time; instants are stored in UTC. */
export const zone = "Europe/London";
const london = tz(zone);

/** "21 November 2026" */
export const formatDate = (at: Date) => format(at, "d MMMM yyyy", { in: london });
/** "9:32am" */
export const formatTime = (at: Date) => format(at, "h:mmaaa", { in: london });
export const formatDateTime = (at: Date) => format(at, "d MMMM yyyy 'at' h:mmaaa", { in: london });
/** "2026-11-21": the local day of an instant. */
export const localDay = (at: Date) => format(at, "yyyy-MM-dd", { in: london });
/** "09:32": the local time of an instant. */
export const localTime = (at: Date) => format(at, "HH:mm", { in: london });
/** The instant of a local day and time; a time that the clocks skip moves forward. */
export const localInstant = (day: string, time: string): Date =>
  new Date(parseISO(`${day}T${time}:00`, { in: london }).getTime());
/** "21 November 2026" of a day that has no time. */
export const formatDay = (day: string) => formatDate(localInstant(day, "12:00"));

/** Three typed fields to "2026-11-21", or null when they name no day of the calendar. */
export function dayFromParts(day: string, month: string, year: string): string | null {
  const [d, m, y] = [day, month, year].map((part) =>
    /^\d{1,4}$/.test(part.trim()) ? Number(part) : 0,
  );
  if (!d || !m || !y || y < 1900) return null;
  const at = new Date(Date.UTC(y, m - 1, d));
  const real = at.getUTCFullYear() === y && at.getUTCMonth() === m - 1 && at.getUTCDate() === d;
  return real ? at.toISOString().slice(0, 10) : null;
}
