import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  addPerson,
  asOwner,
  type CastKey,
  makeSchool,
  signInAs,
  type TestSchool,
} from "@/db/testing";
import { acknowledgeVersion } from "./acknowledge-version";
import { loadPack } from "./load-pack";
import { publishVersion } from "./publish-version";
import { remindSchool } from "./remind-readers";

const at = (day: string, time = "08:00") => new Date(`${day}T${time}:00Z`);

/** A school whose people all came, and whose policy was published, on a Tuesday in term. */
async function schoolWith(people: CastKey[], began = "2026-09-08") {
  const school = await makeSchool();
  const sql = asOwner();
  const made = await withScope(await school.as("dsl"), (tx, actor) =>
    loadPack(tx, actor, { pack: "S3" }),
  );
  const { sha256 } = await withScope(await school.as("headteacher"), (tx, actor) =>
    publishVersion(tx, actor, {
      versionId: made.versionId,
      approvedBy: "Governing body",
      approvedOn: "2026-07-06",
      nextReviewOn: "2027-07-05",
      accepted: true,
    }),
  );
  await sql`update policy_versions set published_at = ${at(began)} where id = ${made.versionId}`;
  await sql`update people set created_at = '2026-09-01' where school_id = ${school.schoolId}`;
  await sql`delete from sessions where school_id = ${school.schoolId}`;
  await sql`delete from accounts where school_id = ${school.schoolId}`;
  for (const who of people) await school.as(who);
  return { school, ...made, sha256 };
}
const told = async (school: TestSchool) =>
  (
    await asOwner()`select p.name, n.kind, n.reference, n.path from notices n
      join people p on p.school_id = n.school_id and p.id = n.person_id
      where n.school_id = ${school.schoolId} and n.kind like 'policy-%' order by n.created_at, p.name`
  ).map((row) => `${row.name} ${row.kind}`);
const weekly = async (school: TestSchool) =>
  (
    await asOwner()`select to_address, subject from mails where school_id = ${school.schoolId}
      and notice_id is null order by created_at`
  ).map((row) => row.subject as string);

describe("reminders of a policy", () => {
  test("come once at publishing, once half-way, once on the last day, then a line a week", async () => {
    const { school } = await schoolWith(["teacher"]);
    const run = async (day: string) => {
      for (let again = 0; again < 2; again++) await remindSchool(school.schoolId, at(day));
      return told(school);
    };
    expect(await run("2026-09-08")).toEqual(["Tara Quinn policy-new"]);
    expect(await run("2026-09-14")).toHaveLength(1);
    // Five of ten school days after Tuesday the 8th, then all ten.
    expect((await run("2026-09-15")).slice(1)).toEqual(["Tara Quinn policy-half"]);
    expect(await run("2026-09-21")).toHaveLength(2);
    expect((await run("2026-09-22")).slice(2)).toEqual(["Tara Quinn policy-due"]);
    await run("2026-09-28");
    expect(await weekly(school)).toEqual([]);
    for (const day of ["2026-09-29", "2026-10-01", "2026-10-02"]) await run(day);
    expect(await weekly(school)).toEqual(["Online safety: 1 policy waits for you"]);
    await run("2026-10-05");
    expect(await weekly(school)).toHaveLength(2);
    expect(await told(school)).toHaveLength(3);
  });

  test("are told once each, however many workers run at the same time", async () => {
    const { school } = await schoolWith(["teacher", "dsl", "governor"]);
    const runs = Array.from({ length: 4 }, () => remindSchool(school.schoolId, at("2026-10-06")));
    await Promise.allSettled(runs);
    await remindSchool(school.schoolId, at("2026-10-06"));
    expect((await told(school)).toSorted()).toEqual([
      "Dilys Parry policy-due",
      "Grace Lowe policy-due",
      "Tara Quinn policy-due",
    ]);
    expect(await weekly(school)).toHaveLength(3);
  });

  test("never go to whoever accepted, left, is suspended, cannot sign in or is not bound", async () => {
    const { school, policyId, sha256 } = await schoolWith([
      "teacher",
      "colleague",
      "deputy",
      "dsl",
    ]);
    const sql = asOwner();
    const parent = await signInAs(school.schoolId, school.people.parent);
    expect(parent).toBeTruthy();
    await withScope({ ...(await school.as("teacher")), at: at("2026-09-10") }, (tx, actor) =>
      acknowledgeVersion(tx, actor, {
        policyId,
        sha256,
        accepted: "yes",
        name: "Tara Quinn",
        signature: "T Quinn",
        drawn: "",
      }),
    );
    await sql`update people set left_at = now() where id = ${school.people.colleague}`;
    await sql`update accounts set state = 'suspended' where person_id = ${school.people.deputy}`;
    await remindSchool(school.schoolId, at("2026-10-06"));
    expect(await told(school)).toEqual(["Dilys Parry policy-due"]);
    expect(await weekly(school)).toHaveLength(1);
  });

  test("begin anew with somebody who joins, and a year after they accepted", async () => {
    const { school, policyId, sha256 } = await schoolWith(["teacher"]);
    const sql = asOwner();
    await withScope({ ...(await school.as("teacher")), at: at("2026-09-08") }, (tx, actor) =>
      acknowledgeVersion(tx, actor, {
        policyId,
        sha256,
        accepted: "yes",
        name: "Tara Quinn",
        signature: "T Quinn",
        drawn: "",
      }),
    );
    const starter = await addPerson(school.schoolId, { name: "Nia Starter", roles: ["staff"] });
    await sql`update people set created_at = '2026-11-02' where id = ${starter}`;
    await signInAs(school.schoolId, starter);
    await remindSchool(school.schoolId, at("2026-11-02"));
    expect(await told(school)).toEqual(["Nia Starter policy-new"]);
    await sql`update people set left_at = now() where id = ${starter}`;
    await remindSchool(school.schoolId, at("2027-09-07"));
    expect(await told(school)).toHaveLength(1);
    await remindSchool(school.schoolId, at("2027-09-08", "09:00"));
    expect((await told(school)).slice(1)).toEqual(["Tara Quinn policy-new"]);
  });

  test("wait for a school day, and the policy says in how many", async () => {
    const { school, versionId } = await schoolWith(["teacher"]);
    await asOwner()`update policy_versions set rules = '{"acceptWithin": 2}' where id = ${versionId}`;
    await remindSchool(school.schoolId, at("2026-09-12"));
    expect(await told(school)).toEqual([]);
    await remindSchool(school.schoolId, at("2026-09-14"));
    expect(await told(school)).toEqual(["Tara Quinn policy-due"]);
  });

  test("bear no name and no word of the policy", async () => {
    const { school, policyId } = await schoolWith(["teacher"]);
    await remindSchool(school.schoolId, at("2026-09-08"));
    const [notice] = await asOwner()`select reference, path from notices
      where school_id = ${school.schoolId} and kind = 'policy-new'`;
    expect(notice).toEqual({ reference: "version 1", path: `/policies/${policyId}` });
  });

  test("reach 400 people in one go, each once", async () => {
    const { school, versionId } = await schoolWith([]);
    const sql = asOwner();
    await sql`with made as (insert into people (school_id, id, kind, engagement, name, created_at)
        select ${school.schoolId}, gen_random_uuid(), 'staff', 'employee', 'Person ' || n, '2026-09-01'
        from generate_series(1, 400) n returning school_id, id)
      insert into accounts (school_id, id, person_id, email, state, created_at)
        select school_id, gen_random_uuid(), id, id || '@school.example', 'active', now() from made`;
    for (const day of ["2026-09-08", "2026-09-15", "2026-09-22", "2026-09-22", "2026-09-29"])
      await remindSchool(school.schoolId, at(day));
    const [rows] =
      await sql`select count(*)::int as reminders, count(distinct person_id)::int as people
      from policy_reminders where version_id = ${versionId}`;
    expect(rows).toEqual({ reminders: 1200, people: 400 });
    expect(await told(school)).toHaveLength(1200);
    expect(await weekly(school)).toHaveLength(400);
  });
});
