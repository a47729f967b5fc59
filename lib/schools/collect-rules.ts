import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import { formatDay } from "@/lib/dates";

/** A rule as a policy in force has it, and which policy that is, with the day it was approved. */
export type SetRule = { value: unknown; source: string };

/**
 * Every rule that the school's policies in force set. Of two policies that set the same rule the
 * one published later decides; what none sets is not here, and the national default applies.
 */
export async function collectRules(
  tx: Tx,
  { schoolId }: { schoolId: string },
): Promise<Map<string, SetRule>> {
  const rows = (await tx.execute(sql`
    select distinct on (r.key) r.key, r.value, v.title, v.number, v.approved_on as approved
    from (select distinct on (policy_id) title, number, approved_on, published_at, rules
      from policy_versions where school_id = ${schoolId} and published_at is not null
      order by policy_id, number desc) v
    cross join lateral jsonb_each(
      case when jsonb_typeof(v.rules) = 'object' then v.rules else '{}'::jsonb end) r
    where jsonb_typeof(r.value) <> 'null'
    order by r.key, v.published_at desc`)) as unknown as {
    key: string;
    value: unknown;
    title: string;
    number: number;
    approved: string | null;
  }[];
  return new Map(
    rows.map(({ key, value, title, number, approved }) => [
      key,
      {
        value,
        source: `${title}, version ${number}${approved ? `, approved ${formatDay(approved)}` : ""}`,
      },
    ]),
  );
}
