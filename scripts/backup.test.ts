import { spawn, spawnSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, migrate } from "@/db/migrate";
import { makeIdentity } from "@/lib/evidence/wrap-key";
import { numberLeaves } from "@/lib/ledger/number-leaves";
import { environmentFor, openDatabase, readSecrets } from "./environment.ts";

/** One machine with the made-up schools, and the folder its backups go to. */
const dir = mkdtempSync(join(tmpdir(), "daybook-backup-"));
// Whoever PostgreSQL runs as walks through it to its own folder.
chmodSync(dir, 0o711);
const home = join(dir, "home");
const backups = join(dir, "backups");
let sql: postgres.Sql;
const stops: (() => Promise<void>)[] = [];

function run(script: string, args: string[], env: Record<string, string>) {
  return new Promise<{ code: number | null; said: string }>((done) => {
    const clean = { ...process.env };
    for (const name of [
      "DATABASE_URL",
      "ROOT_KEY_FILE",
      "SEQUENCER_DATABASE_URL",
      "LEDGER_KEY_FILE",
    ])
      delete clean[name];
    const child = spawn(process.execPath, ["--import", "tsx", `scripts/${script}.ts`, ...args], {
      env: { ...clean, ...env },
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        said += chunk;
      });
    child.on("exit", (code) => done({ code, said }));
  });
}
const backup = () => run("backup", ["--to", backups], { DAYBOOK_DATA_DIR: home });
const restore = (from: string, to: string, rootKey = join(home, "root-key.txt")) =>
  run("restore", ["--from", from, "--data-dir", to], { ROOT_KEY_FILE: rootKey });
const newest = () =>
  join(
    backups,
    String(
      readdirSync(backups)
        .filter((name) => /^\d/.test(name))
        .sort()
        .at(-1),
    ),
  );
const allOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

async function numbered(): Promise<void> {
  const environment = environmentFor("postgres://x/x", home);
  const url = new URL(readFileSync(join(home, "database-url"), "utf8"));
  const { passwords } = readSecrets(home);
  url.username = "daybook_sequencer";
  url.password = passwords.daybook_sequencer;
  const sequencer = connect(url.href);
  const key = createPrivateKey(readFileSync(environment.LEDGER_KEY_FILE));
  const signer = { key, headFile: join(home, "ledger-head") };
  while ((await numberLeaves(sequencer, signer, new Date())) > 0);
  await sequencer.end();
}

beforeAll(async () => {
  const { passwords } = readSecrets(home);
  const opened = await openDatabase(home);
  stops.push(opened.stop);
  await migrate(opened.adminUrl, passwords);
  sql = connect(opened.adminUrl);
  const { seedDemo } = await import("@/db/seed/seed-demo");
  await seedDemo(sql, environmentFor(opened.adminUrl, home));
  // What a line of text may hold: signs that end lines elsewhere, and those that COPY itself uses.
  await sql`update schools set out_of_hours = ${"one\u2028two\rthree\n\\.\nfour\t\\N"}`;
  await numbered();
  const { closeDatabase } = await import("@/db/scope");
  await closeDatabase();
}, 240_000);
afterAll(async () => {
  await sql?.end();
  for (const stop of stops) await stop();
  rmSync(dir, { recursive: true, force: true });
}, 120_000);

const contents = async (db: postgres.Sql) => {
  const tables = await db`select relname as name from pg_class where relkind = 'r'
    and relnamespace = 'public'::regnamespace order by relname`;
  const sums: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db.unsafe(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '' order by t::text), '')) as sum
       from public.${name} t`,
    );
    sums[String(name)] = String(row?.sum);
  }
  return sums;
};

test("a backup comes back on another machine, whole, and says so in the ledger", async () => {
  const made = await backup();
  expect(made).toMatchObject({ code: 0 });
  const folder = newest();
  const before = await contents(sql);

  const root = readFileSync(join(home, "root-key.txt"), "utf8").trim();
  const secrets = readFileSync(join(home, "secrets.json"), "utf8");
  const [{ name = "" } = {}] = await sql`select name from people limit 1`;
  for (const path of allOf(backups)) {
    const text = readFileSync(path, "latin1");
    for (const secret of [root, JSON.parse(secrets).AUTH_SECRET, String(name)])
      expect(text.includes(secret), path).toBe(false);
  }

  // Half of the evidence is there already, as when only the database was lost.
  const other = join(dir, "other");
  const [first = ""] = allOf(join(home, "evidence"));
  cpSync(first, first.replace(home, other), { recursive: true });
  const back = await restore(folder, other);
  expect(back.said).toMatch(
    /The ledger is whole: [1-9]\d* entries\. It now says that it was restored/,
  );
  expect(back.said).toMatch(/[1-9]\d* items of evidence were read whole; 0 are damaged/);
  expect(back.code).toBe(0);

  expect(allOf(join(other, "evidence")).length).toBe(allOf(join(home, "evidence")).length);
  for (const name of ["secrets.json", "ledger-key.pem", "ledger-head"])
    expect(readFileSync(join(other, name)).equals(readFileSync(join(home, name)))).toBe(true);
  const opened = await openDatabase(other);
  const db = connect(opened.adminUrl);
  const after = await contents(db);
  // What restoring itself writes: the ledger's entry, ended sessions, and the check of all files.
  const own = ["ledger_leaves", "ledger_openings", "ledger_pending", "sessions", "evidence_checks"];
  for (const table of [...own, "evidence_nights"]) {
    delete before[table];
    delete after[table];
  }
  expect(after).toEqual(before);
  const [said] = await db`select count(*)::int as n from ledger_leaves
    where leaf::json ->> 'action' = 'ledger-restored'`;
  expect(said?.n).toBe(2);
  const fkeys = (at: postgres.Sql) => at`select count(*)::int as n from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace and convalidated`;
  expect(await fkeys(db)).toEqual(await fkeys(sql));
  await db.end();
  await opened.stop();
}, 240_000);

const tools = ["age", "psql", "bash"].every((name) => !spawnSync(name, ["--version"]).error);
test.skipIf(!tools)(
  "the rows come back without us, word for word as the manual says",
  async () => {
    const url = new URL(readFileSync(join(home, "database-url"), "utf8"));
    await sql`create database by_hand`;
    url.pathname = "/by_hand";
    await migrate(url.href, readSecrets(home).passwords);
    const manual = readFileSync(join(import.meta.dirname, "../docs/operations.md"), "utf8");
    const command =
      /```\n(\(echo "set session_replication_role[\s\S]*?)```/.exec(manual)?.[1] ?? "";
    const cwd = newest();
    cpSync(join(home, "root-key.txt"), join(cwd, "root-key.txt"));
    const PGPASSWORD = url.password;
    const env = { ...process.env, PGHOST: url.hostname, PGPORT: url.port, PGUSER: url.username };
    const hand = spawnSync("bash", ["-o", "pipefail", "-c", command], {
      cwd,
      env: { ...env, PGPASSWORD, PGDATABASE: "by_hand" },
    });
    rmSync(join(cwd, "root-key.txt"));
    expect(hand.stderr.toString()).toBe("");
    expect(hand.status).toBe(0);
    const db = connect(url.href);
    expect(await contents(db)).toEqual(await contents(sql));
    await db.end();
  },
  120_000,
);

test("a second backup copies no file twice, and drops what was destroyed", async () => {
  const [row] = await sql`update evidence set state = 'removed', report_id = null, draft_id = null
    where id = (select id from evidence where state <> 'removed' limit 1) returning storage_key`;
  const key = String(row?.storage_key);
  const copies = () => allOf(join(backups, "evidence")).filter((path) => path.endsWith(key));
  expect(copies()).toHaveLength(1);
  rmSync(join(home, "evidence", key.slice(0, 2), key));
  const made = await backup();
  expect(made.said).toContain("and 0 new files");
  expect(made.code).toBe(0);
  expect(copies()).toHaveLength(0);
}, 120_000);

test("what does not fit is refused, and nothing is changed", async () => {
  const folder = newest();
  const wrong = join(dir, "wrong-key.txt");
  writeFileSync(wrong, `${makeIdentity()}\n`, { mode: 0o600 });
  const third = join(dir, "third");
  const refused = async (
    said: string,
    from = folder,
    to = third,
    key = join(home, "root-key.txt"),
  ) => {
    const back = await restore(from, to, key);
    expect(back.said).toContain(said);
    expect(back.code).toBe(1);
  };
  await refused("is not the root key of this backup", folder, third, wrong);
  await refused("Name the root key that was kept apart", folder, third, join(dir, "nowhere"));
  await refused("is no backup: name the folder with manifest.json in it", dir);
  await refused("This database is not empty", folder, join(dir, "other"));
  const broken = join(dir, "broken");
  cpSync(folder, broken, { recursive: true });
  const bytes = readFileSync(join(broken, "database.age"));
  bytes[bytes.length - 30] = (bytes.at(-30) ?? 0) ^ 1;
  writeFileSync(join(broken, "database.age"), bytes);
  await refused("is not as it was made", broken);
}, 240_000);
