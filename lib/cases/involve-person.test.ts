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
import { referCase } from "@/lib/referrals/refer-case";
import { involvePerson } from "./involve-person";
import { joinCase } from "./join-case";
import { caseById } from "./queries";
import { readCase } from "./read-case";

const aPupil = { affected: "", affectedName: "Poppy Ives" };
const sql = asOwner();

const sees = async (school: TestSchool, who: CastKey, caseId: string) =>
  withScope(await school.as(who), (tx, actor) => caseById(tx, actor, caseId)).then(
    () => true,
    () => false,
  );

const involve = async (
  school: TestSchool,
  who: CastKey,
  input: { caseId: string; person: string; part: "affected" | "named" | "witness" },
) => {
  const [row] = await sql`select version from cases where id = ${input.caseId}`;
  return withScope(await school.as(who), (tx, actor) =>
    involvePerson(tx, actor, { ...input, personId: "", version: Number(row?.version) }),
  );
};

const lastEvent = async (caseId: string) => {
  const [row] = await sql`select title, words from case_events where case_id = ${caseId}
    order by at desc limit 1`;
  return { title: String(row?.title), words: row?.words as string | null };
};

describe("involving somebody", () => {
  test("who is named shuts them out at once, and says what they had seen", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", aPupil);
    const { caseId } = await openAs(school, "dsl", reportId);
    await withScope(await school.as("headteacher"), (tx, actor) =>
      readCase(tx, actor, { caseId, page: "summary" }),
    );
    await involve(school, "dsl", { caseId, person: "Mrs Marsh", part: "named" });
    expect(await sees(school, "headteacher", caseId)).toBe(false);
    expect(await lastEvent(caseId)).toEqual({
      title: "Helen Marsh added as named",
      words: expect.stringMatching(
        /^Before this they had opened it or its evidence once, last on /,
      ),
    });
    const left = await sql`select 1 from notices where person_id = ${school.people.headteacher}
      and matter_id in (${caseId}, ${reportId})`;
    expect(left).toHaveLength(0);
  });

  test("who owns the case passes it to the next in line, who is told", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", aPupil);
    const { caseId } = await openAs(school, "dsl", reportId);
    await involve(school, "headteacher", { caseId, person: "Dilys Parry", part: "named" });
    expect(await sees(school, "dsl", caseId)).toBe(false);
    const [found] = await sql`select owner_id from cases where id = ${caseId}`;
    expect(found?.owner_id).toBe(school.people.deputy);
    const told = await sql`select person_id from notices where matter_id = ${caseId}
      and kind = 'case-yours'`;
    expect(told.map((row) => row.person_id)).toEqual([school.people.deputy]);
    expect(await sees(school, "deputy", caseId)).toBe(true);
  });

  test("who was asked to decide withdraws that: somebody else can be asked", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", aPupil);
    const { caseId, version } = await openAs(school, "dsl", reportId);
    const refer = async (v: number) =>
      withScope(await school.as("dsl"), (tx, actor) =>
        referCase(tx, actor, {
          caseId,
          version: v,
          asked: "Is it misconduct?",
          evidence: [],
          dueOn: null,
        }),
      );
    await refer(version);
    await involve(school, "dsl", { caseId, person: "Helen Marsh", part: "named" });
    const [found] = await sql`select state, version from cases where id = ${caseId}`;
    expect(found?.state).toBe("active");
    await refer(Number(found?.version));
    const asked = await sql`select to_person_id, state from referrals where case_id = ${caseId}
      order by sent_at`;
    expect(asked.map((row) => [row.to_person_id, row.state])).toEqual([
      [school.people.headteacher, "withdrawn"],
      [school.people.chair, "open"],
    ]);
  });

  test("whom the one acting has a conflict with shuts the one acting out, last of all", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", aPupil);
    const { caseId } = await openAs(school, "dsl", reportId);
    const cousin = await addPerson(school.schoolId, { name: "Cy Parry" });
    await sql`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
      values (${school.schoolId}, gen_random_uuid(), ${school.people.dsl}, ${cousin}, 'family', now())`;
    const done = await involve(school, "dsl", { caseId, person: "Cy Parry", part: "witness" });
    expect(done.left).toBe(true);
    expect(await sees(school, "dsl", caseId)).toBe(false);
    expect(await sees(school, "deputy", caseId)).toBe(true);
    const [found] = await sql`select owner_id from cases where id = ${caseId}`;
    expect(found?.owner_id).toBe(school.people.deputy);
  });

  test("refuses a name that two people have, and oneself as named", async () => {
    const school = await makeSchool();
    await addPerson(school.schoolId, { name: "Colin Webb" });
    const { reportId } = await sendAs(school, "teacher", aPupil);
    const { caseId } = await openAs(school, "dsl", reportId);
    await expect(
      involve(school, "dsl", { caseId, person: "Colin Webb", part: "named" }),
    ).rejects.toMatchObject({ fields: { person: expect.any(String) } });
    await expect(
      involve(school, "dsl", { caseId, person: "Dilys Parry", part: "named" }),
    ).rejects.toMatchObject({ fields: { person: expect.any(String) } });
  });
});

describe("joining a report to a case", () => {
  test("walls the case's owner when the report names them, and passes the case on", async () => {
    const school = await makeSchool();
    const first = await sendAs(school, "teacher", aPupil);
    const { caseId, reference } = await openAs(school, "dsl", first.reportId);
    const second = await sendAs(school, "colleague", { ...aPupil, named0Name: "Dilys Parry" });
    await withScope(await school.as("headteacher"), (tx, actor) =>
      joinCase(tx, actor, {
        reportId: second.reportId,
        version: 1,
        reference,
        reason: "The same post",
      }),
    );
    expect(await sees(school, "dsl", caseId)).toBe(false);
    const [found] = await sql`select owner_id from cases where id = ${caseId}`;
    expect(found?.owner_id).toBe(school.people.deputy);
    const [one] =
      await sql`select count(*)::int as n from walls where person_id = ${school.people.dsl}
      and matter_id in (${caseId}, ${first.reportId}, ${second.reportId})`;
    expect(one?.n).toBe(3);
  });

  test("does not say whether a case beyond a wall exists", async () => {
    const school = await makeSchool();
    const hidden = await sendAs(school, "teacher", { ...aPupil, about: ["dsl"] });
    const { reference } = await openAs(school, "headteacher", hidden.reportId);
    const mine = await sendAs(school, "colleague", aPupil);
    const join = async (to: string) =>
      withScope(await school.as("dsl"), (tx, actor) =>
        joinCase(tx, actor, { reportId: mine.reportId, version: 1, reference: to, reason: "Same" }),
      ).then(
        () => "joined",
        (error: unknown) => JSON.stringify(error, ["code", "message", "fields", "reference"]),
      );
    expect(await join(reference)).toBe(await join("OS-26-ZZZZZ"));
  });
});
