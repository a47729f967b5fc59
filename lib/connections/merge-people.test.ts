import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
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
import { involvePerson } from "@/lib/cases/involve-person";
import { mergePeople, unmergePeople } from "./merge-people";
import { tellChronology, tracePerson } from "./trace-person";

const sql = asOwner();
const anAccount = {
  affected: "",
  affectedName: "Poppy Ives",
  named0Name: "",
  named0Kind: "unknown-account",
  named0Handle: "@mean.one",
};

/** Two cases: in one an unknown account is at fault, in the other a pupil who is on the list. */
async function arrange() {
  const school = await makeSchool();
  const sent = await sendAs(school, "teacher", anAccount);
  const one = await openAs(school, "dsl", sent.reportId);
  const [account] = await sql`select p.id from people p join involvements i
    on i.school_id = p.school_id and i.person_id = p.id
    where i.report_id = ${sent.reportId} and p.kind = 'unknown-account'`;
  return { school, one, reportId: sent.reportId, accountId: String(account?.id) };
}
const merge = async (school: TestSchool, who: CastKey, mergedId: string, personId: string) =>
  withScope(await school.as(who), (tx, actor) =>
    mergePeople(tx, actor, {
      mergedId,
      personId,
      choiceId: "",
      person: "",
      reason: "The phone was theirs",
    }),
  );
const mergeIdOf = async (keptId: string) => {
  const [row] = await sql`select id from person_merges where kept_id = ${keptId}
    and undone_at is null`;
  return String(row?.id);
};
const undo = async (school: TestSchool, who: CastKey, mergeId: string) =>
  withScope(await school.as(who), (tx, actor) =>
    unmergePeople(tx, actor, { mergeId, reason: "It was another phone" }),
  );
const trace = async (school: TestSchool, who: CastKey, personId: string) =>
  withScope(await school.as(who), (tx, actor) => tracePerson(tx, actor, { personId, page: 1 }));
const sees = async (school: TestSchool, who: CastKey, caseId: string) =>
  (await trace(school, who, school.people.pupil)).rows.some((row) => row.id === caseId);
/** Who has which part, who is walled and let in, and whose reports are: all that a merge may change. */
const state = async ({ schoolId }: TestSchool) =>
  JSON.stringify([
    await sql`select id, person_id, part from involvements where school_id = ${schoolId} order by id`,
    await sql`select person_id, matter_id from walls where school_id = ${schoolId} order by 1, 2`,
    await sql`select id, ends_at from circle where school_id = ${schoolId} order by id`,
    await sql`select report_id, owner_id from triages where school_id = ${schoolId} order by 1`,
    await sql`select id, listed from people where school_id = ${schoolId} order by id`,
  ]);

describe("two entries for one person", () => {
  test("an account turns out to be the deputy: walled at once, and as before when it is taken back", async () => {
    const { school, one, reportId, accountId } = await arrange();
    const { deputy } = school.people;
    await sql`update cases set owner_id = ${deputy} where id = ${one.caseId}`;
    await sql`update triages set owner_id = ${deputy} where report_id = ${reportId}`;
    await sql`insert into circle (school_id, id, person_id, matter_id, capacity, starts_at)
      values (${school.schoolId}, ${randomUUID()}, ${deputy}, ${one.caseId}, 'handler', now())`;
    await sql`insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at)
      values (${school.schoolId}, ${randomUUID()}, ${deputy}, 'case-yours', ${one.caseId}, 'X', ${`/cases/${one.caseId}`}, now())`;
    expect(await sees(school, "deputy", one.caseId)).toBe(true);
    const before = await state(school);

    await merge(school, "dsl", accountId, deputy);
    expect(await sees(school, "deputy", one.caseId)).toBe(false);
    const [left] = await sql`select count(*)::int as n from notices where person_id = ${deputy}
      and matter_id in (${one.caseId}, ${reportId})`;
    expect(left?.n).toBe(0);
    const [owned] = await sql`select owner_id from cases where id = ${one.caseId}`;
    expect(owned?.owner_id).not.toBe(deputy);
    expect(await ledgerOf(deputy)).toEqual(["people-merged"]);
    const [row] = (await trace(school, "dsl", deputy)).rows;
    expect(row).toMatchObject({ id: one.caseId, parts: ["account-holder"] });
    // What was sent keeps saying what its writer knew.
    const [frozen] = await sql`select count(*)::int as n from involvements
      where report_id = ${reportId} and person_id = ${accountId}`;
    expect(frozen?.n).toBe(1);

    await undo(school, "dsl", await mergeIdOf(deputy));
    expect(await state(school)).toBe(before);
    expect(await sees(school, "deputy", one.caseId)).toBe(true);
    expect(await ledgerOf(deputy)).toContain("people-unmerged");
  });

  test("a wall that got a reason of its own since stays when the merge is taken back", async () => {
    const { school, one, accountId } = await arrange();
    const { deputy } = school.people;
    await merge(school, "dsl", accountId, deputy);
    const [found] = await sql`select version from cases where id = ${one.caseId}`;
    await withScope(await school.as("dsl"), (tx, actor) =>
      involvePerson(tx, actor, {
        caseId: one.caseId,
        version: Number(found?.version),
        person: "",
        personId: deputy,
        part: "named",
      }),
    );
    await undo(school, "dsl", await mergeIdOf(deputy));
    expect(await sees(school, "deputy", one.caseId)).toBe(false);
  });

  test("whoever declared a tie to the one is kept out of the other's matters", async () => {
    const { school, one, accountId } = await arrange();
    await sql`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
      values (${school.schoolId}, ${randomUUID()}, ${school.people.deputy}, ${school.people.parent}, 'relative', now())`;
    expect(await sees(school, "deputy", one.caseId)).toBe(true);
    await merge(school, "dsl", accountId, school.people.parent);
    expect(await sees(school, "deputy", one.caseId)).toBe(false);
    await undo(school, "dsl", await mergeIdOf(school.people.parent));
    expect(await sees(school, "deputy", one.caseId)).toBe(true);
  });

  test("one sentence for every refusal: unseen matter, tie, oneself, an account, another school", async () => {
    const { school, accountId } = await arrange();
    const elsewhere = await arrange();
    const says = { fields: { person: "These two cannot be put together by you" } };
    const { people } = school;
    // A matter of the pupil's that only the headteacher handles.
    await sendAs(school, "colleague", {
      type: "TRO",
      affected: "school",
      named0Name: "Poppy Ives",
    });
    const [hidden] = await sql`select report_id from triages where school_id = ${school.schoolId}
      and track not in ('T1', 'T2')`;
    expect(hidden).toBeDefined();
    const before = await state(school);
    await expect(merge(school, "dsl", accountId, people.pupil)).rejects.toMatchObject(says);
    await expect(merge(school, "dsl", accountId, people.dsl)).rejects.toMatchObject(says);
    await sql`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
      values (${school.schoolId}, ${randomUUID()}, ${people.dsl}, ${people.parent}, 'friend', now())`;
    await expect(merge(school, "dsl", accountId, people.parent)).rejects.toMatchObject(says);
    await school.as("chair");
    await expect(merge(school, "dsl", people.chair, people.viceChair)).rejects.toMatchObject(says);
    for (const who of ["teacher", "governor", "admin"] as const)
      await expect(merge(school, who, accountId, people.deputy)).rejects.toMatchObject({
        code: "not-found",
      });
    await expect(
      merge(elsewhere.school, "dsl", accountId, elsewhere.school.people.deputy),
    ).rejects.toMatchObject({ code: "not-found" });
    await expect(
      merge(school, "dsl", accountId, elsewhere.school.people.deputy),
    ).rejects.toMatchObject({ fields: { person: "Choose the person from the list" } });
    expect(await state(school)).toBe(before);
  });

  test("not after seven days, not twice, not by somebody who no longer sees it all", async () => {
    const { school, one, accountId } = await arrange();
    await merge(school, "dsl", accountId, school.people.parent);
    const id = await mergeIdOf(school.people.parent);
    await expect(undo(school, "teacher", id)).rejects.toMatchObject({ code: "not-found" });
    await sql`insert into walls values (${school.schoolId}, ${school.people.deputy}, ${one.caseId}, 'named', now())`;
    await expect(undo(school, "deputy", id)).rejects.toMatchObject({ code: expect.anything() });
    await sql`update person_merges set undo_until = now() where id = ${id}`;
    await expect(undo(school, "dsl", id)).rejects.toMatchObject({ code: "conflict" });
    await sql`update person_merges set undo_until = now() + interval '1 day' where id = ${id}`;
    await undo(school, "dsl", id);
    await expect(undo(school, "dsl", id)).rejects.toMatchObject({ code: "conflict" });
  });
});

test("the chronology tells of each case seen, with where it stands, and notes that it was read", async () => {
  const { school, one } = await arrange();
  const read = async (who: CastKey) =>
    withScope(await school.as(who), (tx, actor) =>
      tellChronology(tx, actor, { personId: school.people.pupil, page: 1 }),
    );
  const { events } = await read("dsl");
  expect(events.map((event) => event.reference)).toContain(one.reference);
  expect(events.map((event) => event.title)).toContain("Report received");
  expect(await ledgerOf(one.caseId)).toContain("case-viewed");
  await sql`insert into walls select ${school.schoolId}, ${school.people.deputy}, m, 'named', now()
    from unnest(array(select sec.joined(${school.schoolId}, ${one.caseId}))) m`;
  expect((await read("deputy")).events).toEqual([]);
  expect((await trace(school, "deputy", school.people.pupil)).rows).toEqual([]);
});
