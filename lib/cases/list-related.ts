import { and, desc, eq, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { cases } from "@/db/schema/cases";
import { caseLinks } from "@/db/schema/fairness";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";

/** Cases linked with, merged into or split from this one: those of which the reader sees both ends. */
export async function listRelated(tx: Tx, actor: Actor, caseId: string) {
  const [here, there] = [alias(cases, "here"), alias(cases, "there")];
  const rows = await tx
    .select({
      id: caseLinks.id,
      kind: caseLinks.kind,
      reason: caseLinks.reason,
      linkedAt: caseLinks.linkedAt,
      endedAt: caseLinks.endedAt,
      caseId: caseLinks.caseId,
      here: { id: here.id, reference: here.reference, state: here.state, track: here.track },
      there: { id: there.id, reference: there.reference, state: there.state, track: there.track },
    })
    .from(caseLinks)
    .innerJoin(here, and(eq(here.schoolId, caseLinks.schoolId), eq(here.id, caseLinks.caseId)))
    .innerJoin(there, and(eq(there.schoolId, caseLinks.schoolId), eq(there.id, caseLinks.otherId)))
    .where(
      and(
        eq(caseLinks.schoolId, actor.schoolId),
        or(eq(caseLinks.caseId, caseId), eq(caseLinks.otherId, caseId)),
      ),
    )
    .orderBy(desc(caseLinks.linkedAt))
    .limit(100);
  return rows.map(({ here: a, there: b, ...row }) => ({
    ...row,
    other: row.caseId === caseId ? b : a,
  }));
}
