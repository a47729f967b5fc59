import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  addPerson,
  asOwner,
  type CastKey,
  makeSchool,
  openAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { landed } from "@/db/testing-routes";
import { listConcerns } from "@/lib/cases/list-concerns";
import { previewRoute } from "./preview-route";
import { parseReport } from "./schema";

type Answers = Record<string, string | string[]>;
const answers = {
  safety: "no",
  type: "CYB",
  affected: "me",
  when: "today",
  account: "Somebody posted abuse about me in the group.",
};

const preview = async (school: TestSchool, who: CastKey, changes: Answers, textOnly = false) =>
  withScope(await school.as(who), (tx, actor) => {
    const { report } = parseReport({ ...answers, ...changes }, actor.at);
    if (!report) throw new Error("The test's report is not whole");
    return previewRoute(tx, actor, report, textOnly);
  });
const tie = (school: TestSchool, from: CastKey, to: CastKey) =>
  asOwner()`insert into conflict_declarations
    (school_id, id, person_id, with_person_id, kind, declared_at) values (${school.schoolId},
      gen_random_uuid(), ${school.people[from]}, ${school.people[to]}, 'relative', now())`;

test("a DSL who reports owns it like any other", async () => {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "dsl", { affected: "", affectedName: "Poppy Ives" });
  expect((await landed(school, reportId)).owner).toBe("dsl");
});

test("clocks from outside start with the report, and the next of all is its deadline", async () => {
  const school = await makeSchool();
  const child = { affected: "", affectedName: "Poppy Ives", named0Name: "Colin Webb" };
  const { reportId } = await sendAs(school, "teacher", child);
  const clocks = await asOwner()`select kind, force, due_at from clocks
    where report_id = ${reportId} order by kind`;
  expect(clocks.map(({ kind, force }) => `${kind} ${force}`)).toEqual([
    "lado statutory",
    "triage-medium target",
  ]);
  const [triage] = await asOwner()`select due_at from triages where report_id = ${reportId}`;
  expect(triage?.due_at).toEqual(
    clocks.map((clock) => clock.due_at as Date).sort((a, b) => +a - +b)[0],
  );
});

test("a school adds recipients and takes none away", async () => {
  const school = await makeSchool();
  await asOwner()`update routes set added = '["deputy-dsl", "headteacher"]', told = '{}'
    where school_id = ${school.schoolId} and row = 5`;
  const { reportId } = await sendAs(school, "teacher", { affected: "pupil" });
  const got = await landed(school, reportId);
  expect(got.told).toEqual(["deputy", "dsl", "headteacher"]);
});

test("B6-19 a low-level concern is led by the DSL where the policy says so", async () => {
  const school = await makeSchool();
  const policyId = crypto.randomUUID();
  await asOwner()`insert into policies (school_id, id) values (${school.schoolId}, ${policyId})`;
  await asOwner()`insert into policy_versions (school_id, id, policy_id, number, title, drafted_at,
      published_at, sha256, rules) values (${school.schoolId}, gen_random_uuid(), ${policyId}, 1,
      'Conduct', now(), now(), ${"c".repeat(64)}, '{"concernsTo": "dsl"}')`;
  const low = { type: "ADC", subtype: "ADC.low-level", affected: "unknown" };
  const { reportId } = await sendAs(school, "teacher", { ...low, named0Name: "Colin Webb" });
  expect(await landed(school, reportId)).toMatchObject({
    row: 19,
    owner: "dsl",
    told: ["dsl", "headteacher"],
  });
  const { caseId } = await openAs(school, "dsl", reportId);
  const log = await withScope(await school.as("dsl"), listConcerns);
  expect(JSON.stringify(log)).toContain(caseId);
  const grave = { type: "ADC", subtype: "ADC.threshold", affected: "unknown" };
  const other = await sendAs(school, "teacher", { ...grave, named0Name: "Colin Webb" });
  expect(await landed(school, other.reportId)).toMatchObject({ row: 8, owner: "headteacher" });
});

describe("walls", () => {
  test("a tie shuts out, and the preview does not show that it does", async () => {
    const school = await makeSchool();
    await tie(school, "headteacher", "colleague");
    const changes = { named0Name: "Colin Webb" };
    const seen = await preview(school, "teacher", changes);
    expect(seen.words).toContain("Helen Marsh (headteacher)");
    const { reportId } = await sendAs(school, "teacher", changes);
    const got = await landed(school, reportId);
    expect([got.owner, got.told]).toEqual(["chair", ["chair", "dsl"]]);
    expect(got.walled).toEqual(["colleague", "headteacher"]);
  });

  test("a handler's own report about somebody they are tied to is handled by another", async () => {
    const school = await makeSchool();
    await tie(school, "dsl", "pupil");
    const { reportId } = await sendAs(school, "dsl", { affected: "", affectedName: "Poppy Ives" });
    const got = await landed(school, reportId);
    expect([got.owner, got.told, got.walled]).toEqual([
      "deputy",
      ["deputy", "headteacher"],
      ["dsl"],
    ]);
  });

  test("the line manager answered or named is walled and cannot be chosen", async () => {
    const school = await makeSchool();
    for (const changes of [{ about: ["line-manager"] }, { named0Name: "Lena Moss" }]) {
      expect((await preview(school, "teacher", changes)).mayAlso).not.toContain("line-manager");
      const { reportId } = await sendAs(school, "teacher", {
        ...changes,
        recipient: "line-manager",
      });
      const got = await landed(school, reportId);
      expect([got.walled, got.told.includes("manager")]).toEqual([["manager"], false]);
    }
  });

  test("a first name, a surname or both ways round are enough to wall", async () => {
    const school = await makeSchool();
    for (const typed of ["Helen", "Marsh", "Marsh, Helen", "mrs  marsh", "Helen Marsh"]) {
      const { reportId } = await sendAs(school, "teacher", { named0Name: typed });
      expect((await landed(school, reportId)).walled, typed).toEqual(["headteacher"]);
    }
  });

  test("a pupil of the headteacher's surname is not taken for the headteacher", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", {
      affected: "pupil",
      affectedName: "Poppy Marsh",
      named0Name: "Toby Marsh",
      named0Kind: "pupil",
    });
    const got = await landed(school, reportId);
    expect([got.row, got.owner, got.walled]).toEqual([5, "dsl", []]);
    const names = await asOwner()`select p.name, p.kind, p.listed from involvements i
      join people p on p.school_id = i.school_id and p.id = i.person_id
      where i.report_id = ${reportId} order by p.name`;
    expect(names).toEqual([
      { name: "Poppy Marsh", kind: "pupil", listed: false },
      { name: "Toby Marsh", kind: "pupil", listed: false },
    ]);
  });

  test("of two pupils of one name it is known that it is a pupil", async () => {
    const school = await makeSchool();
    await addPerson(school.schoolId, { name: "Poppy Ives", kind: "pupil" });
    const { reportId } = await sendAs(school, "teacher", {
      type: "APB",
      affected: "",
      affectedName: "Poppy Ives",
      named0Name: "Colin Webb",
    });
    expect(await landed(school, reportId)).toMatchObject({ row: 8, affected: "pupil" });
  });

  test("somebody picked and then typed over is whoever was typed", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", {
      named0Id: school.people.colleague,
      named0Name: "Helen Marsh",
    });
    expect((await landed(school, reportId)).walled).toEqual(["headteacher"]);
  });
});

test("with everybody walled the report still lands, and says where to turn", async () => {
  const school = await makeSchool();
  await asOwner()`update role_assignments set ends_at = now() where school_id = ${school.schoolId}
    and role <> 'staff' and role <> 'headteacher'`;
  const { reportId } = await sendAs(school, "teacher", { about: ["headteacher"] });
  expect(await landed(school, reportId)).toMatchObject({ owner: null, told: [] });
  const [progress] = await asOwner()`select words from report_progress
    where report_id = ${reportId}`;
  expect(progress?.words).toContain("outside school");
  expect((await preview(school, "teacher", { about: ["headteacher"] })).words).toEqual([]);
});
