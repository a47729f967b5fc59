import type { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { startClock } from "@/lib/clocks/start-clock";
import { formatDateTime, localInstant } from "@/lib/dates";
import { check, conflict } from "@/lib/errors";
import { schoolCalendar } from "@/lib/schools/queries";
import { refreshDue } from "./list-clocks";
import { loadCase } from "./load-case";
import { recordClock } from "./load-clock";
import type { beginClockSchema } from "./schema";

/** Starts a clock that an event outside the product sets off: a referral received, a breach known. */
export async function beginClock(tx: Tx, actor: Actor, input: z.output<typeof beginClockSchema>) {
  const { found, role } = await loadCase(tx, actor, input.caseId, "triage");
  if (found.state === "closed") throw conflict("This case is closed. Reopen it first");
  const from = localInstant(input.day, input.time || "00:00");
  if (from > actor.at) throw check({ from: "The day and time must be now or earlier" });
  const school = await schoolCalendar(tx, actor);
  const { caseId, kind } = input;
  const dueAt = await startClock(tx, actor, { kind, caseId, from, school });
  await refreshDue(tx, actor, { caseId });
  await recordClock(tx, actor, {
    caseId,
    role,
    action: "clock-begun",
    clock: kind,
    words: `Counted from ${formatDateTime(from)}, due ${formatDateTime(dueAt)}`,
  });
  return { caseId };
}
