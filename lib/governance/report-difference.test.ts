import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { beforeEach, describe, expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import { asOwner, ledgerOf, makeSchool, ownDatabase } from "@/db/testing";
import { compareHead, type KeptHead, type ServerHead } from "@/lib/ledger/compare-head";
import { numberLeaves } from "@/lib/ledger/number-leaves";
import { headFor } from "@/lib/ledger/queries";
import { rotateKey } from "@/lib/ledger/rotate-key";
import { ledgerDiffered } from "./jobs";
import { reportDifference } from "./report-difference";

const known = { size: 12, root: `${"A".repeat(43)}=` };

describe("what a browser remembers", () => {
  const at = new Date("2026-11-21T10:00:00Z");
  const newKey = () => generateKeyPairSync("ed25519").privateKey;
  let base: Awaited<ReturnType<typeof ownDatabase>>;
  let admin: postgres.Sql;
  let tx: Tx;
  let headFile: string;
  let key: KeyObject;
  const grow = async (n: number) => {
    await admin`select sec.write_leaf(gen_random_uuid(), 'system', 'system', 'case-viewed', 'case',
      gen_random_uuid(), null, 'summary', null) from generate_series(1, ${n}::int)`;
    await numberLeaves(base.asSequencer(), { key, headFile }, at);
  };
  const look = async (kept: KeptHead | null): Promise<ServerHead> => {
    const head = await headFor(tx, kept);
    if (!head) throw new Error("Nothing was signed");
    return head;
  };
  const keep = ({ size, root, key: line }: ServerHead): KeptHead => ({ size, root, key: line });

  beforeEach(async () => {
    base = await ownDatabase();
    admin = base.asSuperuser();
    // What the app may read of the ledger asks nothing of who is asking.
    tx = drizzle({ client: base.asSuperuser() }) as unknown as Tx;
    headFile = join(mkdtempSync(join(tmpdir(), "daybook-head-")), "ledger-head");
    key = newKey();
    await admin`insert into installation (single, demo, origin, created_at)
      values (true, true, 'test.daybook', now())`;
    await grow(5);
    return () => base.drop();
  });

  test("is extended by what comes later, also under a new key", async () => {
    const first = await look(null);
    expect(await compareHead(null, first)).toBeNull();
    await grow(300);
    expect(await compareHead(keep(first), await look(keep(first)))).toBeNull();
    const next = newKey();
    await rotateKey(base.asSequencer(), { from: key, to: next, headFile }, at);
    key = next;
    await grow(4);
    const now = await look(keep(first));
    expect(now.keys).toHaveLength(2);
    expect(await compareHead(keep(first), now)).toBeNull();
  });

  test("shows a ledger that was cut back, or rewritten", async () => {
    const before = keep(await look(null));
    await grow(7);
    const kept = keep(await look(null));
    await admin`set session_replication_role = replica`;
    await admin`delete from ledger_checkpoints where size > 5`;
    await admin`delete from ledger_entries where seq >= 5`;
    await admin`set session_replication_role = origin`;
    expect(await compareHead(kept, await look(kept))).toBe("history");
    expect(await compareHead(before, await look(before))).toBeNull();
    headFile = `${headFile}-other`;
    await grow(40);
    expect(await compareHead(kept, await look(kept))).toBe("history");
  });

  test("shows a head that is signed by a key nobody vouched for", async () => {
    const kept = keep(await look(null));
    const now = await look(kept);
    const stranger = `${now.key.slice(0, -3)}AAA`;
    expect(await compareHead({ ...kept, key: stranger }, now)).toBe("signature");
    expect(await compareHead(kept, { ...now, note: now.note.replace("\n5\n", "\n6\n") })).toBe(
      "signature",
    );
    expect(await compareHead(kept, { ...now, proof: [kept.root] })).toBe("history");
    expect(await compareHead(kept, { ...now, proof: null })).toBe("history");
  });
});

describe("a difference that a browser reports", () => {
  test("is in the ledger, and told to the DSL and administrators, once a day", async () => {
    const school = await makeSchool();
    for (const who of ["dsl", "headteacher", "dsl"] as const)
      await withScope(await school.as(who), (tx, actor) => reportDifference(tx, actor, known));
    expect(await ledgerOf(school.schoolId)).toEqual(["ledger-differed"]);
    const jobs = await asOwner()`select payload from graphile_worker._private_jobs
      where payload ->> 'schoolId' = ${school.schoolId} and payload ->> 'noticeId' is null`;
    expect(jobs).toHaveLength(1);
    await ledgerDiffered({ schoolId: school.schoolId });
    const told = await asOwner()`select person_id from notices where school_id = ${school.schoolId}
      and kind = 'ledger-differs'`;
    const { dsl, admin, admin2 } = school.people;
    expect(told.map((row) => row.person_id).toSorted()).toEqual([dsl, admin, admin2].toSorted());
  });

  test("is taken from nobody whose browser remembers none", async () => {
    const school = await makeSchool();
    for (const who of ["teacher", "admin", "governor", "parent"] as const)
      await expect(
        withScope(await school.as(who), (tx, actor) => reportDifference(tx, actor, known)),
      ).rejects.toThrow("not found");
    expect(await ledgerOf(school.schoolId)).toEqual([]);
  });

  test("after a restore that was recorded the answer says so", async () => {
    const school = await makeSchool();
    const sql = asOwner();
    await sql`select sec.write_leaf(${school.schoolId}, 'system', 'system', 'ledger-restored',
      'school', ${school.schoolId}, null, 'at-5-of-40', null)`;
    const found = await withScope(await school.as("dsl"), (tx) =>
      tx.execute("select at, kept::int, lost::int from sec.ledger_restores()"),
    );
    expect([...found]).toMatchObject([{ kept: 5, lost: 40 }]);
  });
});
