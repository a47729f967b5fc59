import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { policyClauses, policyVersions } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { ownTitle } from "./describe-rules";
import { nationalSource, readRules } from "./read-rules";

/** What to do first in the school's own terms, whose words they are, and the policy to read (S4-34). */
export async function readHelp(tx: Tx, actor: Actor) {
  const { applied, sources } = await readRules(tx, actor);
  const rows = await tx
    .selectDistinctOn([policyVersions.policyId], {
      policyId: policyVersions.policyId,
      title: policyVersions.title,
      publishedAt: policyVersions.publishedAt,
      bullying: sql<boolean>`exists (select 1 from ${policyClauses} c
        where c.school_id = "policy_versions"."school_id"
          and c.version_id = "policy_versions"."id" and 'CYB' = any(c.types))`,
    })
    .from(policyVersions)
    .where(and(eq(policyVersions.schoolId, actor.schoolId), isNotNull(policyVersions.publishedAt)))
    .orderBy(policyVersions.policyId, desc(policyVersions.number));
  return {
    steps: applied.firstSteps ?? [],
    source: sources.get("firstSteps") ?? nationalSource,
    lead: ownTitle(applied, "dsl") ?? "designated safeguarding lead (DSL)",
    national: !sources.has("firstSteps"),
    /** The one that speaks of cyberbullying, the latest of several; null: the school has none yet. */
    policy:
      rows.toSorted(
        (a, b) =>
          Number(b.bullying) - Number(a.bullying) || Number(b.publishedAt) - Number(a.publishedAt),
      )[0] ?? null,
  };
}
export type Help = Awaited<ReturnType<typeof readHelp>>;
