import { and, asc, desc, eq, sql } from "drizzle-orm";
import { policies, policyClauses, policyVersions } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";

const version = {
  versionId: policyVersions.id,
  number: policyVersions.number,
  approvedBy: policyVersions.approvedBy,
  approvedOn: policyVersions.approvedOn,
  nextReviewOn: policyVersions.nextReviewOn,
};

export async function listPolicies(tx: Tx, actor: Actor) {
  return tx
    .selectDistinctOn([policies.id], { id: policies.id, title: policies.title, ...version })
    .from(policies)
    .innerJoin(
      policyVersions,
      and(eq(policyVersions.schoolId, policies.schoolId), eq(policyVersions.policyId, policies.id)),
    )
    .where(eq(policies.schoolId, actor.schoolId))
    .orderBy(policies.id, desc(policyVersions.number))
    .limit(50);
}

/** A policy in its latest version, with its clauses in order. */
export async function policyById(tx: Tx, actor: Actor, policyId: string) {
  const [policy] = await tx
    .select({
      id: policies.id,
      title: policies.title,
      onWebsite: policies.onWebsite,
      statutory: policies.statutory,
      ...version,
    })
    .from(policies)
    .innerJoin(
      policyVersions,
      and(eq(policyVersions.schoolId, policies.schoolId), eq(policyVersions.policyId, policies.id)),
    )
    .where(and(eq(policies.schoolId, actor.schoolId), eq(policies.id, policyId)))
    .orderBy(desc(policyVersions.number))
    .limit(1);
  if (!policy) throw notFound();
  const clauses = await tx
    .select({
      id: policyClauses.id,
      code: policyClauses.code,
      kind: policyClauses.kind,
      words: policyClauses.words,
    })
    .from(policyClauses)
    .where(
      and(
        eq(policyClauses.schoolId, actor.schoolId),
        eq(policyClauses.versionId, policy.versionId),
      ),
    )
    .orderBy(asc(policyClauses.position));
  return { policy, clauses };
}

/** Clauses a decision can rest on: those that speak of this type first, of versions in force. */
export async function clausesFor(tx: Tx, actor: Actor, type: string) {
  return tx
    .select({
      id: policyClauses.id,
      code: policyClauses.code,
      words: policyClauses.words,
      policy: policies.title,
    })
    .from(policyClauses)
    .innerJoin(
      policyVersions,
      and(
        eq(policyVersions.schoolId, policyClauses.schoolId),
        eq(policyVersions.id, policyClauses.versionId),
      ),
    )
    .innerJoin(
      policies,
      and(eq(policies.schoolId, policyVersions.schoolId), eq(policies.id, policyVersions.policyId)),
    )
    .where(
      and(eq(policyClauses.schoolId, actor.schoolId), sql`${policyClauses.kind} <> 'definition'`),
    )
    .orderBy(sql`${type} = any(${policyClauses.types}) desc`, asc(policyClauses.position))
    .limit(60);
}
