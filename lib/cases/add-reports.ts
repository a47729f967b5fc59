import { caseReports, involvements } from "@/db/schema/cases";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";

/** Reports become part of a case. Whoever calls this shares their walls and access as well. */
export async function addReports(
  tx: Tx,
  actor: Actor,
  caseId: string,
  reportIds: string[],
): Promise<void> {
  if (reportIds.length === 0) return;
  await tx.insert(caseReports).values(
    reportIds.map((reportId) => ({
      schoolId: actor.schoolId,
      caseId,
      reportId,
      joinedAt: actor.at,
      joinedBy: actor.personId,
    })),
  );
}

/** People become part of a case, each in their part. The walls are whoever calls this's to build. */
export async function addInvolved(
  tx: Tx,
  actor: Actor,
  caseId: string,
  people: { personId: string; part: string }[],
): Promise<void> {
  if (people.length === 0) return;
  await tx.insert(involvements).values(
    people.map(({ personId, part }) => ({
      schoolId: actor.schoolId,
      id: crypto.randomUUID(),
      caseId,
      personId,
      part,
      addedAt: actor.at,
      addedBy: actor.personId,
    })),
  );
}
