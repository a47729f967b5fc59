import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownDatabase } from "@/db/testing";
import { lastHead } from "./keep-head";
import { numberLeaves } from "./number-leaves";
import { signCheckpoint } from "./sign-checkpoint";
import { verifyLedger } from "./verify-ledger";

const key = generateKeyPairSync("ed25519").privateKey;
const at = new Date("2026-11-21T10:00:00Z");
const signer = { key, headFile: join(mkdtempSync(join(tmpdir(), "daybook-head-")), "head") };

async function write(sql: postgres.Sql, n: number): Promise<void> {
  await sql`select sec.write_leaf(${randomUUID()}, 'system', 'system', 'case-viewed', 'case',
    ${randomUUID()}, null, 'summary', 'words') from generate_series(1, ${n})`;
}

/** Twelve entries under three heads of four, kept as the template of each test's own database. */
let base: Awaited<ReturnType<typeof ownDatabase>>;
beforeAll(async () => {
  base = await ownDatabase();
  const admin = base.asSuperuser();
  await admin`insert into installation (single, demo, origin, created_at)
    values (true, true, 'test.daybook', now())`;
  const sequencer = base.asSequencer();
  for (let head = 0; head < 3; head++) {
    await write(admin, 4);
    await numberLeaves(sequencer, signer, at);
  }
  await base.close();
});
afterAll(() => base.drop());

async function verifyAfter(tamper: (sql: postgres.Sql) => PromiseLike<unknown>, remembered = true) {
  const own = await ownDatabase(base.name);
  const admin = own.asSuperuser();
  // A superuser is stopped by no trigger.
  await admin`set session_replication_role = replica`;
  await tamper(admin);
  try {
    return await verifyLedger(
      own.asSequencer(),
      key,
      remembered ? lastHead(signer.headFile) : null,
    );
  } finally {
    await own.drop();
  }
}
const hash = `sha256('\\x00'::bytea || convert_to(leaf, 'UTF8'))`;
const of = (seq: number) => `(select leaf_id from ledger_entries where seq = ${seq})`;
const run = (statement: string) => (sql: postgres.Sql) => sql.unsafe(statement);
const rewrite = `update ledger_leaves set leaf = replace(leaf, 'summary', 'nothing') where id = ${of(5)}`;

describe("verifying the ledger", () => {
  test("a whole ledger: its size, its heads and when it was last signed", async () => {
    expect(await verifyAfter(async () => {})).toMatchObject({
      ok: true,
      size: 12,
      heads: 3,
      signedAt: at,
    });
  });

  test.each([
    ["a leaf rewritten", rewrite, 5, 5, "altered"],
    [
      "a leaf and its hash rewritten",
      `${rewrite}; update ledger_entries e set leaf_hash = ${hash} from ledger_leaves l
        where l.id = e.leaf_id and e.seq = 5`,
      4,
      7,
      "reordered or replaced",
    ],
    ["a leaf deleted", `delete from ledger_leaves where id = ${of(6)}`, 6, 6, "missing"],
    ["an entry deleted", "delete from ledger_entries where seq = 6", 6, 6, "missing"],
    [
      "an entry deleted, the rest renumbered",
      `delete from ledger_entries where seq = 6;
        update ledger_entries set seq = seq - 101 where seq > 6;
        update ledger_entries set seq = seq + 100 where seq < 0`,
      4,
      7,
      "reordered or replaced",
    ],
    [
      "two entries exchanged",
      `update ledger_entries set seq = -seq where seq in (9, 10);
        update ledger_entries set seq = 19 + seq where seq < 0`,
      8,
      11,
      "reordered or replaced",
    ],
    ["a leaf filed under another school", "school_id", 2, 2, "altered"],
    ["a leaf filed under another matter", "object_id", 2, 2, "altered"],
    ["a leaf filed in another chain", "chain_id", 2, 2, "altered"],
    [
      "a leaf filed at another time",
      `update ledger_leaves set at = at + interval '1 minute' where id = ${of(2)}`,
      2,
      2,
      "altered",
    ],
    [
      "the words behind a commitment changed",
      `update ledger_openings set value = 'others' where leaf_id = ${of(7)}`,
      7,
      7,
      "altered",
    ],
    [
      "a head edited",
      "update ledger_checkpoints set note = replace(note, E'\\n8\\n', E'\\n9\\n') where size = 8",
      4,
      7,
      "bad signature",
    ],
    ["the last head deleted", "delete from ledger_checkpoints where size = 12", 8, 11, "unsigned"],
    ["the end deleted", "delete from ledger_entries where seq > 9", 8, 11, "cut short"],
  ] as const)("%s", async (_name, tamper, seq, upTo, kind) => {
    const statement = tamper.endsWith("_id")
      ? `update ledger_leaves set ${tamper} = gen_random_uuid() where id = ${of(2)}`
      : tamper;
    expect(await verifyAfter(run(statement))).toMatchObject({ ok: false, seq, upTo, kind });
  });

  /** Every column of the ledger, altered in one row by somebody whom no trigger stops. */
  test.each([
    ["ledger_leaves", "id", "gen_random_uuid()", `id = ${of(5)}`, 5, 5],
    ["ledger_leaves", "school_id", "gen_random_uuid()", `id = ${of(5)}`, 5, 5],
    ["ledger_leaves", "object_id", "gen_random_uuid()", `id = ${of(5)}`, 5, 5],
    ["ledger_leaves", "chain_id", "gen_random_uuid()", `id = ${of(5)}`, 5, 5],
    ["ledger_leaves", "at", "at + interval '1 ms'", `id = ${of(5)}`, 5, 5],
    ["ledger_leaves", "leaf", "leaf || ' '", `id = ${of(5)}`, 5, 5],
    ["ledger_entries", "seq", "99", "seq = 5", 5, 5],
    ["ledger_entries", "leaf_id", "gen_random_uuid()", "seq = 5", 5, 5],
    ["ledger_entries", "leaf_hash", "sha256('x')", "seq = 5", 5, 5],
    ["ledger_checkpoints", "size", "7", "size = 8", 4, 6],
    ["ledger_checkpoints", "note", "replace(note, 'test', 'best')", "size = 8", 4, 7],
    ["ledger_openings", "leaf_id", "gen_random_uuid()", `leaf_id = ${of(5)}`, 5, 12],
    ["ledger_openings", "salt", "sha256('x')", `leaf_id = ${of(5)}`, 5, 5],
    ["ledger_openings", "value", "value || ' '", `leaf_id = ${of(5)}`, 5, 5],
  ] as const)("%s.%s", async (table, column, value, row, seq, upTo) => {
    const verdict = await verifyAfter(run(`update ${table} set ${column} = ${value} where ${row}`));
    expect(verdict).toMatchObject({ ok: false });
    if (verdict.ok) return;
    expect(verdict.seq).toBeGreaterThanOrEqual(seq);
    expect(verdict.upTo).toBeLessThanOrEqual(upTo);
  });

  describe("whose a pseudonym is", () => {
    const school = randomUUID();
    const [one, two] = [randomUUID(), randomUUID()];
    let made: Awaited<ReturnType<typeof ownDatabase>>;
    beforeAll(async () => {
      made = await ownDatabase(base.name);
      const admin = made.asSuperuser();
      for (const person of [one, two, one]) await admin`select sec.pseudonym(${school}, ${person})`;
      await numberLeaves(
        made.asSequencer(),
        { key, headFile: join(mkdtempSync(join(tmpdir(), "daybook-head-")), "head") },
        at,
      );
      await made.close();
    });
    afterAll(() => made.drop());
    const ofOne = `where person_id = '${one}'`;
    const bound = `(select id from ledger_leaves where leaf like '%pseudonym-made%'
      and object_id = (select pseudonym from ledger_pseudonyms ${ofOne}))`;

    test.each([
      ["as it was made", "select 1", null],
      [
        "exchanged with another's",
        `update ledger_pseudonyms set person_id = gen_random_uuid() ${ofOne};
          update ledger_pseudonyms set person_id = '${one}' where person_id = '${two}';
          update ledger_pseudonyms set person_id = '${two}' where person_id not in ('${one}', '${two}')`,
        /whose pseudonym/,
      ],
      [
        "school_id",
        "update ledger_pseudonyms set school_id = gen_random_uuid()",
        /whose pseudonym/,
      ],
      ["person_id", `update ledger_pseudonyms set person_id = gen_random_uuid() ${ofOne}`, /whose/],
      ["pseudonym", `update ledger_pseudonyms set pseudonym = gen_random_uuid() ${ofOne}`, /whose/],
      ["its row alone taken away", `delete from ledger_pseudonyms ${ofOne}`, /whose pseudonym/],
      [
        "what says whose it is taken away",
        `delete from ledger_openings where leaf_id = ${bound}`,
        /whose/,
      ],
      [
        "what says whose it is rewritten",
        `update ledger_openings set value = '"${two}"' where leaf_id = ${bound}`,
        /words kept with it/,
      ],
      [
        "made again for another, by the product's own function",
        `update ledger_pseudonyms set person_id = '${randomUUID()}' ${ofOne};
          select sec.bind_pseudonym(school_id, person_id, pseudonym) from ledger_pseudonyms`,
        /whose pseudonym/,
      ],
      [
        "erased whole, as the law may ask",
        `delete from ledger_openings where leaf_id = ${bound}; delete from ledger_pseudonyms ${ofOne}`,
        null,
      ],
    ] as const)("%s", async (_name, tamper, reason) => {
      const own = await ownDatabase(made.name);
      const admin = own.asSuperuser();
      await admin`set session_replication_role = replica`;
      await admin.unsafe(tamper);
      const verdict = await verifyLedger(own.asSequencer(), key, null);
      if (reason === null) expect(verdict).toMatchObject({ ok: true, size: 14 });
      else
        expect(verdict).toMatchObject({
          ok: false,
          kind: "altered",
          reason: expect.stringMatching(reason),
        });
      await own.drop();
    });
  });

  test("everything after a head deleted with its heads: only a head kept elsewhere shows it", async () => {
    const cut = run(`delete from ledger_checkpoints where size > 8;
      delete from ledger_openings where leaf_id in (select leaf_id from ledger_entries where seq > 7);
      delete from ledger_leaves where id in (select leaf_id from ledger_entries where seq > 7);
      delete from ledger_entries where seq > 7`);
    expect(await verifyAfter(cut)).toMatchObject({
      ok: false,
      seq: 8,
      upTo: 11,
      kind: "cut short",
    });
    expect(await verifyAfter(cut, false)).toMatchObject({ ok: true, size: 8 });
  });

  test("a head signed with another key", async () => {
    const other = generateKeyPairSync("ed25519").privateKey;
    const verdict = await verifyAfter(async (sql) => {
      const [row] = await sql`select root from ledger_checkpoints where size = 12`;
      const note = signCheckpoint({ origin: "test.daybook", size: 12, root: row?.root }, other);
      await sql`update ledger_checkpoints set note = ${note} where size = 12`;
    });
    expect(verdict).toMatchObject({ ok: false, seq: 8, upTo: 11, kind: "bad signature" });
  });

  test("a leaf that was kept from being numbered", async () => {
    const verdict = await verifyAfter(async (sql) => {
      await write(sql, 1);
      await sql`delete from ledger_pending`;
    });
    expect(verdict).toMatchObject({ ok: false, kind: "missing", reason: /never numbered/ });
    const removed = await verifyAfter(async (sql) => {
      await write(sql, 1);
      await sql`delete from ledger_leaves where id in (select leaf_id from ledger_pending)`;
    });
    expect(removed).toMatchObject({ ok: false, kind: "missing", reason: /before it was numbered/ });
  });

  test("nobody but a superuser can change it at all", async () => {
    const own = await ownDatabase(base.name);
    const admin = own.asSuperuser();
    for (const table of ["ledger_leaves", "ledger_entries", "ledger_checkpoints"]) {
      for (const change of [`delete from ${table}`, `truncate ${table}`])
        await expect(admin.unsafe(change)).rejects.toThrow("append-only");
    }
    const sequencer = own.asSequencer();
    await expect(sequencer`insert into ledger_leaves select * from ledger_leaves`).rejects.toThrow(
      "permission denied",
    );
    await expect(sequencer`select value from ledger_openings`).rejects.toThrow("permission denied");
    await own.drop();
  });

  test("while people write and the sequencer signs, no false alarm", async () => {
    const own = await ownDatabase(base.name);
    const [writer, sequencer, reader] = [own.asSuperuser(), own.asSequencer(), own.asSequencer()];
    let running = true;
    const busy = (async () => {
      while (running) {
        await write(writer, 3);
        await numberLeaves(sequencer, signer, at);
      }
    })();
    for (let i = 0; i < 15; i++) {
      expect(await verifyLedger(reader, key, lastHead(signer.headFile))).toMatchObject({
        ok: true,
      });
    }
    running = false;
    await busy;
    await own.drop();
  });
});
