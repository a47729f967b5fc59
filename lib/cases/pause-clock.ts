import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { clockPauses, clocks } from "@/db/schema/clocks";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { extendDue } from "@/lib/clocks/compute-due";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { pauseWords, ruleFor } from "@/lib/clocks/labels";
import type { ClockUnit } from "@/lib/clocks/types";
import { check, conflict } from "@/lib/errors";
import { schoolCalendar } from "@/lib/schools/queries";
import { refreshDue } from "./list-clocks";
import { loadClock, recordClock, thisClock } from "./load-clock";
import type { pauseClockSchema, resumeClockSchema } from "./schema";

/** Lets a clock stand still, where its rule allows it and for a reason the rule names. */
export async function pauseClock(tx: Tx, actor: Actor, input: z.output<typeof pauseClockSchema>) {
  const { clock, of, role } = await loadClock(tx, actor, input.clockId);
  const rule = ruleFor(clock.kind);
  if (clock.pausedAt) throw conflict("This deadline is already paused");
  if (!rule.pauses?.includes(input.reason))
    throw check({ reason: `The law gives no pause here. ${rule.basis}` });
  await tx.update(clocks).set({ pausedAt: actor.at, alertAt: null }).where(thisClock(actor, clock));
  await tx.insert(clockPauses).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    clockId: clock.id,
    reason: input.reason,
    words: input.words,
    pausedAt: actor.at,
    pausedBy: actor.personId,
  });
  await refreshDue(tx, actor, of);
  const words = `${pauseWords[input.reason]}. ${input.words}`;
  await recordClock(tx, actor, of, { role, action: "clock-paused", kind: clock.kind, words });
  return of;
}

/** Lets it run again, due as much later as passed of its own time. */
export async function resumeClock(tx: Tx, actor: Actor, input: z.output<typeof resumeClockSchema>) {
  const { clock, of, role } = await loadClock(tx, actor, input.clockId);
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
    .where(thisClock(actor, clock));
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
  await refreshDue(tx, actor, of);
  await recordClock(tx, actor, of, { role, action: "clock-resumed", kind: clock.kind });
  return of;
}
