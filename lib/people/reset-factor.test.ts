import { expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, signInAs } from "@/db/testing";
import { resetFactor } from "./reset-factor";

const told = async (personId: string) => {
  const rows = await asOwner()`select n.path, n.person_id from notices n
    where n.kind = 'factor-reset' and n.matter_id = ${personId} order by n.path`;
  return rows.map((row) => ({ to: row.person_id, path: row.path }));
};

test.each<[CastKey, CastKey]>([
  ["dsl", "headteacher"],
  ["headteacher", "chair"],
])("clearing the %s's second step tells them, and the %s", async (whose, second) => {
  const school = await makeSchool();
  const personId = school.people[whose];
  await signInAs(school.schoolId, personId);
  await withScope(await school.as("admin"), (tx, actor) => resetFactor(tx, actor, { personId }));
  expect(await told(personId)).toEqual([
    { to: school.people[second], path: `/people/${personId}` },
    { to: personId, path: "/settings" },
  ]);
});

test("nobody clears their own, another school's, or any without the role", async () => {
  const [mine, other] = [await makeSchool(), await makeSchool()];
  await signInAs(other.schoolId, other.people.dsl);
  await signInAs(mine.schoolId, mine.people.dsl);
  for (const [who, personId] of [
    ["admin", mine.people.admin],
    ["admin", other.people.dsl],
    ["headteacher", mine.people.dsl],
  ] as const) {
    await expect(
      withScope(await mine.as(who), (tx, actor) => resetFactor(tx, actor, { personId })),
    ).rejects.toThrow("Page not found");
    expect(await told(personId)).toEqual([]);
  }
});
