import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { caseReports, type cases, referrals } from "@/db/schema/cases";
import { reportProgress } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { dueFor, startClock, stopClocks } from "@/lib/clocks/start-clock";
import { check, conflict } from "@/lib/errors";
import { tellReporter } from "@/lib/reports/tell-reporter";
import { schoolCalendar } from "@/lib/schools/queries";
import { addEvent } from "./add-event";
import { stillRuns } from "./labels";
import { statutoryRunning } from "./list-clocks";
import { changeCase, loadCase } from "./load-case";
import type { Case } from "./queries";
import type { moveCaseSchema } from "./schema";
import { movesFor } from "./transitions";

/** A case closes with nothing asked of anybody and no outside deadline running (B7). */
async function refuseUnsettled(tx: Tx, actor: Actor, found: Case): Promise<void> {
  const open = await tx
    .select({ id: referrals.id })
    .from(referrals)
    .where(
      and(
        eq(referrals.schoolId, actor.schoolId),
        eq(referrals.caseId, found.id),
        eq(referrals.state, "open"),
      ),
    )
    .limit(1);
  if (open.length > 0) {
    throw check({
      reason: "A decision is still asked for. It must be made before the case closes",
    });
  }
  const [running] = await statutoryRunning(tx, actor, { caseId: found.id });
  if (running)
    throw check({ reason: stillRuns(running.kind, "Say under Deadlines what was done") });
  // Urgent cases take two people to close (B4): the second is not the one who owns it.
  if (found.severity === 4 && found.ownerId === actor.personId) {
    throw check({
      reason:
        "An urgent case takes two people to close. Ask somebody other than its owner to close it",
    });
  }
}

async function tellReporters(tx: Tx, actor: Actor, caseId: string, state: "closed" | "in-hand") {
  const joined = await tx
    .select({ reportId: caseReports.reportId })
    .from(caseReports)
    .where(and(eq(caseReports.schoolId, actor.schoolId), eq(caseReports.caseId, caseId)));
  for (const { reportId } of joined) {
    await tx
      .update(reportProgress)
      .set({ state, changedAt: actor.at, ...(state === "in-hand" ? { words: null } : {}) })
      .where(
        and(eq(reportProgress.schoolId, actor.schoolId), eq(reportProgress.reportId, reportId)),
      );
    await tellReporter(tx, actor, reportId, "progress");
  }
}

/** One move of the workflow table: who may, what must be written and what must hold are its row's. */
export async function moveCase(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof moveCaseSchema>,
): Promise<{ caseId: string; action: string }> {
  const { found, role } = await loadCase(tx, actor, input.caseId, "triage");
  const move = movesFor(found.state, actor.roles).find((m) => m.action === input.action && !m.page);
  if (!move) throw conflict("This case has moved on. Look at it again before you change it");
  if (move.reason && !input.reason) throw check({ reason: move.missing });
  if (move.guard === "settled") await refuseUnsettled(tx, actor, found);
  const fields: Partial<typeof cases.$inferInsert> = { state: move.to };
  if (move.action === "close") {
    fields.closedAt = actor.at;
    fields.closedBy = actor.personId;
    fields.dueAt = null;
    fields.outcome = found.outcome ?? "no-further-action";
  }
  if (move.action === "reopen") {
    const school = await schoolCalendar(tx, actor);
    fields.closedAt = null;
    fields.closedBy = null;
    fields.dueAt = dueFor("review", actor.at, school);
    await startClock(tx, actor, { kind: "review", caseId: found.id, school });
  }
  await changeCase(tx, actor, input, fields);
  if (move.action === "close") {
    await stopClocks(tx, actor, { caseId: input.caseId });
    await tellReporters(tx, actor, input.caseId, "closed");
  }
  if (move.action === "reopen") await tellReporters(tx, actor, input.caseId, "in-hand");
  await addEvent(tx, actor, {
    caseId: input.caseId,
    role,
    kind: move.kind ?? "state",
    action: `case-${move.action}`,
    title: move.label,
    words: input.reason || undefined,
  });
  return { caseId: input.caseId, action: move.action };
}
