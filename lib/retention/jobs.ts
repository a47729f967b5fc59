import { sql } from "drizzle-orm";
import { withJob, withJobs } from "@/db/scope";
import { dropBytes } from "@/lib/evidence/keep-bytes";
import type { JobPayloads } from "@/lib/jobs/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { reviewCases } from "./review-cases";

export async function caseClosed({ schoolId, caseId }: JobPayloads["case-closed"]): Promise<void> {
  await reviewCases(schoolId, [caseId], new Date());
}

/** A period or somebody's dates changed: every review they count in is worked out again. */
export async function keepingChanged(payload: JobPayloads["keeping-changed"]): Promise<void> {
  const { schoolId, rule, personId } = payload;
  const ids = await withJob(payload, async (tx) => {
    const rows = (await tx.execute(
      sql`select id from sec.kept_by(${rule}, ${personId}::uuid) id`,
    )) as unknown as { id: string }[];
    return rows.map((row) => row.id);
  });
  for (let n = 0; n < ids.length; n += 200)
    await reviewCases(schoolId, ids.slice(n, n + 200), new Date());
}

/**
 * Each night: closed cases that have no review yet, as after an upgrade; and whoever has come to
 * stand in for a second word since it was asked for is told so, once.
 */
export async function reviewsDue(at: Date): Promise<void> {
  const schools = await withJobs(
    async (tx) =>
      (await tx.execute(sql`select id from sec.all_schools() id`)) as unknown as { id: string }[],
  );
  for (const { id } of schools) {
    while ((await reviewCases(id, null, at)) > 0);
    await withJob({ schoolId: id }, (tx) => tx.execute(sql`select sec.ask_stand_ins()`));
  }
}

type Ended = {
  outcome: "none" | "held" | "disposed" | "dropping";
  case_id: string | null;
  storage_keys: string[];
  report_ids: string[];
  evidence_ids: string[];
};

/**
 * Ends a record that two people said is to end. Rows, keys and the words behind the ledger's
 * commitments go in one transaction with its entries; the store's bytes after it. A second run goes
 * on where the first one stopped. A hold that came in between stops it.
 */
export async function disposalApproved(payload: JobPayloads["disposal-approved"]): Promise<void> {
  const keys = await withJob(payload, async (tx) => {
    const [ended] = (await tx.execute(
      sql`select * from sec.dispose_record(${payload.disposalId}::uuid)`,
    )) as unknown as Ended[];
    if (!ended?.case_id) return null;
    const caseId = ended.case_id;
    const note = (action: string, kind: "case" | "report" | "evidence", id: string) =>
      appendLedger(tx, { role: "system", action, object: { kind, id }, caseId });
    if (ended.outcome === "held") {
      await note("disposal-stopped", "case", caseId);
      return null;
    }
    if (ended.outcome === "disposed") {
      for (const id of ended.evidence_ids) await note("evidence-disposed", "evidence", id);
      for (const id of ended.report_ids) await note("report-disposed", "report", id);
      await note("record-disposed", "case", caseId);
    }
    return ended.storage_keys;
  });
  if (keys === null) return;
  for (const key of keys) await dropBytes(key);
  await withJob(payload, (tx) =>
    tx.execute(sql`select sec.bytes_disposed(${payload.disposalId}::uuid)`),
  );
}
