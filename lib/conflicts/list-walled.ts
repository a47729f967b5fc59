import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { namesOf } from "@/lib/people/queries";

type View = { at: Date; action: string };
export type Walled = {
  personId: string;
  name: string;
  reason: string;
  since: Date;
  /** What they had opened before, the newest first, fifty at most. */
  views: View[];
};

/**
 * Who is kept out of a case and what they had seen of it by then, from the ledger: it cannot be
 * unseen, so its owner has to know. Empty for everybody but the owner.
 */
export async function listWalled(tx: Tx, actor: Actor, caseId: string): Promise<Walled[]> {
  const rows = (await tx.execute(
    sql`select * from sec.past_views(${caseId}::uuid)`,
  )) as unknown as {
    person_id: string;
    reason: string;
    built_at: string;
    at: string | null;
    action: string | null;
  }[];
  const names = await namesOf(
    tx,
    actor,
    rows.map((row) => row.person_id),
  );
  const walled = new Map<string, Walled>();
  for (const row of rows) {
    const one = walled.get(row.person_id) ?? {
      personId: row.person_id,
      name: names.get(row.person_id) ?? "Somebody",
      reason: row.reason,
      since: new Date(row.built_at),
      views: [],
    };
    if (row.at && row.action) one.views.push({ at: new Date(row.at), action: row.action });
    walled.set(row.person_id, one);
  }
  return [...walled.values()];
}
