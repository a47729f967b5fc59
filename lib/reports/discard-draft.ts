import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { evidence } from "@/db/schema/evidence";
import { drafts } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { conflict, notFound } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";

export const discardDraftSchema = z.object({ draftId: z.uuid() });

/**
 * Throws a draft of one's own away, with its files. Not when the gate sealed one of them: then
 * somebody has to learn of it, so the draft can only be sent (B13.9).
 */
export async function discardDraft(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof discardDraftSchema>,
): Promise<{ draftId: string }> {
  const mine = and(
    eq(drafts.schoolId, actor.schoolId),
    eq(drafts.id, input.draftId),
    eq(drafts.personId, actor.personId),
    isNull(drafts.sentReportId),
  );
  // Held first, so that no file joins it meanwhile.
  const [draft] = await tx.select({ id: drafts.id }).from(drafts).where(mine).for("update");
  if (!draft) throw notFound();
  const ofDraft = (state: "staged" | "sealed") =>
    and(
      eq(evidence.schoolId, actor.schoolId),
      eq(evidence.draftId, input.draftId),
      eq(evidence.uploaderId, actor.personId),
      eq(evidence.state, state),
    );
  const sealed = await tx.select({ id: evidence.id }).from(evidence).where(ofDraft("sealed"));
  if (sealed.length > 0)
    throw conflict("A file of this draft was sealed. Send the report in words so the DSL knows");
  const items = await tx
    .update(evidence)
    .set({ state: "removed" })
    .where(ofDraft("staged"))
    .returning({ storageKey: evidence.storageKey });
  await tx.delete(drafts).where(mine);
  await appendLedger(tx, {
    role: "reporter",
    action: "draft-discarded",
    object: { kind: "draft", id: input.draftId },
  });
  for (const item of items)
    await enqueueJob(tx, "evidence-removed", { storageKey: item.storageKey });
  return { draftId: input.draftId };
}
