import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { rotateKey } from "@/lib/ledger/rotate-key";
import { fingerprintOf, verifierKey } from "@/lib/ledger/sign-checkpoint";
import { loadEnvironment } from "./environment.ts";

/**
 * `npm run rotate-ledger-key`: a new key signs the ledger from now on, and the old key's secret half
 * is gone. Stopped half-way, it is finished by the next run.
 */
const environment = await loadEnvironment();
const sql = postgres(environment.SEQUENCER_DATABASE_URL, { max: 1, onnotice: () => {} });
const file = environment.LEDGER_KEY_FILE;
const next = `${file}.next`;
const headFile = join(environment.DAYBOOK_DATA_DIR, "ledger-head");
const load = (path: string) => createPrivateKey(readFileSync(path));

/** On the disk before anything trusts it. */
function makeNext(): KeyObject {
  if (existsSync(next)) return load(next);
  const { privateKey } = generateKeyPairSync("ed25519");
  const open = openSync(next, "wx", 0o600);
  writeSync(open, String(privateKey.export({ format: "pem", type: "pkcs8" })));
  fsyncSync(open);
  closeSync(open);
  return privateKey;
}

try {
  const [installation] = await sql`select origin from installation`;
  const [last] = await sql`select verifier from ledger_keys order by since desc limit 1`;
  const to = makeNext();
  const verifier = verifierKey(String(installation?.origin), to);
  if (last?.verifier !== verifier) {
    const { since } = await rotateKey(sql, { from: load(file), to, headFile }, new Date());
    console.log(`The new key signs the ledger from entry ${since} on.`);
  }
  renameSync(next, file);
  console.log(`Key ${verifier}`);
  console.log(`Fingerprint ${fingerprintOf(createPublicKey(to))}`);
  console.log(
    `Its secret half is in ${file}: keep a copy apart from the backups, and bring it to every machine with a worker.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
await sql.end();
