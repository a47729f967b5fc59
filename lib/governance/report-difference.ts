import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";
import type { Printed } from "@/lib/ledger/read-printed";

/**
 * Somebody's browser knows a head that today's ledger does not extend: written down, and told to the
 * DSL and administrators, once a day for a school however many browsers say so.
 */
export async function reportDifference(tx: Tx, actor: Actor, known: Printed): Promise<void> {
  const role = roleFor(actor, "remember-head");
  if (!role) throw notFound();
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${actor.schoolId}, 1))`);
  const [said] = (await tx.execute(sql`select sec.difference_known() as known`)) as unknown as {
    known: boolean;
  }[];
  if (said?.known) return;
  await appendLedger(tx, {
    role,
    action: "ledger-differed",
    object: { kind: "school", id: actor.schoolId },
    reason: `browser-at-${known.size}`,
    values: known,
  });
  await enqueueJob(tx, "ledger-differed", { schoolId: actor.schoolId });
}
