import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { dumpRows } from "@/db/copy-rows";
import { urlFor } from "@/db/migrate";
import { place } from "@/lib/evidence/place-bytes";
import { recipientOf } from "@/lib/evidence/wrap-key";
import { type Manifest, readRoot, sealed, sha256Of, writeWhole } from "./backup-files.ts";
import { dataDirOf, loadEnvironment, readSecrets } from "./environment.ts";

/**
 * `npm run backup -- --to FOLDER`: the database as it stands at one instant and the keys, encrypted
 * for the root key, in a folder of their own; and beside it whatever evidence is new, as it is kept.
 * The root key is not in it: without that nobody opens it.
 */
const { values } = parseArgs({ options: { to: { type: "string" } } });
const wanted = ["secrets.json", "ledger-key.pem", "ledger-head"];

async function* once(text: string) {
  yield Buffer.from(text);
}

async function backUpDatabase(url: string, folder: string, root: string): Promise<Manifest> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.begin("isolation level repeatable read read only", async (tx) => {
      const [installation] = await tx`select origin from installation`;
      const applied = await tx`select name from migrations.applied order by name`;
      const tables: Record<string, number> = {};
      const rows = dumpRows(tx, (table, count) => {
        tables[table] = count;
      });
      await writeWhole(join(folder, "database.age"), sealed(rows, root));
      return {
        format: 1,
        madeAt: new Date().toISOString(),
        origin: String(installation?.origin ?? ""),
        root,
        migrations: applied.map((row) => String(row.name)),
        tables,
        files: {},
      };
    });
  } finally {
    await sql.end();
  }
}

/** Files never change, so one folder serves every backup. What was destroyed goes from it too. */
async function backUpEvidence(url: string, folder: string) {
  const store = await place();
  let copied = 0;
  const have = new Set<string>();
  for (let n = 0; n < 256; n++) {
    const letters = n.toString(16).padStart(2, "0");
    for await (const { key } of store.list(letters)) {
      have.add(key);
      const path = join(folder, letters, key);
      if (existsSync(path)) continue;
      const found = await store.read(key, 0, Number.MAX_SAFE_INTEGER);
      if (!found) continue;
      const bytes = found.bytes;
      await writeWhole(
        path,
        (async function* () {
          yield* bytes;
        })(),
      );
      copied++;
    }
  }
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const rows = await sql`select storage_key as key, state in ('removed', 'destroyed') as gone
    from evidence`.finally(() => sql.end());
  for (const { key, gone } of rows)
    if (gone) rmSync(join(folder, key.slice(0, 2), key), { force: true });
  const lost = rows.filter((row) => !row.gone && !have.has(row.key)).map((row) => String(row.key));
  return { copied, lost };
}

try {
  if (!values.to) throw new Error("Say where: npm run backup -- --to /media/backup");
  const to = resolve(values.to);
  Object.assign(process.env, { DAYBOOK_URL: "http://localhost:3000", ...process.env });
  const environment = await loadEnvironment();
  Object.assign(process.env, environment);
  const dataDir = dataDirOf(environment.DAYBOOK_DATA_DIR);
  const url =
    process.env.BACKUP_DATABASE_URL ??
    urlFor(
      environment.APP_DATABASE_URL,
      "daybook_backup",
      readSecrets(dataDir).passwords.daybook_backup,
    );
  const root = recipientOf(await readRoot(environment.ROOT_KEY_FILE));
  const folder = join(to, new Date().toISOString().replace(/[:.]/g, "-").slice(0, 19));
  // The remembered head first: it must not be ahead of the rows.
  const keys = wanted.flatMap((name) => {
    const path = name === "ledger-key.pem" ? environment.LEDGER_KEY_FILE : join(dataDir, name);
    return existsSync(path) ? [[name, readFileSync(path, "utf8")]] : [];
  });
  await writeWhole(
    join(folder, "keys.age"),
    sealed(once(JSON.stringify(Object.fromEntries(keys))), root),
  );
  const manifest = await backUpDatabase(url, folder, root);
  for (const name of ["database.age", "keys.age"])
    manifest.files[name] = await sha256Of(join(folder, name));
  const { copied, lost } = await backUpEvidence(url, join(to, "evidence"));
  await writeWhole(join(folder, "manifest.json"), once(`${JSON.stringify(manifest, null, 2)}\n`));
  const rows = Object.values(manifest.tables).reduce((sum, n) => sum + n, 0);
  console.log(`Backed up: ${rows} rows and ${copied} new files of evidence, in ${folder}`);
  console.log("The root key is not in it. Keep a copy of that somewhere else.");
  for (const key of lost)
    console.log(`The file ${key} is not in the store: run npm run check-evidence`);
  if (lost.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
