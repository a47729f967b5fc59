import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { clockPauses, clocks } from "@/db/schema/clocks";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { extendDue } from "@/lib/clocks/compute-due";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { pauseWords, ruleFor } from "@/lib/clocks/labels";
import type { ClockUnit } from "@/lib/clocks/types";
import { formatDateTime } from "@/lib/dates";
import { check, conflict } from "@/lib/errors";
import { schoolCalendar } from "@/lib/schools/queries";
import { refreshDue } from "./list-clocks";
import { loadClock, recordClock, thisClock } from "./load-clock";
import type { pauseClockSchema, resumeClockSchema } from "./schema";

/** Lets a clock stand still, where its rule allows it and for a reason the rule names. */
export async function pauseClock(tx: Tx, actor: Actor, input: z.output<typeof pauseClockSchema>) {
  const { clock, role } = await loadClock(tx, actor, input);
  const rule = ruleFor(clock.kind);
  if (clock.pausedAt) throw conflict("This deadline is already paused");
  if (!rule.pauses?.includes(input.reason))
    throw check({ reason: `The law gives no pause here. ${rule.basis}` });
  await tx.update(clocks).set({ pausedAt: actor.at, alertAt: null }).where(thisClock(actor, input));
  await tx.insert(clockPauses).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    clockId: clock.id,
    reason: input.reason,
    words: input.awaited,
    pausedAt: actor.at,
    pausedBy: actor.personId,
  });
  await refreshDue(tx, actor, input);
  await recordClock(tx, actor, {
    caseId: input.caseId,
    role,
    action: "clock-paused",
    clock: clock.kind,
    words: `${pauseWords[input.reason]}. ${input.awaited}`,
  });
  return { caseId: input.caseId };
}

/** Lets it run again, due as much later as passed of its own time. */
export async function resumeClock(tx: Tx, actor: Actor, input: z.output<typeof resumeClockSchema>) {
  const { clock, role } = await loadClock(tx, actor, input);
  if (!clock.pausedAt) throw conflict("This deadline already runs");
  const school = await schoolCalendar(tx, actor);
  const pause = { from: clock.pausedAt, to: actor.at };
  const dueAt = extendDue(
    { unit: clock.unit as ClockUnit, dueAt: clock.dueAt },
    pause,
    calendarOf(school),
  );
  // What was reached meanwhile is looked at now; a stage that was told is not told again.
  await tx
    .update(clocks)
    .set({ pausedAt: null, dueAt, alertAt: actor.at })
    .where(thisClock(actor, input));
  await tx
    .update(clockPauses)
    .set({ resumedAt: actor.at, resumedBy: actor.personId })
    .where(
      and(
        eq(clockPauses.schoolId, actor.schoolId),
        eq(clockPauses.clockId, clock.id),
        isNull(clockPauses.resumedAt),
      ),
    );
  await refreshDue(tx, actor, input);
  await recordClock(tx, actor, {
    caseId: input.caseId,
    role,
    action: "clock-resumed",
    clock: clock.kind,
    words: `Now due ${formatDateTime(dueAt)}`,
  });
  return { caseId: input.caseId };
}
