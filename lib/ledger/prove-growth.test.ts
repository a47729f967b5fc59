import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Tx } from "@/db/scope";
import { ownDatabase } from "@/db/testing";
import { checkGrowth } from "./check-growth";
import { lastHead } from "./keep-head";
import { numberLeaves } from "./number-leaves";
import { proveGrowth } from "./prove-growth";
import { verifyLedger } from "./verify-ledger";

const key = generateKeyPairSync("ed25519").privateKey;
const at = new Date("2026-11-21T10:00:00Z");
const signer = { key, headFile: join(mkdtempSync(join(tmpdir(), "daybook-head-")), "head") };
/** Uneven, so that heads fall inside, on and beyond whole subtrees. */
const batches = [1, 2, 61, 192, 1, 255, 300, 7, 205, 500, 13];

let base: Awaited<ReturnType<typeof ownDatabase>>;
let admin: postgres.Sql;
/** The driver is bare here: a proof asks nothing of who is asking. */
let tx: Tx;
const roots = new Map<number, Uint8Array>();

beforeAll(async () => {
  base = await ownDatabase();
  admin = base.asSuperuser();
  tx = drizzle({ client: base.asSequencer() }) as unknown as Tx;
  await admin`insert into installation (single, demo, origin, created_at)
    values (true, true, 'test.daybook', now())`;
  for (const n of batches) {
    await admin`select sec.write_leaf(${randomUUID()}, 'system', 'system', 'case-viewed', 'case',
      ${randomUUID()}, null, 'summary', null) from generate_series(1, ${n}::int)`;
    await numberLeaves(base.asSequencer(), signer, at);
  }
  for (const row of await admin`select size::int, root from ledger_checkpoints`)
    roots.set(row.size, row.root);
});
afterAll(() => base.drop());

test("each head extends each one before it, by roots that were signed", async () => {
  const sizes = [...roots.keys()].toSorted((a, b) => a - b);
  expect(sizes.at(-1)).toBe(1537);
  for (const to of sizes)
    for (const from of sizes.filter((size) => size <= to)) {
      const found = await proveGrowth(tx, from, to);
      const [old, now] = [roots.get(from), roots.get(to)];
      if (!found || !old || !now) throw new Error(`No proof from ${from} to ${to}`);
      expect(Buffer.from(found.root).equals(old)).toBe(true);
      const growth = { from: { size: from, root: old }, to: { size: to, root: now } };
      expect(await checkGrowth({ ...growth, proof: found.proof }), `${from} ${to}`).toBe(true);
    }
});

test("sizes between heads have a root too, and there is none beyond the end", async () => {
  const now = roots.get(1537) ?? new Uint8Array();
  for (const from of [1, 255, 256, 257, 511, 513, 1023, 1025, 1536]) {
    const found = await proveGrowth(tx, from, 1537);
    if (!found) throw new Error(`No proof from ${from}`);
    const growth = { from: { size: from, root: found.root }, to: { size: 1537, root: now } };
    expect(await checkGrowth({ ...growth, proof: found.proof }), String(from)).toBe(true);
  }
  expect(await proveGrowth(tx, 1538, 1537)).toBeNull();
  expect(await proveGrowth(tx, 1500, 2000)).toBeNull();
});

test("nodes that are gone are worked out again with the next entries", async () => {
  await admin`set session_replication_role = replica`;
  const before = await admin`select level, index, hash from ledger_nodes order by 1, 2`;
  expect(before).toHaveLength(6);
  await admin`delete from ledger_nodes`;
  await admin`set session_replication_role = origin`;
  await admin`select sec.write_leaf(${randomUUID()}, 'system', 'system', 'case-viewed', 'case',
    ${randomUUID()}, null, 'summary', null)`;
  await numberLeaves(base.asSequencer(), signer, at);
  expect(await admin`select level, index, hash from ledger_nodes order by 1, 2`).toEqual(before);
});

test("a node that was changed is found by whoever reads the whole ledger", async () => {
  const read = () => verifyLedger(base.asSequencer(), key, lastHead(signer.headFile));
  expect(await read()).toMatchObject({ ok: true, size: 1538 });
  await admin`set session_replication_role = replica`;
  await admin`update ledger_nodes set hash = sha256(hash) where index = 2`;
  expect(await read()).toMatchObject({ ok: false, kind: "altered", seq: 512 });
  await admin`update ledger_nodes set index = 9 where index = 2`;
  expect(await read()).toMatchObject({ ok: false, kind: "altered", seq: 2304 });
});
