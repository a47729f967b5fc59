import { describe, expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, type TestSchool } from "@/db/testing";
import type { Actor } from "@/lib/access/types";
import { checkRegister } from "./check-register";
import { enterRegister } from "./enter-register";
import { moveEntry } from "./move-entry";
import { openEntry } from "./queries";

const sql = asOwner();
const as = async <T>(
  school: TestSchool,
  who: CastKey,
  work: (tx: Tx, actor: Actor) => Promise<T>,
): Promise<T> => withScope(await school.as(who), work);
const answers = { what: "Trip", who: "Poppy Ives", tie: "Niece", why: "Safer" };
const enter = (school: TestSchool, who: CastKey, kind: string) =>
  as(school, who, (tx, actor) =>
    enterRegister(tx, actor, { kind, from: null, until: null, answers }),
  );
const check = (
  school: TestSchool,
  who: CastKey,
  about: CastKey,
  change: { track?: string; subtype?: string | null; day?: string } = {},
) =>
  as(school, who, (tx, actor) =>
    checkRegister(tx, actor, {
      track: "T3",
      subtype: "pupil-contact",
      day: new Date().toISOString().slice(0, 10),
      people: [{ personId: school.people[about], name: about, kind: "staff", part: "named" }],
      ...change,
    }),
  );

describe("a case about a member of staff", () => {
  test("says what is on file on the day, and what is not (S1-23)", async () => {
    const school = await makeSchool();
    const [bare] = await check(school, "headteacher", "teacher");
    expect(bare?.lines.find((line) => line.label === "Family tie to a pupil")?.words).toBe(
      "no declaration on file",
    );
    expect(bare?.lines.find((line) => line.label === "Contact with pupils")?.words).toBe(
      "no permission on file",
    );
    const { entryId } = await enter(school, "teacher", "family-tie");
    const [told] = await check(school, "headteacher", "teacher");
    const line = told?.lines.find((one) => one.id === entryId);
    expect(line).toMatchObject({ holds: true });
    expect(line?.words).toContain("not acknowledged by that day");
    const [earlier] = await check(school, "headteacher", "teacher", { day: "2026-01-05" });
    expect(earlier?.lines.find((one) => one.id === entryId)).toMatchObject({ holds: false });
  });

  test("says that a permission had expired", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "teacher", "phone-on");
    await as(school, "headteacher", (tx, actor) =>
      moveEntry(tx, actor, { entryId, action: "approve", words: "" }),
    );
    await sql`update register_entries set asked_at = '2026-02-01', decided_at = '2026-02-02',
      starts_on = '2026-02-01', ends_on = '2026-03-03' where id = ${entryId}`;
    const [found] = await check(school, "headteacher", "teacher", {
      subtype: "device",
      day: "2026-04-01",
    });
    expect(found?.lines.find((line) => line.id === entryId)?.words).toBe(
      "permission expired on 3 March 2026",
    );
  });

  test("shows nobody more than they may read, and says what was not checked", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "teacher", "deviation");
    const [dsl] = await check(school, "dsl", "teacher");
    expect(dsl?.lines.some((line) => line.id === entryId)).toBe(false);
    expect(dsl?.unseen).toEqual(["Judgement outside the policy"]);
    expect(dsl?.lines.some((line) => line.label === "Judgement outside the policy")).toBe(false);
    await enter(school, "headteacher", "family-tie");
    const [head] = await check(school, "dsl", "headteacher");
    expect(head?.lines).toEqual([]);
    expect(head?.unseen).toContain("Family tie to a pupil");
    const [chair] = await check(school, "chair", "headteacher");
    expect(chair?.lines.some((line) => line.label === "Family tie to a pupil" && line.holds)).toBe(
      true,
    );
  });

  test("leaves no trace with whom it is about, and is not there on other tracks", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "teacher", "family-tie");
    const before = await as(school, "teacher", (tx, actor) => openEntry(tx, actor, entryId));
    await check(school, "headteacher", "teacher");
    const after = await as(school, "teacher", (tx, actor) => openEntry(tx, actor, entryId));
    expect(after).toEqual(before);
    expect(
      await sql`select 1 from notices where person_id = ${school.people.teacher}`,
    ).toHaveLength(0);
    for (const track of ["T1", "T2", "T4", "T5"])
      expect(await check(school, "headteacher", "teacher", { track })).toEqual([]);
    expect(await check(school, "headteacher", "teacher", { track: "T6" })).not.toEqual([]);
  });
});
