import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { caseActions } from "@/db/schema/cases";
import { emergencies } from "@/db/schema/conflicts";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { loadCase } from "@/lib/cases/load-case";
import { formatDateTime } from "@/lib/dates";
import { conflict, notFound } from "@/lib/errors";
import { foundWords } from "./labels";
import { listEmergencies } from "./open-emergency";
import type { reviewEmergencySchema } from "./schema";

/** Somebody else than who opened a case in an emergency says, once, whether that was justified. */
export async function reviewEmergency(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof reviewEmergencySchema>,
): Promise<{ caseId: string }> {
  const { caseId, emergencyId } = input;
  const { role } = await loadCase(tx, actor, caseId, "add-to-record");
  const one = (await listEmergencies(tx, actor, caseId)).find((row) => row.id === emergencyId);
  if (!one) throw notFound();
  if (one.personId === actor.personId)
    throw conflict("Somebody else looks at it: you opened the case yourself");
  const changed = await tx
    .update(emergencies)
    .set({
      reviewedAt: actor.at,
      reviewedBy: actor.personId,
      found: input.found,
      words: input.words,
    })
    .where(
      and(
        eq(emergencies.schoolId, actor.schoolId),
        eq(emergencies.id, emergencyId),
        isNull(emergencies.reviewedAt),
      ),
    )
    .returning({ id: emergencies.id });
  if (changed.length === 0) throw conflict("Somebody looked at it before you");
  await tx
    .update(caseActions)
    .set({ doneAt: actor.at, doneBy: actor.personId })
    .where(
      and(
        eq(caseActions.schoolId, actor.schoolId),
        eq(caseActions.id, emergencyId),
        isNull(caseActions.doneAt),
      ),
    );
  await addEvent(tx, actor, {
    caseId,
    role,
    kind: "person",
    action: "emergency-reviewed",
    title: `${one.name} opened this in an emergency at ${formatDateTime(one.openedAt)}: ${foundWords[input.found]}`,
    words: input.words,
    reason: input.found,
  });
  return { caseId };
}
