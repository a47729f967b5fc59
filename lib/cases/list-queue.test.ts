import { type SQL, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import { asOwner, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import type { Actor } from "@/lib/access/types";
import { askReporter } from "./ask-reporter";
import { closeReport } from "./close-report";
import { countQuery, countQueue, listQueue, nextReport, queueQuery, queueView } from "./list-queue";
import { openCase } from "./open-case";
import { mattersQuery, peopleTyped, readTyped, searchMatters, searchQuery } from "./search-matters";
import { snoozeReport } from "./snooze-report";

const view = (query: Record<string, string> = {}) => queueView.parse(query);

async function references(school: TestSchool, who: "dsl" | "deputy" | "headteacher", query = {}) {
  return withScope(await school.as(who), async (tx, actor) =>
    (await listQueue(tx, actor, view({ tab: "all", ...query }))).rows.map((row) => row.reference),
  );
}

const aPupil = { affected: "", affectedName: "Poppy Ives" };

describe("the queue", () => {
  test("shows what waits and what is live, worst first, each in its tab", async () => {
    const school = await makeSchool();
    const low = await sendAs(school, "teacher", { ...aPupil, type: "PUP" });
    const high = await sendAs(school, "teacher", { ...aPupil, type: "SEX" });
    const asked = await sendAs(school, "teacher", aPupil);
    const later = await sendAs(school, "teacher", aPupil);
    const opened = await sendAs(school, "teacher", aPupil);
    const done = await sendAs(school, "teacher", aPupil);
    await withScope(await school.as("dsl"), async (tx, actor) => {
      const on = (reportId: string) => ({ reportId, version: 1 });
      const until = new Date(actor.at.getTime() + 5 * 86_400_000).toISOString().slice(0, 10);
      await askReporter(tx, actor, { ...on(asked.reportId), words: "When was it?" });
      await snoozeReport(tx, actor, { ...on(later.reportId), until });
      await closeReport(tx, actor, {
        ...on(done.reportId),
        reason: "Known already",
        wishesSeen: "",
      });
      await openCase(tx, actor, {
        ...on(opened.reportId),
        track: "T2",
        severity: 4,
        severityReason: "",
      });
    });
    await withScope(await school.as("dsl"), async (tx, actor) => {
      const tab = async (name: string) =>
        (await listQueue(tx, actor, view({ tab: name }))).rows.map((row) => row.reference);
      expect(await tab("new")).toEqual([high.reference, low.reference]);
      expect(await tab("waiting")).toEqual([asked.reference]);
      expect(await tab("snoozed")).toEqual([later.reference]);
      expect(await tab("overdue")).toEqual([]);
      const all = await listQueue(tx, actor, view({ tab: "all" }));
      expect(all.rows.map((row) => row.severity)).toEqual([4, 3, 2, 2, 2]);
      expect(all.rows[0]).toMatchObject({
        kind: "case",
        affected: "Poppy Ives",
        owner: "Dilys Parry",
      });
      expect(await countQueue(tx, actor)).toEqual({
        new: "2",
        mine: "5",
        waiting: "1",
        snoozed: "1",
        overdue: "0",
        all: "5",
      });
      expect(await nextReport(tx, actor)).toBe(high.reportId);
    });
  });

  test("a snoozed report is new again when its morning comes", async () => {
    const school = await makeSchool();
    const { reportId, reference } = await sendAs(school, "teacher", aPupil);
    const claims = await school.as("dsl");
    const at = new Date();
    const until = new Date(at.getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
    await withScope(claims, (tx, actor) =>
      snoozeReport(tx, actor, { reportId, version: 1, until }),
    );
    const later = { ...claims, at: new Date(at.getTime() + 3 * 86_400_000) };
    await withScope(later, async (tx, actor) => {
      const { rows } = await listQueue(tx, actor, view({ tab: "new" }));
      expect(rows.map((row) => row.reference)).toEqual([reference]);
    });
  });

  test("filters by kind, risk, reference and name, and leaves names out when asked", async () => {
    const school = await makeSchool();
    const abuse = await sendAs(school, "teacher", aPupil);
    const harm = await sendAs(school, "teacher", {
      ...aPupil,
      type: "SEX",
      affectedName: "Olu Day",
    });
    expect(await references(school, "dsl", { type: "SEX" })).toEqual([harm.reference]);
    expect(await references(school, "dsl", { severity: "2" })).toEqual([abuse.reference]);
    expect(await references(school, "dsl", { q: abuse.reference.toLowerCase() })).toEqual([
      abuse.reference,
    ]);
    expect(await references(school, "dsl", { q: "OS-" })).toHaveLength(2);
    expect(await references(school, "dsl", { q: "olu" })).toEqual([harm.reference]);
    await withScope(await school.as("dsl"), async (tx, actor) => {
      const hidden = await listQueue(tx, actor, view({ tab: "all", names: "hidden" }));
      expect(hidden.rows.map((row) => row.affected)).toEqual([null, null]);
    });
  });

  test("is empty for somebody walled, in rows, counts, filter and search", async () => {
    const school = await makeSchool();
    const { reference } = await sendAs(school, "teacher", { about: ["dsl"], ...aPupil });
    expect(await references(school, "headteacher")).toEqual([reference]);
    expect(await references(school, "dsl")).toEqual([]);
    await withScope(await school.as("dsl"), async (tx, actor) => {
      expect(Object.values(await countQueue(tx, actor))).toEqual(["0", "0", "0", "0", "0", "0"]);
      expect(await searchMatters(tx, actor, reference, "report")).toEqual({
        rows: [],
        more: false,
      });
      expect(await searchMatters(tx, actor, "Poppy", "report")).toEqual({ rows: [], more: false });
      expect(await searchMatters(tx, actor, "OS-26-", "report")).toEqual(
        await searchMatters(tx, actor, "ZZZZ", "report"),
      );
    });
    await withScope(await school.as("headteacher"), async (tx, actor) => {
      expect(
        (await searchMatters(tx, actor, "poppy", "report")).rows.map((row) => row.reference),
      ).toEqual([reference]);
      expect(
        (await searchMatters(tx, actor, reference, "report")).rows.map((row) => row.kind),
      ).toEqual(["report"]);
    });
  });

  test("shows nothing of another school", async () => {
    const [here, there] = [await makeSchool(), await makeSchool()];
    const { reference } = await sendAs(there, "teacher", aPupil);
    expect(await references(here, "dsl")).toEqual([]);
    expect(await references(here, "dsl", { q: reference })).toEqual([]);
  });
});

describe("the queue of a school with 20,000 reports and 20,000 cases", () => {
  let school: TestSchool;
  beforeAll(async () => {
    school = await makeSchool();
    const { schoolId, people } = school;
    const owner = asOwner();
    await owner`insert into reports (school_id, id, reference, reporter_id, sent_at, type, track,
        route_row, restricted, text_only, danger, affected, about, happened_unknown, account, content_hash)
      select ${schoolId}, gen_random_uuid(), 'OS-26-' || i, ${people.teacher}, now() - i * interval '1 minute',
        'CYB', case when i % 3 = 0 then 'T1' else 'T2' end, 5, false, false, false, 'pupil', '{}', true, 'x', 'x'
      from generate_series(1, 20000) i`;
    await owner`insert into triages (school_id, report_id, reference, type, track, restricted, state,
        severity, owner_id, received_at, due_at)
      select school_id, id, reference, type, track, false,
        case when random() < 0.02 then 'asked' when random() < 0.02 then 'snoozed' else 'new' end,
        1 + floor(random() * 4), ${people.dsl}, sent_at, sent_at + interval '2 days'
      from reports where school_id = ${schoolId}`;
    await owner`update triages set snoozed_until = now() + interval '3 days'
      where school_id = ${schoolId} and state = 'snoozed'`;
    await owner`insert into cases (school_id, id, reference, type, track, restricted, state, severity,
        owner_id, opened_at, opened_by, due_at)
      select ${schoolId}, gen_random_uuid(), 'OS-26-C' || i, 'CYB', case when i % 3 = 0 then 'T1' else 'T2' end,
        false, case when i % 50 = 0 then 'decision' else 'active' end, 1 + i % 4, ${people.dsl},
        now() - i * interval '1 minute', ${people.dsl}, now() + (i - 10000) * interval '1 minute'
      from generate_series(1, 20000) i`;
    await owner`insert into people (school_id, id, kind, name, created_at)
      select ${schoolId}, gen_random_uuid(), 'pupil', 'Pupil Number' || i, now()
      from generate_series(1, 400) i`;
    const anyPupil = owner`(select p.id from people p where p.school_id = ${schoolId}
      and p.kind = 'pupil' and m.id is not null order by random() limit 1)`;
    await owner`insert into involvements (school_id, id, report_id, person_id, part, added_at, added_by)
      select m.school_id, gen_random_uuid(), m.id, ${anyPupil}, 'affected', now(), ${people.teacher}
      from reports m where m.school_id = ${schoolId}`;
    await owner`insert into involvements (school_id, id, case_id, person_id, part, added_at, added_by)
      select m.school_id, gen_random_uuid(), m.id, ${anyPupil}, 'affected', now(), ${people.dsl}
      from cases m where m.school_id = ${schoolId}`;
    await owner`analyze`;
  });

  const plan = async (query: (tx: Tx, actor: Actor) => Promise<SQL>) =>
    withScope(await school.as("dsl"), async (tx, actor) => {
      const rows = await tx.execute(sql`explain (analyze, costs off) ${await query(tx, actor)}`);
      return rows.map((row) => String(row["QUERY PLAN"])).join("\n");
    });

  test.each([
    { tab: "new" },
    { tab: "mine" },
    { tab: "waiting" },
    { tab: "snoozed" },
    { tab: "overdue" },
    { tab: "all" },
    { tab: "all", sort: "clock" },
    { tab: "all", page: "40" },
    { tab: "all", type: "CYB", severity: "2" },
    { tab: "all", q: "OS-26-77" },
    { tab: "all", q: "number77" },
  ])("reads %j by index", async (query) => {
    const wanted = view(query as Record<string, string>);
    const text = await plan(async (tx, actor) =>
      queueQuery(actor, wanted, wanted.q ? await readTyped(tx, actor, wanted.q) : null),
    );
    expect(text).not.toMatch(/Seq Scan on (triages|cases|involvements)/);
  });

  test.each([
    ["number77", "case"],
    ["number77", "report"],
    ["OS-26-77", "case"],
    ["OS-26-77", "report"],
  ] as const)("searches for %s by index: %s", async (q, kind) => {
    const text = await plan(async (tx, actor) =>
      searchQuery(actor, await readTyped(tx, actor, q), kind, 1),
    );
    expect(text).not.toMatch(/Seq Scan on (triages|cases|involvements)/);
  });

  test("finds the matters of a person by index", async () => {
    const text = await plan(async (tx, actor) =>
      mattersQuery(actor, await peopleTyped(tx, actor, "number77")),
    );
    expect(text).not.toMatch(/Seq Scan on (triages|cases|involvements|reports)/);
  });

  test("counts by index, and never past a hundred", async () => {
    const text = await plan(async (_tx, actor) => countQuery(actor));
    expect(text).not.toMatch(/Seq Scan on (triages|cases)/);
    await withScope(await school.as("dsl"), async (tx, actor) => {
      expect(await countQueue(tx, actor)).toMatchObject({ new: "99+", all: "99+", mine: "99+" });
    });
  });
});
