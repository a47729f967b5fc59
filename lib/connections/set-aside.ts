import { z } from "zod";
import { setAsides } from "@/db/schema/connections";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { loadCase } from "@/lib/cases/load-case";
import { conflict } from "@/lib/errors";
import { findConnections } from "./find-connections";

export const setAsideSchema = z.object({
  caseId: z.uuid(),
  otherId: z.uuid(),
  reason: z.string().trim().min(1, "Enter why they are not connected").max(2000),
});

/** A suggested connection is none: it is not suggested again, at either end. */
export async function setAside(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof setAsideSchema>,
): Promise<{ caseId: string }> {
  const { role } = await loadCase(tx, actor, input.caseId, "triage");
  const offered = await findConnections(tx, actor, input.caseId);
  if (!offered.some((one) => one.id === input.otherId))
    throw conflict("This is not suggested any more");
  await tx.insert(setAsides).values({
    schoolId: actor.schoolId,
    caseId: input.caseId,
    otherId: input.otherId,
    reason: input.reason,
    byId: actor.personId,
    at: actor.at,
  });
  await addEvent(tx, actor, {
    caseId: input.caseId,
    role,
    kind: "state",
    action: "connection-set-aside",
    title: "A suggested connection was set aside",
    words: input.reason,
  });
  return { caseId: input.caseId };
}
