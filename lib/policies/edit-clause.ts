import { and, asc, desc, eq, gt, lt, max, ne } from "drizzle-orm";
import type { z } from "zod";
import { policyClauses } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { check, conflict } from "@/lib/errors";
import { loadClause, loadDraft } from "./load-draft";
import type { addClauseSchema, clauseIdSchema, editClauseSchema, moveClauseSchema } from "./schema";

const at = (actor: Actor, clauseId: string) =>
  and(eq(policyClauses.schoolId, actor.schoolId), eq(policyClauses.id, clauseId));

/** Decisions and pages name a clause by its code, so one version has each code once. */
async function checkCode(tx: Tx, actor: Actor, versionId: string, code: string, own = "") {
  const taken = await tx
    .select({ id: policyClauses.id })
    .from(policyClauses)
    .where(
      and(
        eq(policyClauses.schoolId, actor.schoolId),
        eq(policyClauses.versionId, versionId),
        eq(policyClauses.code, code),
        own ? ne(policyClauses.id, own) : undefined,
      ),
    );
  if (taken.length > 0) throw check({ code: `Clause ${code} exists. Enter another code` });
}

export async function addClause(tx: Tx, actor: Actor, input: z.output<typeof addClauseSchema>) {
  const { versionId, ...clause } = input;
  const draft = await loadDraft(tx, actor, versionId);
  await checkCode(tx, actor, versionId, clause.code);
  const [last] = await tx
    .select({ position: max(policyClauses.position) })
    .from(policyClauses)
    .where(and(eq(policyClauses.schoolId, actor.schoolId), eq(policyClauses.versionId, versionId)));
  const clauseId = crypto.randomUUID();
  await tx.insert(policyClauses).values({
    schoolId: actor.schoolId,
    id: clauseId,
    versionId,
    ...clause,
    position: (last?.position ?? -1) + 1,
  });
  return { policyId: draft.policyId, clauseId };
}

/** Saves a clause of a draft over the revision it was read at; autosave and the button alike. */
export async function editClause(tx: Tx, actor: Actor, input: z.output<typeof editClauseSchema>) {
  const { clauseId, revision, ...clause } = input;
  const found = await loadClause(tx, actor, clauseId);
  if (found.revision !== revision)
    throw conflict("Somebody else changed this clause. Check their change, then save yours");
  await checkCode(tx, actor, found.versionId, clause.code, clauseId);
  await tx
    .update(policyClauses)
    .set({ ...clause, proposed: false, revision: revision + 1 })
    .where(at(actor, clauseId));
  return { policyId: found.policyId, revision: revision + 1, savedAt: actor.at };
}

export async function removeClause(tx: Tx, actor: Actor, input: z.output<typeof clauseIdSchema>) {
  const found = await loadClause(tx, actor, input.clauseId);
  await tx.delete(policyClauses).where(at(actor, input.clauseId));
  return { policyId: found.policyId };
}

/** Changes places with the clause above or below. */
export async function moveClause(tx: Tx, actor: Actor, input: z.output<typeof moveClauseSchema>) {
  const found = await loadClause(tx, actor, input.clauseId);
  const up = input.direction === "up";
  const [neighbour] = await tx
    .select({ id: policyClauses.id, position: policyClauses.position })
    .from(policyClauses)
    .where(
      and(
        eq(policyClauses.schoolId, actor.schoolId),
        eq(policyClauses.versionId, found.versionId),
        (up ? lt : gt)(policyClauses.position, found.position),
      ),
    )
    .orderBy((up ? desc : asc)(policyClauses.position))
    .limit(1);
  if (neighbour) {
    await tx
      .update(policyClauses)
      .set({ position: neighbour.position })
      .where(at(actor, input.clauseId));
    await tx.update(policyClauses).set({ position: found.position }).where(at(actor, neighbour.id));
  }
  return { policyId: found.policyId };
}
