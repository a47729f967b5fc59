import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
import type { z } from "zod";
import { policyVisits } from "@/db/schema/policies";
import { disposals, retentionPeriods } from "@/db/schema/retention";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { localDay, localInstant } from "@/lib/dates";
import { conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { ruleOf, yearsAfter } from "./compute-review";
import type { proposeVisitsSchema } from "./schema";

/** The two who may, as of any record of permissions and declarations (T6), which no DSL keeps. */
const roleIn = (actor: Actor) =>
  (["dpo", "headteacher"] as const).find((role) => actor.roles.includes(role));

/** How long visitors' acceptances are kept here, and the day before which they are due (B10). */
async function dueBefore(tx: Tx, actor: Actor) {
  const [own] = await tx
    .select({ years: retentionPeriods.years })
    .from(retentionPeriods)
    .where(
      and(eq(retentionPeriods.schoolId, actor.schoolId), eq(retentionPeriods.rule, "visitors")),
    )
    .orderBy(desc(retentionPeriods.version))
    .limit(1);
  const years = own?.years ?? ruleOf("visitors").years;
  return { years, before: yearsAfter(localDay(actor.at), -years) };
}

/** That day, and how many are due of which nobody proposed the end yet. */
export async function visitsDue(tx: Tx, actor: Actor) {
  if (!roleIn(actor)) return null;
  const { before } = await dueBefore(tx, actor);
  const proposed = await tx.$count(
    disposals,
    and(
      eq(disposals.schoolId, actor.schoolId),
      eq(disposals.rule, "visitors"),
      isNull(disposals.refusedAt),
      isNull(disposals.disposedAt),
    ),
  );
  if (proposed > 0) return null;
  const count = await tx.$count(
    policyVisits,
    and(
      eq(policyVisits.schoolId, actor.schoolId),
      lt(policyVisits.acceptedAt, localInstant(before, "00:00")),
    ),
  );
  return { before, count };
}

/**
 * The first of two people says that what visitors accepted before that day may go. The second word,
 * the end and its certificate are those of any record (propose-disposal.ts).
 */
export async function proposeVisits(
  tx: Tx,
  actor: Actor,
  _input: z.output<typeof proposeVisitsSchema>,
): Promise<{ caseId: string }> {
  const role = roleIn(actor);
  if (!role) throw notFound();
  const { before, years } = await dueBefore(tx, actor);
  const [made] = (await tx.execute(sql`select sec.propose_visits(${role}, ${before}::date,
    ${years}, ${localDay(actor.at)}::date) as id`)) as unknown as { id: string | null }[];
  if (!made?.id) throw conflict("None is due any more, or somebody proposed it already");
  await appendLedger(tx, {
    role,
    action: "disposal-proposed",
    object: { kind: "case", id: made.id },
    caseId: made.id,
    reason: "visitors",
  });
  return { caseId: made.id };
}
