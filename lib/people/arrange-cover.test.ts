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
import type { Role } from "@/lib/access/types";
import { remindOf } from "@/lib/cases/remind-handlers";
import { localDay, localInstant } from "@/lib/dates";
import { roleHolders } from "@/lib/schools/queries";
import { arrangeCover } from "./arrange-cover";

const today = localDay(new Date());
const inDays = (n: number) => localDay(new Date(Date.now() + n * 86_400_000));
const child = { affected: "", affectedName: "Poppy Ives" };

async function cover(
  school: TestSchool,
  by: CastKey,
  change: Partial<{ who: CastKey; coverId: string; role: Role; from: string; until: string }> = {},
) {
  return withScope(await school.as(change.who ?? "admin"), (tx, actor) =>
    arrangeCover(tx, actor, {
      personId: school.people.dsl,
      coverId: change.coverId ?? school.people[by],
      coverRole: change.role ?? "dsl",
      from: change.from ?? today,
      until: change.until ?? inDays(7),
    }),
  );
}
const holdersAt = async (school: TestSchool, at: Date) =>
  withScope({ ...(await school.as("admin")), at }, async (tx, actor) =>
    (await roleHolders(tx, actor))
      .filter((holder) => holder.role === "dsl")
      .map((holder) => (holder.personId === school.people.dsl ? "dsl" : "cover")),
  );

describe("cover for absence", () => {
  test("comes first from its first day to its last, and the absent are not forgotten", async () => {
    const school = await makeSchool();
    await school.as("colleague");
    await cover(school, "colleague", { from: inDays(2), until: inDays(4) });
    const noon = (n: number) => localInstant(inDays(n), "12:00");
    expect(await holdersAt(school, noon(1))).toEqual(["dsl"]);
    expect(await holdersAt(school, noon(2))).toEqual(["cover", "dsl"]);
    expect(await holdersAt(school, noon(4))).toEqual(["cover", "dsl"]);
    expect(await holdersAt(school, noon(5))).toEqual(["dsl"]);
    expect(await ledgerOf(school.people.dsl)).toEqual(["cover-arranged"]);
  });

  test("gets what comes, is reminded beside the absent owner, and a wall goes before it", async () => {
    const school = await makeSchool();
    await school.as("colleague");
    const old = await sendAs(school, "teacher", child);
    const { caseId } = await openAs(school, "dsl", old.reportId);
    // Longer than any holidays, which put the reminder off.
    await cover(school, "colleague", { until: inDays(90) });
    const { reportId } = await sendAs(school, "teacher", child);
    const owner = async (id: string) =>
      (await asOwner()`select owner_id from triages where report_id = ${id}`)[0]?.owner_id;
    expect(await owner(reportId)).toBe(school.people.colleague);
    const [clock] = await asOwner()`select id, alert_at from clocks where case_id = ${caseId}`;
    await remindOf(school.schoolId, String(clock?.id), clock?.alert_at as Date);
    const told = await asOwner()`select person_id from notices where kind = 'clock-half'
      and matter_id = ${caseId}`;
    expect(told.map((row) => row.person_id).sort()).toEqual(
      [school.people.colleague, school.people.dsl].sort(),
    );
    const about = await sendAs(school, "teacher", { ...child, named0Name: "Colin Webb" });
    expect(await owner(about.reportId)).toBe(school.people.headteacher);
  });

  test("is refused with a sentence when it makes no sense", async () => {
    const school = await makeSchool();
    await school.as("colleague");
    const refused = (change: Parameters<typeof cover>[2], field: string) =>
      expect(cover(school, "colleague", change)).rejects.toHaveProperty(`fields.${field}`);
    await refused({ role: "headteacher" }, "coverRole");
    await refused({ coverId: school.people.dsl }, "coverId");
    await refused({ coverId: school.people.pupil }, "coverId");
    await refused({ coverId: school.people.admin }, "coverId");
    await refused({ from: inDays(-1) }, "coverFrom");
    await refused({ from: inDays(3), until: inDays(2) }, "coverUntil");
  });

  test("is arranged by an administrator of the school alone", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    await school.as("colleague");
    for (const who of ["dsl", "headteacher", "teacher"] as const)
      await expect(cover(school, "colleague", { who })).rejects.toMatchObject({
        code: "not-found",
      });
    await expect(
      withScope(await other.as("admin"), (tx, actor) =>
        arrangeCover(tx, actor, {
          personId: school.people.dsl,
          coverId: school.people.colleague,
          coverRole: "dsl",
          from: today,
          until: inDays(1),
        }),
      ),
    ).rejects.toMatchObject({ code: "not-found" });
  });
});
