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
import { viewEvidence } from "@/lib/evidence/view-evidence";
import { sealEvidence } from "./seal-evidence";
import { startDraft } from "./start-draft";

const sql = asOwner();
const pupil = { affected: "", affectedName: "Poppy Ives" };
async function pictured(school: TestSchool, answers: Record<string, string | string[]> = pupil) {
  const { reportId } = await sendAs(school, "teacher", answers);
  return { reportId, id: await evidenceOn(school, reportId) };
}
const seal = async (school: TestSchool, who: CastKey, evidenceId: string) =>
  withScope(await school.as(who), (tx, actor) =>
    sealEvidence(tx, actor, { evidenceId, back: "/" }),
  );
const stateOf = async (id: string) =>
  (await sql`select state from evidence where id = ${id}`)[0]?.state;
const told = async (reportId: string) =>
  (
    await sql`select person_id, path from notices where matter_id = ${reportId}
      and kind = 'evidence-sealed'`
  ).map((row) => [row.person_id, row.path]);
const gone = { code: "not-found" };

describe("sealing an item", () => {
  test.each(["teacher", "dsl", "deputy", "headteacher"] as const)(
    "is open to whoever sees it: %s, and nobody opens it again",
    async (who) => {
      const school = await makeSchool();
      const { id } = await pictured(school);
      await seal(school, who, id);
      for (const as of ["blurred", "view", "original"] as const) {
        for (const reader of ["teacher", "dsl", "headteacher"] as const) {
          await expect(viewEvidence(await school.as(reader), id, as)).rejects.toMatchObject(gone);
        }
      }
      expect(await ledgerOf(id)).toEqual(["evidence-sealed"]);
      const [row] = await sql`select storage_key, sha256 from evidence where id = ${id}`;
      expect(row).toEqual({ storage_key: id, sha256: "a".repeat(64) });
    },
  );

  test("tells the DSL and the headteacher once, however often it is pressed", async () => {
    const school = await makeSchool();
    const { id, reportId } = await pictured(school);
    await seal(school, "teacher", id);
    await seal(school, "deputy", id);
    expect((await told(reportId)).sort()).toEqual(
      [school.people.dsl, school.people.headteacher]
        .map((personId) => [personId, `/queue/${reportId}`])
        .sort(),
    );
    expect(await ledgerOf(id)).toEqual(["evidence-sealed"]);
  });

  test("tells the chair where the headteacher may not know", async () => {
    const school = await makeSchool();
    const { id, reportId } = await pictured(school, { about: ["headteacher"] });
    await seal(school, "teacher", id);
    const people = (await told(reportId)).map(([personId]) => personId);
    expect(people).toContain(school.people.chair);
    expect(people).not.toContain(school.people.headteacher);
  });

  test("puts the question to the police into its case, before or after it is opened", async () => {
    const school = await makeSchool();
    const tasks = async (caseId: string) =>
      (await sql`select words from case_actions where case_id = ${caseId}`).map((row) => row.words);
    const early = await pictured(school);
    await seal(school, "teacher", early.id);
    const first = await openAs(school, "dsl", early.reportId);
    expect(await tasks(first.caseId)).toEqual([expect.stringMatching(/^Ask the police/)]);
    const late = await pictured(school);
    const second = await openAs(school, "dsl", late.reportId);
    expect(await tasks(second.caseId)).toEqual([]);
    await seal(school, "teacher", late.id);
    expect(await tasks(second.caseId)).toEqual([expect.stringMatching(/^Ask the police/)]);
    const [event] = await sql`select title from case_events where case_id = ${second.caseId}
      and kind = 'evidence'`;
    expect(event?.title).toBe("A file was sealed");
  });

  test.each(["colleague", "manager", "chair", "governor", "admin"] as const)(
    "is not open to an unrelated %s",
    async (who) => {
      const school = await makeSchool();
      const { id } = await pictured(school);
      await expect(seal(school, who, id)).rejects.toMatchObject(gone);
      expect(await stateOf(id)).toBe("attached");
    },
  );

  test("is not open to the person it is about, nor to the other school", async () => {
    const school = await makeSchool();
    const other = await makeSchool();
    const { id } = await pictured(school, { about: ["headteacher"] });
    await expect(seal(school, "headteacher", id)).rejects.toMatchObject(gone);
    await expect(seal(other, "dsl", id)).rejects.toMatchObject(gone);
    expect(await stateOf(id)).toBe("attached");
  });

  test("cannot be undone by anybody through the product's own login", async () => {
    const school = await makeSchool();
    const { id } = await pictured(school);
    await seal(school, "teacher", id);
    const { evidence } = await import("@/db/schema/evidence");
    for (const who of ["teacher", "dsl", "headteacher", "admin"] as const) {
      await withScope(await school.as(who), (tx) =>
        tx.update(evidence).set({ state: "attached" }),
      ).catch(() => {});
    }
    expect(await stateOf(id)).toBe("sealed");
  });

  test("in a draft makes it words only, as the gate's own answer does", async () => {
    const school = await makeSchool();
    const { draftId } = await withScope(await school.as("teacher"), startDraft);
    const { id } = await pictured(school);
    await sql`update evidence set report_id = null, draft_id = ${draftId}, state = 'staged'
      where id = ${id}`;
    expect(await seal(school, "teacher", id)).toEqual({ draftId });
    const [draft] = await sql`select text_only from drafts where id = ${draftId}`;
    expect([draft?.text_only, await stateOf(id)]).toEqual([true, "sealed"]);
  });
});
