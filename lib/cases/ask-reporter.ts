import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { clockPauses, clocks } from "@/db/schema/clocks";
import { messages, reportProgress } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { conflict } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { tellReporter } from "@/lib/reports/tell-reporter";
import { refreshDue } from "./list-clocks";
import { changeTriage, loadWaiting } from "./load-case";
import type { askReporterSchema } from "./schema";

/** The school's own targets stand still while an answer is waited for; what the law sets runs on (B7). */
async function pauseTargets(tx: Tx, actor: Actor, reportId: string): Promise<void> {
  const paused = await tx
    .update(clocks)
    .set({ pausedAt: actor.at, alertAt: null })
    .where(
      and(
        eq(clocks.schoolId, actor.schoolId),
        eq(clocks.reportId, reportId),
        eq(clocks.force, "target"),
        isNull(clocks.stoppedAt),
        isNull(clocks.pausedAt),
      ),
    )
    .returning({ id: clocks.id });
  for (const { id } of paused) {
    await tx.insert(clockPauses).values({
      schoolId: actor.schoolId,
      id: crypto.randomUUID(),
      clockId: id,
      reason: "answer",
      words: "A question to the reporter",
      pausedAt: actor.at,
      pausedBy: actor.personId,
    });
  }
  await refreshDue(tx, actor, { reportId });
}

/** Asks the reporter something before deciding, once until they answer. */
export async function askReporter(tx: Tx, actor: Actor, input: z.output<typeof askReporterSchema>) {
  const { found, role } = await loadWaiting(tx, actor, input.reportId);
  if (found.state === "asked") throw conflict("A question is already with the reporter");
  await changeTriage(tx, actor, input, { state: "asked" });
  await pauseTargets(tx, actor, input.reportId);
  await tx.insert(messages).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    reportId: input.reportId,
    authorId: actor.personId,
    fromHandler: true,
    words: input.words,
    sentAt: actor.at,
  });
  await tx
    .update(reportProgress)
    .set({ state: "asked", changedAt: actor.at })
    .where(
      and(eq(reportProgress.schoolId, actor.schoolId), eq(reportProgress.reportId, input.reportId)),
    );
  await appendLedger(tx, {
    role,
    action: "reporter-asked",
    object: { kind: "report", id: input.reportId },
    values: { words: input.words },
  });
  await tellReporter(tx, actor, input.reportId, "question");
  return { reportId: input.reportId };
}
