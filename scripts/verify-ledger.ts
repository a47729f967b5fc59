import { createPublicKey } from "node:crypto";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { formatDateTime } from "@/lib/dates";
import { trustedAuthorities } from "@/lib/ledger/check-nightly";
import { lastHead } from "@/lib/ledger/keep-head";
import { fingerprintOf, verifierKey } from "@/lib/ledger/sign-checkpoint";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { loadEnvironment } from "./environment.ts";

/**
 * `npm run verify-ledger`: reads the whole ledger and names the first bad entry, with exit code 1.
 * With `--after-restore` it accepts a ledger that is whole but shorter than this machine remembers,
 * and writes into it that it was restored.
 */
const { values } = parseArgs({ options: { "after-restore": { type: "boolean", default: false } } });
const environment = await loadEnvironment();
const sql = postgres(environment.SEQUENCER_DATABASE_URL, { max: 1, onnotice: () => {} });
const key = createPublicKey(readFileSync(environment.LEDGER_KEY_FILE));
const headFile = join(environment.DAYBOOK_DATA_DIR, "ledger-head");
const remembered = lastHead(headFile);

const authorities = trustedAuthorities(process.env.TSA_CA_FILE);

let verdict = await verifyLedger(sql, key, remembered, authorities);
if (!verdict.ok && values["after-restore"] && remembered !== null) {
  verdict = await verifyLedger(sql, key, null, authorities);
  if (verdict.ok) {
    // Verified against nothing here: it says how many entries this machine has seen, no more.
    const lost = Number(remembered.split("\n")[1]) || 0;
    await sql`select sec.record_restore(${verdict.size}, ${lost})`;
    let n = 1;
    while (existsSync(`${headFile}.lost-${n}`)) n++;
    renameSync(headFile, `${headFile}.lost-${n}`);
    console.log(`Recorded: restored at ${verdict.size} entries; ${lost} were signed before.`);
  }
}
const [installation] = await sql`select origin from installation`;
await sql.end();

if (verdict.ok) {
  console.log(`The ledger is whole: ${verdict.size} entries, ${verdict.heads} signed heads.`);
  console.log(`Root ${Buffer.from(verdict.root).toString("base64")}`);
  if (verdict.signedAt) console.log(`Last signed ${formatDateTime(verdict.signedAt)}`);
  if (authorities) console.log(`${verdict.anchors} time stamps hold`);
  console.log(`Key ${verifierKey(String(installation?.origin), key)}`);
  console.log(`Fingerprint ${fingerprintOf(key)}`);
} else {
  const { seq, upTo, leafId, kind, reason } = verdict;
  const which = upTo > seq ? `between ${seq} and ${upTo}` : `${seq}${leafId ? ` (${leafId})` : ""}`;
  console.log(`The ledger is not whole. First bad entry: ${which}, ${kind}: ${reason}`);
  process.exitCode = 1;
}
