import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/scope";
import { walledFrom } from "@/lib/access/queries";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { changeCase, loadCase } from "@/lib/cases/load-case";
import { casePeople } from "@/lib/cases/queries";
import { reseatCase } from "@/lib/cases/reseat-case";
import { check } from "@/lib/errors";
import { namesOf } from "@/lib/people/queries";
import { roleHolders } from "@/lib/schools/queries";
import { tieWords } from "./labels";
import type { declareTieSchema } from "./schema";

/** Who could be kept out: whoever holds a role and may still know of the case, but oneself. */
export async function listTied(tx: Tx, actor: Actor, caseId: string) {
  const walled = await walledFrom(tx, caseId);
  const holders = (await roleHolders(tx, actor, { suspended: true })).filter(
    (holder) =>
      holder.role !== "staff" && holder.personId !== actor.personId && !walled.has(holder.personId),
  );
  const names = await namesOf(
    tx,
    actor,
    holders.map((holder) => holder.personId),
  );
  return [...names].map(([personId, name]) => ({ personId, name }));
}

/**
 * A tie that comes to light while a case is open: a handler turns out to be close to somebody in
 * it. They are kept out in this transaction, and their seats in it pass on (B5.1). Of this case
 * alone: what keeps them out of later reports is their own declaration.
 */
export async function declareTie(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof declareTieSchema>,
): Promise<{ caseId: string }> {
  const { found, role } = await loadCase(tx, actor, input.caseId, "add-to-record");
  const tied = (await listTied(tx, actor, found.id)).find(
    (one) => one.personId === input.handlerId,
  );
  if (!tied) throw check({ handlerId: "Select who should not handle it" });
  const near = (await casePeople(tx, actor, found.id)).find(
    (one) => one.personId === input.withPersonId && one.personId !== tied.personId,
  );
  if (!near) throw check({ withPersonId: "Select whom they are close to" });
  const walled = await walledFrom(tx, found.id);
  await tx.execute(
    sql`select sec.wall_off(${found.id}::uuid, array[${tied.personId}::uuid], 'conflict', false)`,
  );
  const seats = await reseatCase(tx, actor, found, new Set([...walled, tied.personId]));
  await changeCase(tx, actor, input, {
    ownerId: seats.ownerId,
    ...(seats.withdrawn ? { state: "active", waitingOn: null } : {}),
  });
  await addEvent(tx, actor, {
    caseId: found.id,
    role,
    kind: "person",
    action: "tie-declared",
    title: `${tied.name} is kept out: ${tieWords[input.kind]} ${near.name}`,
    words: [input.reason, ...seats.words].join("\n"),
    reason: input.kind,
  });
  return { caseId: found.id };
}
