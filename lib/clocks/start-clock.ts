import { and, eq, isNull } from "drizzle-orm";
import { clocks } from "@/db/schema/clocks";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { computeDue } from "./compute-due";
import { calendarOf } from "./find-holidays";
import { ruleFor } from "./labels";
import { planAlerts } from "./plan-alerts";
import type { ClockUnit, Force, SchoolTime } from "./types";

/** When a clock of this kind that starts at this instant is due, in the school's own calendar. */
export const dueFor = (kind: string, startedAt: Date, school: SchoolTime) =>
  computeDue({ ...ruleFor(kind, school.readings), startedAt }, calendarOf(school));

/** When the first reminder of a clock is to be looked at; of mere information, never. */
export function firstAlert(
  clock: { unit: ClockUnit; startedAt: Date; dueAt: Date; force: Force },
  school: SchoolTime,
): Date | null {
  if (clock.force === "information") return null;
  return planAlerts(clock, calendarOf(school))[0]?.at ?? null;
}

/**
 * Starts a clock on a report or a case and answers when it is due. `from` is the event it counts
 * from, when that was earlier; `dueAt` a date that somebody set in its place.
 */
export async function startClock(
  tx: Tx,
  actor: Actor,
  clock: {
    /** Where somebody has to find it again. */
    id?: string;
    kind: string;
    reportId?: string;
    caseId?: string;
    from?: Date;
    dueAt?: Date;
    school: SchoolTime;
  },
): Promise<Date> {
  const rule = ruleFor(clock.kind, clock.school.readings);
  const startedAt = clock.from ?? actor.at;
  const dueAt = clock.dueAt ?? dueFor(clock.kind, startedAt, clock.school);
  const { kind, unit, length, basis, mark, force } = rule;
  await tx.insert(clocks).values({
    schoolId: actor.schoolId,
    id: clock.id ?? crypto.randomUUID(),
    reportId: clock.reportId ?? null,
    caseId: clock.caseId ?? null,
    kind,
    unit,
    length,
    startedAt,
    dueAt,
    basis,
    mark,
    force,
    alertAt: firstAlert({ unit, startedAt, dueAt, force }, clock.school),
  });
  return dueAt;
}

/**
 * Stops the school's own targets of a report or case, or its clocks of one kind. What is set from
 * outside runs on until somebody says what was done about it.
 */
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
        of.kind ? eq(clocks.kind, of.kind) : eq(clocks.force, "target"),
        isNull(clocks.stoppedAt),
      ),
    );
}
