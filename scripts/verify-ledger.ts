import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import postgres from "postgres";
import { type Entry, findFault, type Head } from "@/lib/ledger/find-fault";
import { loadEnvironment } from "./environment.ts";

/** `npm run verify-ledger`: reads the whole ledger and names the first bad entry, with exit code 1. */
const environment = await loadEnvironment();
const sql = postgres(environment.SEQUENCER_DATABASE_URL, { max: 2, onnotice: () => {} });

async function* entries(): AsyncGenerator<Entry> {
  const rows = sql`select e.seq, e.leaf_id, e.leaf_hash, l.leaf from ledger_entries e
    left join ledger_leaves l on l.id = e.leaf_id order by e.seq`.cursor(2000);
  for await (const batch of rows) {
    for (const row of batch) {
      yield { seq: Number(row.seq), leafId: row.leaf_id, leafHash: row.leaf_hash, leaf: row.leaf };
    }
  }
}

const heads =
  (await sql`select size::int, note from ledger_checkpoints order by size`) as unknown as Head[];
const key = createPublicKey(createPrivateKey(readFileSync(environment.LEDGER_KEY_FILE)));
const verdict = await findFault(entries(), heads, key);
await sql.end();
if (verdict.ok) {
  console.log(
    `The ledger is whole: ${verdict.size} entries, ${verdict.heads} signed heads, root ${verdict.root}`,
  );
} else {
  console.log(
    `The ledger is not whole. First bad entry: ${verdict.seq}${verdict.leafId ? ` (${verdict.leafId})` : ""}: ${verdict.reason}`,
  );
  process.exitCode = 1;
}
