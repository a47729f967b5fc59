import { and, desc, eq } from "drizzle-orm";
import { decisions } from "@/db/schema/cases";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { computeDue } from "@/lib/clocks/compute-due";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { localDay } from "@/lib/dates";
import { nationalSource, readRules } from "@/lib/policies/read-rules";
import { schoolCalendar } from "@/lib/schools/queries";

export type AppealLimit = { endsOn: string; days: number; source: string };

/**
 * Until when the latest decision of a case can be appealed: so many working days after it as the
 * school's policy says, or the national default (ours: no law sets one). Null before any decision.
 */
export async function limitAppeal(
  tx: Tx,
  actor: Actor,
  caseId: string,
): Promise<AppealLimit | null> {
  const [decided] = await tx
    .select({ at: decisions.decidedAt })
    .from(decisions)
    .where(and(eq(decisions.schoolId, actor.schoolId), eq(decisions.caseId, caseId)))
    .orderBy(desc(decisions.decidedAt))
    .limit(1);
  if (!decided) return null;
  const { applied, sources } = await readRules(tx, actor);
  const days = applied.appealWithin;
  if (!days) return null;
  const ends = computeDue(
    { unit: "working-days", length: days, firstDayCounts: false, startedAt: decided.at },
    calendarOf(await schoolCalendar(tx, actor)),
  );
  return { endsOn: localDay(ends), days, source: sources.get("appealWithin") ?? nationalSource };
}
