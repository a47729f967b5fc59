import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { accessRequests } from "@/db/schema/requests";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { dueFor } from "@/lib/clocks/start-clock";
import { localDay, localInstant } from "@/lib/dates";
import { check, conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { schoolCalendar } from "@/lib/schools/queries";
import { loadRequest, personAsked } from "./read-request";
import type { endRequestSchema, extendRequestSchema, openRequestSchema } from "./schema";

/** Writes down that somebody asked. It is due one calendar month after (B8), by the school's days. */
export async function openRequest(tx: Tx, actor: Actor, input: z.output<typeof openRequestSchema>) {
  const role = roleFor(actor, "answer-requests");
  if (!role) throw notFound();
  const person = await personAsked(tx, actor, input.personId);
  if (input.receivedOn > localDay(actor.at))
    throw check({ received: "The day must be today or in the past" });
  const school = await schoolCalendar(tx, actor);
  const id = crypto.randomUUID();
  await tx.insert(accessRequests).values({
    schoolId: actor.schoolId,
    id,
    personId: person.id,
    askedBy: input.askedBy,
    checked: input.checked,
    receivedOn: input.receivedOn,
    dueAt: dueFor("subject-access", localInstant(input.receivedOn, "12:00"), school),
    openedBy: actor.personId,
    openedAt: actor.at,
  });
  await appendLedger(tx, {
    role,
    action: "request-opened",
    object: { kind: "request", id },
    values: { personId: person.id, receivedOn: input.receivedOn, askedBy: input.askedBy },
  });
  return { requestId: id };
}

const live = (actor: Actor, requestId: string) =>
  and(
    eq(accessRequests.schoolId, actor.schoolId),
    eq(accessRequests.id, requestId),
    isNull(accessRequests.endedAt),
  );

/** Two months more, once, because it is complex; the person must be told within the first month. */
export async function extendRequest(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof extendRequestSchema>,
) {
  const { found, role } = await loadRequest(tx, actor, input.requestId);
  const school = await schoolCalendar(tx, actor);
  const received = localInstant(found.receivedOn, "12:00");
  if (actor.at > dueFor("subject-access", received, school))
    throw check({ why: "The first month is over: it can no longer be extended" });
  const changed = await tx
    .update(accessRequests)
    .set({
      dueAt: dueFor("subject-access-extended", received, school),
      extendedAt: actor.at,
      extendedBy: actor.personId,
      extendedWhy: input.why,
    })
    .where(and(live(actor, input.requestId), isNull(accessRequests.extendedAt)))
    .returning({ id: accessRequests.id });
  if (changed.length === 0) throw conflict("This was extended or ended already");
  await appendLedger(tx, {
    role,
    action: "request-extended",
    object: { kind: "request", id: input.requestId },
    values: { why: input.why },
  });
  return { requestId: input.requestId };
}

/** Answered by everybody who had to, or withdrawn. */
export async function endRequest(tx: Tx, actor: Actor, input: z.output<typeof endRequestSchema>) {
  const { role } = await loadRequest(tx, actor, input.requestId);
  const changed = await tx
    .update(accessRequests)
    .set({ endedAt: actor.at, endedBy: actor.personId, endedWords: input.ended })
    .where(live(actor, input.requestId))
    .returning({ id: accessRequests.id });
  if (changed.length === 0) throw conflict("This was ended already");
  await appendLedger(tx, {
    role,
    action: "request-ended",
    object: { kind: "request", id: input.requestId },
    values: { words: input.ended },
  });
  return { requestId: input.requestId };
}
