import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Role } from "@/lib/access/types";

export type LedgerObject = {
  kind:
    | "report"
    | "case"
    | "evidence"
    | "draft"
    | "person"
    | "account"
    | "snapshot"
    | "referral"
    | "policy"
    | "register"
    | "request"
    | "school";
  id: string;
};

/**
 * Writes one leaf in the caller's transaction. The actor is whoever the session says. `role` is
 * the role used ("reporter" for one's own report); `values` are the personal or worded facts,
 * kept as a salted commitment and never in the leaf itself (section 6 of the architecture).
 */
export async function appendLedger(
  tx: Tx,
  entry: {
    role: Role | "reporter" | "system";
    action: string;
    object: LedgerObject;
    caseId?: string | undefined;
    reason?: string | undefined;
    values?: unknown;
  },
): Promise<void> {
  const values = entry.values === undefined ? null : JSON.stringify(entry.values);
  await tx.execute(sql`select sec.append_ledger(${entry.role}, ${entry.action}, ${entry.object.kind},
    ${entry.object.id}::uuid, ${entry.caseId ?? null}::uuid, ${entry.reason ?? null}, ${values})`);
}

/** One leaf for each of these cases, in one statement: somebody read them together. */
export async function appendOfCases(
  tx: Tx,
  caseIds: readonly string[],
  { role, action, reason }: { role: Role | "reporter"; action: string; reason: string },
): Promise<void> {
  if (caseIds.length === 0) return;
  await tx.execute(
    sql`select sec.append_of_cases(${role}, ${action}, ${sql.param([...caseIds])}::uuid[], ${reason})`,
  );
}
