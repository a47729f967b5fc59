import type { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { localDay, localInstant } from "@/lib/dates";
import { check } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { changeTriage, loadWaiting } from "./load-case";
import type { snoozeReportSchema } from "./schema";

/** Out of sight until a morning, at most 30 days away. Its clock goes on: snoozing pauses nothing. */
export async function snoozeReport(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof snoozeReportSchema>,
) {
  const { role } = await loadWaiting(tx, actor, input.reportId);
  const latest = localDay(new Date(actor.at.getTime() + 30 * 86_400_000));
  if (input.until <= localDay(actor.at) || input.until > latest) {
    throw check({ until: "The date must be in the next 30 days" });
  }
  await changeTriage(tx, actor, input, {
    state: "snoozed",
    snoozedUntil: localInstant(input.until, "07:00"),
  });
  await appendLedger(tx, {
    role,
    action: "report-snoozed",
    object: { kind: "report", id: input.reportId },
    values: { until: input.until },
  });
  return { reportId: input.reportId };
}
