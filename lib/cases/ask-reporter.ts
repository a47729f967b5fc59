import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { messages, reportProgress } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { tellReporter } from "@/lib/reports/tell-reporter";
import { changeTriage, loadWaiting } from "./load-case";
import type { askReporterSchema } from "./schema";

/** Asks the reporter something before deciding; the report waits, its clock does not. */
export async function askReporter(tx: Tx, actor: Actor, input: z.output<typeof askReporterSchema>) {
  const { role } = await loadWaiting(tx, actor, input.reportId);
  await changeTriage(tx, actor, input, { state: "asked" });
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
