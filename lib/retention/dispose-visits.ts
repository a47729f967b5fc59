import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { z } from "zod";
import { policyVisits } from "@/db/schema/policies";
import { retentionPeriods } from "@/db/schema/retention";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { localDay, localInstant } from "@/lib/dates";
import { conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { ruleOf, yearsAfter } from "./compute-review";
import type { disposeVisitsSchema } from "./schema";

/** The day before which visitors' acceptances are due (B10). */
async function dueBefore(tx: Tx, actor: Actor): Promise<string> {
  const [own] = await tx
    .select({ years: retentionPeriods.years })
    .from(retentionPeriods)
    .where(
      and(eq(retentionPeriods.schoolId, actor.schoolId), eq(retentionPeriods.rule, "visitors")),
    )
    .orderBy(desc(retentionPeriods.version))
    .limit(1);
  return yearsAfter(localDay(actor.at), -(own?.years ?? ruleOf("visitors").years));
}

/** That day, and how many are due. */
export async function visitsDue(tx: Tx, actor: Actor) {
  if (!roleFor(actor, "keep-records")) throw notFound();
  const before = await dueBefore(tx, actor);
  const count = await tx.$count(
    policyVisits,
    and(
      eq(policyVisits.schoolId, actor.schoolId),
      lt(policyVisits.acceptedAt, localInstant(before, "00:00")),
    ),
  );
  return { before, count };
}

/** Removes what visitors accepted before that day, once somebody said that none of it is needed. */
export async function disposeVisits(
  tx: Tx,
  actor: Actor,
  _input: z.output<typeof disposeVisitsSchema>,
): Promise<{ gone: number }> {
  const role = roleFor(actor, "keep-records");
  if (!role) throw notFound();
  const before = await dueBefore(tx, actor);
  const [row] = (await tx.execute(
    sql`select sec.dispose_visits(${localInstant(before, "00:00").toISOString()}::timestamptz) as gone`,
  )) as unknown as { gone: number }[];
  const gone = row?.gone ?? 0;
  if (gone === 0) throw conflict("None is due any more");
  await appendLedger(tx, {
    role,
    action: "visits-disposed",
    object: { kind: "school", id: actor.schoolId },
    reason: "visitors",
    values: { gone, before },
  });
  return { gone };
}
