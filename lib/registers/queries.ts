import { and, asc, eq, inArray, isNull, notExists, sql } from "drizzle-orm";
import { people } from "@/db/schema/people";
import { registerEntries, registerEvents, registerTasks } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { namesOf } from "@/lib/people/queries";
import { loadEntry, standsTo } from "./load-entry";
import { isPassable } from "./pass-account";
import { kindByCode, readKinds } from "./read-kinds";
import { isRenewable } from "./renew-entry";
import { movesOf } from "./transitions";
import type { Entry, Kind } from "./types";

/** An entry and, of an account that passed to its holder, what it goes on from, as far as it is read. */
async function linesOf(tx: Tx, actor: Actor, entry: Entry): Promise<string[]> {
  const ids = [entry.id];
  for (let at = entry.register === "account" ? entry.renews : null; at !== null; ) {
    const [before] = await tx
      .select({ id: registerEntries.id, renews: registerEntries.renews })
      .from(registerEntries)
      .where(and(eq(registerEntries.schoolId, actor.schoolId), eq(registerEntries.id, at)));
    if (before) ids.push(before.id);
    at = before?.renews ?? null;
  }
  return ids;
}

/** One entry with what happened to it and what may be done. Reading somebody else's is in the ledger. */
export async function openEntry(tx: Tx, actor: Actor, entryId: string) {
  const entry = await loadEntry(tx, actor, entryId);
  const kind = await kindByCode(tx, actor, entry.kind);
  const as = standsTo(actor, entry);
  if (!as.holder)
    await appendLedger(tx, {
      role: as.role,
      action: "register-viewed",
      object: { kind: "register", id: entryId },
    });
  const events = await tx
    .select({
      id: registerEvents.id,
      kind: registerEvents.kind,
      words: registerEvents.words,
      advice: registerEvents.advice,
      at: registerEvents.at,
      byId: registerEvents.byId,
    })
    .from(registerEvents)
    .where(
      and(
        eq(registerEvents.schoolId, actor.schoolId),
        inArray(registerEvents.entryId, await linesOf(tx, actor, entry)),
      ),
    )
    .orderBy(asc(registerEvents.at), asc(registerEvents.id));
  const tasks = await tx
    .select({
      id: registerTasks.id,
      place: registerTasks.place,
      dueOn: registerTasks.dueOn,
      doneAt: registerTasks.doneAt,
      found: registerTasks.found,
    })
    .from(registerTasks)
    .where(and(eq(registerTasks.schoolId, actor.schoolId), eq(registerTasks.entryId, entryId)))
    .orderBy(asc(registerTasks.place));
  const names = await namesOf(tx, actor, [
    entry.holderId,
    entry.deciderId,
    entry.heirId,
    ...events.map((event) => event.byId),
  ]);
  return {
    entry,
    kind,
    tasks,
    today: localDay(actor.at),
    ...as,
    holderName: names.get(entry.holderId) ?? "Somebody",
    deciderName: entry.deciderId ? (names.get(entry.deciderId) ?? "Somebody") : null,
    events: events.map((event) => ({ ...event, by: names.get(event.byId) ?? "Somebody" })),
    moves: movesOf(entry, kind, as),
    renewable: isRenewable(entry, as.holder),
    passable: isPassable(entry, as),
    heirName: entry.heirId ? (names.get(entry.heirId) ?? "Somebody") : null,
  };
}

/** Kinds expected of everybody who joins that this person has not told yet (S0-23). */
export async function missingOfMine(tx: Tx, actor: Actor, kinds: readonly Kind[]) {
  const expected = kinds.filter((kind) => kind.induction && kind.enabled);
  if (expected.length === 0) return [];
  const told = await tx
    .selectDistinct({ kind: registerEntries.kind })
    .from(registerEntries)
    .where(
      and(
        eq(registerEntries.schoolId, actor.schoolId),
        eq(registerEntries.holderId, actor.personId),
        inArray(
          registerEntries.kind,
          expected.map((kind) => kind.code),
        ),
      ),
    );
  return expected.filter((kind) => !told.some((row) => row.kind === kind.code));
}

/** Staff who have not told what is expected of everybody who joins, for whoever reads that kind. */
export async function missingOfStaff(tx: Tx, actor: Actor) {
  if (!mayAct(actor, "set-registers")) return [];
  const expected = (await readKinds(tx, actor)).filter((kind) => kind.induction && kind.enabled);
  const lists = [];
  for (const kind of expected) {
    const rows = await tx
      .select({ name: people.name })
      .from(people)
      .where(
        and(
          eq(people.schoolId, actor.schoolId),
          eq(people.kind, "staff"),
          isNull(people.leftAt),
          // Whose entry this person may not read is not counted as missing.
          sql`${people.id} <> ${actor.personId}`,
          sql`not exists (select 1 from role_assignments ra where ra.school_id = people.school_id
            and ra.person_id = people.id and ra.role = 'headteacher')`,
          notExists(
            tx
              .select({ one: sql`1` })
              .from(registerEntries)
              .where(
                and(
                  eq(registerEntries.schoolId, actor.schoolId),
                  sql`${registerEntries.holderId} = people.id`,
                  eq(registerEntries.kind, kind.code),
                ),
              ),
          ),
        ),
      )
      .orderBy(asc(people.name));
    lists.push({ kind, names: rows.map((row) => row.name) });
  }
  return lists;
}

export type ReviewStanding = "never" | "in-time" | "overdue";

/** Whether filtering and monitoring were reviewed in the time the DfE's standards ask (12 months). */
export async function filteringStanding(
  tx: Tx,
  actor: Actor,
): Promise<{ standing: ReviewStanding; until: string | null }> {
  const [row] = (await tx.execute(
    sql`select sec.reviewed_until('filtering-review')::text as until`,
  )) as unknown as { until: string | null }[];
  const until = row?.until ?? null;
  const standing = !until ? "never" : until < localDay(actor.at) ? "overdue" : "in-time";
  return { standing, until };
}
