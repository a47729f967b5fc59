import type { z } from "zod";
import { caseActions } from "@/db/schema/cases";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { formatDay, localDay } from "@/lib/dates";
import { check } from "@/lib/errors";
import { addEvent } from "./add-event";
import { loadCase } from "./load-case";
import type { addActionSchema } from "./schema";

export async function addAction(tx: Tx, actor: Actor, input: z.output<typeof addActionSchema>) {
  const { role } = await loadCase(tx, actor, input.caseId, "add-to-record");
  if (input.dueOn < localDay(actor.at)) throw check({ due: "The date must be today or later" });
  await tx.insert(caseActions).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId: input.caseId,
    words: input.words,
    dueOn: input.dueOn,
    forId: actor.personId,
    addedAt: actor.at,
    addedBy: actor.personId,
  });
  await addEvent(tx, actor, {
    caseId: input.caseId,
    role,
    kind: "action",
    action: "action-added",
    title: `To do by ${formatDay(input.dueOn)}`,
    words: input.words,
  });
  return { caseId: input.caseId };
}
