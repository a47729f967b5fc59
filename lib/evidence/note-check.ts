import { and, eq } from "drizzle-orm";
import { evidenceChecks } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import { appendLedger } from "@/lib/ledger/append-ledger";
import type { Flaw } from "./encrypt-bytes";
import { tellDamage } from "./report-damage";

export type Checked = {
  id: string;
  reportId: string | null;
  reference: string | null;
};

/**
 * What a check found of an item, under a lock on it. Damage goes into the ledger and is told when it
 * is found first, not again every night; so is that a damaged item is whole again. True when it is news.
 */
export async function noteCheck(
  tx: Tx,
  job: { schoolId: string; at: Date },
  item: Checked,
  found: Flaw | "whole",
): Promise<boolean> {
  const own = and(
    eq(evidenceChecks.schoolId, job.schoolId),
    eq(evidenceChecks.evidenceId, item.id),
  );
  const row = { schoolId: job.schoolId, evidenceId: item.id };
  await tx
    .insert(evidenceChecks)
    .values({ ...row, found: "whole", checkedAt: job.at, since: job.at })
    .onConflictDoNothing();
  const [before] = await tx
    .select({ found: evidenceChecks.found })
    .from(evidenceChecks)
    .where(own)
    .for("update");
  const news = before?.found !== found;
  await tx
    .update(evidenceChecks)
    .set({ checkedAt: job.at, found, ...(news ? { since: job.at } : {}) })
    .where(own);
  if (!news) return false;
  const was = before?.found === "whole" ? "whole" : "damaged";
  if (was === "damaged" && found !== "whole") return true;
  await appendLedger(tx, {
    role: "system",
    action: found === "whole" ? "evidence-whole-again" : "evidence-damaged",
    object: { kind: "evidence", id: item.id },
    caseId: item.reportId ?? undefined,
    ...(found === "whole" ? {} : { reason: found }),
  });
  if (found !== "whole" && item.reportId)
    await tellDamage(tx, job, item.reportId, item.reference ?? "");
  return true;
}
