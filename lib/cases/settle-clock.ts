import type { z } from "zod";
import { clocks } from "@/db/schema/clocks";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { refreshDue } from "./list-clocks";
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
