import { z } from "zod";
import { drafts } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { conflict } from "@/lib/errors";
import { schoolDetails } from "@/lib/schools/queries";

export const startDraftSchema = z.object({});

export async function startDraft(tx: Tx, actor: Actor): Promise<{ draftId: string }> {
  const { liveAt } = await schoolDetails(tx, actor);
  if (!liveAt)
    throw conflict("Your school has not started to use Daybook. Tell your DSL in person");
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
