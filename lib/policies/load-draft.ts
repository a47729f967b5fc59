import { and, eq, isNull } from "drizzle-orm";
import { policyClauses, policyVersions } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import { type Action, roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";

/** The role this actor writes (or publishes) policies in; nobody else finds the page. */
export function requireWriter(actor: Actor, action: Action = "administer-policies") {
  const role = roleFor(actor, action);
  if (!role) throw notFound();
  return role;
}

/**
 * A draft, locked until the transaction ends: no clause changes while its version is published,
 * so that the hash is of what is kept. A published version is not found here.
 */
export async function loadDraft(
  tx: Tx,
  actor: Actor,
  versionId: string,
  action: Action = "administer-policies",
) {
  const role = requireWriter(actor, action);
  const [draft] = await tx
    .select({
      policyId: policyVersions.policyId,
      number: policyVersions.number,
      revision: policyVersions.revision,
    })
    .from(policyVersions)
    .where(
      and(
        eq(policyVersions.schoolId, actor.schoolId),
        eq(policyVersions.id, versionId),
        isNull(policyVersions.publishedAt),
      ),
    )
    .for("update");
  if (!draft) throw notFound();
  return { ...draft, versionId, role };
}

/** A clause of a draft, with the draft locked. */
export async function loadClause(tx: Tx, actor: Actor, clauseId: string) {
  const [clause] = await tx
    .select({
      versionId: policyClauses.versionId,
      position: policyClauses.position,
      revision: policyClauses.revision,
    })
    .from(policyClauses)
    .where(and(eq(policyClauses.schoolId, actor.schoolId), eq(policyClauses.id, clauseId)));
  if (!clause) throw notFound();
  const draft = await loadDraft(tx, actor, clause.versionId);
  return { ...clause, policyId: draft.policyId };
}
