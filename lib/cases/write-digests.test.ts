import { describe, expect, test } from "vitest";
import { asOwner, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { localInstant } from "@/lib/dates";
import { writeDigests, writeSchoolDigests } from "./write-digests";

const monday = "2026-11-23";
const morning = localInstant(monday, "07:30");
const child = { affected: "", affectedName: "Poppy Ives" };

async function mailTo(school: TestSchool, personId: string): Promise<string[]> {
  const rows = await asOwner()`select subject, body, html from mails
    where school_id = ${school.schoolId} and person_id = ${personId}
    and subject like '%morning%' order by created_at`;
  return rows.map((row) => `${row.subject}\n${row.body}\n${row.html}`);
}
/** Reports lie where they were sent, before the morning that is being counted. */
const age = (school: TestSchool) =>
  asOwner()`update triages set due_at = ${localInstant(monday, "17:00")}
    where school_id = ${school.schoolId}`;

describe("the morning digest", () => {
  test("gives numbers only, once a day, to whoever handles and has something", async () => {
    const school = await makeSchool();
    for (const who of ["dsl", "headteacher", "dpo", "teacher"] as const) await school.as(who);
    const { reference } = await sendAs(school, "teacher", child);
    await age(school);
    await Promise.all([1, 2, 3].map(() => writeSchoolDigests(school.schoolId, morning)));
    await writeSchoolDigests(school.schoolId, morning);
    const mails = await mailTo(school, school.people.dsl);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toContain("1 waiting to be read");
    expect(mails[0]).toContain("1 due today");
    expect(mails[0]).toContain("0 overdue");
    const names = await asOwner()`select name from people where school_id = ${school.schoolId}`;
    const secret = [reference, "Cyberbullying", ...names.flatMap((p) => String(p.name).split(" "))];
    for (const word of secret) expect(mails[0], word).not.toContain(word);
    expect(await mailTo(school, school.people.dpo)).toEqual([]);
    expect(await mailTo(school, school.people.teacher)).toEqual([]);
    const [jobs] = await asOwner()`select count(*)::int as n from graphile_worker._private_jobs j
      join mails m on m.id::text = j.payload ->> 'mailId' where m.school_id = ${school.schoolId}`;
    expect(jobs?.n).toBe(2);
    await writeSchoolDigests(school.schoolId, localInstant("2026-11-24", "07:30"));
    expect(await mailTo(school, school.people.dsl)).toHaveLength(2);
  });

  test("does not count what lies behind a wall, nor tell the suspended", async () => {
    const school = await makeSchool();
    await school.as("headteacher");
    await school.as("dsl");
    await sendAs(school, "teacher", { about: ["headteacher"] });
    await asOwner()`update accounts set state = 'suspended' where person_id = ${school.people.dsl}`;
    await sendAs(school, "teacher", child);
    await writeSchoolDigests(school.schoolId, morning);
    const [mine] = await mailTo(school, school.people.headteacher);
    expect(mine).toContain("1 waiting to be read");
    expect(await mailTo(school, school.people.dsl)).toEqual([]);
  });

  test("counts the closed records that are due for whoever may end them, and behind no wall", async () => {
    const school = await makeSchool();
    const matter = crypto.randomUUID();
    for (const who of ["dsl", "headteacher", "dpo"] as const) await school.as(who);
    await asOwner()`insert into retention_reviews (school_id, case_id, reference, track, restricted,
        closed_on, rule, years, assumed, due_on, state, computed_at)
      values (${school.schoolId}, ${matter}, 'OS-1', 'T3', false, '2020-01-01', 'personnel', 6, false,
        '2026-11-23', 'waiting', now())`;
    await asOwner()`insert into walls values (${school.schoolId}, ${school.people.headteacher}, ${matter},
      'named', now())`;
    await writeSchoolDigests(school.schoolId, morning);
    expect((await mailTo(school, school.people.dpo))[0]).toContain(
      "1 closed records due for review",
    );
    expect(await mailTo(school, school.people.headteacher)).toEqual([]);
    expect(await mailTo(school, school.people.dsl)).toEqual([]);
  });

  test("comes on school days, from half past seven, by the clock on the wall", async () => {
    const school = await makeSchool();
    await school.as("dsl");
    await sendAs(school, "teacher", child);
    for (const at of [localInstant("2026-11-22", "07:30"), localInstant("2026-12-24", "07:30")])
      await writeSchoolDigests(school.schoolId, at);
    await writeDigests(localInstant(monday, "07:29"));
    await writeDigests(localInstant(monday, "10:00"));
    expect(await mailTo(school, school.people.dsl)).toEqual([]);
    await writeDigests(morning);
    expect(await mailTo(school, school.people.dsl)).toHaveLength(1);
    // It goes through every school that the tests before it made.
  }, 60_000);
});
