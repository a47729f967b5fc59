import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { caseRecords } from "@/db/schema/fairness";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { namesOf } from "@/lib/people/queries";

const columns = {
  id: caseRecords.id,
  kind: caseRecords.kind,
  aboutId: caseRecords.aboutId,
  version: caseRecords.version,
  answers: caseRecords.answers,
  byId: caseRecords.byId,
  at: caseRecords.at,
};

/** Every version, or of one form alone, the newest first, with who wrote it. */
export async function listRecords(tx: Tx, actor: Actor, caseId: string, kind?: string) {
  const rows = await tx
    .select(columns)
    .from(caseRecords)
    .where(
      and(
        eq(caseRecords.schoolId, actor.schoolId),
        eq(caseRecords.caseId, caseId),
        kind ? eq(caseRecords.kind, kind) : undefined,
      ),
    )
    .orderBy(desc(caseRecords.at), desc(caseRecords.version))
    .limit(500);
  const named = rows.flatMap((row) => [
    row.byId,
    ...[row.answers.members ?? [], row.answers.investigatorId ?? []].flat(),
  ]);
  const names = await namesOf(tx, actor, named);
  return rows.map((row) => ({ ...row, by: names.get(row.byId) ?? "Somebody", names }));
}

/** The version in force of each form, by the person or case it is about. */
export async function recordsInForce(tx: Tx, actor: Actor, caseId: string) {
  const rows = await tx
    .select(columns)
    .from(caseRecords)
    .where(and(eq(caseRecords.schoolId, actor.schoolId), eq(caseRecords.caseId, caseId)))
    .orderBy(asc(caseRecords.version));
  const held = new Map(rows.map((row) => [`${row.kind} ${row.aboutId}`, row]));
  const all = [...held.values()];
  return {
    of: (kind: string, aboutId = caseId) => held.get(`${kind} ${aboutId}`),
    every: (kind: string) => all.filter((row) => row.kind === kind),
    /** Every version ever written: what once was asked stays asked. */
    ever: (kind: string) => rows.filter((row) => row.kind === kind),
  };
}
export type InForce = Awaited<ReturnType<typeof recordsInForce>>;

/** The newest answers of one form in several cases the actor sees. */
export async function latestIn(tx: Tx, actor: Actor, caseIds: string[], kind: string) {
  if (caseIds.length === 0) return new Map<string, Record<string, string | string[]>>();
  const rows = await tx
    .select({ caseId: caseRecords.caseId, answers: caseRecords.answers })
    .from(caseRecords)
    .where(
      and(
        eq(caseRecords.schoolId, actor.schoolId),
        inArray(caseRecords.caseId, caseIds),
        eq(caseRecords.kind, kind),
      ),
    )
    .orderBy(asc(caseRecords.version));
  return new Map(rows.map((row) => [row.caseId, row.answers]));
}
