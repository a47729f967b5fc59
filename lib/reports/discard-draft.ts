import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { evidence } from "@/db/schema/evidence";
import { drafts } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";

export const discardDraftSchema = z.object({ draftId: z.uuid() });

/** Throws a draft of one's own away, with its files; what the gate sealed stays sealed. */
export async function discardDraft(tx: Tx, actor: Actor, input: { draftId: string }) {
  const items = await tx
    .update(evidence)
    .set({ state: "removed" })
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        eq(evidence.draftId, input.draftId),
        eq(evidence.state, "staged"),
      ),
    )
    .returning({ storageKey: evidence.storageKey });
  const gone = await tx
    .delete(drafts)
    .where(
      and(
        eq(drafts.schoolId, actor.schoolId),
        eq(drafts.id, input.draftId),
        eq(drafts.personId, actor.personId),
        isNull(drafts.sentReportId),
      ),
    )
    .returning({ id: drafts.id });
  if (gone.length === 0) throw notFound();
  for (const item of items)
    await enqueueJob(tx, "evidence-removed", { storageKey: item.storageKey });
  return {};
}
