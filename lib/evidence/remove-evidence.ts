import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { evidence } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";

export const removeEvidenceSchema = z.object({ evidenceId: z.uuid() });

/** Takes one's own item back before sending; its bytes go after commit. Twice is once. */
export async function removeEvidence(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof removeEvidenceSchema>,
) {
  const [item] = await tx
    .update(evidence)
    .set({ state: "removed" })
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        eq(evidence.id, input.evidenceId),
        eq(evidence.uploaderId, actor.personId),
        eq(evidence.state, "staged"),
      ),
    )
    .returning({ draftId: evidence.draftId, storageKey: evidence.storageKey });
  if (!item?.draftId) throw notFound();
  await appendLedger(tx, {
    role: "reporter",
    action: "evidence-removed",
    object: { kind: "evidence", id: input.evidenceId },
  });
  await enqueueJob(tx, "evidence-removed", { storageKey: item.storageKey });
  return { draftId: item.draftId };
}
