import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import postgres from "postgres";
import { env } from "@/lib/env";
import { lastHead } from "./keep-head";
import { verifyLedger } from "./verify-ledger";

/** The certificates that stamps lead to, as they are set; null where no authority is. */
export const trustedAuthorities = (file: string | undefined): string | null =>
  file ? readFileSync(file, "utf8") : null;

/**
 * Reads the whole ledger and all stamps, and keeps what came of it for the settings page. Answers
 * whether all was as signed. On a connection of its own: the sequencer goes on meanwhile.
 */
export async function checkNightly(headFile: string, at: Date): Promise<boolean> {
  const { SEQUENCER_DATABASE_URL, LEDGER_KEY_FILE, TSA_CA_FILE } = env();
  if (!LEDGER_KEY_FILE) return true;
  const sql = postgres(SEQUENCER_DATABASE_URL, { max: 1, onnotice: () => {} });
  try {
    const key = createPublicKey(readFileSync(LEDGER_KEY_FILE));
    const verdict = await verifyLedger(
      sql,
      key,
      lastHead(headFile),
      trustedAuthorities(TSA_CA_FILE),
    );
    const fault = verdict.ok ? null : `Entry ${verdict.seq}: ${verdict.kind}, ${verdict.reason}`;
    const size = verdict.ok ? verdict.size : verdict.seq;
    await sql`insert into ledger_checks (checked_at, size, anchors, fault)
      values (${at}, ${size}, ${verdict.ok ? verdict.anchors : 0}, ${fault})`;
    return verdict.ok;
  } finally {
    await sql.end();
  }
}
