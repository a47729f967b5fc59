import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ownDatabase } from "@/db/testing";
import { lastHead } from "./keep-head";
import { numberLeaves } from "./number-leaves";
import { rotateKey } from "./rotate-key";
import { fingerprintOf, signCheckpoint, verifierKey } from "./sign-checkpoint";
import { verifyLedger } from "./verify-ledger";

const at = new Date("2026-11-21T10:00:00Z");
const newKey = () => generateKeyPairSync("ed25519").privateKey;
const [first, second, third, stranger] = [newKey(), newKey(), newKey(), newKey()];
const origin = "test.daybook";

let base: Awaited<ReturnType<typeof ownDatabase>>;
let admin: postgres.Sql;
let headFile: string;

const write = () => admin`select sec.write_leaf(${randomUUID()}, 'system', 'system', 'case-viewed',
  'case', ${randomUUID()}, null, 'summary', null)`;
const number = (key = first) => numberLeaves(base.asSequencer(), { key, headFile }, at);
const rotate = (from: typeof first, to: typeof first) =>
  rotateKey(base.asSequencer(), { from, to, headFile }, at);
const read = (key: typeof first) => verifyLedger(base.asSequencer(), key, lastHead(headFile));

beforeEach(async () => {
  base = await ownDatabase();
  admin = base.asSuperuser();
  headFile = join(mkdtempSync(join(tmpdir(), "daybook-head-")), "ledger-head");
  await admin`insert into installation (single, demo, origin, created_at)
    values (true, true, ${origin}, now())`;
  await admin`insert into schools (id, name, phase, kind, pupils_on_roll, safeguarding_phone,
      out_of_hours, recipient_choices)
    values (gen_random_uuid(), 'Elm', 'primary', 'academy', 200, '1', '1', '{}')`;
  await write();
  await number();
});
afterEach(() => base.drop());

/** Three keys: heads over 1 and 2 by the first, over 3 to 5 by the second, over the rest by the third. */
async function rotatedTwice() {
  await write();
  await number(first);
  expect(await rotate(first, second)).toEqual({ since: 2 });
  await number(second);
  await write();
  await write();
  await number(second);
  await rotate(second, third);
  await number(third);
}

test("heads of every key verify from the key in use, and the ledger tells of each change", async () => {
  await rotatedTwice();
  expect(await read(third)).toMatchObject({ ok: true, size: 6, heads: 5 });
  const leaves = await admin`select l.leaf from ledger_leaves l
    where l.leaf like '%ledger-key-changed%' order by l.at`;
  expect(leaves.map((row) => JSON.parse(row.leaf).reason)).toEqual(
    [second, third].map((key) => `to-${fingerprintOf(key).slice(0, 16)}`),
  );
});

test("a key that was handed over signs nothing more, and the next one goes on", async () => {
  await rotate(first, second);
  await expect(number(first)).rejects.toThrow("nothing is signed");
  expect(await number(second)).toBe(1);
  expect(await read(first)).toMatchObject({ ok: false, kind: "bad signature" });
});

test("two at once change the key once, and entries go on being numbered", async () => {
  const work = [rotate(first, second), rotate(first, third), number(first).catch(() => 0)];
  const done = await Promise.allSettled(work);
  expect(
    done.filter((one) => one.status === "fulfilled" && typeof one.value === "object"),
  ).toHaveLength(1);
  const [row] = await admin`select verifier from ledger_keys order by since desc limit 1`;
  const winner = row?.verifier === verifierKey(origin, second) ? second : third;
  expect(await number(winner)).toBe(1);
  expect(await read(winner)).toMatchObject({ ok: true, size: 2 });
});

test.each([
  [
    "the change's own words",
    "update ledger_keys set note = replace(note, 'change', 'choice') where since > 0",
  ],
  ["where it begins", "update ledger_keys set since = since - 1 where since > 2"],
  [
    "the first key's line",
    `update ledger_keys set verifier = '${verifierKey(origin, stranger)}' where since = 0`,
  ],
  [
    "a key's line in the middle",
    `update ledger_keys set verifier = '${verifierKey(origin, stranger)}' where since = 2`,
  ],
  ["a change taken away", "delete from ledger_keys where since = 2"],
  ["the first key taken away", "delete from ledger_keys where since = 0"],
  ["every key taken away", "delete from ledger_keys"],
])("%s: found, and nothing is signed on top", async (_name, tamper) => {
  await rotatedTwice();
  await admin`set session_replication_role = replica`;
  await admin.unsafe(tamper);
  expect(await read(third)).toMatchObject({ ok: false, kind: "bad signature" });
  await admin`set session_replication_role = origin`;
  await write();
  if (!tamper.endsWith("ledger_keys")) await expect(number(third)).rejects.toThrow();
});

test("a head that the old key signs after it was handed over", async () => {
  await rotatedTwice();
  await admin`set session_replication_role = replica`;
  const [row] = await admin`select root from ledger_checkpoints where size = 6`;
  const note = signCheckpoint({ origin, size: 6, root: row?.root }, second);
  await admin`update ledger_checkpoints set note = ${note} where size = 6`;
  expect(await read(third)).toMatchObject({ ok: false, kind: "bad signature", seq: 5, upTo: 5 });
});
