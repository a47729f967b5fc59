import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { cases } from "@/db/schema/cases";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  ledgerOf,
  makeSchool,
  openAs,
  referAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { writeAs } from "@/db/testing-forms";
import { runOnce } from "@/lib/access/run-once";
import type { Track } from "@/lib/access/types";
import { changeTrack } from "./change-track";
import { guardIdentity, guardsIdentity } from "./guard-identity";
import { involvePerson } from "./involve-person";
import { linkCases, unlinkCases } from "./link-cases";
import { listConcerns } from "./list-concerns";
import { listRelated } from "./list-related";
import { mergeCase } from "./merge-case";
import { splitCase } from "./split-case";

const sql = asOwner();
const aPupil = { affected: "", affectedName: "Poppy Ives" };

async function twoCases() {
  const school = await makeSchool();
  const one = await openAs(school, "dsl", (await sendAs(school, "teacher", aPupil)).reportId);
  const report = await sendAs(school, "colleague", aPupil);
  const two = await openAs(school, "dsl", report.reportId);
  return { school, one, two, reportId: report.reportId };
}
const versionOf = async (caseId: string) => {
  const [row] = await sql`select version from cases where id = ${caseId}`;
  return Number(row?.version);
};
const link = async (school: TestSchool, who: CastKey, caseId: string, reference: string) =>
  withScope(await school.as(who), (tx, actor) =>
    linkCases(tx, actor, { caseId, reference, reason: "The same group" }),
  );
const merge = async (school: TestSchool, who: CastKey, caseId: string, reference: string) => {
  const version = await versionOf(caseId);
  return withScope(await school.as(who), (tx, actor) =>
    mergeCase(tx, actor, { caseId, version, reference, reason: "The same thing" }),
  );
};
const related = async (school: TestSchool, who: CastKey, caseId: string) =>
  withScope(await school.as(who), (tx, actor) => listRelated(tx, actor, caseId));
const name = async (school: TestSchool, caseId: string, who: CastKey) => {
  const version = await versionOf(caseId);
  return withScope(await school.as("dsl"), (tx, actor) =>
    involvePerson(tx, actor, {
      caseId,
      version,
      person: "",
      personId: school.people[who],
      part: "named",
    }),
  );
};
const sees = async (school: TestSchool, who: CastKey, caseId: string) =>
  withScope(await school.as(who), async (tx, actor) => {
    const rows = await tx
      .select({ id: cases.id })
      .from(cases)
      .where(and(eq(cases.schoolId, actor.schoolId), eq(cases.id, caseId)));
    return rows.length === 1;
  });

describe("B7 any -> linked", () => {
  test("shows at both ends, to those who see both, and can be taken back", async () => {
    const { school, one, two } = await twoCases();
    await link(school, "dsl", one.caseId, two.reference);
    expect((await related(school, "dsl", two.caseId)).map((row) => row.other.reference)).toEqual([
      one.reference,
    ]);
    await expect(link(school, "deputy", two.caseId, one.reference)).rejects.toMatchObject({
      fields: { reference: "They are linked already" },
    });
    await sql`insert into walls values (${school.schoolId}, ${school.people.deputy}, ${one.caseId}, 'named', now())`;
    expect(await related(school, "deputy", two.caseId)).toEqual([]);
    const [row] = await related(school, "dsl", one.caseId);
    const linkId = String(row?.id);
    await expect(
      withScope(await school.as("deputy"), (tx, actor) =>
        unlinkCases(tx, actor, { caseId: two.caseId, linkId }),
      ),
    ).rejects.toMatchObject({ code: "not-found" });
    await withScope(await school.as("dsl"), (tx, actor) =>
      unlinkCases(tx, actor, { caseId: two.caseId, linkId }),
    );
    expect((await related(school, "dsl", one.caseId))[0]?.endedAt).not.toBeNull();
    for (const { caseId } of [one, two]) {
      const kept = await sql`select title from case_events where case_id = ${caseId}`;
      expect(kept.map((event) => event.title)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^Linked with/), "A link was taken back"]),
      );
    }
  });

  test("not by the wrong role, across a wall or to another school", async () => {
    const { school, one, two } = await twoCases();
    const elsewhere = await twoCases();
    for (const who of ["teacher", "headteacher", "chair", "admin"] as const)
      await expect(link(school, who, one.caseId, two.reference)).rejects.toMatchObject({
        code: "not-found",
      });
    await expect(link(school, "dsl", one.caseId, elsewhere.one.reference)).rejects.toMatchObject({
      fields: { reference: "There is no case with this reference that you can see" },
    });
    await sql`insert into walls values (${school.schoolId}, ${school.people.dsl}, ${two.caseId}, 'named', now())`;
    await expect(link(school, "dsl", one.caseId, two.reference)).rejects.toMatchObject({
      fields: { reference: "There is no case with this reference that you can see" },
    });
  });
});

describe("B7 any -> merged", () => {
  test("keeps out of both whoever was kept out of either, and both timelines", async () => {
    const { school, one, two } = await twoCases();
    await name(school, one.caseId, "headteacher");
    await name(school, two.caseId, "deputy");
    await merge(school, "dsl", one.caseId, two.reference);
    for (const who of ["headteacher", "deputy"] as const) {
      const walls = await sql`select matter_id from walls where person_id = ${school.people[who]}`;
      expect(walls.map((row) => row.matter_id)).toEqual(
        expect.arrayContaining([one.caseId, two.caseId]),
      );
      expect(await sees(school, who, one.caseId), who).toBe(false);
      expect(await sees(school, who, two.caseId), who).toBe(false);
    }
    const [other] = await sql`select state, outcome from cases where id = ${two.caseId}`;
    expect(other).toEqual({ state: "closed", outcome: "merged" });
    const reports = await sql`select 1 from case_reports where case_id = ${one.caseId}`;
    expect(reports).toHaveLength(2);
    const kept = await sql`select title from case_events where case_id = ${two.caseId}`;
    expect(kept.map((row) => row.title)).toContain(`Taken up into case ${one.reference}`);
    expect(await ledgerOf(one.caseId)).toContain("case-merged");
  });

  test("not while the other is decided, held or under a deadline from outside", async () => {
    const { school, one, two } = await twoCases();
    await sql`insert into clocks (school_id, id, case_id, kind, unit, length, started_at, due_at, basis, mark)
      values (${school.schoolId}, gen_random_uuid(), ${two.caseId}, 'lado', 'working-days', 1, now(),
        now() + interval '1 day', 'Local procedures', 'V2')`;
    const refused = (words: RegExp) =>
      expect(merge(school, "dsl", one.caseId, two.reference)).rejects.toMatchObject({
        fields: { reference: expect.stringMatching(words) },
      });
    await refused(/deadline from outside/);
    await sql`update clocks set stopped_at = now() where case_id = ${two.caseId}`;
    await referAs(school, "dsl", two.caseId);
    await refused(/That ends first/);
    await sql`update cases set state = 'external-hold' where id = ${two.caseId}`;
    await refused(/That ends first/);
    await sql`update cases set state = 'active', restricted = true where id = ${two.caseId}`;
    await refused(/not of the same kind/);
  });

  test("once for one key", async () => {
    const { school, one, two } = await twoCases();
    const claims = await school.as("dsl");
    const version = await versionOf(one.caseId);
    const [key, input] = [
      crypto.randomUUID(),
      { caseId: one.caseId, version, reference: two.reference, reason: "The same" },
    ];
    const send = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, key, "merge-case", () => mergeCase(tx, actor, input)),
      );
    expect(await send()).toEqual(await send());
    expect(await sql`select 1 from case_links where case_id = ${one.caseId}`).toHaveLength(1);
  });
});

const split = async (
  school: TestSchool,
  who: CastKey,
  caseId: string,
  reports: string[],
  track: Track,
) => {
  const version = await versionOf(caseId);
  return withScope(await school.as(who), (tx, actor) =>
    splitCase(tx, actor, { caseId, version, track, reports, reason: "It is about an adult too" }),
  );
};

describe("B7 any -> split", () => {
  test("opens a case of its own behind the same walls, on its own track", async () => {
    const { school, two, reportId } = await twoCases();
    await name(school, two.caseId, "deputy");
    const made = await split(school, "dsl", two.caseId, [reportId], "T1");
    expect(await sees(school, "deputy", made.caseId)).toBe(false);
    expect(await sees(school, "dsl", made.caseId)).toBe(true);
    expect((await related(school, "dsl", made.caseId))[0]?.kind).toBe("split");
    const [found] = await sql`select track, state from cases where id = ${made.caseId}`;
    expect(found).toEqual({ track: "T1", state: "active" });
    const events = await sql`select case_id, title from case_events where title like '%taken out%'
      or title like 'Taken out%'`;
    expect(events.map((row) => row.case_id)).toEqual(
      expect.arrayContaining([two.caseId, made.caseId]),
    );
  });

  test("by a headteacher into a child's case: theirs by name, and the DSL is told", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", {
      named0Name: "Poppy Ives",
      named0Kind: "pupil",
    });
    const one = await openAs(school, "headteacher", reportId);
    const made = await split(school, "headteacher", one.caseId, [reportId], "T2");
    const told = await sql`select person_id from notices where matter_id = ${made.caseId}
      and kind = 'case-opened'`;
    expect(told).toEqual([{ person_id: school.people.dsl }]);
    await split(school, "headteacher", made.caseId, [reportId], "T1");
  });

  test("takes up reports of this case alone, by whoever works it", async () => {
    const { school, one, two, reportId } = await twoCases();
    await expect(split(school, "dsl", one.caseId, [reportId], "T1")).rejects.toMatchObject({
      code: "check",
    });
    for (const who of ["headteacher", "teacher", "governor"] as const)
      await expect(split(school, who, two.caseId, [reportId], "T1")).rejects.toMatchObject({
        code: "not-found",
      });
  });
});

describe("moving between tracks", () => {
  test("lets its owner go on, tells whoever owns that kind, and keeps wall and timeline", async () => {
    const { school, one } = await twoCases();
    await name(school, one.caseId, "deputy");
    const before =
      await sql`select count(*)::int as n from case_events where case_id = ${one.caseId}`;
    const change = async (track: Track) => {
      const version = await versionOf(one.caseId);
      return withScope(await school.as("dsl"), (tx, actor) =>
        changeTrack(tx, actor, { caseId: one.caseId, version, track, reason: "It is an adult" }),
      );
    };
    await change("T3");
    expect(await sees(school, "dsl", one.caseId)).toBe(true);
    expect(await sees(school, "deputy", one.caseId)).toBe(false);
    const told =
      await sql`select person_id from notices where matter_id = ${one.caseId} and kind = 'case-opened'`;
    expect(told.map((row) => row.person_id)).toContain(school.people.headteacher);
    const after =
      await sql`select count(*)::int as n from case_events where case_id = ${one.caseId}`;
    expect(after[0]?.n).toBe(before[0]?.n + 1);
    await change("T2");
    await expect(change("T2")).rejects.toMatchObject({ code: "check" });
    await sql`update cases set state = 'external-hold' where id = ${one.caseId}`;
    await expect(change("T3")).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("low-level concerns (B6-19)", () => {
  const concern = async (school: TestSchool) => {
    const sent = await sendAs(school, "teacher", {
      type: "ADC",
      subtype: "low-level",
      affected: "school",
      named0Name: "Colin Webb",
    });
    return openAs(school, "headteacher", sent.reportId);
  };
  const log = async (school: TestSchool, who: CastKey) =>
    withScope(await school.as(who), (tx, actor) => listConcerns(tx, actor));

  test("are listed by person, most first, with what was assessed and whether they make a pattern", async () => {
    const school = await makeSchool();
    const [first, second] = [await concern(school), await concern(school)];
    expect((await log(school, "headteacher")).map((one) => [one.name, one.cases.length])).toEqual([
      ["Colin Webb", 2],
    ]);
    await writeAs(school, "headteacher", second.caseId, "pattern", "colleague", { pattern: "low" });
    const [row] = await log(school, "headteacher");
    expect(row?.cases.map((one) => one.pattern).sort()).toEqual(["low", null]);
    await writeAs(school, "headteacher", first.caseId, "T3", undefined, {
      assessment: "threshold",
    });
    expect((await log(school, "headteacher"))[0]?.cases).toHaveLength(1);
  });

  test("neither show nor count for somebody who may not see the case", async () => {
    const school = await makeSchool();
    const { caseId } = await concern(school);
    await concern(school);
    for (const who of ["teacher", "colleague", "governor", "admin", "deputy"] as const)
      await expect(log(school, who)).rejects.toMatchObject({ code: "not-found" });
    // The DSL is told of each (B6-19), and reads what she was told of.
    expect((await log(school, "dsl"))[0]?.cases).toHaveLength(2);
    await sql`insert into walls values (${school.schoolId}, ${school.people.headteacher}, ${caseId}, 'conflict', now())`;
    expect((await log(school, "headteacher"))[0]?.cases).toHaveLength(1);
    expect(await log(await makeSchool(), "headteacher")).toEqual([]);
  });
});

describe("a teacher's name (Education Act 2002, section 141F)", () => {
  const facts = {
    track: "T3",
    type: "ADC",
    nation: "england",
    namesStaff: true,
    assessed: undefined,
  };
  test.each([
    [facts, true],
    [{ ...facts, assessed: { teacher: "yes" } }, true],
    [{ ...facts, assessed: { teacher: "unsure" } }, true],
    [{ ...facts, assessed: { teacher: "no" } }, false],
    [{ ...facts, assessed: { teacher: "charged" } }, false],
    [{ ...facts, nation: "wales" }, true],
    [{ ...facts, nation: "scotland" }, false],
    [{ ...facts, track: "T2" }, false],
    [{ ...facts, namesStaff: false }, false],
    [{ ...facts, type: "APB" }, false],
  ])("%o is guarded: %s", (of, guarded) => {
    expect(guardsIdentity(of)).toBe(guarded);
  });

  test("is computed from the case as it stands", async () => {
    const school = await makeSchool();
    const sent = await sendAs(school, "teacher", {
      type: "ADC",
      affected: "school",
      named0Name: "Colin Webb",
    });
    const { caseId } = await openAs(school, "headteacher", sent.reportId);
    const guarded = async () =>
      withScope(await school.as("headteacher"), (tx, actor) => guardIdentity(tx, actor, caseId));
    expect(await guarded()).toBe(true);
    await writeAs(school, "headteacher", caseId, "T3", undefined, { teacher: "charged" });
    expect(await guarded()).toBe(false);
  });
});
