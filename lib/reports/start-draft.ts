import { z } from "zod";
import { drafts } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";

export const startDraftSchema = z.object({});

export async function startDraft(tx: Tx, actor: Actor): Promise<{ draftId: string }> {
  const draftId = crypto.randomUUID();
  await tx.insert(drafts).values({
    schoolId: actor.schoolId,
    id: draftId,
    personId: actor.personId,
    answers: {},
    createdAt: actor.at,
    savedAt: actor.at,
  });
  return { draftId };
}
