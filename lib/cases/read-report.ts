import { and, eq } from "drizzle-orm";
import { reportProgress } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { readAction } from "@/lib/access/permissions";
import type { Actor, Track } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { loadTriage } from "./load-case";
import { triageById } from "./queries";

/** Opens a report as a handler: the view is in the ledger, and its writer learns that it is read. */
export async function readReport(tx: Tx, actor: Actor, reportId: string) {
  const { track } = await triageById(tx, actor, reportId);
  const { found, role } = await loadTriage(tx, actor, reportId, readAction(track as Track));
  await appendLedger(tx, {
    role,
    action: "report-viewed",
    object: { kind: "report", id: reportId },
    caseId: found.caseId ?? undefined,
  });
  await tx
    .update(reportProgress)
    .set({ state: "being-read", changedAt: actor.at })
    .where(
      and(
        eq(reportProgress.schoolId, actor.schoolId),
        eq(reportProgress.reportId, reportId),
        eq(reportProgress.state, "sent"),
      ),
    );
  return found;
}
