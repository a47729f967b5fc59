import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { conflictDeclarations } from "@/db/schema/people";
import { registerEntries, registerEvents, registerTasks } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { check, conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { roleHolders } from "@/lib/schools/queries";
import { lastDay } from "./enter-register";
import { loadEntry, standsTo } from "./load-entry";
import { kindByCode } from "./read-kinds";
import type { moveEntrySchema } from "./schema";
import { tellPerson } from "./tell-person";
import { type EntryState, entryMoves, movesOf } from "./transitions";
import type { Entry, Kind } from "./types";

const ends: readonly EntryState[] = ["withdrawn", "revoked", "ended"];
/** Days to look through the places where pictures can be (our own figure). */
const removalDays = 14;

/** The places to look through, and the DSLs who see to it. */
async function askRemoval(tx: Tx, actor: Actor, entry: Entry, kind: Kind) {
  const due = lastDay({ lasts: removalDays, unit: "days" }, localDay(actor.at)) ?? "";
  await tx.insert(registerTasks).values(
    kind.places.map((place) => ({
      schoolId: actor.schoolId,
      id: crypto.randomUUID(),
      entryId: entry.id,
      place,
      dueOn: due,
    })),
  );
  const dsls = (await roleHolders(tx, actor)).filter((holder) => holder.role === "dsl");
  for (const { personId } of dsls.filter((one) => one.personId !== actor.personId))
    await tellPerson(tx, actor, { entryId: entry.id, personId, kind: "register-removal" });
}

/** One step of an entry, as the table of transitions has it. Two at once: the first one counts. */
export async function moveEntry(tx: Tx, actor: Actor, input: z.output<typeof moveEntrySchema>) {
  const entry = await loadEntry(tx, actor, input.entryId);
  const kind = await kindByCode(tx, actor, entry.kind);
  const as = standsTo(actor, entry);
  const move = movesOf(entry, kind, as).find((one) => one.action === input.action);
  if (!move) {
    const rows = entryMoves.filter((one) => one.action === input.action);
    const late = rows.some(
      (one) => !one.from.includes(entry.state as EntryState) && (as[one.by as "holder"] ?? true),
    );
    if (late) throw conflict("Somebody answered this already. The page shows how it stands now");
    throw notFound();
  }
  if (move.missing && input.words === "") throw check({ [`words-${move.action}`]: move.missing });
  const answers = move.by === "decider" && move.to !== "revoked";
  const changed = await tx
    .update(registerEntries)
    .set({
      state: move.to,
      ...(answers ? { decidedAt: actor.at, decidedBy: actor.personId } : {}),
      ...(ends.includes(move.to) ? { endedAt: actor.at, endedBy: actor.personId } : {}),
      ...(move.extends ? { endsOn: lastDay(kind, localDay(actor.at)) } : {}),
    })
    .where(
      and(
        eq(registerEntries.schoolId, actor.schoolId),
        eq(registerEntries.id, entry.id),
        eq(registerEntries.state, entry.state),
      ),
    )
    .returning({ id: registerEntries.id });
  if (changed.length === 0)
    throw conflict("Somebody answered this already. The page shows how it stands now");
  await tx.insert(registerEvents).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    entryId: entry.id,
    kind: move.action,
    words: input.words,
    at: actor.at,
    byId: actor.personId,
  });
  if (kind.conflict && as.holder && entry.aboutId && ends.includes(move.to))
    await tx
      .update(conflictDeclarations)
      .set({ endedAt: actor.at })
      .where(
        and(
          eq(conflictDeclarations.schoolId, actor.schoolId),
          eq(conflictDeclarations.personId, actor.personId),
          eq(conflictDeclarations.withPersonId, entry.aboutId),
          isNull(conflictDeclarations.endedAt),
        ),
      );
  if (move.removes) await askRemoval(tx, actor, entry, kind);
  await appendLedger(tx, {
    role: as.role,
    action: `register-${move.action}`,
    object: { kind: "register", id: entry.id },
    values: { words: input.words },
  });
  if (!as.holder && !move.removes)
    await tellPerson(tx, actor, {
      entryId: entry.id,
      personId: entry.holderId,
      kind: "register-answered",
    });
  return { entryId: entry.id, action: move.action };
}
