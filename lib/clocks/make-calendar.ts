import { and, desc, eq, isNull } from "drizzle-orm";
import { calendarFeeds } from "@/db/schema/clocks";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import { deriveToken, hashToken } from "@/lib/access/seal-secret";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";

export const tokenOf = (feedId: string) => deriveToken("daybook calendar", feedId);

const live = (actor: Actor) =>
  and(
    eq(calendarFeeds.schoolId, actor.schoolId),
    eq(calendarFeeds.personId, actor.personId),
    isNull(calendarFeeds.revokedAt),
  );

/** One's own calendar address, if there is one: only its owner is ever shown it. */
export async function myCalendar(tx: Tx, actor: Actor) {
  if (!roleFor(actor, "follow-deadlines")) throw notFound();
  const [feed] = await tx
    .select({
      id: calendarFeeds.id,
      createdAt: calendarFeeds.createdAt,
      readAt: calendarFeeds.readAt,
    })
    .from(calendarFeeds)
    .where(live(actor))
    .orderBy(desc(calendarFeeds.createdAt));
  return feed ? { ...feed, token: tokenOf(feed.id) } : null;
}

async function revoke(tx: Tx, actor: Actor): Promise<number> {
  const ended = await tx
    .update(calendarFeeds)
    .set({ revokedAt: actor.at })
    .where(live(actor))
    .returning({ id: calendarFeeds.id });
  return ended.length;
}

async function record(tx: Tx, actor: Actor, action: string): Promise<void> {
  const role = roleFor(actor, "follow-deadlines");
  if (!role) throw notFound();
  await appendLedger(tx, { role, action, object: { kind: "person", id: actor.personId } });
}

/** A new secret address for one's own deadlines; the one before it ends in the same moment. */
export async function makeCalendar(tx: Tx, actor: Actor) {
  if (!roleFor(actor, "follow-deadlines")) throw notFound();
  await revoke(tx, actor);
  const id = crypto.randomUUID();
  await tx.insert(calendarFeeds).values({
    schoolId: actor.schoolId,
    id,
    personId: actor.personId,
    tokenHash: hashToken(tokenOf(id)),
    createdAt: actor.at,
  });
  await record(tx, actor, "calendar-made");
  return {};
}

export async function endCalendar(tx: Tx, actor: Actor) {
  if ((await revoke(tx, actor)) === 0) throw notFound();
  await record(tx, actor, "calendar-ended");
  return {};
}
