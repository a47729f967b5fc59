import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { registerEntries, registerEvents } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import { tiedTo } from "@/lib/access/queries";
import type { Actor } from "@/lib/access/types";
import { formatDay, localDay } from "@/lib/dates";
import { check, conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { certainOf, peopleMeant, personById } from "@/lib/people/queries";
import { roleHolders } from "@/lib/schools/queries";
import { makeReference } from "./enter-register";
import { loadEntry, standsTo } from "./load-entry";
import type { passAccountSchema, takeAccountSchema } from "./schema";
import { tellPerson } from "./tell-person";
import type { Entry } from "./types";

/** May this account pass to somebody else, said by its owner or by whoever answers for it? */
export const isPassable = (entry: Entry, as: { holder: boolean; decider: boolean }) =>
  entry.register === "account" && entry.state === "approved" && (as.holder || as.decider);

/** Somebody who works here or governs, signs in, and does not answer for the account themself. */
async function heirMeant(tx: Tx, actor: Actor, entry: Entry, name: string, id: string) {
  const picked = z.uuid().safeParse(id).success ? await personById(tx, actor, id) : null;
  const meant = picked ?? certainOf(name, await peopleMeant(tx, actor, name));
  if (meant === "several")
    throw check({ heir: "More than one person has this name. Choose one from the list" });
  const holders = await roleHolders(tx, actor);
  if (!meant || !holders.some((holder) => holder.personId === meant.id))
    throw check({ heir: "Enter the full name of a colleague or governor of this school" });
  if (meant.id === entry.holderId) throw check({ heir: "The account is theirs already" });
  const answers = [entry.deciderId, entry.decidedBy].filter((one): one is string => one !== null);
  if ([...answers, ...(await tiedTo(tx, answers))].includes(meant.id))
    throw check({ heir: "They cannot own this account. Choose somebody else" });
  return meant;
}

/**
 * Names who owns an official account next, from a day on. It stays where it is until they take it;
 * to name somebody else before that takes the first name back.
 */
export async function passAccount(tx: Tx, actor: Actor, input: z.output<typeof passAccountSchema>) {
  const entry = await loadEntry(tx, actor, input.entryId);
  const as = standsTo(actor, entry);
  if (!isPassable(entry, as)) throw notFound();
  const heir = await heirMeant(tx, actor, entry, input.heir, input.heirId);
  if (input.from === null) throw check({ from: "Enter the day, such as 4 12 2026" });
  if (input.from < localDay(actor.at)) throw check({ from: "The day must be today or later" });
  const changed = await tx
    .update(registerEntries)
    .set({ heirId: heir.id, heirFrom: input.from })
    .where(
      and(
        eq(registerEntries.schoolId, actor.schoolId),
        eq(registerEntries.id, entry.id),
        eq(registerEntries.state, "approved"),
      ),
    )
    .returning({ id: registerEntries.id });
  if (changed.length === 0) throw conflict("Somebody took this account over already");
  await tx.insert(registerEvents).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    entryId: entry.id,
    kind: "pass",
    words: `${heir.name}, from ${formatDay(input.from)}`,
    at: actor.at,
    byId: actor.personId,
  });
  await appendLedger(tx, {
    role: as.role,
    action: "register-pass",
    object: { kind: "register", id: entry.id },
    values: { heirId: heir.id, from: input.from },
  });
  await tellPerson(tx, actor, { entryId: entry.id, personId: heir.id, kind: "register-heir" });
  return { entryId: entry.id };
}

/** Whoever was named takes the account over; the answer is the entry that is theirs from now on. */
export async function takeAccount(tx: Tx, actor: Actor, input: z.output<typeof takeAccountSchema>) {
  const entry = await loadEntry(tx, actor, input.entryId);
  if (entry.heirId !== actor.personId) throw notFound();
  if (entry.state !== "approved") throw conflict("This account was taken over, or it ended");
  const today = localDay(actor.at);
  if (entry.heirFrom && entry.heirFrom > today)
    throw conflict(`You can take it over from ${formatDay(entry.heirFrom)} on`);
  const id = crypto.randomUUID();
  const [row] = (await tx.execute(sql`select sec.take_account(${entry.id}::uuid, ${id}::uuid,
    ${makeReference(actor.at)}, ${today}::date) as done`)) as unknown as { done: boolean }[];
  if (!row?.done) throw conflict("This account was taken over, or it ended");
  for (const entryId of [entry.id, id])
    await appendLedger(tx, {
      role: "reporter",
      action: "register-take",
      object: { kind: "register", id: entryId },
    });
  for (const personId of new Set([entry.holderId, entry.deciderId]))
    if (personId)
      await tellPerson(tx, actor, { entryId: entry.id, personId, kind: "register-taken" });
  return { entryId: id };
}
