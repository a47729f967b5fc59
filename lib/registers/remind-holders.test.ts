import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, type TestSchool } from "@/db/testing";
import { enterRegister } from "./enter-register";
import { remindHolders } from "./remind-holders";

const sql = asOwner();
/** Something in force of somebody, that ends on a day. */
async function inForce(school: TestSchool, who: CastKey, kind: string, endsOn: string) {
  const { entryId } = await withScope(await school.as(who), (tx, actor) =>
    enterRegister(tx, actor, {
      kind,
      from: null,
      until: null,
      answers: {
        what: "One",
        "who-took-part": "Us",
        decided: "Two",
        who: "Poppy Ives",
        given: "Now",
      },
    }),
  );
  await sql`update register_entries set ends_on = ${endsOn}, asked_at = '2026-01-05', starts_on = '2026-01-05'
    where id = ${entryId}`;
  await sql`update register_entries set state = 'approved', decided_by = ${school.people.headteacher},
    decided_at = '2026-01-06' where id = ${entryId} and state = 'asked'`;
  await sql`delete from notices where matter_id = ${entryId}`;
  return entryId;
}
const on = (day: string) => remindHolders(new Date(`${day}T08:00:00Z`));
const told = async (school: TestSchool, entryId: string) => {
  const rows = await sql`select person_id, kind from notices where matter_id = ${entryId}
    order by created_at`;
  return rows.map((row) => [
    Object.entries(school.people).find(([, id]) => id === row.person_id)?.[0],
    row.kind,
  ]);
};

describe("the end of something in the register", () => {
  test("is told of 30 days and 7 days before and on the day, once each", async () => {
    const school = await makeSchool();
    const id = await inForce(school, "teacher", "name-logo", "2030-06-30");
    await on("2030-05-30");
    expect(await told(school, id)).toEqual([]);
    for (const day of ["2030-05-31", "2030-05-31", "2030-06-10", "2030-06-23", "2030-06-25"])
      await on(day);
    expect(await told(school, id)).toEqual([
      ["teacher", "register-soon"],
      ["teacher", "register-soon"],
    ]);
    await on("2030-06-30");
    await on("2030-07-01");
    expect((await told(school, id)).slice(2).sort()).toEqual([
      ["headteacher", "register-soon-over"],
      ["teacher", "register-soon-over"],
    ]);
  });

  test("after a long stop is told of once, and not at all when it was ended or asked for again", async () => {
    const school = await makeSchool();
    const late = await inForce(school, "teacher", "name-logo", "2031-06-30");
    const ended = await inForce(school, "teacher", "name-logo", "2031-06-30");
    const renewed = await inForce(school, "teacher", "name-logo", "2031-06-30");
    const next = await inForce(school, "teacher", "name-logo", "2032-06-30");
    await sql`update register_entries set state = 'ended' where id = ${ended}`;
    await sql`update register_entries set renews = ${renewed} where id = ${next}`;
    await on("2031-06-28");
    expect(await told(school, late)).toEqual([["teacher", "register-soon"]]);
    expect([...(await told(school, ended)), ...(await told(school, renewed))]).toEqual([]);
  });

  test("of the yearly review reaches DSL and headteacher, of consent the DSL too", async () => {
    const school = await makeSchool();
    const review = await inForce(school, "deputy", "filtering-review", "2033-06-30");
    const consent = await inForce(school, "teacher", "photo-consent", "2033-06-30");
    await on("2033-06-30");
    expect((await told(school, review)).map(([who]) => who).sort()).toEqual([
      "deputy",
      "dsl",
      "headteacher",
    ]);
    expect((await told(school, consent)).map(([who]) => who).sort()).toEqual(["dsl", "teacher"]);
  });

  test("names nobody and nothing: a reference and an address without a word", async () => {
    const school = await makeSchool();
    const id = await inForce(school, "teacher", "photo-consent", "2034-06-30");
    await on("2034-06-30");
    const rows = await sql`select reference, path from notices where matter_id = ${id}`;
    for (const row of rows) {
      expect(row.reference).toMatch(/^RG-26-[0-9A-Z]{5}$/);
      expect(row.path).toBe(`/registers/${id}`);
    }
  });
});
