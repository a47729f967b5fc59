import { and, asc, desc, eq, isNotNull, sql } from "drizzle-orm";
import {
  policyClauses,
  policyFiles,
  policyNotes,
  policySignatures,
  policyVersions,
} from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { namesOf } from "@/lib/people/queries";
import { rulesSchema } from "./describe-rules";
import { readRules } from "./read-rules";
import type { Clause, PolicyText } from "./types";

const head = {
  versionId: policyVersions.id,
  policyId: policyVersions.policyId,
  number: policyVersions.number,
  title: policyVersions.title,
  approvedBy: policyVersions.approvedBy,
  approvedOn: policyVersions.approvedOn,
  reviewedOn: policyVersions.reviewedOn,
  nextReviewOn: policyVersions.nextReviewOn,
  statutory: policyVersions.statutory,
  onWebsite: policyVersions.onWebsite,
  linked: policyVersions.linked,
  binds: policyVersions.binds,
  rules: policyVersions.rules,
  origin: policyVersions.origin,
  found: policyVersions.found,
  revision: policyVersions.revision,
  publishedAt: policyVersions.publishedAt,
  sha256: policyVersions.sha256,
};

export type Version = Omit<PolicyText, "clauses"> & {
  versionId: string;
  policyId: string;
  origin: string;
  found: { what: string; said: string; means: string | null }[] | null;
  revision: number;
  publishedAt: Date | null;
  sha256: string | null;
  clauses: (Clause & { id: string; revision: number; proposed: boolean })[];
};

/** The latest published version of each policy: what is in force. */
/** The version of each policy in force now, or at the end of a local day. */
const inForce = (tx: Tx, actor: Actor, day?: string) =>
  tx
    .selectDistinctOn([policyVersions.policyId], {
      id: policyVersions.id,
      title: policyVersions.title,
    })
    .from(policyVersions)
    .where(
      and(
        eq(policyVersions.schoolId, actor.schoolId),
        isNotNull(policyVersions.publishedAt),
        day
          ? sql`${policyVersions.publishedAt} < (${day}::date + 1)::timestamp at time zone 'Europe/London'`
          : undefined,
      ),
    )
    .orderBy(policyVersions.policyId, desc(policyVersions.number))
    .as("in_force");

/** Each policy by its version in force, and by its draft where one may see it. */
export async function listPolicies(tx: Tx, actor: Actor) {
  const rows = await tx
    .select(head)
    .from(policyVersions)
    .where(eq(policyVersions.schoolId, actor.schoolId))
    .orderBy(asc(policyVersions.title), asc(policyVersions.policyId), desc(policyVersions.number));
  return [...Map.groupBy(rows, (row) => row.policyId)].map(([policyId, versions]) => ({
    policyId,
    current: versions.find((version) => version.publishedAt) ?? null,
    draft: versions.find((version) => !version.publishedAt) ?? null,
  }));
}

/** The versions of one policy that this actor may see, the newest first; none: not found. */
export async function versionsOf(tx: Tx, actor: Actor, policyId: string) {
  const rows = await tx
    .select(head)
    .from(policyVersions)
    .where(and(eq(policyVersions.schoolId, actor.schoolId), eq(policyVersions.policyId, policyId)))
    .orderBy(desc(policyVersions.number));
  if (rows.length === 0) throw notFound();
  return rows;
}

async function clausesOf(tx: Tx, actor: Actor, versionId: string) {
  return tx
    .select({
      id: policyClauses.id,
      code: policyClauses.code,
      kind: policyClauses.kind,
      heading: policyClauses.heading,
      words: policyClauses.words,
      types: policyClauses.types,
      severity: policyClauses.severity,
      revision: policyClauses.revision,
      proposed: policyClauses.proposed,
    })
    .from(policyClauses)
    .where(and(eq(policyClauses.schoolId, actor.schoolId), eq(policyClauses.versionId, versionId)))
    .orderBy(asc(policyClauses.position), asc(policyClauses.code));
}

/** One version with its clauses in order. */
export async function versionById(tx: Tx, actor: Actor, versionId: string): Promise<Version> {
  const [row] = await tx
    .select(head)
    .from(policyVersions)
    .where(and(eq(policyVersions.schoolId, actor.schoolId), eq(policyVersions.id, versionId)));
  if (!row) throw notFound();
  const rules = rulesSchema.nullable().parse(row.rules);
  return { ...row, rules, clauses: await clausesOf(tx, actor, versionId) };
}

/** A version by its number, or the one in force; a policy that has only a draft has none. */
export async function policyById(tx: Tx, actor: Actor, policyId: string, number?: number) {
  const versions = await versionsOf(tx, actor, policyId);
  const published = versions.filter((version) => version.publishedAt);
  const draft = versions.find((version) => !version.publishedAt) ?? null;
  const wanted = number
    ? published.find((version) => version.number === number)
    : (published[0] ?? draft);
  if (!wanted) throw notFound();
  return { versions: published, draft, shown: await versionById(tx, actor, wanted.versionId) };
}

/** The draft of a policy, for those who may see it. */
export async function draftOf(tx: Tx, actor: Actor, policyId: string): Promise<Version> {
  const draft = (await versionsOf(tx, actor, policyId)).find((version) => !version.publishedAt);
  if (!draft) throw notFound();
  return versionById(tx, actor, draft.versionId);
}

/** The document a version was read from, without its bytes; null for one written here. */
export async function fileOf(tx: Tx, actor: Actor, versionId: string) {
  const [row] = await tx
    .select({ name: policyFiles.name, sha256: policyFiles.sha256 })
    .from(policyFiles)
    .where(and(eq(policyFiles.schoolId, actor.schoolId), eq(policyFiles.versionId, versionId)));
  return row ?? null;
}

/** The document itself, for those who may see the version. */
export async function fileContent(tx: Tx, actor: Actor, versionId: string) {
  const [row] = await tx
    .select({ name: policyFiles.name, content: policyFiles.content })
    .from(policyFiles)
    .where(and(eq(policyFiles.schoolId, actor.schoolId), eq(policyFiles.versionId, versionId)));
  if (!row) throw notFound();
  return row;
}

/** Who signed a version, and what was noted of how it works. */
export async function afterlifeOf(tx: Tx, actor: Actor, versionId: string) {
  const signatures = await tx
    .select({ name: policySignatures.name, signedAt: policySignatures.signedAt })
    .from(policySignatures)
    .where(
      and(eq(policySignatures.schoolId, actor.schoolId), eq(policySignatures.versionId, versionId)),
    )
    .orderBy(asc(policySignatures.signedAt));
  const rows = await tx
    .select({
      id: policyNotes.id,
      words: policyNotes.words,
      notedAt: policyNotes.notedAt,
      notedBy: policyNotes.notedBy,
    })
    .from(policyNotes)
    .where(and(eq(policyNotes.schoolId, actor.schoolId), eq(policyNotes.versionId, versionId)))
    .orderBy(asc(policyNotes.notedAt));
  const names = await namesOf(
    tx,
    actor,
    rows.map((row) => row.notedBy),
  );
  return {
    signatures,
    notes: rows.map((row) => ({ ...row, by: names.get(row.notedBy) ?? "Somebody" })),
  };
}

/**
 * Steps of formal action the school's policy in force allows; null: it names none, so every step
 * of the national ladder.
 */
export const allowedOutcomes = async (tx: Tx, actor: Actor) =>
  (await readRules(tx, actor)).own.outcomes;

/** What the policies in force mean by their words, for whoever triages or decides such a matter. */
export async function definitionsFor(tx: Tx, actor: Actor, type: string) {
  const current = inForce(tx, actor);
  return tx
    .select({
      id: policyClauses.id,
      code: policyClauses.code,
      words: policyClauses.words,
      policy: current.title,
    })
    .from(policyClauses)
    .innerJoin(current, eq(current.id, policyClauses.versionId))
    .where(
      and(
        eq(policyClauses.schoolId, actor.schoolId),
        eq(policyClauses.kind, "definition"),
        sql`(cardinality(${policyClauses.types}) = 0 or ${type} = any(${policyClauses.types}))`,
      ),
    )
    .orderBy(asc(policyClauses.position))
    .limit(60);
}

/**
 * Clauses a decision can rest on: those that speak of this type first, of versions in force now or
 * on the day something happened.
 */
export async function clausesFor(tx: Tx, actor: Actor, type: string, day?: string) {
  const current = inForce(tx, actor, day);
  return tx
    .select({
      id: policyClauses.id,
      code: policyClauses.code,
      words: policyClauses.words,
      policy: current.title,
    })
    .from(policyClauses)
    .innerJoin(current, eq(current.id, policyClauses.versionId))
    .where(
      and(eq(policyClauses.schoolId, actor.schoolId), sql`${policyClauses.kind} <> 'definition'`),
    )
    .orderBy(sql`${type} = any(${policyClauses.types}) desc`, asc(policyClauses.position))
    .limit(60);
}
