import { and, eq } from "drizzle-orm";
import { caseEvents, caseReports, involvements } from "@/db/schema/cases";
import { reports } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { walledFrom } from "@/lib/cases/reseat-case";
import { deciders } from "@/lib/cases/transitions";
import { roleHolders } from "@/lib/schools/queries";
import type { Holder } from "@/lib/schools/types";

/**
 * Everybody who has a part in a case: involved in it, a reporter of it, or its investigator. None
 * of them decides it (B6 row 4, B7 of the domain specification).
 */
export async function partOf(tx: Tx, actor: Actor, caseId: string): Promise<Set<string>> {
  const involved = await tx
    .selectDistinct({ id: involvements.personId })
    .from(involvements)
    .where(and(eq(involvements.schoolId, actor.schoolId), eq(involvements.caseId, caseId)));
  const wrote = await tx
    .selectDistinct({ id: reports.reporterId })
    .from(caseReports)
    .innerJoin(
      reports,
      and(eq(reports.schoolId, caseReports.schoolId), eq(reports.id, caseReports.reportId)),
    )
    .where(and(eq(caseReports.schoolId, actor.schoolId), eq(caseReports.caseId, caseId)));
  const investigated = await tx
    .selectDistinct({ id: caseEvents.byId })
    .from(caseEvents)
    .where(
      and(
        eq(caseEvents.schoolId, actor.schoolId),
        eq(caseEvents.caseId, caseId),
        eq(caseEvents.kind, "investigation"),
      ),
    );
  return new Set([...involved, ...wrote, ...investigated].map((row) => row.id));
}

/**
 * Who decides: the headteacher, or in their place the chair of governors, the vice-chair or the
 * trust lead: the first who is not walled, has no part in it and is not the one asking.
 */
export async function chooseDecider(
  tx: Tx,
  actor: Actor,
  caseId: string,
): Promise<Holder | undefined> {
  const barred = new Set([
    ...(await walledFrom(tx, caseId)),
    ...(await partOf(tx, actor, caseId)),
    actor.personId,
  ]);
  const holders = await roleHolders(tx, actor);
  return deciders.flatMap((role) =>
    holders.filter((holder) => holder.role === role && !barred.has(holder.personId)),
  )[0];
}
