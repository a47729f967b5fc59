import { and, desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { recusals } from "@/db/schema/conflicts";
import { people } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import { readAction, roleFor } from "@/lib/access/permissions";
import { type Actor, holds, type Track } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { changeCase } from "@/lib/cases/load-case";
import { aimOf, caseById } from "@/lib/cases/queries";
import { reseatCase, walledFrom } from "@/lib/cases/reseat-case";
import { handlers } from "@/lib/cases/transitions";
import { notFound } from "@/lib/errors";
import { notifyPerson } from "@/lib/notifications/notify-person";
import type { stepAsideSchema } from "./schema";

/**
 * Somebody who reads a case says that they should not handle it (B5.1: whoever declared a conflict
 * neither owns, views nor hears of it). Their seats pass on first, the wall goes up last of all,
 * in one transaction. Only its owner reads why.
 */
export async function stepAside(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof stepAsideSchema>,
): Promise<{ caseId: string; handles: boolean }> {
  const found = await caseById(tx, actor, input.caseId);
  const role = roleFor(actor, readAction(found.track as Track), aimOf(found));
  if (!role || role === "reporter") throw notFound();
  const walled = await walledFrom(tx, found.id);
  const seats = await reseatCase(tx, actor, found, new Set([...walled, actor.personId]));
  await changeCase(
    tx,
    actor,
    { caseId: found.id, version: found.version },
    {
      ownerId: seats.ownerId,
      ...(seats.withdrawn ? { state: "active", waitingOn: null } : {}),
    },
  );
  await tx.insert(recusals).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId: found.id,
    personId: actor.personId,
    kind: input.kind,
    words: input.reason,
    at: actor.at,
  });
  await addEvent(tx, actor, {
    caseId: found.id,
    role,
    kind: "person",
    action: "stepped-aside",
    title: `${actor.name} stepped aside`,
    words: seats.words.join("\n") || undefined,
    reason: input.kind,
  });
  if (seats.ownerId === found.ownerId) {
    await notifyPerson(tx, actor, {
      personId: seats.ownerId,
      matterId: found.id,
      kind: "handler-left",
      reference: found.reference,
      path: `/cases/${found.id}/people`,
    });
  }
  await tx.execute(
    sql`select sec.wall_off(${found.id}::uuid, array[${actor.personId}::uuid], 'recused', false)`,
  );
  return { caseId: found.id, handles: holds(actor, ...handlers) };
}

/** Who stepped aside from a case and why, for its owner; empty for everybody else. */
export async function listRecusals(tx: Tx, actor: Actor, caseId: string) {
  return tx
    .select({
      id: recusals.id,
      name: people.name,
      kind: recusals.kind,
      words: recusals.words,
      at: recusals.at,
    })
    .from(recusals)
    .innerJoin(
      people,
      and(eq(people.schoolId, recusals.schoolId), eq(people.id, recusals.personId)),
    )
    .where(and(eq(recusals.schoolId, actor.schoolId), eq(recusals.caseId, caseId)))
    .orderBy(desc(recusals.at));
}
