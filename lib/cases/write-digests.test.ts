import { describe, expect, test } from "vitest";
import { asOwner, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { findHolidays } from "@/lib/clocks/find-holidays";
import { localDay, localInstant } from "@/lib/dates";
import { writeDigests, writeSchoolDigests } from "./write-digests";

const inDays = (n: number) => localDay(new Date(Date.now() + n * 86_400_000));
/** Two school days after everything that a test sends, a Sunday, and a weekday out of term. */
const [day, next, sunday, off] = someDays();
const morning = localInstant(day, "07:30");

function someDays() {
  const holidays = findHolidays("england");
  let n = 1;
  const thursday = () => new Date(inDays(n)).getUTCDay() === 4;
  while (!thursday() || [n, n + 1].some((one) => holidays.includes(inDays(one)))) n++;
  return [inDays(n), inDays(n + 1), inDays(n + 3), inDays(n + 7)] as const;
}
/** Its term is the one these days are in, whenever that is. */
async function schoolNow(): Promise<TestSchool> {
  const school = await makeSchool();
  await asOwner()`delete from terms where school_id = ${school.schoolId}`;
  await asOwner()`insert into terms (school_id, id, name, starts_on, ends_on) values
    (${school.schoolId}, gen_random_uuid(), 'This term', ${inDays(-7)}, ${sunday}),
    (${school.schoolId}, gen_random_uuid(), 'Next term', ${inDays(60)}, ${inDays(90)})`;
  return school;
}
const child = { affected: "", affectedName: "Poppy Ives" };

async function mailTo(school: TestSchool, personId: string): Promise<string[]> {
  const rows = await asOwner()`select subject, body, html from mails
    where school_id = ${school.schoolId} and person_id = ${personId}
    and subject like '%morning%' order by created_at`;
  return rows.map((row) => `${row.subject}\n${row.body}\n${row.html}`);
}
/** Reports lie where they were sent, before the morning that is being counted. */
const age = (school: TestSchool) =>
  asOwner()`update triages set due_at = ${localInstant(day, "17:00")}
    where school_id = ${school.schoolId}`;

describe("the morning digest", () => {
  test("gives numbers only, once a day, to whoever handles and has something", async () => {
    const school = await schoolNow();
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
    await writeSchoolDigests(school.schoolId, localInstant(next, "07:30"));
    expect(await mailTo(school, school.people.dsl)).toHaveLength(2);
  });

  test("does not count what lies behind a wall, nor tell the suspended", async () => {
    const school = await schoolNow();
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
    const school = await schoolNow();
    const matter = crypto.randomUUID();
    for (const who of ["dsl", "headteacher", "dpo"] as const) await school.as(who);
    await asOwner()`insert into retention_reviews (school_id, case_id, reference, track, restricted,
        closed_on, rule, years, assumed, due_on, state, computed_at)
      values (${school.schoolId}, ${matter}, 'OS-1', 'T3', false, '2020-01-01', 'personnel', 6, false,
        ${day}, 'waiting', now())`;
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
    const school = await schoolNow();
    await school.as("dsl");
    await sendAs(school, "teacher", child);
    for (const one of [sunday, off])
      await writeSchoolDigests(school.schoolId, localInstant(one, "07:30"));
    await writeDigests(localInstant(day, "07:29"));
    await writeDigests(localInstant(day, "10:00"));
    expect(await mailTo(school, school.people.dsl)).toEqual([]);
    await writeDigests(morning);
    expect(await mailTo(school, school.people.dsl)).toHaveLength(1);
    // It goes through every school that the tests before it made.
  }, 60_000);
});
