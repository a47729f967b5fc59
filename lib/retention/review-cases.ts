import { and, desc, eq, sql } from "drizzle-orm";
import { retentionPeriods, retentionReviews } from "@/db/schema/retention";
import { type Tx, withJob } from "@/db/scope";
import { chooseRule, computeReview } from "./compute-review";
import type { CaseFacts } from "./types";

/** Cases looked at in one transaction. */
const batch = 200;

type FactsRow = {
  case_id: string;
  reference: string;
  track: string;
  restricted: boolean;
  types: string[];
  opened_on: string;
  closed_on: string;
  findings: string[];
  low_level: boolean;
  children: CaseFacts["children"];
  adults: CaseFacts["adults"];
};

/** Years by rule, where the school chose its own. */
async function periodsOf(tx: Tx, schoolId: string): Promise<Map<string, number>> {
  const rows = await tx
    .selectDistinctOn([retentionPeriods.rule], {
      rule: retentionPeriods.rule,
      years: retentionPeriods.years,
    })
    .from(retentionPeriods)
    .where(eq(retentionPeriods.schoolId, schoolId))
    .orderBy(retentionPeriods.rule, desc(retentionPeriods.version));
  return new Map(rows.map((row) => [row.rule, row.years]));
}

async function reviewCase(
  tx: Tx,
  schoolId: string,
  found: FactsRow,
  periods: Map<string, number>,
  at: Date,
): Promise<void> {
  const facts: CaseFacts = {
    ...found,
    openedOn: found.opened_on,
    closedOn: found.closed_on,
    lowLevel: found.low_level,
  };
  const rule = chooseRule(facts);
  const years = periods.get(rule.code) ?? rule.years;
  const { fromOn, assumed, dueOn } = computeReview(rule, years, facts);
  const [hold] = (await tx.execute(
    sql`select review_on::text, standing from sec.latest_hold(${found.case_id}::uuid)`,
  )) as unknown as { review_on: string | null; standing: boolean }[];
  const later = hold?.review_on ?? "";
  const row = {
    reference: found.reference,
    track: found.track,
    restricted: found.restricted,
    closedOn: facts.closedOn,
    rule: rule.code,
    years,
    fromOn,
    assumed,
    dueOn: dueOn && later > dueOn ? later : dueOn,
    state: hold?.standing ? "held" : "waiting",
    computedAt: at,
  };
  await tx
    .insert(retentionReviews)
    .values({ schoolId, caseId: found.case_id, ...row })
    .onConflictDoUpdate({
      target: [retentionReviews.schoolId, retentionReviews.caseId],
      set: row,
      setWhere: sql`${retentionReviews.state} <> 'proposed'`,
    });
}

/**
 * Works out when closed cases are to be looked at; without cases, of those that have no such day
 * yet. A case that was taken up again has none. Answers how many were looked at.
 */
export async function reviewCases(
  schoolId: string,
  caseIds: readonly string[] | null,
  at: Date,
): Promise<number> {
  return withJob({ schoolId }, async (tx) => {
    const ids =
      caseIds &&
      sql`array[${sql.join(
        caseIds.map((one) => sql`${one}`),
        sql`, `,
      )}]::uuid[]`;
    if (caseIds?.length === 0) return 0;
    const rows = (await tx.execute(
      sql`select * from sec.keeping_facts(${ids ?? sql`null`}, ${caseIds ? caseIds.length : batch})`,
    )) as unknown as FactsRow[];
    const periods = await periodsOf(tx, schoolId);
    for (const found of rows) await reviewCase(tx, schoolId, found, periods, at);
    if (ids) {
      const open = sql`not in (select sec.closed_since(${ids}))`;
      await tx
        .delete(retentionReviews)
        .where(
          and(
            eq(retentionReviews.schoolId, schoolId),
            sql`${retentionReviews.caseId} = any (${ids}) and ${retentionReviews.caseId} ${open}`,
          ),
        );
    }
    return rows.length;
  });
}
