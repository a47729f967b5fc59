import { spawn } from "node:child_process";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type postgres from "postgres";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ownDatabase } from "@/db/testing";
import { canonicaliseJson } from "./canonicalise-json";
import { lastHead } from "./keep-head";
import { numberLeaves } from "./number-leaves";
import { openCheckpoint } from "./sign-checkpoint";
import { verifyLedger } from "./verify-ledger";

const key = generateKeyPairSync("ed25519").privateKey;
const at = new Date("2026-11-21T10:00:00Z");
const school = randomUUID();

let base: Awaited<ReturnType<typeof ownDatabase>>;
let admin: postgres.Sql;
let signer: { key: typeof key; headFile: string };

beforeEach(async () => {
  base = await ownDatabase();
  admin = base.asSuperuser();
  await admin`insert into installation (single, demo, origin, created_at)
    values (true, true, 'test.daybook', now())`;
  signer = { key, headFile: join(mkdtempSync(join(tmpdir(), "daybook-head-")), "ledger-head") };
});
afterEach(() => base.drop());

/** A sequencer in a process of its own, to be killed as a power cut kills: without a word. */
function sequencerProcess() {
  const pem = key.export({ format: "pem", type: "pkcs8" });
  const script = `import { createPrivateKey } from "node:crypto";
    import postgres from "postgres";
    import { numberLeaves } from "./lib/ledger/number-leaves.ts";
    const signer = { key: createPrivateKey(process.env.KEY), headFile: process.env.HEAD };
    await numberLeaves(postgres(process.env.URL, { max: 1 }), signer, new Date());`;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    env: { ...process.env, KEY: String(pem), HEAD: signer.headFile, URL: base.sequencerUrl },
    stdio: "ignore",
  });
}

async function write(sql: postgres.Sql | postgres.TransactionSql, n = 1): Promise<void> {
  await sql`select sec.write_leaf(${school}, 'system', 'system', 'case-viewed', 'case',
    ${randomUUID()}, null, 'summary', 'words') from generate_series(1, ${n})`;
}
const whole = async (size: number) =>
  expect(await verifyLedger(admin, key, lastHead(signer.headFile))).toMatchObject({
    ok: true,
    size,
  });

describe("a leaf", () => {
  test("is canonical JSON, links to the one before it and opens its commitment", async () => {
    const matter = randomUUID();
    for (const action of ["case-opened", "case-viewed"]) {
      await admin`select sec.write_leaf(${school}, 'system', 'system', ${action}, 'case',
        ${matter}, ${matter}, 'summary', ${'{"words":"Tara \\"Q\\" said\\n£5"}'})`;
    }
    const rows = await admin`select leaf, encode(sha256('\\x00'::bytea
      || convert_to(leaf, 'UTF8')), 'hex') as hash from ledger_leaves order by at`;
    for (const { leaf } of rows) expect(canonicaliseJson(JSON.parse(leaf))).toBe(leaf);
    expect(Object.keys(JSON.parse(rows[0]?.leaf)).join(" ")).toBe(
      "action actor at build case commitment event object origin prev reason role school v",
    );
    expect(JSON.parse(rows[1]?.leaf).prev).toBe(rows[0]?.hash);
    expect(String(rows[0]?.leaf)).not.toContain("Tara");
  });
  test("has an id that begins with its time, and is random for the rest", async () => {
    await write(admin, 50);
    const rows = await admin`select id::text, (extract(epoch from at) * 1000)::bigint as ms
      from ledger_leaves`;
    for (const { id, ms } of rows) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
      expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(Number(ms));
    }
    expect(new Set(rows.map(({ id }) => id.slice(15))).size).toBe(50);
  });

  test("takes codes and never words", async () => {
    await expect(admin`select sec.write_leaf(${school}, 'system', 'system', 'case-viewed', 'case',
      ${randomUUID()}, null, 'Tara said so', null)`).rejects.toThrow("never words");
  });
});

describe("the sequencer", () => {
  test("numbers what is committed, signs one head for it and then has nothing to do", async () => {
    const sql = base.asSequencer();
    await write(admin, 7);
    expect(await numberLeaves(sql, signer, at)).toBe(7);
    expect(await numberLeaves(sql, signer, at)).toBe(0);
    await write(admin, 3);
    expect(await numberLeaves(sql, signer, at)).toBe(3);
    expect(openCheckpoint(lastHead(signer.headFile) ?? "", key)?.size).toBe(10);
    await whole(10);
  });

  test("leaves out what is not committed, and numbers it after the commit", async () => {
    const sql = base.asSequencer();
    const late = base.asSuperuser();
    await late.begin(async (tx) => {
      await write(tx);
      await write(admin, 2);
      expect(await numberLeaves(sql, signer, at)).toBe(2);
    });
    expect(await numberLeaves(sql, signer, at)).toBe(1);
    await whole(3);
  });

  test("many at once number each leaf once", async () => {
    const sequencers = Array.from({ length: 5 }, () => base.asSequencer());
    let numbered = 0;
    for (let round = 0; round < 8; round++) {
      await write(admin, 25);
      const done = await Promise.all(sequencers.map((sql) => numberLeaves(sql, signer, at)));
      numbered += done.reduce((a, b) => a + b, 0);
    }
    numbered += await numberLeaves(base.asSequencer(), signer, at);
    expect(numbered).toBe(200);
    await whole(200);
  });

  test.each(["ledger_entries", "ledger_checkpoints", "ledger_pending"])(
    "killed while it waits for %s, it leaves no trace, and the next one goes on",
    async (table) => {
      await write(admin, 4);
      await numberLeaves(base.asSequencer(), signer, at);
      await write(admin, 5);
      // What connects from here is closed, so that whatever is connected is the process below.
      await base.close();
      admin = base.asSuperuser();
      // Inside a transaction the list of connections stands still.
      const watcher = base.asSuperuser();
      await admin.begin(async (tx) => {
        // Share row exclusive lets it read and stops it at its first write to this table.
        await tx.unsafe(`lock table ${table} in share row exclusive mode`);
        const victim = sequencerProcess();
        const waiting = () => watcher`select pid from pg_stat_activity where datname = ${base.name}
          and usename = 'daybook_sequencer' and wait_event_type = 'Lock'`;
        while ((await waiting()).length === 0) expect(victim.exitCode).toBeNull();
        victim.kill("SIGKILL");
        await once(victim, "exit");
      });
      const alive = () => admin`select pid from pg_stat_activity where datname = ${base.name}
        and usename = 'daybook_sequencer'`;
      while ((await alive()).length > 0);
      const [left] = await admin`select (select count(*)::int from ledger_entries) as entries,
        (select count(*)::int from ledger_checkpoints) as heads`;
      expect(left).toEqual({ entries: 4, heads: 1 });
      expect(await numberLeaves(base.asSequencer(), signer, at)).toBe(5);
      await whole(9);
    },
  );

  test("signs nothing on a head that was changed, or for another key", async () => {
    await write(admin, 3);
    await numberLeaves(base.asSequencer(), signer, at);
    await write(admin);
    const stranger = { ...signer, key: generateKeyPairSync("ed25519").privateKey };
    await expect(numberLeaves(base.asSequencer(), stranger, at)).rejects.toThrow(
      "nothing is signed",
    );
    await admin`set session_replication_role = replica`;
    await admin`update ledger_checkpoints set frontier = frontier[1:1] || frontier[1:1]`;
    await expect(numberLeaves(base.asSequencer(), signer, at)).rejects.toThrow("does not fit");
  });

  test("signs nothing when entries were taken away or added behind its back", async () => {
    await write(admin, 3);
    await numberLeaves(base.asSequencer(), signer, at);
    await write(admin);
    await admin`set session_replication_role = replica`;
    await admin`delete from ledger_entries where seq = 2`;
    await expect(numberLeaves(base.asSequencer(), signer, at)).rejects.toThrow("do not fit");
  });

  test("signs nothing on a ledger that was cut back to an earlier head", async () => {
    const sql = base.asSequencer();
    await write(admin, 3);
    await numberLeaves(sql, signer, at);
    await write(admin, 2);
    await numberLeaves(sql, signer, at);
    await admin`set session_replication_role = replica`;
    await admin`delete from ledger_checkpoints where size > 3`;
    await admin`delete from ledger_entries where seq >= 3`;
    await write(admin);
    await expect(numberLeaves(sql, signer, at)).rejects.toThrow("--after-restore");
    writeFileSync(signer.headFile, "not a head");
    await expect(numberLeaves(sql, signer, at)).rejects.toThrow("nothing is signed");
    // A person has looked, recorded the restore, and put the remembered head aside.
    rmSync(signer.headFile);
    expect(await numberLeaves(sql, signer, at)).toBe(1);
  });
});
