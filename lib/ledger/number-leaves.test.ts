import { generateKeyPairSync } from "node:crypto";
import postgres from "postgres";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/test-database";
import { asOwner, makeSchool, sendAs } from "@/db/testing";
import { type Entry, findFault, type Head } from "./find-fault";
import { numberLeaves } from "./number-leaves";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");

async function verify() {
  const sql = asOwner();
  const entries =
    (await sql`select e.seq::int, e.leaf_id as "leafId", e.leaf_hash as "leafHash", l.leaf
    from ledger_entries e left join ledger_leaves l on l.id = e.leaf_id order by e.seq`) as unknown as Entry[];
  const heads = (await sql`select size::int, note from ledger_checkpoints`) as unknown as Head[];
  return findFault(entries, heads, publicKey);
}

test("committed leaves are numbered and signed, batch after batch, and a rewritten one is named", async () => {
  const school = await makeSchool();
  const sql = postgres(testDatabase().sequencerUrl, { max: 2, onnotice: () => {} });
  for (let round = 0; round < 3; round++) {
    await sendAs(school, "teacher");
    const at = new Date();
    const [first, second] = await Promise.all([
      numberLeaves(sql, privateKey, at),
      numberLeaves(sql, privateKey, at),
    ]);
    expect(first + second).toBeGreaterThan(0);
    expect(await numberLeaves(sql, privateKey, at)).toBe(0);
  }
  await sql.end();
  expect(await verify()).toMatchObject({ ok: true, heads: 3 });
  const owner = asOwner();
  await expect(owner`update ledger_leaves set leaf = 'x'`).rejects.toThrow("append-only");
  await owner`alter table ledger_leaves disable trigger refuse_rewrite`;
  await owner`update ledger_leaves set leaf = leaf || ' ' where id = (select leaf_id from ledger_entries where seq = 1)`;
  await owner`alter table ledger_leaves enable trigger refuse_rewrite`;
  expect(await verify()).toMatchObject({ ok: false, seq: 1, reason: "it was altered" });
  await owner`truncate ledger_pending`;
});
