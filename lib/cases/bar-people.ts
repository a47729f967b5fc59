import { and, eq, inArray, sql } from "drizzle-orm";
import { caseReports, circle, decisions, involvements } from "@/db/schema/cases";
import { caseRecords } from "@/db/schema/fairness";
import { reports } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { tiedTo, walledFrom } from "@/lib/access/queries";
import type { Actor, Role } from "@/lib/access/types";
import { namesOf } from "@/lib/people/queries";
import { roleHolders } from "@/lib/schools/queries";
import type { Holder } from "@/lib/schools/types";
import { handlers } from "./transitions";

const idsOf = (rows: unknown) => (rows as { id: string }[]).map((row) => row.id);

/** Whoever was ever named as the investigator of a case. */
async function investigatorsOf(tx: Tx, actor: Actor, caseId: string): Promise<string[]> {
  const rows = await tx
    .select({ answers: caseRecords.answers })
    .from(caseRecords)
    .where(
      and(
        eq(caseRecords.schoolId, actor.schoolId),
        eq(caseRecords.caseId, caseId),
        inArray(caseRecords.kind, ["investigate", "conclude"]),
      ),
    );
  return rows.flatMap((row) => row.answers.investigatorId ?? []);
}

async function involvedIn(tx: Tx, actor: Actor, caseId: string): Promise<string[]> {
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
  return idsOf([...involved, ...wrote]);
}

/**
 * Everybody who has a part in a case: involved in it, a reporter of it, or its investigator. None
 * of them decides it (B6 row 4, B7 of the domain specification).
 */
export async function partOf(tx: Tx, actor: Actor, caseId: string): Promise<Set<string>> {
  const involved = await involvedIn(tx, actor, caseId);
  return new Set([...involved, ...(await investigatorsOf(tx, actor, caseId))]);
}

/** Walled, involved, or tied by a declared conflict to somebody involved. */
async function notFree(tx: Tx, actor: Actor, caseId: string): Promise<Set<string>> {
  const involved = await involvedIn(tx, actor, caseId);
  return new Set([
    ...(await walledFrom(tx, caseId)),
    ...involved,
    ...(await tiedTo(tx, [...involved])),
  ]);
}

export type Free = Holder & { name: string };

async function freeOf(
  tx: Tx,
  actor: Actor,
  roles: readonly Role[],
  barred: ReadonlySet<string>,
): Promise<Free[]> {
  const holders = (await roleHolders(tx, actor)).filter(
    (holder) => roles.includes(holder.role) && !barred.has(holder.personId),
  );
  const names = await namesOf(
    tx,
    actor,
    holders.map((holder) => holder.personId),
  );
  const once = new Map<string, Free>();
  for (const holder of holders) {
    const name = names.get(holder.personId);
    if (name && !once.has(holder.personId)) once.set(holder.personId, { ...holder, name });
  }
  return [...once.values()];
}

/** Who could investigate: a handler with no part in the case, no wall and no conflict. */
export const freeInvestigators = async (tx: Tx, actor: Actor, caseId: string) =>
  freeOf(tx, actor, handlers, await notFree(tx, actor, caseId));

/**
 * Who of these would judge how they themself handled something (B6 row 33): of a complaint, whoever
 * handled the case it is about; of a report about handling, whoever handles concerns day by day
 * while anybody else could. The database decides it, and refuses them likewise.
 */
export async function ownJudges(tx: Tx, matterId: string, persons: readonly string[]) {
  return new Set(
    idsOf(
      await tx.execute(sql`select p as id
        from sec.own_judges(${matterId}::uuid, ${sql.param([...persons])}::uuid[]) p`),
    ),
  );
}
export const ownHandling =
  "It is about how a concern was handled. The chair of governors or somebody else who had no part in that ends it";

const panelRoles: readonly Role[] = [
  "governor",
  "chair",
  "vice-chair",
  "trust-lead",
  "trust-chair",
];

/**
 * Who could hear an appeal: nobody who investigated, decided, was let in, opened any of it, is
 * walled or tied to somebody in it (B7; B12 note a: never after being told the facts).
 */
export async function freePanel(
  tx: Tx,
  actor: Actor,
  found: { id: string; ownerId: string; openedBy: string },
): Promise<Free[]> {
  const decided = await tx
    .select({ id: decisions.decidedBy })
    .from(decisions)
    .where(and(eq(decisions.schoolId, actor.schoolId), eq(decisions.caseId, found.id)));
  const letIn = await tx
    .selectDistinct({ id: circle.personId })
    .from(circle)
    .where(
      and(
        eq(circle.schoolId, actor.schoolId),
        sql`${circle.matterId} in (select ${found.id}::uuid union select cr.report_id
          from ${caseReports} cr where cr.school_id = ${actor.schoolId}
          and cr.case_id = ${found.id})`,
      ),
    );
  const barred = new Set([
    ...(await notFree(tx, actor, found.id)),
    ...(await investigatorsOf(tx, actor, found.id)),
    ...idsOf([...decided, ...letIn]),
    found.ownerId,
    found.openedBy,
  ]);
  const free = await freeOf(tx, actor, panelRoles, barred);
  const untold: Free[] = [];
  for (const one of free) {
    const [seen] = (await tx.execute(
      sql`select views from sec.past_access(${found.id}::uuid, ${one.personId}::uuid)`,
    )) as unknown as { views: number }[];
    if ((seen?.views ?? 0) === 0) untold.push(one);
  }
  return untold;
}
