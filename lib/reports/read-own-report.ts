import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { myReport, type Report } from "./queries";

/** Opens one's own report: what one wrote stays in sight for good, and each look is in the ledger. */
export async function readOwnReport(tx: Tx, actor: Actor, reportId: string): Promise<Report> {
  const report = await myReport(tx, actor, reportId);
  await appendLedger(tx, {
    role: "reporter",
    action: "report-viewed",
    object: { kind: "report", id: reportId },
  });
  return report;
}
