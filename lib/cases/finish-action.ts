import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { caseActions } from "@/db/schema/cases";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { addEvent } from "./add-event";
import { loadCase } from "./load-case";
import type { finishActionSchema } from "./schema";

export async function finishAction(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof finishActionSchema>,
) {
  const { role } = await loadCase(tx, actor, input.caseId, "add-to-record");
  const [done] = await tx
    .update(caseActions)
    .set({ doneAt: actor.at, doneBy: actor.personId })
    .where(
      and(
        eq(caseActions.schoolId, actor.schoolId),
        eq(caseActions.caseId, input.caseId),
        eq(caseActions.id, input.actionId),
        isNull(caseActions.doneAt),
      ),
    )
    .returning({ words: caseActions.words });
  if (!done) throw notFound();
  await addEvent(tx, actor, {
    caseId: input.caseId,
    role,
    kind: "action",
    action: "action-finished",
    title: "Done",
    words: done.words,
  });
  return { caseId: input.caseId };
}
