import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { caseReports, type cases, referrals } from "@/db/schema/cases";
import { reportProgress } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { stopClocks } from "@/lib/clocks/start-clock";
import { check, conflict } from "@/lib/errors";
import { tellReporter } from "@/lib/reports/tell-reporter";
import { addEvent } from "./add-event";
import { changeCase, loadCase } from "./load-case";
import type { moveCaseSchema } from "./schema";
import { type Move, movesFor } from "./transitions";

async function guard(tx: Tx, actor: Actor, caseId: string, move: Move): Promise<void> {
  if (move.guard !== "no-open-referral") return;
  const open = await tx
    .select({ id: referrals.id })
    .from(referrals)
    .where(
      and(
        eq(referrals.schoolId, actor.schoolId),
        eq(referrals.caseId, caseId),
        eq(referrals.state, "open"),
      ),
    )
    .limit(1);
  if (open.length > 0)
    throw check({
      reason: "A decision is still asked for. It must be made before the case closes",
    });
}

async function closeReports(tx: Tx, actor: Actor, caseId: string): Promise<void> {
  const joined = await tx
    .select({ reportId: caseReports.reportId })
    .from(caseReports)
    .where(and(eq(caseReports.schoolId, actor.schoolId), eq(caseReports.caseId, caseId)));
  for (const { reportId } of joined) {
    await tx
      .update(reportProgress)
      .set({ state: "closed", changedAt: actor.at })
      .where(
        and(eq(reportProgress.schoolId, actor.schoolId), eq(reportProgress.reportId, reportId)),
      );
    await tellReporter(tx, actor, reportId, "progress");
  }
}

/** One move of the workflow table: who may, what must be written and what must hold are its row's. */
export async function moveCase(tx: Tx, actor: Actor, input: z.output<typeof moveCaseSchema>) {
  const { found, role } = await loadCase(tx, actor, input.caseId, "triage");
  const move = movesFor(found.state, actor.roles).find((m) => m.action === input.action);
  if (!move) throw conflict("This case has moved on. Look at it again before you change it");
  if (move.reason && !input.reason) throw check({ reason: move.missing });
  await guard(tx, actor, input.caseId, move);
  // Urgent cases take two people to close (B4): the second is not the one who owns it.
  if (move.action === "close" && found.severity === 4 && found.ownerId === actor.personId) {
    throw check({
      reason:
        "An urgent case takes two people to close. Ask somebody other than its owner to close it",
    });
  }
  const fields: Partial<typeof cases.$inferInsert> = { state: move.to };
  if (move.action === "close") {
    Object.assign(fields, {
      closedAt: actor.at,
      closedBy: actor.personId,
      dueAt: null,
      outcome: found.outcome ?? "no-further-action",
    });
  }
  if (move.action === "reopen") Object.assign(fields, { closedAt: null, closedBy: null });
  await changeCase(tx, actor, input, fields);
  if (move.action === "close") {
    await stopClocks(tx, actor, { caseId: input.caseId });
    await closeReports(tx, actor, input.caseId);
  }
  await addEvent(tx, actor, {
    caseId: input.caseId,
    role,
    kind: "state",
    action: `case-${move.action}`,
    title: move.label,
    words: input.reason || undefined,
  });
  return { caseId: input.caseId, action: move.action };
}
