import { expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { type CastKey, ledgerOf, makeSchool, type TestSchool } from "@/db/testing";
import { schoolCalendar } from "@/lib/schools/queries";
import { chooseReading } from "./choose-reading";
import { chooseReadingSchema } from "./schema";
import { dueFor } from "./start-clock";

const choose = async (school: TestSchool, who: CastKey, reading: string) =>
  withScope(await school.as(who), (tx, actor) =>
    chooseReading(tx, actor, chooseReadingSchema.parse({ kind: "platform", reading })),
  );
const due = async (school: TestSchool) =>
  withScope(await school.as("dsl"), async (tx, actor) =>
    dueFor("platform", new Date("2026-11-20T12:00Z"), await schoolCalendar(tx, actor)),
  );

test("a school goes by its own reading from then on, in its school alone", async () => {
  const [school, other] = [await makeSchool(), await makeSchool()];
  expect(await due(school)).toEqual(new Date("2026-11-22T12:00Z"));
  await choose(school, "dsl", "week");
  expect(await due(school)).toEqual(new Date("2026-11-27T12:00Z"));
  expect(await due(other)).toEqual(new Date("2026-11-22T12:00Z"));
  await choose(school, "headteacher", "national");
  expect(await due(school)).toEqual(new Date("2026-11-22T12:00Z"));
  expect(await ledgerOf(school.schoolId)).toEqual(["reading-chosen", "reading-chosen"]);
});

test("it is for those who lead, and only among the readings there are", async () => {
  const school = await makeSchool();
  for (const who of ["teacher", "admin", "governor", "deputy"] as const)
    await expect(choose(school, who, "week"), who).rejects.toMatchObject({ code: "not-found" });
  expect(() => chooseReadingSchema.parse({ kind: "platform", reading: "never" })).toThrow();
  expect(() => chooseReadingSchema.parse({ kind: "ico", reading: "week" })).toThrow();
});
