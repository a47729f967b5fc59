import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { startDraft } from "@/lib/reports/start-draft";
import { checkEvidence } from "./check-evidence";
import { holdEvidence, holdPart } from "./hold-evidence";
import { evidenceHealth } from "./queries";
import { stageEvidence } from "./stage-evidence";
import { paceOf, sweepSchool } from "./sweep-evidence";
import { viewEvidence } from "./view-evidence";

const day = 86_400_000;
const picture = await sharp({
  create: { width: 300, height: 300, channels: 3, background: "#abc" },
})
  .png({ compressionLevel: 0 })
  .toBuffer();
const dataDir = () => String(process.env.DAYBOOK_DATA_DIR);
const pathOf = (key: string) => join(dataDir(), "evidence", key.slice(0, 2), key);

async function add(school: TestSchool, to: { reportId: string } | { draftId: string }) {
  const { id } = await stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to,
    stream: Readable.from([picture]),
    name: "Poppy Ives.png",
    arrivedBy: "chosen",
  });
  const [row] = await asOwner()`select storage_key from evidence where id = ${id}`;
  return { id, key: String(row?.storage_key), path: pathOf(String(row?.storage_key)) };
}

/** A sent report of the teacher's with one picture that is really kept. */
async function kept(about: string[] = []) {
  const school = await makeSchool();
  const answers = { affected: "pupil", affectedName: "Poppy Ives", about };
  const { reportId, reference } = await sendAs(school, "teacher", answers);
  return { school, reportId, reference, ...(await add(school, { reportId })) };
}
const inDays = (days: number) => new Date(Date.now() + days * day);
const sweep = (school: TestSchool, days = 31) => sweepSchool(school.schoolId, inDays(days));
const health = async (school: TestSchool, who: CastKey) =>
  withScope(await school.as(who), (tx) => evidenceHealth(tx));
const told = async (school: TestSchool) =>
  (
    await asOwner()`select person_id from notices where school_id = ${school.schoolId}
      and kind = 'evidence-damaged' and path = '/settings/evidence'`
  ).map((row) => String(row.person_id));

const flip = (path: string, at = 40) => {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
};
/** Ways to lose an item, and what each is called; each answers how to put it right again. */
const losses: Record<
  string,
  (item: { id: string; path: string }, other: { path: string }) => unknown
> = {
  missing: ({ path }) => {
    renameSync(path, `${path}.away`);
    return () => renameSync(`${path}.away`, path);
  },
  changed: ({ path }) => {
    flip(path);
    return () => flip(path);
  },
  swapped: ({ path }, other) => {
    const own = readFileSync(path);
    writeFileSync(path, readFileSync(other.path));
    return () => writeFileSync(path, own);
  },
  exchanged: async ({ id }) => {
    const [row] = await asOwner()`select sha256 from evidence where id = ${id}`;
    await asOwner()`update evidence set sha256 = ${"0".repeat(64)} where id = ${id}`;
    return () => asOwner()`update evidence set sha256 = ${row?.sha256} where id = ${id}`;
  },
  key: async ({ id }) => {
    const [row] = await asOwner()`select header from evidence where id = ${id}`;
    await asOwner()`update evidence set header = null where id = ${id}`;
    return () => asOwner()`update evidence set header = ${row?.header} where id = ${id}`;
  },
};
const flawOf: Record<string, string> = { swapped: "changed" };

describe("the nightly check", () => {
  test("reads what is due, in its time, and not again before", async () => {
    const { school, id } = await kept();
    expect(await sweep(school, 29)).toMatchObject({ items: 0 });
    expect(await sweep(school, 31)).toEqual({ items: 1, bytes: picture.length, damaged: [] });
    expect(await sweep(school, 31)).toMatchObject({ items: 0 });
    expect(await sweep(school, 62)).toMatchObject({ items: 1 });
    expect(await ledgerOf(id)).toEqual(["evidence-received"]);
    expect(await told(school)).toEqual([]);
  });

  test.each(Object.keys(losses))(
    "finds a %s file, tells it once, and that it is back",
    async (way) => {
      const { school, id, path, reportId, reference } = await kept();
      const other = await add(school, { reportId });
      const mend = (await losses[way]?.({ id, path }, other)) as () => unknown;
      const found = flawOf[way] ?? way;
      expect((await sweep(school)).damaged).toEqual([{ id, found }]);
      expect((await sweep(school, 32)).damaged).toEqual([{ id, found }]);
      const { dsl, admin, admin2 } = school.people;
      expect((await told(school)).sort()).toEqual([dsl, admin, admin2].sort());
      expect(await ledgerOf(id)).toEqual(["evidence-received", "evidence-damaged"]);
      const [leaf] = await asOwner()`select leaf from ledger_leaves where object_id = ${id}
      and leaf::json ->> 'action' = 'evidence-damaged'`;
      expect(JSON.parse(leaf?.leaf)).toMatchObject({
        actor: "system",
        reason: found,
        case: reportId,
      });
      const seen = await health(school, "dsl");
      expect(seen.damaged).toMatchObject([{ id, reportId, reference, found, place: null }]);
      expect((await health(school, "admin")).damaged[0]?.place).toMatch(/^\w\w\//);

      await mend();
      expect((await sweep(school, 33)).damaged).toEqual([]);
      expect((await health(school, "dsl")).damaged).toEqual([]);
      expect(await ledgerOf(id)).toContain("evidence-whole-again");
    },
  );

  test.each(Object.keys(losses))(
    "a %s file that somebody opens is on the page at once",
    async (way) => {
      const { school, id, path, reportId } = await kept();
      await losses[way]?.({ id, path }, await add(school, { reportId }));
      const claims = await school.as("deputy");
      expect(await holdEvidence(claims, await viewEvidence(claims, id, "view"))).toBeNull();
      const found = flawOf[way] ?? way;
      expect((await health(school, "admin")).damaged).toMatchObject([{ id, found }]);
      expect(await ledgerOf(id)).toEqual([
        "evidence-received",
        "evidence-viewed",
        "evidence-damaged",
      ]);
    },
  );

  test("says nothing of a matter to whom it is walled from, nor to others at all", async () => {
    const { school, path } = await kept(["admin"]);
    rmSync(path);
    await sweep(school);
    expect(await told(school)).toEqual([school.people.dsl]);
    expect((await health(school, "dsl")).damaged).toHaveLength(1);
    expect(await health(school, "admin")).toMatchObject({ damaged: [], items: 0 });
    for (const who of ["headteacher", "deputy", "teacher", "governor"] as const)
      expect((await health(school, who)).damaged).toEqual([]);
  });

  test("tells the administrator alone that a file of a draft is lost", async () => {
    const school = await makeSchool();
    const { draftId } = await withScope(await school.as("teacher"), startDraft);
    const { path } = await add(school, { draftId });
    rmSync(path);
    await sweep(school);
    expect((await health(school, "dsl")).damaged).toEqual([]);
    expect((await health(school, "admin")).damaged).toMatchObject([{ reference: null }]);
  });

  test("goes on where it was stopped", async () => {
    const { school, reportId } = await kept();
    for (let n = 0; n < 3; n++) await add(school, { reportId });
    let turns = 0;
    const first = await sweepSchool(school.schoolId, inDays(31), { until: () => ++turns > 2 });
    expect(first.items).toBe(2);
    expect((await sweep(school)).items).toBe(2);
  });

  test("waits when it reads faster than it may", async () => {
    let clock = 0;
    const waits: number[] = [];
    const pace = paceOf(
      1000,
      () => clock,
      async (ms) => {
        waits.push(ms);
        clock += ms;
      },
    );
    await pace(10);
    expect(waits).toEqual([]);
    await pace(990);
    await pace(500);
    expect(waits).toEqual([1000, 500]);
    clock += 5000;
    await pace(2000);
    expect(waits).toHaveLength(2);
  });

  test("calls nothing lost when the root key or the store is away, and says so", async () => {
    const { school, id } = await kept();
    const root = String(process.env.ROOT_KEY_FILE);
    chmodSync(root, 0o644);
    try {
      expect((await checkEvidence(inDays(31))).problem).toBe("root-key");
    } finally {
      chmodSync(root, 0o600);
    }
    expect(await health(school, "admin")).toMatchObject({ problem: "root-key", damaged: [] });
    expect(await ledgerOf(id)).toEqual(["evidence-received"]);
  });
});

describe("files and rows", () => {
  /** As `kept`, with what a comparison finds of this test's own. */
  async function compare(at: Date) {
    const { compared } = await checkEvidence(at, { compare: true });
    if (!compared) throw new Error("not compared");
    return compared;
  }
  const old = (path: string, days = 2) => utimesSync(path, inDays(-days), inDays(-days));

  test("a file that no row tells of is named, counted and never removed", async () => {
    const { school, id, path, key } = await kept();
    const stray = `ab${crypto.randomUUID().slice(2)}`;
    mkdirSync(dirname(pathOf(stray)), { recursive: true });
    writeFileSync(pathOf(stray), "x");
    expect((await compare(new Date())).strays).not.toContain(stray);
    old(pathOf(stray), 400);
    old(path, 400);
    const { strays, missing } = await compare(new Date());
    expect(strays).toContain(stray);
    expect(strays).not.toContain(key);
    expect(missing.map((item) => item.id)).not.toContain(id);
    expect(existsSync(pathOf(stray)) && existsSync(path)).toBe(true);
    expect((await health(school, "admin")).strays).toBeGreaterThan(0);
    expect(await ledgerOf(school.schoolId)).toContain("evidence-store-compared");
    rmSync(pathOf(stray));
  });

  test("a row without its file is found at once, not first when it is due", async () => {
    const { school, id, path } = await kept();
    rmSync(path);
    expect((await compare(new Date())).missing.map((item) => item.id)).toContain(id);
    expect((await health(school, "dsl")).damaged).toMatchObject([{ id, found: "missing" }]);
    expect(await ledgerOf(id)).toContain("evidence-damaged");
  });

  test("an abandoned upload goes after a day, as does what its writer took back", async () => {
    const { id, path, key } = await kept();
    const [abandoned, running] = ["one", "two"].map((name) =>
      pathOf(`${key.slice(0, 2)}${name}.part`),
    );
    for (const part of [abandoned, running]) writeFileSync(String(part), "x");
    old(String(abandoned));
    await asOwner()`update evidence set state = 'removed', report_id = null where id = ${id}`;
    await compare(new Date());
    expect(existsSync(path)).toBe(true);
    old(path);
    expect((await compare(new Date())).dropped).toBeGreaterThanOrEqual(1);
    expect([path, abandoned, running].map((one) => existsSync(String(one)))).toEqual([
      false,
      false,
      true,
    ]);
    rmSync(String(running));
  });
});

describe("a part of an item", () => {
  const last = picture.length;
  const part = async (item: { id: string }, school: TestSchool, start: number, end: number) => {
    const claims = await school.as("deputy");
    const seen = await viewEvidence(claims, item.id, "original", { inParts: start > 0 });
    return holdPart(claims, seen, { start, end });
  };

  test("is handed out without reading the rest, and a damaged part is not", async () => {
    const { school, id, path } = await kept();
    flip(path, last - 10);
    const whole = await part({ id }, school, 65_530, 65_550);
    expect(whole && (await buffer(whole)).equals(picture.subarray(65_530, 65_550))).toBe(true);
    expect(await ledgerOf(id)).not.toContain("evidence-damaged");
    expect(await part({ id }, school, last - 5, last)).toBeNull();
    const long = await part({ id }, school, 0, last);
    await expect(buffer(long ?? Readable.from([]))).rejects.toThrow("is not what was kept");
    expect((await health(school, "admin")).damaged).toMatchObject([{ id, found: "changed" }]);
  });

  test("belongs to the view it goes on with, and is a view of its own without one", async () => {
    const { school, id } = await kept();
    for (const start of [70_000, 80_000, 0, 90_000]) await part({ id }, school, start, last);
    const written = ["evidence-received", "evidence-exported", "evidence-exported"];
    expect(await ledgerOf(id)).toEqual(written);
    const teacher = await school.as("teacher");
    await viewEvidence(teacher, id, "original", { inParts: true });
    expect(await ledgerOf(id)).toHaveLength(4);
    // A picture is shown whole each time, whatever the request says.
    for (let n = 0; n < 2; n++) await viewEvidence(teacher, id, "view", { inParts: true });
    expect(await ledgerOf(id)).toHaveLength(6);
  });
});
