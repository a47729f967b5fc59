import { sql as dsql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  evidenceOn,
  ledgerOf,
  makeSchool,
  openAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { marksQuery, searchMatters, searchPeople } from "@/lib/cases/search-matters";
import { marksOf, marksSought } from "@/lib/evidence/make-marks";
import { appendOfCases } from "@/lib/ledger/append-ledger";
import { connectionsQuery, findConnections } from "./find-connections";
import { setAside } from "./set-aside";
import { chronologyQuery, partsQuery, tellChronology, tracePerson } from "./trace-person";

const sql = asOwner();
const told =
  "He said that he would wait at the bus stop by the old mill and film whatever she did next.";
const common = {
  affected: "",
  affectedName: "Poppy Ives",
  handle: "@Mean.One",
  address: "https://www.clips.example/v/991?utm_source=app",
  account: told,
};

const find = async (school: TestSchool, who: CastKey, caseId: string) =>
  withScope(await school.as(who), (tx, actor) => findConnections(tx, actor, caseId));

describe("what may be connected", () => {
  test("the same account, address and wording are found with why; nothing else is", async () => {
    const school = await makeSchool();
    const one = await openAs(school, "dsl", (await sendAs(school, "teacher", common)).reportId);
    const two = await openAs(
      school,
      "dsl",
      (
        await sendAs(school, "colleague", {
          ...common,
          handle: "mean.one",
          address: "clips.example/v/991/",
          account: `She told me this. ${told} It was on Monday.`,
        })
      ).reportId,
    );
    const report = await sendAs(school, "colleague", {
      ...common,
      handle: "somebody.else",
      address: "https://clips.example",
      account:
        "In the lunch hall a group of older pupils kept calling her names in front of everybody.",
    });
    const last = await sendAs(school, "colleague", { ...common, address: "", account: "Again" });
    expect(await find(school, "dsl", one.caseId)).toMatchObject([
      { id: two.caseId, kind: "case", why: ["address", "handle", "wording"] },
      { id: last.reportId, kind: "report", why: ["handle"] },
    ]);
    expect(JSON.stringify(await find(school, "dsl", one.caseId))).not.toContain(report.reportId);
  });

  test("set aside with a reason it is not suggested again, at either end", async () => {
    const school = await makeSchool();
    const one = await openAs(school, "dsl", (await sendAs(school, "teacher", common)).reportId);
    const two = await openAs(school, "dsl", (await sendAs(school, "colleague", common)).reportId);
    const aside = async (who: CastKey) =>
      withScope(await school.as(who), (tx, actor) =>
        setAside(tx, actor, { caseId: one.caseId, otherId: two.caseId, reason: "Another boy" }),
      );
    await expect(aside("teacher")).rejects.toMatchObject({ code: "not-found" });
    await sql`insert into walls values (${school.schoolId}, ${school.people.deputy}, ${two.caseId}, 'named', now())`;
    await expect(aside("deputy")).rejects.toMatchObject({ code: "conflict" });
    await aside("dsl");
    expect(await find(school, "dsl", one.caseId)).toEqual([]);
    expect(await find(school, "dsl", two.caseId)).toEqual([]);
    expect(await ledgerOf(one.caseId)).toContain("connection-set-aside");
  });

  test("a picture's marks connect, and are gone when it is sealed", async () => {
    const school = await makeSchool();
    const plain = { affected: "", affectedName: "Poppy Ives", handle: "", address: "" };
    const first = await sendAs(school, "teacher", { ...plain, account: "One" });
    const second = await sendAs(school, "colleague", { ...plain, account: "Two" });
    const one = await openAs(school, "dsl", first.reportId);
    const items = [
      await evidenceOn(school, first.reportId),
      await evidenceOn(school, second.reportId),
    ];
    for (const item of items)
      for (const band of [1, 2, 3])
        await sql`insert into marks values (${school.schoolId}, ${Buffer.from([band])}, ${item}, 'image')`;
    expect(await find(school, "dsl", one.caseId)).toMatchObject([
      { id: second.reportId, why: ["image"] },
    ]);
    await sql`delete from marks where source_id = ${String(items[1])} and token = ${Buffer.from([3])}`;
    expect(await find(school, "dsl", one.caseId)).toEqual([]);
    await sql`update evidence set state = 'sealed' where id = ${String(items[0])}`;
    expect(await sql`select 1 from marks where source_id = ${String(items[0])}`).toEqual([]);
  });

  test("two schools keep nothing equal of one handle", () => {
    const made = ["a", "b"].map((id) => marksOf(id, { handles: ["@mean.one"], addresses: [] }));
    expect(made[0]).toHaveLength(1);
    expect(made[0]?.[0]?.token.equals(made[1]?.[0]?.token ?? Buffer.alloc(0))).toBe(false);
  });
});

/** All that a reader is told of two cases, of a person, and by the search. */
async function everything(school: TestSchool, who: CastKey, caseIds: string[]) {
  const claims = await school.as(who);
  return withScope(claims, async (tx, actor) => {
    const found: unknown[] = [];
    for (const caseId of caseIds) found.push(await findConnections(tx, actor, caseId));
    const people = await searchPeople(tx, actor, "Poppy");
    for (const personId of [school.people.pupil, school.people.deputy]) {
      const traced = await tracePerson(tx, actor, { personId, page: 1 }).catch((e) => e.code);
      found.push(traced);
      if (traced === "not-found") continue;
      const { events, more } = await tellChronology(tx, actor, { personId, page: 1 });
      found.push(events, more);
    }
    for (const q of ["Poppy", "mean.one", "clips.example/v/991", "bus stop", "OS-26"])
      for (const kind of ["case", "report"] as const)
        found.push(await searchMatters(tx, actor, q, kind));
    return JSON.stringify([found, people]);
  });
}

/** As if these had never been sent or opened. */
async function unmake(ids: string[]) {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`delete from marks where source_id = any (${ids}::uuid[])`;
    await tx`delete from walls where matter_id = any (${ids}::uuid[])`;
    await tx`delete from involvements where coalesce(report_id, case_id) = any (${ids}::uuid[])`;
    await tx`delete from case_reports where case_id = any (${ids}::uuid[])`;
    await tx`delete from case_events where case_id = any (${ids}::uuid[])`;
    await tx`delete from cases where id = any (${ids}::uuid[])`;
    await tx`delete from triages where report_id = any (${ids}::uuid[])`;
    await tx`delete from reports where id = any (${ids}::uuid[])`;
  });
}

test("to somebody walled, a matter that is there and one that never was are the same", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.subarray([0, 1, 2, 3], { minLength: 1, maxLength: 3 }),
      fc.constantFrom("dsl", "deputy", "headteacher", "chair"),
      fc.boolean(),
      async (hidden, who, opened) => {
        const school = await makeSchool();
        const matters: { ids: string[]; caseId: string | null }[] = [];
        for (const [i, writer] of (
          ["teacher", "colleague", "manager", "teacher"] as const
        ).entries()) {
          const { reportId } = await sendAs(school, writer, common);
          const caseId = opened || i > 1 ? (await openAs(school, "dsl", reportId)).caseId : null;
          matters.push({ ids: [reportId, ...(caseId ? [caseId] : [])], caseId });
        }
        const gone = hidden.flatMap((i) => matters[i]?.ids ?? []);
        const asked = matters.flatMap((m, i) => (hidden.includes(i) ? [] : (m.caseId ?? [])));
        await sql`insert into walls select ${school.schoolId}, ${school.people[who]}, m, 'named', now()
          from unnest(${gone}::uuid[]) m`;
        const walled = await everything(school, who, asked);
        await unmake(gone);
        expect(walled).toBe(await everything(school, who, asked));
        for (const id of gone) expect(walled).not.toContain(id);
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);

test("a chronology leaves an entry for each case in it, as a role that its reader holds", async () => {
  const school = await makeSchool();
  const cases: string[] = [];
  for (const who of ["teacher", "colleague"] as const) {
    const { reportId } = await sendAs(school, who, { ...common, affectedId: school.people.pupil });
    cases.push((await openAs(school, "dsl", reportId)).caseId);
  }
  const views = async () =>
    Promise.all(
      cases.map(async (id) => (await ledgerOf(id)).filter((one) => one === "case-viewed").length),
    );
  const before = await views();
  await withScope(await school.as("dsl"), (tx, actor) =>
    tellChronology(tx, actor, { personId: school.people.pupil, page: 1 }),
  );
  expect(await views()).toEqual(before.map((n) => n + 1));
  const lie = { role: "headteacher", action: "case-viewed", reason: "chronology" } as const;
  await expect(
    withScope(await school.as("dsl"), (tx) => appendOfCases(tx, cases, lie)),
  ).rejects.toMatchObject({ cause: { message: "the role headteacher is not held" } });
});

describe("under row-level security", () => {
  test("twenty thousand cases: a person, their chronology, connections and words by index", async () => {
    const school = await makeSchool();
    const { schoolId, people } = school;
    const one = await openAs(school, "dsl", (await sendAs(school, "teacher", common)).reportId);
    await sql`insert into reports (school_id, id, reference, reporter_id, sent_at, type, track, route_row,
        restricted, text_only, danger, affected, about, happened_unknown, account, content_hash)
      select ${schoolId}, gen_random_uuid(), 'XX-' || n, ${people.colleague}, now() - n * interval '1 minute',
        'CYB', 'T2', 1, false, false, false, 'me', '{}', true, 'words', 'hash'
      from generate_series(1, 20000) n`;
    await sql`insert into triages (school_id, report_id, reference, type, track, restricted, state, severity, received_at, due_at)
      select school_id, id, reference, type, track, false, 'new', 2, sent_at, sent_at from reports
      where school_id = ${schoolId} and account = 'words'`;
    await sql`insert into cases (school_id, id, reference, type, track, restricted, state, severity, owner_id, opened_at, opened_by)
      select school_id, gen_random_uuid(), 'C' || reference, type, track, false, 'active', 2, ${people.dsl}, sent_at, ${people.dsl}
      from reports where school_id = ${schoolId} and account = 'words'`;
    await sql`insert into people (school_id, id, kind, name, created_at)
      select ${schoolId}, gen_random_uuid(), 'pupil', 'Pupil ' || n, now() from generate_series(1, 500) n`;
    await sql`insert into involvements (school_id, id, case_id, person_id, part, added_at, added_by)
      select c.school_id, gen_random_uuid(), c.id, p.id, 'affected', now(), ${people.dsl}
      from (select *, row_number() over () % 500 as k from cases where school_id = ${schoolId}) c
      join (select id, row_number() over () % 500 as k from people
        where school_id = ${schoolId} and name like 'Pupil %') p on p.k = c.k`;
    await sql`insert into involvements (school_id, id, report_id, person_id, part, added_at, added_by)
      select r.school_id, gen_random_uuid(), r.id, p.id, 'affected', now(), ${people.dsl}
      from (select *, row_number() over () % 500 as k from reports where school_id = ${schoolId}) r
      join (select id, row_number() over () % 500 as k from people
        where school_id = ${schoolId} and name like 'Pupil %') p on p.k = r.k`;
    await sql`insert into marks (school_id, token, source_id, kind)
      select r.school_id, decode(md5((random() * 30000)::int::text), 'hex'), r.id, 'word'
      from reports r, generate_series(1, 3) where r.school_id = ${schoolId} on conflict do nothing`;
    await sql`insert into case_events (school_id, id, case_id, kind, title, by_id, at)
      select school_id, gen_random_uuid(), id, 'note', 'A note', ${people.dsl}, opened_at
      from cases where school_id = ${schoolId}`;
    for (const table of [
      "reports",
      "triages",
      "cases",
      "involvements",
      "marks",
      "people",
      "case_events",
    ])
      await sql`analyze ${sql(table)}`;
    const [pupil] =
      await sql`select id from people where school_id = ${schoolId} and name = 'Pupil 77'`;
    const ids = [String(pupil?.id)];
    await withScope(await school.as("dsl"), async (tx, actor) => {
      for (const [name, query] of Object.entries({
        parts: partsQuery(actor, ids, 1),
        chronology: chronologyQuery(actor, ids, 1, 500),
        connections: connectionsQuery(actor, one.caseId),
        words: marksQuery(actor, marksSought(actor.schoolId, "mean.one")),
      })) {
        const plan = (await tx.execute(dsql`explain (analyze, costs off) ${query}`)) as unknown as {
          "QUERY PLAN": string;
        }[];
        const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
        const touched = text.split("\n").filter((line) => !line.includes("never executed"));
        expect(touched.join("\n"), name).not.toMatch(
          /Seq Scan on (reports|triages|cases|involvements|marks|case_events)/,
        );
      }
      expect((await tracePerson(tx, actor, { personId: ids[0] ?? "", page: 1 })).more).toBe(true);
    });
  }, 120_000);
});
