import { describe, expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, openAs, sendAs, type TestSchool } from "@/db/testing";
import type { Actor } from "@/lib/access/types";
import { assignOwner, possibleOwners } from "./assign-owner";
import { caseById, triageById } from "./queries";

const pass = async (school: TestSchool, who: CastKey, caseId: string, to: CastKey) => {
  const [found] = await asOwner()`select version from cases where id = ${caseId}`;
  return withScope(await school.as(who), (tx, actor) =>
    assignOwner(tx, actor, {
      caseId,
      version: Number(found?.version),
      ownerId: school.people[to],
      reason: "I am away",
    }),
  );
};
const finds = async (school: TestSchool, who: CastKey, caseId: string, reportId: string) => {
  const look = async (load: (tx: Tx, actor: Actor) => Promise<unknown>) =>
    withScope(await school.as(who), load).then(
      () => true,
      () => false,
    );
  return [
    await look((tx, actor) => caseById(tx, actor, caseId)),
    await look((tx, actor) => triageById(tx, actor, reportId)),
  ];
};

describe("passing a case on", () => {
  test("takes it out of the sight of whoever had it only as its owner", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", {
      type: "APB",
      named0Name: "Helen Marsh",
    });
    const { caseId } = await openAs(school, "chair", reportId);
    expect(await finds(school, "viceChair", caseId, reportId)).toEqual([false, false]);
    expect(await pass(school, "chair", caseId, "viceChair")).toEqual({ caseId, left: true });
    expect(await finds(school, "chair", caseId, reportId)).toEqual([false, false]);
    expect(await finds(school, "viceChair", caseId, reportId)).toEqual([true, true]);
    const notices =
      await asOwner()`select person_id, kind from notices where matter_id = ${caseId}`;
    expect(notices).toEqual([{ person_id: school.people.viceChair, kind: "case-yours" }]);
    // And back again.
    await pass(school, "viceChair", caseId, "chair");
    expect(await finds(school, "chair", caseId, reportId)).toEqual([true, true]);
    expect(await finds(school, "viceChair", caseId, reportId)).toEqual([false, false]);
  });

  test("leaves it in the sight of a role that sees the track", async () => {
    const school = await makeSchool();
    const pupil = { affected: "", affectedName: "Poppy Ives" };
    const { reportId } = await sendAs(school, "teacher", pupil);
    const { caseId } = await openAs(school, "dsl", reportId);
    expect(await pass(school, "dsl", caseId, "deputy")).toEqual({ caseId, left: false });
    expect(await finds(school, "dsl", caseId, reportId)).toEqual([true, true]);
  });

  test("is never offered to, or taken by, somebody who is walled", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", {
      type: "APB",
      named0Name: "Helen Marsh",
    });
    const { caseId } = await openAs(school, "chair", reportId);
    const offered = await withScope(await school.as("chair"), async (tx, actor) =>
      possibleOwners(tx, actor, await caseById(tx, actor, caseId)),
    );
    expect(offered.map((holder) => holder.personId)).not.toContain(school.people.headteacher);
    await expect(pass(school, "chair", caseId, "headteacher")).rejects.toMatchObject({
      fields: { ownerId: "Select who takes it over" },
    });
    await expect(pass(school, "governor", caseId, "viceChair")).rejects.toMatchObject({
      code: "not-found",
    });
  });
});
