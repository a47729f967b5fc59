import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { reportProgress } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { stopClocks } from "@/lib/clocks/start-clock";
import { check } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { reportById } from "@/lib/reports/queries";
import { tellReporter } from "@/lib/reports/tell-reporter";
import { ownHandling, ownJudges } from "./bar-people";
import { stillRuns } from "./labels";
import { statutoryRunning } from "./list-clocks";
import { changeTriage, loadWaiting } from "./load-case";
import type { closeReportSchema } from "./schema";

/**
 * No further action: with the reason, the reporter's wishes read, never for high or urgent risk,
 * and not while a deadline set from outside still runs (B7 of the domain specification).
 */
export async function closeReport(tx: Tx, actor: Actor, input: z.output<typeof closeReportSchema>) {
  const { found, role } = await loadWaiting(tx, actor, input.reportId);
  if (found.severity >= 3) {
    throw check({
      reason: "High and urgent reports need a case. Open one, or change the risk with a reason",
    });
  }
  const [running] = await statutoryRunning(tx, actor, { reportId: input.reportId });
  if (running)
    throw check({ reason: stillRuns(running.kind, "Open a case, and say there what was done") });
  const { wish, policeWish } = await reportById(tx, actor, input.reportId);
  if ((await ownJudges(tx, input.reportId, [actor.personId])).size > 0)
    throw check({ reason: ownHandling });
  if ((wish || policeWish) && input.wishesSeen !== "yes") {
    throw check({ wishesSeen: "Read what the reporter would like, then tick that you have" });
  }
  await changeTriage(tx, actor, input, {
    state: input.as ?? "no-action",
    triagedAt: actor.at,
    triagedBy: actor.personId,
    reason: input.reason,
  });
  await stopClocks(tx, actor, { reportId: input.reportId });
  await tx
    .update(reportProgress)
    .set({
      state: "closed",
      words:
        "It was read and thought about. No further action is planned. You can add to it at any time.",
      changedAt: actor.at,
    })
    .where(
      and(eq(reportProgress.schoolId, actor.schoolId), eq(reportProgress.reportId, input.reportId)),
    );
  await appendLedger(tx, {
    role,
    action: "report-closed",
    object: { kind: "report", id: input.reportId },
    reason: input.as === "signposted" ? "signposted" : "no-further-action",
    values: { reason: input.reason },
  });
  await tellReporter(tx, actor, input.reportId, "progress");
  return { reportId: input.reportId };
}
