import { and, eq } from "drizzle-orm";
import { evidence } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";

/**
 * Part of sending: every staged item of the draft joins the report, for good. What the gate sealed
 * joins it sealed, so that the DSL learns that it is held (B13.9); nobody can open it.
 */
export async function attachEvidence(
  tx: Tx,
  actor: Actor,
  input: { draftId: string; reportId: string; textOnly: boolean },
): Promise<number> {
  const mine = (state: "staged" | "sealed") =>
    and(
      eq(evidence.schoolId, actor.schoolId),
      eq(evidence.draftId, input.draftId),
      eq(evidence.uploaderId, actor.personId),
      eq(evidence.state, state),
    );
  const held = { id: evidence.id, sha256: evidence.sha256, scan: evidence.scan };
  const { reportId } = input;
  const sealed = await tx.update(evidence).set({ reportId }).where(mine("sealed")).returning(held);
  const attached = await tx
    .update(evidence)
    .set({ reportId, state: input.textOnly ? "sealed" : "attached" })
    .where(mine("staged"))
    .returning(held);
  const items = [...sealed, ...attached];
  for (const item of items) {
    await appendLedger(tx, {
      role: "reporter",
      action: "evidence-collected",
      object: { kind: "evidence", id: item.id },
      caseId: input.reportId,
      values: { sha256: item.sha256 },
    });
    // Now somebody handles it: they are told of what the virus scanner found, or may yet find.
    if (!["none", "clean"].includes(item.scan)) {
      await enqueueJob(tx, "evidence-waiting", { schoolId: actor.schoolId, evidenceId: item.id });
    }
  }
  return items.length;
}
