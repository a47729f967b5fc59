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
import { suspendAccount } from "@/lib/people/suspend-account";
import { endCalendar, makeCalendar, myCalendar } from "./make-calendar";
import { readCalendar } from "./read-calendar";

const origin = "https://daybook.school.example";
const child = { affected: "", affectedName: "Poppy Ives" };

async function address(school: TestSchool, who: CastKey): Promise<string> {
  const claims = await school.as(who);
  await withScope(claims, makeCalendar);
  const feed = await withScope(claims, myCalendar);
  return feed?.token ?? "";
}
const titles = (calendar: string | null) =>
  [...(calendar ?? "").matchAll(/^SUMMARY:(.*?)\r?$/gm)].map((match) => match[1]).sort();

describe("the calendar behind a secret address", () => {
  test("has the deadlines one owns or is asked to decide, and no name, type or word", {
    timeout: 60_000,
  }, async () => {
    const school = await makeSchool();
    const token = await address(school, "dsl");
    const head = await address(school, "headteacher");
    const first = await sendAs(school, "teacher", child);
    const second = await sendAs(school, "teacher", child);
    await sendAs(school, "teacher");
    const { caseId, reference } = await openAs(school, "dsl", second.reportId);
    await referAs(school, "dsl", caseId);
    const calendar = await readCalendar(token, origin);
    expect(titles(calendar)).toEqual(
      [
        `${first.reference} reading due`,
        `${reference} decision due`,
        `${reference} review due`,
      ].sort(),
    );
    expect(titles(await readCalendar(head, origin))).toContain(`${reference} decision due`);
    const [clock] = await asOwner()`select due_at from clocks where case_id = ${caseId}
      and kind = 'review'`;
    const stamp = new Date(String(clock?.due_at)).toISOString().replaceAll(/[-:]|\.\d+/g, "");
    expect(calendar).toContain(`DTSTART:${stamp}`);
    const names = await asOwner()`select name from people where school_id = ${school.schoolId}`;
    for (const name of names.flatMap((row) => String(row.name).split(" ")))
      expect(calendar, name).not.toContain(name);
    // By itself: a time after eight in the evening has a T and a 2 as well.
    for (const word of ["Cyber", "CYB", "abuse", "child", /\bT2\b/])
      expect(calendar).not.toMatch(word);
  });

  test("a wall, a lost role or somebody else's ownership takes its deadline away", async () => {
    const school = await makeSchool();
    const token = await address(school, "dsl");
    const { reportId } = await sendAs(school, "teacher", child);
    expect(titles(await readCalendar(token, origin))).toHaveLength(1);
    await asOwner()`insert into walls values (${school.schoolId}, ${school.people.dsl}, ${reportId}, 'conflict', now())`;
    expect(titles(await readCalendar(token, origin))).toEqual([]);
    await asOwner()`delete from walls where matter_id = ${reportId}`;
    await asOwner()`update role_assignments set ends_at = now() where role = 'dsl'
      and person_id = ${school.people.dsl}`;
    expect(titles(await readCalendar(token, origin))).toEqual([]);
    expect(await readCalendar(token, origin)).toContain("BEGIN:VCALENDAR");
  });

  test("ends when its owner ends it, or makes another", async () => {
    const school = await makeSchool();
    const first = await address(school, "dsl");
    const second = await address(school, "dsl");
    expect(first).not.toBe(second);
    expect(await readCalendar(first, origin)).toBeNull();
    expect(await readCalendar(second, origin)).not.toBeNull();
    await withScope(await school.as("dsl"), endCalendar);
    expect(await readCalendar(second, origin)).toBeNull();
    expect(await ledgerOf(school.people.dsl)).toEqual([
      "calendar-made",
      "calendar-made",
      "calendar-ended",
    ]);
    await expect(withScope(await school.as("dsl"), endCalendar)).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("ends with a suspension, and stays ended when the account comes back", async () => {
    const school = await makeSchool();
    const token = await address(school, "dpo");
    await asOwner()`insert into role_assignments (school_id, id, person_id, role, starts_at)
      values (${school.schoolId}, gen_random_uuid(), ${school.people.colleague}, 'dpo', now() - interval '1 day')`;
    await withScope(await school.as("admin"), (tx, actor) =>
      suspendAccount(tx, actor, { personId: school.people.dpo }),
    );
    expect(await readCalendar(token, origin)).toBeNull();
    await asOwner()`update accounts set state = 'active' where person_id = ${school.people.dpo}`;
    expect(await readCalendar(token, origin)).toBeNull();
  });

  test("is nobody else's: unknown and malformed addresses, other people, other roles", async () => {
    const school = await makeSchool();
    const token = await address(school, "dsl");
    for (const wrong of ["", "x", `${token}x`, crypto.randomUUID()])
      expect(await readCalendar(wrong, origin)).toBeNull();
    expect(await withScope(await school.as("deputy"), myCalendar)).toBeNull();
    await expect(withScope(await school.as("teacher"), makeCalendar)).rejects.toMatchObject({
      code: "not-found",
    });
    const [row] = await asOwner()`select token_hash from calendar_feeds
      where person_id = ${school.people.dsl}`;
    expect(Buffer.from(row?.token_hash as Uint8Array).toString("utf8")).not.toContain(token);
    await expect(
      withScope(await school.as("dsl"), (tx) =>
        tx.execute("select token_hash from calendar_feeds"),
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});
