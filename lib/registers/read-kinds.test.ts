import { describe, expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, type TestSchool } from "@/db/testing";
import type { Actor } from "@/lib/access/types";
import { loadPack } from "@/lib/policies/load-pack";
import { publishVersion } from "@/lib/policies/publish-version";
import { changeKind } from "./change-kind";
import { describeOnDay } from "./describe-entry";
import { enterRegister } from "./enter-register";
import clauses from "./kinds/clauses.json" with { type: "json" };
import { logAdvice } from "./log-advice";
import { moveEntry } from "./move-entry";
import { missingOfMine, openEntry } from "./queries";
import { isFor, kindByCode, readKinds } from "./read-kinds";
import { firstState } from "./transitions";

const sql = asOwner();
const as = async <T>(
  school: TestSchool,
  who: CastKey,
  work: (tx: Tx, actor: Actor) => Promise<T>,
): Promise<T> => withScope(await school.as(who), work);

/** A school whose policy in force is one of the five. */
async function schoolOf(pack: string) {
  const school = await makeSchool();
  const { versionId } = await as(school, "dsl", (tx, actor) => loadPack(tx, actor, { pack }));
  await as(school, "headteacher", (tx, actor) =>
    publishVersion(tx, actor, {
      versionId,
      approvedBy: "Governing body",
      approvedOn: "2026-07-06",
      nextReviewOn: "2027-07-05",
      accepted: true,
    }),
  );
  return school;
}
const castOf = (school: TestSchool, id: string | null) =>
  Object.entries(school.people).find(([, person]) => person === id)?.[0];

/** Somebody fills every field of a kind, as its form asks. */
const enter = (school: TestSchool, who: CastKey, code: string) =>
  as(school, who, async (tx, actor) => {
    const kind = await kindByCode(tx, actor, code);
    const answers = Object.fromEntries(
      [...kind.fields.map((field) => field.name), "more"].map((name) => [name, "As it was"]),
    );
    return enterRegister(tx, actor, { kind: code, from: null, until: null, answers });
  });
const open = (school: TestSchool, who: CastKey, entryId: string) =>
  as(school, who, (tx, actor) => openEntry(tx, actor, entryId));
const move = (school: TestSchool, who: CastKey, entryId: string, action: string, words = "Said") =>
  as(school, who, (tx, actor) => moveEntry(tx, actor, { entryId, action, words }));

const asked = [
  "S0-04",
  "S0-09",
  "S0-26",
  "S1-20",
  "S1-21",
  "S1-38",
  "S2-09",
  "S3-13",
  "S3-17",
  "S3-20",
  "S3-21",
  "S3-22",
  "S3-45",
  "S3-46",
  "S4-09",
  "S4-18",
  "S4-23",
] as const;
const told = [
  "S0-20",
  "S0-23",
  "S0-31",
  "S1-24",
  "S1-26",
  "S1-27",
  "S3-29",
  "S3-30",
  "S3-31",
  "S4-08",
  "S4-12",
] as const;
const kindsOf = (clause: string, ...registers: string[]) =>
  rowsOf(clause).filter((row) => registers.includes(row.register));
let all: Awaited<ReturnType<typeof readKinds>> = [];
const rowsOf = (clause: string) =>
  clauses.clauses
    .filter((row) => row.clause === clause && row.enabled !== false)
    .map((row) => ({
      ...row,
      register: all.find((kind) => kind.code === row.kind)?.register ?? "",
    }));
const learn = async (school: TestSchool) => {
  all = await as(school, "dsl", readKinds);
};

describe("permissions of the five policies", () => {
  test.each(asked)(
    "%s: asked for, answered by whom the clause names and never by oneself, and on file that day",
    async (clause) => {
      const school = await schoolOf(clause.slice(0, 2));
      await learn(school);
      const rows = kindsOf(clause, "permission", "account");
      expect(rows.length).toBeGreaterThan(0);
      for (const { kind: code } of rows) {
        const { entryId } = await enter(school, "teacher", code);
        const before = await open(school, "teacher", entryId);
        expect(before.entry.clause).toContain(`clause ${clause}`);
        const decider = castOf(school, before.entry.deciderId) as CastKey;
        expect(decider).toBe(before.kind.approvers[0] === "dsl" ? "dsl" : "headteacher");
        await expect(move(school, "teacher", entryId, "approve")).rejects.toThrow("Page not found");
        await expect(move(school, "colleague", entryId, "approve")).rejects.toThrow(
          "Page not found",
        );
        const today = before.today;
        expect(describeOnDay(before.entry, today).holds).toBe(false);
        await move(school, decider, entryId, "approve");
        const given = await open(school, "teacher", entryId);
        expect(describeOnDay(given.entry, today).holds).toBe(true);
        await move(school, decider, entryId, "revoke");
        const gone = await open(school, "teacher", entryId);
        expect(describeOnDay(gone.entry, today).words).toContain("revoked on");
      }
    },
  );

  test("S2-04: nobody can authorise social media at work, so it cannot be asked for", async () => {
    const school = await schoolOf("S2");
    const kind = await as(school, "teacher", (tx, actor) => kindByCode(tx, actor, "work-social"));
    expect(kind).toMatchObject({ enabled: false, source: "policy" });
    await expect(enter(school, "teacher", "work-social")).rejects.toThrow("Page not found");
  });
});

describe("declarations of the five policies", () => {
  test.each(told)(
    "%s: told under the clause, answered by the role it names, and on file that day",
    async (clause) => {
      const school = await schoolOf(clause.slice(0, 2));
      await learn(school);
      const rows = kindsOf(clause, "declaration", "deviation");
      expect(rows.length).toBeGreaterThan(0);
      for (const { kind: code } of rows) {
        const { entryId } = await enter(school, "teacher", code);
        const made = await open(school, "teacher", entryId);
        expect(made.entry.clause).toContain(`clause ${clause}`);
        const decider = castOf(school, made.entry.deciderId) as CastKey;
        expect(decider).toBe(made.kind.approvers[0]);
        if (made.kind.discuss) await move(school, decider, entryId, "discuss");
        await move(school, decider, entryId, "acknowledge");
        const done = await open(school, "teacher", entryId);
        expect(describeOnDay(done.entry, done.today).words).toContain("acknowledged on");
      }
    },
  );

  test("S1-24: a family tie is told, discussed and acknowledged, each step dated", async () => {
    const school = await schoolOf("S1");
    const { entryId } = await enter(school, "teacher", "family-tie");
    await expect(move(school, "headteacher", entryId, "acknowledge")).rejects.toThrow();
    await move(school, "headteacher", entryId, "discuss", "No marking of her work");
    await move(school, "headteacher", entryId, "acknowledge");
    const { events } = await open(school, "teacher", entryId);
    expect(events.map((event) => event.kind)).toEqual(["made", "discuss", "acknowledge"]);
  });

  test("S0-21: the advice taken on a judgement outside the policy is kept, with who gave it", async () => {
    const school = await schoolOf("S0");
    const { entryId } = await enter(school, "teacher", "deviation");
    await as(school, "headteacher", (tx, actor) =>
      logAdvice(tx, actor, {
        entryId,
        body: "HR department",
        person: "Jo Bloom",
        advice: "It was proportionate",
        followed: "yes",
      }),
    );
    const { events } = await open(school, "headteacher", entryId);
    expect(events.at(-1)?.advice).toMatchObject({ body: "HR department", person: "Jo Bloom" });
  });

  test("S0-23: whoever joins is asked to look through their own profiles until they have", async () => {
    const school = await schoolOf("S0");
    const missing = () =>
      as(school, "teacher", async (tx, actor) =>
        missingOfMine(tx, actor, await readKinds(tx, actor)),
      );
    expect((await missing()).map((kind) => kind.code)).toEqual(["profile-review"]);
    await enter(school, "teacher", "profile-review");
    expect(await missing()).toEqual([]);
  });
});

describe("consents and records of the five policies", () => {
  test.each(["S0-28", "S3-08", "S4-19", "S4-22"])(
    "%s: consent to pictures is on file, and withdrawn it names every place to look through",
    async (clause) => {
      const school = await schoolOf(clause.slice(0, 2));
      const { entryId } = await enter(school, "teacher", "photo-consent");
      const before = await open(school, "dsl", entryId);
      const years = Number(before.entry.endsOn?.slice(0, 4)) - Number(before.today.slice(0, 4));
      expect(years).toBe(2);
      await move(school, "dsl", entryId, "withdraw-consent");
      const after = await open(school, "teacher", entryId);
      expect(after.tasks.map((task) => task.place)).toEqual([...after.kind.places].sort());
      expect(after.entry.state).toBe("withdrawn");
    },
  );

  test.each([
    ["S2-08", "prevention"],
    ["S3-30", "induction-notice"],
    ["S3-37", "prevention"],
    ["S4-21", "picture-check"],
  ])("%s: the school records %s, and nobody else does", async (clause, code) => {
    const school = await schoolOf(clause.slice(0, 2));
    await expect(enter(school, "teacher", code)).rejects.toThrow("Page not found");
    const { entryId } = await enter(school, "dsl", code);
    const { entry } = await open(school, "headteacher", entryId);
    expect(entry).toMatchObject({ state: "recorded", register: "record" });
    expect(entry.clause).toContain(`clause ${clause}`);
  });
});

describe("what a school sets", () => {
  const set = (school: TestSchool, who: CastKey, change: object = {}) =>
    as(school, who, (tx, actor) =>
      changeKind(tx, actor, {
        kind: "phone-on",
        enabled: true,
        approvers: ["dsl"],
        lasts: 3,
        unit: "days",
        question: "Which lesson?",
        clauseId: null,
        ...change,
      }),
    );

  test("goes before the national default, from then on, and what was asked keeps its rule", async () => {
    const school = await makeSchool();
    const before = await enter(school, "teacher", "phone-on");
    await set(school, "headteacher");
    const after = await enter(school, "teacher", "phone-on");
    const one = (await open(school, "teacher", before.entryId)).entry;
    const two = (await open(school, "teacher", after.entryId)).entry;
    expect(one.approvers).toEqual(["headteacher", "dsl"]);
    expect(two).toMatchObject({ approvers: ["dsl"], answers: { more: "As it was" } });
    expect(castOf(school, two.deciderId)).toBe("dsl");
    expect((two.endsOn ?? "") < (one.endsOn ?? "")).toBe(true);
    await set(school, "dsl", { enabled: false });
    await expect(enter(school, "teacher", "phone-on")).rejects.toThrow("Page not found");
  });

  test("is set by the headteacher or the DSL alone, and the yearly review cannot be switched off", async () => {
    const school = await makeSchool();
    for (const who of ["teacher", "deputy", "chair", "admin", "governor"] as CastKey[])
      await expect(set(school, who), who).rejects.toThrow("Page not found");
    const review = { kind: "filtering-review", approvers: [], lasts: 12, unit: "months" };
    await expect(set(school, "dsl", { ...review, enabled: false })).rejects.toMatchObject({
      fields: { enabled: "The DfE's standards ask every school for it" },
    });
    await expect(set(school, "dsl", { ...review, lasts: 24 })).rejects.toMatchObject({
      fields: { lasts: "A review holds for 12 months at most (DfE standard)" },
    });
    await expect(set(school, "dsl", { approvers: [] })).rejects.toMatchObject({
      fields: { approver: "Select who answers" },
    });
  });

  test("a line manager answers their own team's, and reads nobody else's", async () => {
    const school = await makeSchool();
    await set(school, "headteacher", { approvers: ["line-manager"] });
    const { entryId } = await enter(school, "teacher", "phone-on");
    expect(castOf(school, (await open(school, "teacher", entryId)).entry.deciderId)).toBe(
      "manager",
    );
    await move(school, "manager", entryId, "approve");
    const other = await enter(school, "deputy", "phone-on");
    expect(castOf(school, (await open(school, "deputy", other.entryId)).entry.deciderId)).toBe(
      "headteacher",
    );
    await expect(open(school, "manager", other.entryId)).rejects.toThrow("Page not found");
  });

  test("every kind can be filled in and read back as its form asks", async () => {
    const school = await makeSchool();
    const kinds = await as(school, "dsl", readKinds);
    for (const kind of kinds.filter((one) => !one.conflict)) {
      const who = kind.register === "record" ? "dsl" : "teacher";
      const { entryId } = await enter(school, who, kind.code);
      const read = await open(school, who, entryId);
      expect(read.entry.state, kind.code).toBe(firstState(kind.register));
      expect(await as(school, who, async (_tx, actor) => isFor(kind, actor))).toBe(true);
    }
    const [row] = await sql`select count(*)::int as n from register_entries
      where school_id = ${school.schoolId}`;
    expect(row?.n).toBe(kinds.length - 1);
  });
});
