import { and, eq } from "drizzle-orm";
import { reportProgress } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { readAction, roleFor } from "@/lib/access/permissions";
import type { Actor, Track } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { aimOf, triageById } from "./queries";

/** Opens a report as a handler: the view is in the ledger, and its writer learns that it is read. */
export async function readReport(tx: Tx, actor: Actor, reportId: string) {
  const triage = await triageById(tx, actor, reportId);
  const role = roleFor(actor, readAction(triage.track as Track), aimOf(triage));
  if (!role || role === "reporter") throw notFound();
  await appendLedger(tx, {
    role,
    action: "report-viewed",
    object: { kind: "report", id: reportId },
    caseId: triage.caseId ?? undefined,
  });
  // Whoever reads in an emergency changes nothing, not even this.
  if (triage.emergency) return triage;
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
  return triage;
}
