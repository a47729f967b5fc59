import { mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inject } from "vitest";
import { connect, urlFor } from "./migrate.ts";

/** For tests only; one for all of them, as they share a database. */
const rootKey = "AGE-SECRET-KEY-1EE3RL2UWKP9SW2TD5VU883R3NYCNYJN33HDMA8QN34HYNQWNJMUSQKY8DX";

const ledgerKey = `-----BEGIN PRIVATE KEY-----
${Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, 7)]).toString("base64")}
-----END PRIVATE KEY-----
`;

/** This worker's own clone of the migrated template, and an environment that points at it. */
const adminUrl = inject("adminUrl");
const passwords = inject("passwords");
const name = `daybook_test_${process.env.VITEST_POOL_ID ?? "1"}`;
const url = new URL(adminUrl);
url.pathname = `/${name}`;

export const testDatabase = () => ({
  adminUrl: url.href,
  appUrl: urlFor(url.href, "daybook_app", passwords.daybook_app),
  workerUrl: urlFor(url.href, "daybook_worker", passwords.daybook_worker),
  sequencerUrl: urlFor(url.href, "daybook_sequencer", passwords.daybook_sequencer),
});

export async function prepareDatabase(): Promise<void> {
  const sql = connect(adminUrl);
  const [found] = await sql`select 1 from pg_database where datname = ${name}`;
  if (!found) await sql.unsafe(`create database ${name} template daybook_template`);
  await sql.end();
  const rootFile = join(mkdtempSync(join(inject("dir"), "root-")), "root-key.txt");
  writeFileSync(rootFile, `${rootKey}\n`, { mode: 0o600 });
  const ledgerFile = join(dirname(rootFile), "ledger-key.pem");
  writeFileSync(ledgerFile, ledgerKey, { mode: 0o600 });
  Object.assign(process.env, {
    ROOT_KEY_FILE: rootFile,
    LEDGER_KEY_FILE: ledgerFile,
    APP_DATABASE_URL: testDatabase().appUrl,
    WORKER_DATABASE_URL: testDatabase().workerUrl,
    SEQUENCER_DATABASE_URL: testDatabase().sequencerUrl,
    DAYBOOK_URL: "http://localhost:3000",
    AUTH_SECRET: "a secret for tests only, 32 characters long",
    UPLOAD_SECRET: "another secret for tests only, 32 characters",
    DAYBOOK_DATA_DIR: mkdtempSync(join(inject("dir"), "files-")),
    // Whatever a test leaves behind goes with the run.
    TMPDIR: inject("dir"),
  });
}
