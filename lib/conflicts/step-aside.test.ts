import { sql as query } from "drizzle-orm";
import { describe, expect, test } from "vitest";
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
import { filled } from "@/db/testing-forms";
import { runOnce } from "@/lib/access/run-once";
import { possibleOwners } from "@/lib/cases/assign-owner";
import { countQueue } from "@/lib/cases/list-queue";
import { moveCase } from "@/lib/cases/move-case";
import { caseById } from "@/lib/cases/queries";
import { stepAsideSchema } from "./schema";
import { listRecusals, stepAside } from "./step-aside";

const sql = asOwner();
const aPupil = { affected: "", affectedName: "Poppy Ives" };
const why = "Her mother and I are married";

async function opened(answers: Record<string, string | string[]> = aPupil, by: CastKey = "dsl") {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", answers);
  return { school, reportId, ...(await openAs(school, by, reportId)) };
}
const aside = async (school: TestSchool, who: CastKey, caseId: string) => {
  const input = stepAsideSchema.parse({ caseId, kind: "relative", reason: why });
  return withScope(await school.as(who), (tx, actor) => stepAside(tx, actor, input));
};
const sees = async (school: TestSchool, who: CastKey, caseId: string) =>
  withScope(await school.as(who), (tx, actor) => caseById(tx, actor, caseId)).then(
    () => true,
    () => false,
  );
const rowOf = async (caseId: string) => {
  const [row] = await sql`select owner_id, state from cases where id = ${caseId}`;
  return { owner: row?.owner_id, state: row?.state };
};

describe("stepping aside", () => {
  test("takes row, notices and counts at once; the next in line is told and reads why", async () => {
    const { school, caseId, reportId } = await opened();
    await aside(school, "dsl", caseId);
    expect(await rowOf(caseId)).toMatchObject({ owner: school.people.deputy });
    expect([await sees(school, "dsl", caseId), await sees(school, "deputy", caseId)]).toEqual([
      false,
      true,
    ]);
    const notices = await sql`select person_id, kind, reference from notices
      where matter_id in (${caseId}, ${reportId})`;
    expect(notices.filter((one) => one.person_id === school.people.dsl)).toEqual([]);
    expect(notices.filter((one) => one.kind === "case-yours")).toMatchObject([
      { person_id: school.people.deputy, reference: expect.stringMatching(/^OS-/) },
    ]);
    const queue = await withScope(await school.as("dsl"), countQueue);
    expect(queue.all).toBe("0");
    const read = async (who: CastKey) =>
      withScope(await school.as(who), (tx, actor) => listRecusals(tx, actor, caseId));
    expect(await read("deputy")).toMatchObject([
      { name: "Dilys Parry", kind: "relative", words: why },
    ]);
    for (const who of ["dsl", "headteacher", "teacher"] as const)
      expect(await read(who), who).toEqual([]);
    const [event] = await sql`select title, words from case_events where case_id = ${caseId}
      order by at desc limit 1`;
    expect(event?.title).toBe("Dilys Parry stepped aside");
    expect(String(event?.words)).not.toContain("mother");
    expect(await ledgerOf(caseId)).toContain("stepped-aside");
  });

  test("without owning it leaves its owner, who is told without a name", async () => {
    const { school, caseId } = await opened();
    await aside(school, "headteacher", caseId);
    expect(await rowOf(caseId)).toMatchObject({ owner: school.people.dsl });
    expect(await sees(school, "headteacher", caseId)).toBe(false);
    const told = await sql`select person_id from notices where matter_id = ${caseId}
      and kind = 'handler-left'`;
    expect(told.map((row) => row.person_id)).toEqual([school.people.dsl]);
  });

  test("goes down the chain of its own row, past whoever it happened to (B6-04)", async () => {
    const { school, caseId } = await opened({ affectedName: "Helen Marsh" }, "chair");
    await aside(school, "chair", caseId);
    expect(await rowOf(caseId)).toMatchObject({ owner: school.people.viceChair });
  });

  test("passes over whoever declared a tie since, and so does passing it on by hand", async () => {
    const { school, caseId } = await opened();
    await sql`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
      values (${school.schoolId}, gen_random_uuid(), ${school.people.deputy}, ${school.people.pupil}, 'declared', now())`;
    const offered = await withScope(await school.as("dsl"), async (tx, actor) =>
      possibleOwners(tx, actor, await caseById(tx, actor, caseId)),
    );
    expect(offered.map((one) => one.personId)).not.toContain(school.people.deputy);
    await aside(school, "dsl", caseId);
    expect(await rowOf(caseId)).toMatchObject({ owner: school.people.headteacher });
  });

  test("takes back the decision it was asked for, and the investigation it led", async () => {
    const { school, caseId } = await opened();
    await referAs(school, "dsl", caseId);
    await aside(school, "headteacher", caseId);
    expect(await rowOf(caseId)).toMatchObject({ state: "active" });
    const [asked] = await sql`select state from referrals where case_id = ${caseId}`;
    expect(asked?.state).toBe("withdrawn");
    const [row] = await sql`select version from cases where id = ${caseId}`;
    await withScope(await school.as("dsl"), (tx, actor) =>
      moveCase(tx, actor, {
        ...filled(school),
        caseId,
        version: Number(row?.version),
        action: "investigate",
      }),
    );
    await expect(
      withScope(await school.as("dsl"), (tx) =>
        tx.execute(query`update cases set state = 'active' where id = ${caseId}::uuid`),
      ),
      "an investigation does not end by itself",
    ).rejects.toThrow();
    await aside(school, "deputy", caseId);
    expect(await rowOf(caseId)).toEqual({ owner: school.people.dsl, state: "active" });
  });

  test("is refused with a sentence when nobody else is left, and nothing changed", async () => {
    const { school, caseId } = await opened();
    await sql`update role_assignments set ends_at = now() where school_id = ${school.schoolId}
      and role not in ('staff', 'dsl')`;
    await expect(aside(school, "dsl", caseId)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^Nobody else at the school.*Children's social care/),
    });
    expect(await sees(school, "dsl", caseId)).toBe(true);
    expect(await ledgerOf(caseId)).not.toContain("stepped-aside");
  });

  test("a second click is harmless", async () => {
    const { school, caseId } = await opened();
    const claims = await school.as("dsl");
    const key = crypto.randomUUID();
    const input = { caseId, kind: "relative" as const, reason: why };
    const send = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, key, "step-aside", () => stepAside(tx, actor, input)),
      );
    expect(await send()).toEqual(await send());
    await expect(aside(school, "dsl", caseId)).rejects.toMatchObject({ code: "not-found" });
    expect(await sql`select 1 from recusals where case_id = ${caseId}`).toHaveLength(1);
  });

  test("is not there for staff, the walled, half a sign-in and the other school", async () => {
    const { school, caseId } = await opened({ ...aPupil, about: ["headteacher"] }, "chair");
    for (const who of ["teacher", "admin", "headteacher", "governor", "dpo"] as const)
      await expect(aside(school, who, caseId), who).rejects.toMatchObject({ code: "not-found" });
    await expect(aside(await makeSchool(), "chair", caseId)).rejects.toMatchObject({
      code: "not-found",
    });
    const half = await school.as("chair", { secondFactor: false });
    await expect(
      withScope(half, (tx, actor) =>
        stepAside(tx, actor, { caseId, kind: "other", reason: "I was there" }),
      ),
    ).rejects.toMatchObject({ code: "not-found" });
    expect(await rowOf(caseId)).toMatchObject({ owner: school.people.chair });
  });
});
