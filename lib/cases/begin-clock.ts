import type { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { startClock } from "@/lib/clocks/start-clock";
import { localInstant } from "@/lib/dates";
import { check } from "@/lib/errors";
import { schoolCalendar } from "@/lib/schools/queries";
import { type Of, refreshDue } from "./list-clocks";
import { recordClock, roleOver } from "./load-clock";
import type { beginClockSchema } from "./schema";

/** Starts a clock that an event outside the product sets off: a referral received, a breach known. */
export async function beginClock(tx: Tx, actor: Actor, input: z.output<typeof beginClockSchema>) {
  const of: Of = { caseId: input.caseId };
  const role = await roleOver(tx, actor, of);
  const from = localInstant(input.day, input.time || "00:00");
  if (from > actor.at) throw check({ from: "The day must be today or earlier" });
  const school = await schoolCalendar(tx, actor);
  await startClock(tx, actor, { kind: input.kind, ...of, from, school });
  await refreshDue(tx, actor, of);
  await recordClock(tx, actor, of, { role, action: "clock-begun", kind: input.kind });
  return of;
}
