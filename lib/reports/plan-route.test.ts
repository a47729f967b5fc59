import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  addPerson,
  asOwner,
  type CastKey,
  makeSchool,
  sendAs,
  type TestSchool,
} from "@/db/testing";
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

/** Row, owner and everybody told, by their key in the cast. */
async function landed(school: TestSchool, reportId: string) {
  const key = (id: unknown) =>
    Object.entries(school.people).find(([, personId]) => personId === id)?.[0] ?? null;
  const [row] = await asOwner()`select r.route_row, r.restricted, r.affected, t.owner_id, t.severity
    from reports r join triages t on t.school_id = r.school_id and t.report_id = r.id
    where r.id = ${reportId}`;
  const notices =
    await asOwner()`select person_id, kind from notices where matter_id = ${reportId}`;
  const told = notices.filter((n) => n.kind !== "report-sealed");
  const walled = await asOwner()`select person_id from walls where matter_id = ${reportId}`;
  return {
    row: row?.route_row as number,
    restricted: row?.restricted as boolean,
    affected: row?.affected as string,
    severity: row?.severity as number,
    owner: key(row?.owner_id),
    told: told.map((n) => key(n.person_id)).sort(),
    toldTheFact: notices.filter((n) => !told.includes(n)).map((n) => key(n.person_id)),
    kinds: [...new Set(told.map((n) => n.kind))],
    walled: walled
      .map((w) => key(w.person_id))
      .filter((found) => found !== null)
      .sort(),
  };
}
const preview = async (school: TestSchool, who: CastKey, changes: Answers, textOnly = false) =>
  withScope(await school.as(who), (tx, actor) => {
    const { report } = parseReport({ ...answers, ...changes }, actor.at);
    if (!report) throw new Error("The test's report is not whole");
    return previewRoute(tx, actor, report, textOnly);
  });
/** People whom some rows turn on: lent by an agency, helping, and gone. */
async function others(school: TestSchool): Promise<void> {
  for (const [name, engagement] of [
    ["Sam Supply", "supply"],
    ["Val Helper", "volunteer"],
    ["Lee Gone", "employee"],
  ] as const) {
    const id = await addPerson(school.schoolId, { name });
    await asOwner()`update people set engagement = ${engagement},
      left_at = ${name === "Lee Gone" ? "2026-07-31" : null} where id = ${id}`;
  }
}
const tie = (school: TestSchool, from: CastKey, to: CastKey) =>
  asOwner()`insert into conflict_declarations
    (school_id, id, person_id, with_person_id, kind, declared_at) values (${school.schoolId},
      gen_random_uuid(), ${school.people[from]}, ${school.people[to]}, 'relative', now())`;

describe("the row, the owner and everybody told", () => {
  const pupil = { affected: "", affectedName: "Poppy Ives" };
  const colleague = { named0Name: "Colin Webb" };
  const both = ["dsl", "headteacher"];
  const data = ["dpo", "headteacher"];
  type Row = [number, string, Answers, string, string[]];
  const rows: Row[] = [
    [1, "staff by a pupil", { named0Name: "Poppy Ives" }, "headteacher", ["dsl", "headteacher"]],
    [2, "staff by an account", { named0Handle: "@x" }, "headteacher", ["dsl", "headteacher"]],
    [3, "staff by a colleague", colleague, "headteacher", ["dsl", "headteacher"]],
    [4, "the headteacher hurt", { affectedName: "Helen Marsh" }, "chair", ["chair", "dsl"]],
    [5, "a pupil", pupil, "dsl", ["dsl", "headteacher"]],
    [5, "a pupil on no list", { affected: "pupil" }, "dsl", ["dsl", "headteacher"]],
    [6, "no police, they say", { ...pupil, policeWish: "no" }, "dsl", ["dsl", "headteacher"]],
    [5, "nobody knows who", { affected: "unknown" }, "dsl", ["dsl", "headteacher"]],
    [8, "an adult and a child", { ...pupil, ...colleague }, "headteacher", ["dsl", "headteacher"]],
    [
      8,
      "contact with a pupil",
      { type: "APB", subtype: "APB.pupil-contact", affected: "school", ...colleague },
      "headteacher",
      ["dsl", "headteacher"],
    ],
    [9, "about the headteacher", { about: ["headteacher"] }, "chair", ["chair"]],
    [9, "the headteacher named", { named0Name: "Mrs Marsh" }, "chair", ["chair"]],
    [10, "headteacher and chair", { about: ["headteacher", "chair"] }, "trustLead", ["trustLead"]],
    [11, "about the DSL", { about: ["dsl"] }, "headteacher", ["deputy", "headteacher"]],
    [12, "DSL and headteacher", { about: ["dsl", "headteacher"] }, "chair", ["chair", "deputy"]],
    [13, "about the deputy", { about: ["deputy-dsl"] }, "dsl", ["dsl", "headteacher"]],
    [14, "about the chair", { about: ["chair"] }, "viceChair", ["viceChair"]],
    [15, "about a governor", { about: ["governor"] }, "chair", ["chair"]],
    [16, "about the trust lead", { about: ["trust-lead"] }, "chair", ["chair"]],
    [17, "supply staff", { ...pupil, named0Name: "Sam Supply" }, "headteacher", both],
    [18, "a volunteer", { ...pupil, named0Name: "Val Helper" }, "headteacher", both],
    [
      23,
      "lawful but unsuitable",
      { type: "APB", subtype: "APB.unsuitable", affected: "school", ...colleague },
      "headteacher",
      ["headteacher"],
    ],
    [24, "a recruiter", { ...pupil, type: "RAD", named0Handle: "@x" }, "dsl", both],
    [26, "malware", { type: "DBR", subtype: "DBR.malware", affected: "school" }, "dpo", data],
    [27, "a phone in school", { type: "PUP", named0Name: "Poppy Ives" }, "dsl", both],
    [30, "a parent's post", { ...pupil, named0Name: "Paula Ives" }, "dsl", ["dsl"]],
    [31, "an adult at risk", { affected: "adult-at-risk" }, "dsl", ["dsl"]],
    [32, "somebody who left", { ...pupil, named0Name: "Lee Gone" }, "headteacher", both],
    [
      19,
      "a low-level concern",
      { type: "ADC", subtype: "ADC.low-level", affected: "unknown", ...colleague },
      "headteacher",
      ["dsl", "headteacher"],
    ],
    [
      20,
      "a breach",
      { type: "APB", affected: "school", ...colleague },
      "headteacher",
      ["headteacher"],
    ],
    [25, "data", { type: "DBR", affected: "school" }, "dpo", ["dpo", "headteacher"]],
    [28, "the school", { type: "TRO", affected: "school" }, "headteacher", ["headteacher"]],
    [29, "the administrator", { about: ["admin"] }, "headteacher", ["dpo", "headteacher"]],
    [33, "the handling", { about: ["handling"] }, "chair", ["chair"]],
  ];
  test.each(rows)("B6 row %i: %s", async (row, _name, changes, owner, told) => {
    const school = await makeSchool();
    await others(school);
    const seen = await preview(school, "teacher", changes);
    const { reportId } = await sendAs(school, "teacher", changes);
    const got = await landed(school, reportId);
    expect([got.row, got.owner, got.told]).toEqual([row, owner, told]);
    expect(got.walled.filter((key) => got.told.includes(key))).toEqual([]);
    // What was shown before sending is what happened, and nobody more.
    const names = await asOwner()`select name from people where school_id = ${school.schoolId}
      and id = any(${told.map((key) => school.people[key as CastKey])}::uuid[])`;
    expect(seen.words.map((words) => words.split(" (")[0]).sort()).toEqual(
      names.map((n) => n.name).sort(),
    );
  });

  test("a DSL who reports owns it like any other", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "dsl", pupil);
    expect((await landed(school, reportId)).owner).toBe("dsl");
  });
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

describe("the gate", () => {
  const image = { safety: "image", affected: "pupil" };
  test.each([
    [21, "a child's own", {}, "dsl", ["dsl"], ["headteacher"]],
    [22, "an adult is named", { named0Name: "Colin Webb" }, "dsl", ["dsl"], ["headteacher"]],
    [9, "the headteacher", { about: ["headteacher"] }, "chair", ["chair", "dsl"], []],
    [11, "the DSL", { about: ["dsl"] }, "headteacher", ["deputy", "headteacher"], []],
  ] as [number, string, Answers, string, string[], string[]][])(
    "row %i: %s: sealed, urgent, and told to whoever looks after children",
    async (row, _name, changes, owner, told, toldTheFact) => {
      const school = await makeSchool();
      const { reportId } = await sendAs(school, "teacher", { ...image, ...changes });
      expect(await landed(school, reportId)).toMatchObject({
        row,
        owner,
        told,
        toldTheFact,
        restricted: true,
        severity: 4,
        kinds: ["report-alert"],
      });
    },
  );
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
