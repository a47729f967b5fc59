import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { involvements } from "@/db/schema/cases";
import { personMerges } from "@/db/schema/connections";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import { walledFrom } from "@/lib/access/queries";
import type { Actor, Role } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { changeCase } from "@/lib/cases/load-case";
import { caseById } from "@/lib/cases/queries";
import { reseatCase } from "@/lib/cases/reseat-case";
import { check, conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { certainOf, peopleMeant, personById } from "@/lib/people/queries";

const reason = z.string().trim().min(1, "Enter how you know").max(2000);
export const mergePeopleSchema = z.object({
  /** The entry that is one too many. */
  mergedId: z.uuid(),
  /** The person it is: one of those offered, one picked, or a whole name. */
  choiceId: z.string().max(36).default(""),
  personId: z.string().max(36).default(""),
  person: z.string().trim().max(200).default(""),
  reason,
});
export const unmergePeopleSchema = z.object({ mergeId: z.uuid(), reason });

/** One sentence for every reason, so that it tells of no case the reader may not see. */
const refused = "These two cannot be put together by you";

/** The database says no without saying why; everything it wrote until then is undone. */
async function tryTo(tx: Tx, call: ReturnType<typeof sql>): Promise<boolean> {
  try {
    await tx.transaction((inner) => inner.execute(call));
    return true;
  } catch (error) {
    if (String(error instanceof Error ? (error.cause ?? error) : error).includes("not-found"))
      return false;
    throw error;
  }
}

async function whoIs(tx: Tx, actor: Actor, input: z.output<typeof mergePeopleSchema>) {
  const chosen = input.choiceId || input.personId;
  const picked = z.uuid().safeParse(chosen).success ? await personById(tx, actor, chosen) : null;
  const meant = picked ?? certainOf(input.person, await peopleMeant(tx, actor, input.person));
  if (meant === "several")
    throw check({ person: "More than one person has this name. Choose one from the list" });
  if (!meant) throw check({ person: "Choose the person from the list" });
  return meant;
}

const casesOf = async (tx: Tx, actor: Actor, ids: string[]) => {
  const rows = await tx
    .selectDistinct({ id: involvements.caseId })
    .from(involvements)
    .where(
      and(
        eq(involvements.schoolId, actor.schoolId),
        inArray(involvements.personId, ids),
        isNotNull(involvements.caseId),
      ),
    );
  return rows.flatMap((row) => row.id ?? []).toSorted();
};

async function tellCases(
  tx: Tx,
  actor: Actor,
  told: { cases: string[]; role: Role | "reporter"; action: string; title: string; reason: string },
) {
  for (const caseId of told.cases) {
    const found = await caseById(tx, actor, caseId);
    const seats = await reseatCase(tx, actor, found, await walledFrom(tx, caseId));
    await changeCase(
      tx,
      actor,
      { caseId, version: found.version },
      {
        ownerId: seats.ownerId,
        ...(seats.withdrawn ? { state: "active", waitingOn: null } : {}),
      },
    );
    await addEvent(tx, actor, {
      caseId,
      role: told.role,
      kind: "person",
      action: told.action,
      title: told.title,
      words: [told.reason, ...seats.words].join("\n"),
    });
  }
}

/**
 * Two entries are one person: an unknown account turns out to be a pupil, or somebody was typed
 * twice. Parts in cases go to the person kept; what reporters sent stays as they sent it. The walls
 * of each hold for the other in this transaction, and nobody is let in to anything by it. Only for
 * somebody who handles every matter of both; anybody else reads one sentence.
 */
export async function mergePeople(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof mergePeopleSchema>,
): Promise<{ personId: string }> {
  const role = roleFor(actor, "merge-people");
  if (!role) throw notFound();
  const merged = await personById(tx, actor, input.mergedId);
  if (!merged) throw notFound();
  const kept = await whoIs(tx, actor, input);
  const cases = await casesOf(tx, actor, [kept.id, merged.id]);
  const touched = await casesOf(tx, actor, [merged.id]);
  const id = crypto.randomUUID();
  const done = await tryTo(
    tx,
    sql`select sec.merge_people(${id}::uuid, ${kept.id}::uuid, ${merged.id}::uuid, ${input.reason})`,
  );
  if (!done) throw check({ person: refused });
  await appendLedger(tx, {
    role,
    action: "people-merged",
    object: { kind: "person", id: kept.id },
    values: { merged: merged.id, reason: input.reason },
  });
  const title = `${merged.name} is taken to be ${kept.name}`;
  const words = { role, action: "people-merged", reason: input.reason };
  await tellCases(tx, actor, { ...words, title, cases: touched });
  await tellCases(tx, actor, {
    ...words,
    title: "The walls of this case were built again: two entries are one person",
    cases: cases.filter((caseId) => !touched.includes(caseId)),
  });
  return { personId: kept.id };
}

/** Takes a merge back within seven days: parts, walls and circle are as before it. */
export async function unmergePeople(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof unmergePeopleSchema>,
): Promise<{ personId: string }> {
  const role = roleFor(actor, "merge-people");
  const [merge] = await tx
    .select({ keptId: personMerges.keptId, mergedId: personMerges.mergedId })
    .from(personMerges)
    .where(and(eq(personMerges.schoolId, actor.schoolId), eq(personMerges.id, input.mergeId)));
  if (!role || !merge) throw notFound();
  const done = await tryTo(tx, sql`select sec.unmerge_people(${input.mergeId}::uuid)`);
  if (!done) throw conflict("This cannot be taken back by you, or not any more");
  await appendLedger(tx, {
    role,
    action: "people-unmerged",
    object: { kind: "person", id: merge.keptId },
    values: { merged: merge.mergedId, reason: input.reason },
  });
  await tellCases(tx, actor, {
    role,
    action: "people-unmerged",
    reason: input.reason,
    title: "Two entries are not taken to be one person any more",
    cases: await casesOf(tx, actor, [merge.mergedId]),
  });
  return { personId: merge.keptId };
}
