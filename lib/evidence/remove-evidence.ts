import { and, eq, or } from "drizzle-orm";
import { z } from "zod";
import { evidence } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";

export const removeEvidenceSchema = z.object({ evidenceId: z.uuid() });

/**
 * Takes one's own item back before sending, with what came inside it; the bytes go after commit.
 * Twice is once.
 */
export async function removeEvidence(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof removeEvidenceSchema>,
) {
  const items = await tx
    .update(evidence)
    .set({ state: "removed" })
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        or(eq(evidence.id, input.evidenceId), eq(evidence.parentId, input.evidenceId)),
        eq(evidence.uploaderId, actor.personId),
        eq(evidence.state, "staged"),
      ),
    )
    .returning({
      id: evidence.id,
      draftId: evidence.draftId,
      storageKey: evidence.storageKey,
    });
  const draftId = items[0]?.draftId;
  if (!draftId) throw notFound();
  for (const { id, storageKey } of items) {
    await appendLedger(tx, {
      role: "reporter",
      action: "evidence-removed",
      object: { kind: "evidence", id },
    });
    await enqueueJob(tx, "evidence-removed", { storageKey });
  }
  return { draftId };
}
