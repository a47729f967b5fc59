import { and, eq, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import { clocks } from "@/db/schema/clocks";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { clocksWithin, refreshDue } from "./list-clocks";
import { loadClock, recordClock, thisClock } from "./load-clock";
import type { settleClockSchema } from "./schema";

/** Says what was done about a deadline, when and under which reference: the proof that it was met. */
export async function settleClock(tx: Tx, actor: Actor, input: z.output<typeof settleClockSchema>) {
  const { clock, role } = await loadClock(tx, actor, input);
  await tx
    .update(clocks)
    .set({
      stoppedAt: actor.at,
      stoppedBy: actor.personId,
      stoppedWords: input.words,
      pausedAt: null,
      alertAt: null,
    })
    .where(thisClock(actor, input));
  await refreshDue(tx, actor, input);
  await recordClock(tx, actor, {
    caseId: input.caseId,
    role,
    action: "clock-settled",
    clock: clock.kind,
    words: input.words,
  });
  return { caseId: input.caseId };
}

/** Meets the clocks of these kinds, or the one of this id, if they still run in the case. */
export async function settleRunning(
  tx: Tx,
  actor: Actor,
  at: { caseId: string; kinds?: readonly string[]; clockId?: string; words: string },
): Promise<void> {
  await tx
    .update(clocks)
    .set({
      stoppedAt: actor.at,
      stoppedBy: actor.personId,
      stoppedWords: at.words,
      pausedAt: null,
      alertAt: null,
    })
    .where(
      and(
        clocksWithin(actor, { caseId: at.caseId }),
        at.clockId ? eq(clocks.id, at.clockId) : inArray(clocks.kind, [...(at.kinds ?? [])]),
        isNull(clocks.stoppedAt),
      ),
    );
}
