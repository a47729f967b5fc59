import { describe, expect, test } from "vitest";
import { conflictDeclarations } from "@/db/schema/people";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  ledgerOf,
  makeSchool,
  openAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { runOnce } from "@/lib/access/run-once";
import { countQueue } from "@/lib/cases/list-queue";
import { caseById } from "@/lib/cases/queries";
import { readCase } from "@/lib/cases/read-case";
import { declareTie } from "./declare-tie";
import { listWalled } from "./list-walled";
import { declareTieSchema } from "./schema";

const sql = asOwner();

async function opened() {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", {
    affected: "",
    affectedName: "Poppy Ives",
  });
  return { school, reportId, ...(await openAs(school, "dsl", reportId)) };
}
const inputOf = async (school: TestSchool, caseId: string, handler: CastKey) => {
  const [row] = await sql`select version from cases where id = ${caseId}`;
  return declareTieSchema.parse({
    caseId,
    version: row?.version,
    handlerId: school.people[handler],
    withPersonId: school.people.pupil,
    kind: "relative",
    reason: "Her aunt said so",
  });
};
const keepOut = async (school: TestSchool, who: CastKey, caseId: string, handler: CastKey) => {
  const input = await inputOf(school, caseId, handler);
  return withScope(await school.as(who), (tx, actor) => declareTie(tx, actor, input));
};
const opens = async (school: TestSchool, who: CastKey, caseId: string) =>
  withScope(await school.as(who), (tx, actor) => readCase(tx, actor, { caseId, page: "summary" }));
const walledFor = async (school: TestSchool, who: CastKey, caseId: string) =>
  withScope(await school.as(who), (tx, actor) => listWalled(tx, actor, caseId));
const sees = async (school: TestSchool, who: CastKey, caseId: string) =>
  withScope(await school.as(who), (tx, actor) => caseById(tx, actor, caseId)).then(
    () => true,
    () => false,
  );

describe("a tie that comes to light in an open case", () => {
  test("shuts them out, and its owner alone reads when they had opened it", async () => {
    const { school, caseId, reportId } = await opened();
    await opens(school, "deputy", caseId);
    await opens(school, "deputy", caseId);
    await keepOut(school, "dsl", caseId, "deputy");
    expect(await sees(school, "deputy", caseId)).toBe(false);
    expect((await withScope(await school.as("deputy"), countQueue)).all).toBe("0");
    const left = await sql`select 1 from notices where person_id = ${school.people.deputy}
      and matter_id in (${caseId}, ${reportId})`;
    expect(left).toHaveLength(0);
    const [one, ...more] = await walledFor(school, "dsl", caseId);
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      name: "Dan Okafor",
      reason: "conflict",
      views: [{ action: "case-viewed" }, { action: "case-viewed" }],
    });
    for (const view of one?.views ?? []) expect(+view.at).toBeLessThan(Number(one?.since));
    for (const who of ["deputy", "headteacher", "teacher", "admin"] as const)
      expect(await walledFor(school, who, caseId), who).toEqual([]);
    const [event] = await sql`select title from case_events where case_id = ${caseId}
      order by at desc limit 1`;
    expect(event?.title).toBe("Dan Okafor is kept out: a relative of Poppy Ives");
    expect(await ledgerOf(caseId)).toContain("tie-declared");
  });

  test("passes the case on when it is its owner's, and the next owner reads the list", async () => {
    const { school, caseId } = await opened();
    await opens(school, "dsl", caseId);
    await keepOut(school, "headteacher", caseId, "dsl");
    expect(await sees(school, "dsl", caseId)).toBe(false);
    const [row] = await sql`select owner_id from cases where id = ${caseId}`;
    expect(row?.owner_id).toBe(school.people.deputy);
    const [one] = await walledFor(school, "deputy", caseId);
    expect(one).toMatchObject({ name: "Dilys Parry" });
    expect(one?.views.map((view) => view.action)).toContain("case-viewed");
  });

  test("declared by oneself shuts out of what is open, and asks to pass on what one owns", async () => {
    const { school, caseId, reportId } = await opened();
    const other = await sendAs(school, "teacher", { affected: "", affectedName: "Poppy Ives" });
    const declare = async (who: CastKey) =>
      withScope(await school.as(who), (tx, actor) =>
        tx.insert(conflictDeclarations).values({
          schoolId: actor.schoolId,
          id: crypto.randomUUID(),
          personId: actor.personId,
          withPersonId: school.people.pupil,
          kind: "declared",
          declaredAt: actor.at,
        }),
      );
    await declare("headteacher");
    expect(await sees(school, "headteacher", caseId)).toBe(false);
    expect((await withScope(await school.as("headteacher"), countQueue)).all).toBe("0");
    const left = await sql`select 1 from notices where person_id = ${school.people.headteacher}
      and matter_id in (${caseId}, ${reportId}, ${other.reportId})`;
    expect(left).toHaveLength(0);
    // The DSL owns both: they still see them, to pass them on.
    await declare("dsl");
    expect(await sees(school, "dsl", caseId)).toBe(true);
    const asked = await sql`select path from notices where person_id = ${school.people.dsl}
      and kind = 'tie-yours' order by path`;
    expect(asked.map((row) => row.path)).toEqual([
      `/cases/${caseId}/step-aside`,
      `/queue/${other.reportId}?do=aside`,
    ]);
    const elsewhere = await sql`select 1 from walls where school_id <> ${school.schoolId}
      and matter_id in (${caseId}, ${reportId})`;
    expect(elsewhere).toHaveLength(0);
  });

  test("is of somebody who may know of it, and with somebody in it", async () => {
    const { school, caseId } = await opened();
    const input = await inputOf(school, caseId, "deputy");
    const declare = async (change: Partial<typeof input>) =>
      withScope(await school.as("dsl"), (tx, actor) =>
        declareTie(tx, actor, { ...input, ...change }),
      );
    for (const handlerId of [school.people.dsl, school.people.pupil, crypto.randomUUID()])
      await expect(declare({ handlerId })).rejects.toHaveProperty("fields.handlerId");
    await expect(declare({ withPersonId: school.people.parent })).rejects.toHaveProperty(
      "fields.withPersonId",
    );
    await expect(declare({ version: 99 })).rejects.toMatchObject({ code: "conflict" });
    expect(await ledgerOf(caseId)).not.toContain("tie-declared");
  });

  test("once for one key; not by the wrong role, the walled or another school", async () => {
    const { school, caseId } = await opened();
    for (const who of ["teacher", "admin", "governor", "chair", "dpo"] as const)
      await expect(keepOut(school, who, caseId, "deputy"), who).rejects.toMatchObject({
        code: "not-found",
      });
    const input = await inputOf(school, caseId, "headteacher");
    const elsewhere = await makeSchool();
    await expect(
      withScope(await elsewhere.as("dsl"), (tx, actor) => declareTie(tx, actor, input)),
    ).rejects.toMatchObject({ code: "not-found" });
    const claims = await school.as("dsl");
    const key = crypto.randomUUID();
    const send = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, key, "declare-tie", () => declareTie(tx, actor, input)),
      );
    expect(await send()).toEqual(await send());
    await expect(keepOut(school, "headteacher", caseId, "dsl")).rejects.toMatchObject({
      code: "not-found",
    });
  });
});
