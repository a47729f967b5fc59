import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import { type CastKey, makeSchool, type TestSchool } from "@/db/testing";
import type { Actor } from "@/lib/access/types";
import { enterRegister } from "@/lib/registers/enter-register";
import { freezeSnapshot } from "./freeze-snapshot";
import { snapshotById } from "./queries";

const as = async <T>(
  school: TestSchool,
  who: CastKey,
  work: (tx: Tx, actor: Actor) => Promise<T>,
): Promise<T> => withScope(await school.as(who), work);
const enter = (school: TestSchool, who: CastKey, kind: string) =>
  as(school, who, (tx, actor) =>
    enterRegister(tx, actor, {
      kind,
      from: null,
      until: null,
      answers: { what: "One", "who-took-part": "Us", decided: "Two" },
    }),
  );
const freeze = async (school: TestSchool) => {
  const { snapshotId } = await as(school, "dsl", (tx, actor) =>
    freezeSnapshot(tx, actor, { term: "Autumn 2026", meetingOn: "2026-12-10", notes: "" }),
  );
  return as(school, "governor", (tx, actor) => snapshotById(tx, actor, snapshotId));
};

describe("the registers in governors' numbers", () => {
  test("hide what is too few, and say whether filtering was reviewed in time", async () => {
    const school = await makeSchool();
    for (let n = 0; n < 6; n++) await enter(school, "teacher", "name-logo");
    await enter(school, "teacher", "profile-review");
    const first = (await freeze(school)).tables.registers;
    expect(first?.filtering).toBe("never");
    expect(JSON.stringify(first?.tables)).not.toMatch(/"n":[1-4]\b/);
    expect(first?.tables[0]?.rows.find((row) => row.label === "Declarations")?.cell).toEqual({
      kind: "suppressed",
    });
    await enter(school, "dsl", "filtering-review");
    const second = (await freeze(school)).tables.registers;
    expect(second?.filtering).toBe("in-time");
  });

  test("come from the database to those who freeze them alone", async () => {
    const school = await makeSchool();
    for (const who of ["teacher", "governor", "admin", "dpo"] as CastKey[])
      await expect(
        as(school, who, (tx) => tx.execute(sql`select * from sec.register_facts('2026-11-21')`)),
        who,
      ).rejects.toThrow();
  });
});
