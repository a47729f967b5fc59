import type { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { dueFor, startClock, stopClocks } from "@/lib/clocks/start-clock";
import { check } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { triageClock } from "@/lib/reports/suggest-severity";
import { schoolCalendar } from "@/lib/schools/queries";
import { changeTriage, loadWaiting } from "./load-case";
import type { rateReportSchema } from "./schema";

/**
 * The risk of a report before a case: raised freely, lowered only with a written reason (B4).
 * A raised risk can only bring its deadline forward; a lowered one leaves it where it is.
 */
export async function rateReport(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof rateReportSchema>,
): Promise<{ reportId: string }> {
  const { found, role } = await loadWaiting(tx, actor, input.reportId);
  const lower = input.severity < found.severity;
  if (lower && !input.reason) throw check({ reason: "Enter why the risk is lower" });
  const kind = triageClock(input.severity);
  const school = await schoolCalendar(tx, actor);
  const dueAt = dueFor(kind, actor.at, school);
  const sooner = !lower && dueAt < found.dueAt;
  await changeTriage(tx, actor, input, {
    severity: input.severity,
    reason: input.reason || null,
    ...(sooner ? { dueAt } : {}),
  });
  if (sooner) {
    await stopClocks(tx, actor, { reportId: input.reportId });
    await startClock(tx, actor, { kind, reportId: input.reportId, school });
  }
  await appendLedger(tx, {
    role,
    action: "severity-changed",
    object: { kind: "report", id: input.reportId },
    reason: lower ? "lowered" : "raised",
    values: { from: found.severity, to: input.severity, reason: input.reason },
  });
  return { reportId: input.reportId };
}
