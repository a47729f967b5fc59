import { sql } from "drizzle-orm";
import ical from "ical-generator";
import { withNobody } from "@/db/scope";

import { hashToken, hex } from "@/lib/access/seal-secret";

type Line = {
  clock_id: string | null;
  reference: string;
  kind: string;
  started_at: string;
  due_at: string;
};

/** A phone shows this when it is locked: never what kind of matter it is. */
const titles: Record<string, string> = {
  review: "review due",
  decision: "decision due",
  "triage-low": "reading due",
  "triage-medium": "reading due",
  "triage-high": "reading due",
  "triage-urgent": "reading due",
};

/**
 * The calendar behind a secret address, or null when there is none any more. The database asks
 * each time who it is of, whether they may still sign in, and what they may still read.
 */
export async function readCalendar(token: string, origin: string): Promise<string | null> {
  const rows = await withNobody(
    async (tx) =>
      (await tx.execute(
        sql`select * from sec.calendar_of(${hex(hashToken(token))})`,
      )) as unknown as Line[],
  );
  if (rows.length === 0) return null;
  const host = new URL(origin).host;
  const calendar = ical({
    name: "Daybook deadlines",
    prodId: { company: "Daybook", product: "Deadlines", language: "EN" },
    ttl: 3600,
  });
  for (const row of rows) {
    if (row.clock_id === null) continue;
    const due = new Date(row.due_at);
    calendar.createEvent({
      id: `${row.clock_id}@${host}`,
      start: due,
      end: due,
      stamp: new Date(row.started_at),
      summary: `${row.reference} ${titles[row.kind] ?? "deadline due"}`,
      url: `${origin}/queue?tab=mine`,
    });
  }
  return calendar.toString();
}
