import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { cases } from "@/db/schema/cases";
import type { Tx } from "@/db/scope";
import { letIn } from "@/lib/access/let-in";
import type { Actor } from "@/lib/access/types";
import { check } from "@/lib/errors";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { namesOf } from "@/lib/people/queries";
import { roleHolders } from "@/lib/schools/queries";
import { addEvent } from "./add-event";
import { changeCase, loadCase } from "./load-case";
import { barredFrom } from "./reseat-case";
import type { assignOwnerSchema } from "./schema";
import { handlers } from "./transitions";

/** Who could take a case over: every handler whom no wall and no tie keeps out, its owner left out. */
export async function possibleOwners(tx: Tx, actor: Actor, found: { id: string; ownerId: string }) {
  const barred = await barredFrom(tx, actor, found.id);
  const holders = (await roleHolders(tx, actor)).filter(
    (holder) =>
      handlers.includes(holder.role) &&
      holder.personId !== found.ownerId &&
      !barred.has(holder.personId),
  );
  const names = await namesOf(
    tx,
    actor,
    holders.map((holder) => holder.personId),
  );
  const seen = new Set<string>();
  return holders.flatMap((holder) => {
    const name = names.get(holder.personId);
    if (!name || seen.has(holder.personId)) return [];
    seen.add(holder.personId);
    return [{ ...holder, name }];
  });
}

/**
 * Passes a case to another handler, who is let in when their role alone does not show it. Whoever
 * owned it sees it from now on only if their role does: `left` says that this is the actor, who
 * just passed it out of their own sight.
 */
export async function assignOwner(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof assignOwnerSchema>,
): Promise<{ caseId: string; left: boolean }> {
  const { found, role } = await loadCase(tx, actor, input.caseId, "triage");
  const owner = (await possibleOwners(tx, actor, found)).find(
    (holder) => holder.personId === input.ownerId,
  );
  if (!owner) throw check({ ownerId: "Select who takes it over" });
  await letIn(tx, found, owner, "owner");
  await changeCase(tx, actor, input, { ownerId: owner.personId });
  await addEvent(tx, actor, {
    caseId: input.caseId,
    role,
    kind: "state",
    action: "owner-assigned",
    title: `Passed to ${owner.name}`,
    words: input.reason,
  });
  if (owner.personId !== actor.personId) {
    await notifyPerson(tx, actor, {
      personId: owner.personId,
      matterId: found.id,
      kind: "case-yours",
      reference: found.reference,
      path: `/cases/${found.id}`,
    });
  }
  // Last, because whoever is let out can do nothing more here.
  await tx.execute(sql`select sec.let_out(${found.id}::uuid, ${found.ownerId}::uuid, 'owner')`);
  const [stays] = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.schoolId, actor.schoolId), eq(cases.id, found.id)));
  return { caseId: input.caseId, left: !stays };
}
