import { and, desc, eq, isNotNull } from "drizzle-orm";
import { policyVersions } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { ownTitle } from "./describe-rules";
import { nationalSource, readRules } from "./read-rules";

/** What to do first in the school's own terms, whose words they are, and the policies to read (S4-34). */
export async function readHelp(tx: Tx, actor: Actor) {
  const { applied, sources } = await readRules(tx, actor);
  const rows = await tx
    .selectDistinctOn([policyVersions.policyId], {
      policyId: policyVersions.policyId,
      title: policyVersions.title,
      publishedAt: policyVersions.publishedAt,
    })
    .from(policyVersions)
    .where(and(eq(policyVersions.schoolId, actor.schoolId), isNotNull(policyVersions.publishedAt)))
    .orderBy(policyVersions.policyId, desc(policyVersions.number));
  return {
    steps: applied.firstSteps ?? [],
    source: sources.get("firstSteps") ?? nationalSource,
    lead: ownTitle(applied, "dsl") ?? "designated safeguarding lead (DSL)",
    policies: rows
      .toSorted((a, b) => Number(b.publishedAt) - Number(a.publishedAt))
      .slice(0, 3)
      .map(({ policyId, title }) => ({ policyId, title })),
  };
}
export type Help = Awaited<ReturnType<typeof readHelp>>;
