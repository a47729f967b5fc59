import { and, eq, isNull } from "drizzle-orm";
import { clocks } from "@/db/schema/cases";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { computeDue } from "./compute-due";
import { calendarOf } from "./find-holidays";
import rules from "./rules/england.json" with { type: "json" };
import type { ClockRule, SchoolTime } from "./types";

export function ruleFor(kind: string): ClockRule {
  const found = rules.rules.find((rule) => rule.kind === kind);
  if (!found) throw new Error(`No clock rule "${kind}"`);
  return found as ClockRule;
}

/** When a clock of this kind that starts now is due, in the school's own calendar. */
export const dueFor = (kind: string, startedAt: Date, school: SchoolTime) =>
  computeDue({ ...ruleFor(kind), startedAt }, calendarOf(school));

/** Starts a clock on a report or a case and answers when it is due. */
export async function startClock(
  tx: Tx,
  actor: Actor,
  clock: { kind: string; reportId?: string; caseId?: string; school: SchoolTime },
): Promise<Date> {
  const rule = ruleFor(clock.kind);
  const dueAt = dueFor(clock.kind, actor.at, clock.school);
  await tx.insert(clocks).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    reportId: clock.reportId ?? null,
    caseId: clock.caseId ?? null,
    kind: rule.kind,
    unit: rule.unit,
    length: rule.length,
    startedAt: actor.at,
    dueAt,
    basis: rule.basis,
    mark: rule.mark,
  });
  return dueAt;
}

/** Stops the running clocks of one kind (all kinds when none is named). */
export async function stopClocks(
  tx: Tx,
  actor: Actor,
  of: { reportId?: string; caseId?: string; kind?: string },
): Promise<void> {
  await tx
    .update(clocks)
    .set({ stoppedAt: actor.at, stoppedBy: actor.personId })
    .where(
      and(
        eq(clocks.schoolId, actor.schoolId),
        of.reportId ? eq(clocks.reportId, of.reportId) : undefined,
        of.caseId ? eq(clocks.caseId, of.caseId) : undefined,
        of.kind ? eq(clocks.kind, of.kind) : undefined,
        isNull(clocks.stoppedAt),
      ),
    );
}
