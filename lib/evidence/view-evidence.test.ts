import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  evidenceOn,
  ledgerOf,
  makeSchool,
  sendAs,
  signInAs,
  type TestSchool,
} from "@/db/testing";
import { evidenceViews } from "./queries";
import { tellStory } from "./tell-story";
import { type Showing, viewEvidence } from "./view-evidence";

const view = async (school: TestSchool, who: CastKey, id: string, as: Showing = "view") =>
  viewEvidence(await school.as(who), id, as);
const gone = { code: "not-found" };
/** A pupil matter (T2) of the teacher's, with one picture. */
async function pictured(school: TestSchool, answers: Record<string, string | string[]> = {}) {
  const { reportId } = await sendAs(school, "teacher", {
    affected: "pupil",
    affectedName: "Poppy Ives",
    ...answers,
  });
  return { reportId, id: await evidenceOn(school, reportId) };
}

describe("an item of evidence", () => {
  test("is shown to its writer and to whoever handles the matter, and each view is written down", async () => {
    const school = await makeSchool();
    const { id } = await pictured(school);
    for (const who of ["teacher", "dsl", "deputy", "headteacher"] as const) {
      expect((await view(school, who, id)).fileName).toBe("screen.png");
    }
    await view(school, "dsl", id, "original");
    expect(await ledgerOf(id)).toEqual([
      ...Array.from({ length: 4 }, () => "evidence-viewed"),
      "evidence-exported",
    ]);
  });

  test("says to its handlers who opened it, and to nobody else", async () => {
    const school = await makeSchool();
    const { id, reportId } = await pictured(school, { about: ["headteacher"] });
    await view(school, "teacher", id);
    await view(school, "chair", id, "original");
    const views = async (who: CastKey) =>
      withScope(await school.as(who), (tx, actor) => evidenceViews(tx, actor, [reportId]));
    const seen = (await views("chair")).get(id) ?? [];
    expect(seen.map((each) => [each.by, each.saved])).toEqual([
      ["Carol Finch", true],
      ["Tara Quinn", false],
    ]);
    for (const who of ["teacher", "headteacher", "dsl", "admin"] as const) {
      expect((await views(who)).size).toBe(0);
    }
  });

  test("blurred tells nothing and is no view", async () => {
    const school = await makeSchool();
    const { id } = await pictured(school);
    await view(school, "dsl", id, "blurred");
    expect(await ledgerOf(id)).toEqual([]);
  });

  test.each(["colleague", "manager", "chair", "governor", "dpo", "admin", "trustLead"] as const)(
    "is not there for an unrelated %s, in any form",
    async (who) => {
      const school = await makeSchool();
      const { id } = await pictured(school);
      for (const as of ["blurred", "view", "original"] as const) {
        await expect(view(school, who, id, as)).rejects.toMatchObject(gone);
      }
      expect(await ledgerOf(id)).toEqual([]);
    },
  );

  test("is not there for the other school's DSL and headteacher", async () => {
    const school = await makeSchool();
    const other = await makeSchool();
    const { id } = await pictured(school);
    for (const who of ["dsl", "headteacher", "admin"] as const) {
      await expect(view(other, who, id)).rejects.toMatchObject(gone);
    }
  });

  test("is not there for the person it is about, whatever their role shows them", async () => {
    const school = await makeSchool();
    const about = await pictured(school, { about: ["headteacher"] });
    await expect(view(school, "headteacher", about.id)).rejects.toMatchObject(gone);
    const dsl = await pictured(school, { about: ["dsl"] });
    await expect(view(school, "dsl", dsl.id)).rejects.toMatchObject(gone);
    expect(await ledgerOf(dsl.id)).toEqual([]);
  });

  test("is shown to those who were let in to its matter, and to nobody beside them", async () => {
    const school = await makeSchool();
    const about = await pictured(school, { about: ["headteacher"] });
    expect((await view(school, "chair", about.id)).kind).toBe("image");
    await expect(view(school, "viceChair", about.id)).rejects.toMatchObject(gone);
    const told = await pictured(school, { recipient: "line-manager" });
    expect((await view(school, "manager", told.id)).kind).toBe("image");
    await asOwner()`update circle set ends_at = now() where matter_id = ${told.reportId}`;
    await expect(view(school, "manager", told.id)).rejects.toMatchObject(gone);
  });

  test("goes from one view to the next when a wall is put up between them", async () => {
    const school = await makeSchool();
    const { id, reportId } = await pictured(school);
    await view(school, "deputy", id);
    await asOwner()`insert into walls values (${school.schoolId}, ${school.people.deputy},
      ${reportId}, 'named', now())`;
    await expect(view(school, "deputy", id)).rejects.toMatchObject(gone);
  });

  test("needs a second factor of those who read others' reports", async () => {
    const school = await makeSchool();
    const { id } = await pictured(school);
    const half = await signInAs(school.schoolId, school.people.dsl, { secondFactor: false });
    await expect(viewEvidence(half, id, "view")).rejects.toMatchObject(gone);
  });

  test.each(["removed", "sealed"])("that is %s is seen by nobody", async (state) => {
    const school = await makeSchool();
    const { id } = await pictured(school);
    await asOwner()`update evidence set state = ${state} where id = ${id}`;
    for (const who of ["teacher", "dsl", "headteacher"] as const) {
      await expect(view(school, who, id)).rejects.toMatchObject(gone);
    }
  });

  test("is not shown when the view cannot be written down", async () => {
    const school = await makeSchool();
    const { id } = await pictured(school);
    const claims = await school.as("dsl");
    const sql = asOwner();
    await sql`create function refuse_leaf() returns trigger language plpgsql as
      $$ begin raise exception 'the ledger is closed'; end $$`;
    await sql`create trigger closed before insert on ledger_leaves for each row
      execute function refuse_leaf()`;
    try {
      await expect(viewEvidence(claims, id, "view")).rejects.toThrow();
    } finally {
      await sql`drop function refuse_leaf cascade`;
    }
    expect((await viewEvidence(claims, id, "view")).kind).toBe("image");
  });

  test("of a sensitive kind opens for a reason only, which is written down; its writer gives none", async () => {
    const school = await makeSchool();
    const { id } = await pictured(school, { type: "HRM" });
    const ask = { fields: { reason: "Select why you need to see it" } };
    await expect(view(school, "dsl", id)).rejects.toMatchObject(ask);
    await expect(view(school, "dsl", id, "original")).rejects.toMatchObject(ask);
    expect(await ledgerOf(id)).toEqual([]);
    await view(school, "dsl", id, "blurred");
    await view(school, "teacher", id);
    await viewEvidence(await school.as("dsl"), id, "view", { reason: "safety" });
    const story = await withScope(await school.as("dsl"), (tx, actor) => tellStory(tx, actor, id));
    expect(story.map((entry) => [entry.action, entry.by, entry.reason])).toEqual([
      ["evidence-viewed", "Dilys Parry", "safety"],
      ["evidence-viewed", "Tara Quinn", null],
    ]);
    for (const who of ["teacher", "colleague", "admin"] as const) {
      expect(
        await withScope(await school.as(who), (tx, actor) => tellStory(tx, actor, id)),
      ).toEqual([]);
    }
  });

  test.each([
    ["always", "CYB", true],
    ["never", "HRM", false],
    ["sensitive", "CYB", false],
  ] as const)("asks for a reason by the school's rule: %s, %s", async (rule, type, asked) => {
    const school = await makeSchool();
    const { id } = await pictured(school, { type });
    const sql = asOwner();
    const policyId = crypto.randomUUID();
    await sql`insert into policies (school_id, id) values (${school.schoolId}, ${policyId})`;
    await sql`insert into policy_versions ${sql({
      school_id: school.schoolId,
      id: crypto.randomUUID(),
      policy_id: policyId,
      number: 1,
      title: "Online safety",
      rules: { viewReason: rule },
      drafted_at: new Date(),
      published_at: new Date(),
    } as never)}`;
    const opened = view(school, "dsl", id);
    if (asked) await expect(opened).rejects.toMatchObject({ code: "check" });
    else expect((await opened).kind).toBe("image");
  });

  test("staged in a draft is its uploader's alone", async () => {
    const school = await makeSchool();
    const { id } = await pictured(school);
    await asOwner()`update evidence set report_id = null, state = 'staged' where id = ${id}`;
    await view(school, "teacher", id);
    for (const who of ["dsl", "headteacher", "admin"] as const) {
      await expect(view(school, who, id)).rejects.toMatchObject(gone);
    }
  });

  test("cannot be given another's name, place or bytes by anybody once it is sent", async () => {
    const school = await makeSchool();
    const { id, reportId } = await pictured(school);
    const { evidence } = await import("@/db/schema/evidence");
    for (const who of ["teacher", "dsl", "admin"] as const) {
      const changed = await withScope(await school.as(who), (tx) =>
        tx.update(evidence).set({ caption: "another" }).returning({ id: evidence.id }),
      );
      expect(changed).toEqual([]);
      for (const fields of [{ sha256: "0".repeat(64) }, { storageKey: "x" }, { size: 1 }]) {
        await expect(
          withScope(await school.as(who), (tx) => tx.update(evidence).set(fields)),
        ).rejects.toThrow();
      }
    }
    const [row] = await asOwner()`select caption, report_id from evidence where id = ${id}`;
    expect(row).toEqual({ caption: "", report_id: reportId });
  });
});
