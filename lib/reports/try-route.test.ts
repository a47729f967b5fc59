import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, type TestSchool } from "@/db/testing";
import { trialView, tryRoute } from "./try-route";

const attempt = async (school: TestSchool, who: CastKey, query: Record<string, unknown>) =>
  withScope(await school.as(who), (tx, actor) => tryRoute(tx, actor, trialView.parse(query)));

/** How many rows there are of anything that a report could make. */
async function rows(schoolId: string): Promise<number> {
  const tables = await asOwner()`select table_name from information_schema.columns
    where table_schema = 'public' and column_name = 'school_id'
      and table_name not in ('sessions', 'accounts', 'role_assignments')`;
  let all = 0;
  for (const { table_name } of tables) {
    const [row] = await asOwner()`select count(*)::int as n from ${asOwner()(String(table_name))}
      where school_id = ${schoolId}`;
    all += Number(row?.n);
  }
  return all;
}

describe("who would get this", () => {
  test("answers as sending would, with the reason of every seat, and makes nothing", async () => {
    const school = await makeSchool();
    const before = await rows(school.schoolId);
    const tried = await attempt(school, "dsl", {
      type: "ADC",
      affected: "pupil",
      named: "Helen Marsh",
      namedKind: "staff",
    });
    expect(tried?.route.row).toBe(9);
    expect(tried?.owner).toEqual({ role: "chair", name: "Carol Finch" });
    expect(tried?.clocks).toEqual(["lado"]);
    const seats = tried?.steps.flatMap((step) => step.seats.map((s) => `${s.name}: ${s.why}`));
    expect(seats?.slice(0, 4)).toEqual([
      "Carol Finch: owner",
      "Vikram Rao: next",
      "Thea Lund: next",
      "Helen Marsh: named",
    ]);
    expect(await rows(school.schoolId)).toBe(before);
  });

  test("says who is kept out because it is about their role, and who is told a fact only", async () => {
    const school = await makeSchool();
    const about = await attempt(school, "admin", { type: "CYB", about: ["dsl"] });
    expect(about?.steps.flatMap((s) => s.seats).find((s) => s.why === "about-role")?.name).toBe(
      "Dilys Parry",
    );
    const sealed = await attempt(school, "headteacher", { affected: "pupil", image: "yes" });
    expect([sealed?.route.row, sealed?.sealed, sealed?.owner?.role]).toEqual([21, true, "dsl"]);
    expect(sealed?.told).toEqual([{ role: "headteacher", name: "Helen Marsh", fact: true }]);
  });

  test("does not show that somebody declared a tie", async () => {
    const school = await makeSchool();
    await asOwner()`insert into conflict_declarations
      (school_id, id, person_id, with_person_id, kind, declared_at) values (${school.schoolId},
        gen_random_uuid(), ${school.people.headteacher}, ${school.people.colleague}, 'relative', now())`;
    const tried = await attempt(school, "admin", { type: "CYB", named: "Colin Webb" });
    expect(tried?.owner?.name).toBe("Helen Marsh");
  });

  test("is for those who set it up or lead safeguarding; an odd address answers plainly", async () => {
    const school = await makeSchool();
    for (const who of ["teacher", "governor", "chair", "dpo"] as const) {
      await expect(attempt(school, who, {}), who).rejects.toMatchObject({ code: "not-found" });
    }
    const odd = { type: "XXX", affected: ["me", "x"], about: { a: 1 }, named: "x".repeat(500) };
    expect((await attempt(school, "dsl", odd))?.route.row).toBe(2);
  });
});
