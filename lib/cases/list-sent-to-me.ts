import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { circle } from "@/db/schema/cases";
import { triages } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";

const pageSize = 25;

const mine = (actor: Actor) =>
  and(
    eq(circle.schoolId, actor.schoolId),
    eq(circle.personId, actor.personId),
    eq(circle.capacity, "line-manager"),
    or(isNull(circle.endsAt), gt(circle.endsAt, sql`now()`)),
  );

/** Was anything ever sent to this person as somebody's line manager? For the way there. */
export async function hasSentToMe(tx: Tx, actor: Actor): Promise<boolean> {
  const rows = await tx.select({ id: circle.id }).from(circle).where(mine(actor)).limit(1);
  return rows.length > 0;
}

/** Reports a reporter chose to tell this line manager of. */
export async function listSentToMe(tx: Tx, actor: Actor, page: number) {
  const rows = await tx
    .select({
      id: triages.reportId,
      reference: triages.reference,
      state: triages.state,
      receivedAt: triages.receivedAt,
      acknowledgedAt: circle.acknowledgedAt,
    })
    .from(circle)
    .innerJoin(
      triages,
      and(eq(triages.schoolId, circle.schoolId), eq(triages.reportId, circle.matterId)),
    )
    .where(mine(actor))
    .orderBy(desc(triages.receivedAt), desc(triages.reportId))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}
