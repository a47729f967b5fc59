import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { registerTasks } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { loadEntry, standsTo } from "./load-entry";
import type { finishTaskSchema } from "./schema";

/** One place was looked through, and what became of the pictures found there (S4-19). */
export async function finishTask(tx: Tx, actor: Actor, input: z.output<typeof finishTaskSchema>) {
  const mine = and(eq(registerTasks.schoolId, actor.schoolId), eq(registerTasks.id, input.taskId));
  const [task] = await tx
    .select({ entryId: registerTasks.entryId })
    .from(registerTasks)
    .where(mine);
  if (!task) throw notFound();
  const entry = await loadEntry(tx, actor, task.entryId);
  const done = await tx
    .update(registerTasks)
    .set({ doneAt: actor.at, doneBy: actor.personId, found: input.found })
    .where(and(mine, isNull(registerTasks.doneAt)))
    .returning({ id: registerTasks.id });
  if (done.length === 0) throw conflict("Somebody has seen to this already");
  await appendLedger(tx, {
    role: standsTo(actor, entry).role,
    action: "register-place-checked",
    object: { kind: "register", id: entry.id },
    values: { found: input.found },
  });
  return { entryId: entry.id };
}
