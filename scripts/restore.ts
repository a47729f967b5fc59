import { createPublicKey } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { checkInstallation } from "@/db/check-installation";
import { loadRows } from "@/db/copy-rows";
import { connect, migrate } from "@/db/migrate";
import { closeDatabase } from "@/db/scope";
import { formatDateTime } from "@/lib/dates";
import { checkEvidence } from "@/lib/evidence/check-evidence";
import { place } from "@/lib/evidence/place-bytes";
import { recipientOf } from "@/lib/evidence/wrap-key";
import { lastHead } from "@/lib/ledger/keep-head";
import { openCheckpoint } from "@/lib/ledger/sign-checkpoint";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { type Manifest, readRoot, sha256Of, unsealed } from "./backup-files.ts";
import {
  dataDirOf,
  type Environment,
  environmentFor,
  openDatabase,
  readSecrets,
} from "./environment.ts";

/**
 * `npm run restore -- --from FOLDER`: a backup into an empty database and the data folder, with the
 * root key that was kept apart (ROOT_KEY_FILE). Then the ledger is verified, every file read, and
 * written into the ledger that it was restored. What is in the data folder already stays.
 */
const { values } = parseArgs({
  options: { from: { type: "string" }, "data-dir": { type: "string" } },
});

async function openBackup(folder: string): Promise<{ manifest: Manifest; identity: string }> {
  const path = join(folder, "manifest.json");
  if (!existsSync(path))
    throw new Error(`${folder} is no backup: name the folder with manifest.json in it`);
  const manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
  const rootFile = process.env.ROOT_KEY_FILE ?? join(dataDir, "root-key.txt");
  const identity = existsSync(rootFile) ? await readRoot(rootFile) : "";
  if (!identity) throw new Error("Name the root key that was kept apart, in ROOT_KEY_FILE");
  if (recipientOf(identity) !== manifest.root)
    throw new Error(`${rootFile} is not the root key of this backup`);
  for (const [name, sha256] of Object.entries(manifest.files))
    if ((await sha256Of(join(folder, name))) !== sha256)
      throw new Error(`${join(folder, name)} is not as it was made. Use another backup`);
  return { manifest, identity };
}

async function putKeys(folder: string, identity: string): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of unsealed(join(folder, "keys.age"), identity)) parts.push(part);
  const keys = JSON.parse(Buffer.concat(parts).toString()) as Record<string, string>;
  mkdirSync(dataDir, { recursive: true });
  for (const [name, text] of Object.entries(keys))
    if (!existsSync(join(dataDir, name))) writeFileSync(join(dataDir, name), text, { mode: 0o600 });
}

async function putEvidence(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0;
  const store = await place();
  const parts = join(dataDir, "evidence");
  mkdirSync(parts, { recursive: true, mode: 0o700 });
  let put = 0;
  for (const letters of readdirSync(folder))
    for (const key of readdirSync(join(folder, letters))) {
      if (key.endsWith(".part") || (await store.read(key, 0, 1))) continue;
      const part = join(parts, `${key}.part`);
      copyFileSync(join(folder, letters, key), part);
      await store.take(key, part);
      put++;
    }
  return put;
}

/** Verifies what came back, and says in it that it did; true when the ledger is whole. */
async function recordRestore(environment: Environment): Promise<boolean> {
  const sql = postgres(environment.SEQUENCER_DATABASE_URL, { max: 1, onnotice: () => {} });
  try {
    const key = createPublicKey(readFileSync(environment.LEDGER_KEY_FILE));
    const headFile = join(dataDir, "ledger-head");
    const remembered = lastHead(headFile);
    const verdict = await verifyLedger(sql, key, null);
    if (!verdict.ok) {
      console.log(`The ledger is not whole. First bad entry: ${verdict.seq}: ${verdict.reason}`);
      return false;
    }
    const before = remembered ? (openCheckpoint(remembered, key)?.size ?? 0) : 0;
    await sql`select sec.record_restore(${verdict.size}, ${Math.max(before, verdict.size)})`;
    if (before > verdict.size) renameSync(headFile, `${headFile}.lost-${Date.now()}`);
    console.log(`The ledger is whole: ${verdict.size} entries. It now says that it was restored.`);
    if (before > verdict.size)
      console.log(
        `${before - verdict.size} entries signed here came after this backup: they are lost.`,
      );
    return true;
  } finally {
    await sql.end();
  }
}

const notEmpty = "This database is not empty. Restore into an empty one; nothing was changed";
const dataDir = dataDirOf(values["data-dir"]);
let stop = async () => {};
try {
  if (!values.from)
    throw new Error("Say from where: npm run restore -- --from /media/backup/2026-…");
  const folder = resolve(values.from);
  const { manifest, identity } = await openBackup(folder);
  // Opening one that runs would end it first.
  if (!process.env.DATABASE_URL && existsSync(join(dataDir, "postgres", "data")))
    throw new Error(notEmpty);
  await putKeys(folder, identity);
  const database = await openDatabase(dataDir);
  stop = database.stop;
  const sql = connect(database.adminUrl);
  const installation = await checkInstallation(sql).finally(() => sql.end());
  if (installation !== "empty") throw new Error(notEmpty);
  await migrate(database.adminUrl, readSecrets(dataDir).passwords, {
    migrations: manifest.migrations,
    fill: async (owner) => {
      const loaded = await loadRows(owner, unsealed(join(folder, "database.age"), identity));
      for (const [table, rows] of Object.entries(manifest.tables))
        if (loaded.get(table) !== rows)
          throw new Error(`Rows of ${table} are missing in the backup`);
      // Whoever was signed in then signs in again.
      await owner`update sessions set ended_at = now() where ended_at is null`;
    },
  });
  Object.assign(process.env, { DAYBOOK_URL: "http://localhost:3000", ...process.env });
  const environment = environmentFor(database.adminUrl, dataDir);
  Object.assign(process.env, environment);
  const put = await putEvidence(join(dirname(folder), "evidence"));
  const rows = Object.values(manifest.tables).reduce((sum, n) => sum + n, 0);
  console.log(
    `Restored as of ${formatDateTime(new Date(manifest.madeAt))}: ${rows} rows, ${put} files.`,
  );
  const whole = await recordRestore(environment);
  const given = { minutes: Number.POSITIVE_INFINITY, compare: true, days: 0 };
  const { swept, compared, problem } = await checkEvidence(new Date(), given);
  const lost = swept.damaged.length;
  console.log(`${swept.items} items of evidence were read whole; ${lost} are damaged.`);
  for (const key of compared?.strays ?? [])
    console.log(`No item tells of the file ${key}: left alone.`);
  if (!whole || lost > 0 || problem) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
await closeDatabase();
await stop();
