import { and, eq } from "drizzle-orm";
import { evidence } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";

/** Part of sending: every staged item of the draft joins the report, for good. */
export async function attachEvidence(
  tx: Tx,
  actor: Actor,
  input: { draftId: string; reportId: string },
): Promise<number> {
  const items = await tx
    .update(evidence)
    .set({ reportId: input.reportId, state: "attached" })
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        eq(evidence.draftId, input.draftId),
        eq(evidence.uploaderId, actor.personId),
        eq(evidence.state, "staged"),
      ),
    )
    .returning({ id: evidence.id, sha256: evidence.sha256 });
  for (const item of items) {
    await appendLedger(tx, {
      role: "reporter",
      action: "evidence-collected",
      object: { kind: "evidence", id: item.id },
      caseId: input.reportId,
      values: { sha256: item.sha256 },
    });
  }
  return items.length;
}
