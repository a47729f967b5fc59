import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { namesOf } from "@/lib/people/queries";

export type Told = { at: Date; by: string; action: string; reason: string | null };

/** Everything the ledger has of one item, the latest first: for those who handle it. */
export async function tellStory(tx: Tx, actor: Actor, evidenceId: string): Promise<Told[]> {
  const rows = (await tx.execute(sql`select at, person_id, action, reason
    from evidence e cross join lateral sec.custody(e.report_id) c
    where e.school_id = ${actor.schoolId} and e.id = ${evidenceId} and c.evidence_id = e.id
    order by at desc limit 200`)) as unknown as {
    at: string;
    person_id: string | null;
    action: string;
    reason: string | null;
  }[];
  const names = await namesOf(
    tx,
    actor,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    at: new Date(row.at),
    by: row.person_id === null ? "Daybook" : (names.get(row.person_id) ?? "Somebody"),
    action: row.action,
    reason: row.reason,
  }));
}
