import { describe, expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, type TestSchool } from "@/db/testing";
import type { Actor } from "@/lib/access/types";
import { enterRegister } from "./enter-register";
import { finishTask } from "./finish-task";
import { countWaiting, listEntries, myEntries, viewFrom, waitingEntries } from "./list-entries";
import { logAdvice } from "./log-advice";
import { moveEntry } from "./move-entry";
import { openEntry } from "./queries";
import { renewEntry } from "./renew-entry";

const sql = asOwner();
const as = async <T>(
  school: TestSchool,
  who: CastKey,
  work: (tx: Tx, actor: Actor) => Promise<T>,
  at?: Date,
): Promise<T> => withScope({ ...(await school.as(who)), ...(at ? { at } : {}) }, work);

const answered: Record<string, string> = {
  what: "The school play",
  who: "Poppy Ives",
  tie: "My niece",
  why: "It was safer",
  given: "Her mother, on paper",
  reason: "Lessons",
  others: "Nobody",
};
const enter = (
  school: TestSchool,
  who: CastKey,
  kind: string,
  extra: Record<string, string> = {},
) =>
  as(school, who, (tx, actor) =>
    enterRegister(tx, actor, {
      kind,
      from: null,
      until: null,
      answers: { ...answered, ...extra },
    }),
  );
const move = (school: TestSchool, who: CastKey, entryId: string, action: string, words = "") =>
  as(school, who, (tx, actor) => moveEntry(tx, actor, { entryId, action, words }));
const stateOf = async (id: string) =>
  (await sql`select state from register_entries where id = ${id}`)[0]?.state;
const deciderOf = async (school: TestSchool, id: string) => {
  const [row] = await sql`select decider_id from register_entries where id = ${id}`;
  return Object.entries(school.people).find(([, person]) => person === row?.decider_id)?.[0];
};
const noticesOf = async (school: TestSchool, who: CastKey) =>
  (
    await sql`select kind, path from notices where person_id = ${school.people[who]} order by created_at`
  ).map((row) => row.kind);

describe("a permission", () => {
  test("is asked for, approved by the role its kind names, revoked with a reason, and in the ledger", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "teacher", "name-logo");
    expect(await deciderOf(school, entryId)).toBe("headteacher");
    expect(await noticesOf(school, "headteacher")).toEqual(["register-asked"]);
    await move(school, "headteacher", entryId, "approve", "Not on clothes");
    expect(await stateOf(entryId)).toBe("approved");
    expect(await noticesOf(school, "teacher")).toEqual(["register-answered"]);
    await expect(move(school, "headteacher", entryId, "revoke")).rejects.toMatchObject({
      fields: { "words-revoke": "Enter why it ends" },
    });
    await move(school, "headteacher", entryId, "revoke", "Used on clothes");
    expect(await stateOf(entryId)).toBe("revoked");
    expect(await ledgerOf(entryId)).toEqual([
      "register-asked",
      "register-approve",
      "register-revoke",
    ]);
    const seen = await as(school, "teacher", (tx, actor) => openEntry(tx, actor, entryId));
    expect(seen.events.map((event) => event.words)).toEqual([
      "",
      "Not on clothes",
      "Used on clothes",
    ]);
  });

  test("is never answered by whoever asks, by the verb or behind it", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "dsl", "phone-on");
    expect(await deciderOf(school, entryId)).toBe("headteacher");
    await expect(move(school, "dsl", entryId, "approve")).rejects.toThrow("Page not found");
    for (const forged of [school.people.dsl, school.people.headteacher])
      await expect(
        as(school, "dsl", (tx) =>
          tx.execute(`update register_entries set state = 'approved', decided_by = '${forged}',
            decided_at = now() where id = '${entryId}'`),
        ),
      ).rejects.toThrow();
    expect(await stateOf(entryId)).toBe("asked");
  });

  test("of the headteacher goes to the chair, and nobody below reads it", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "headteacher", "personal-equipment");
    expect(await deciderOf(school, entryId)).toBe("chair");
    await expect(as(school, "dsl", (tx, actor) => openEntry(tx, actor, entryId))).rejects.toThrow(
      "Page not found",
    );
    await expect(move(school, "headteacher", entryId, "approve")).rejects.toThrow("Page not found");
    await move(school, "chair", entryId, "approve");
    expect(await stateOf(entryId)).toBe("approved");
  });

  test("climbs past whoever is away, suspended, or in a declared conflict with the asker", async () => {
    const school = await makeSchool();
    const head = school.people.headteacher;
    await sql`insert into role_assignments (school_id, id, person_id, role, starts_at, ends_at, cover_for)
      values (${school.schoolId}, ${crypto.randomUUID()}, ${school.people.manager}, 'headteacher',
        now() - interval '1 hour', now() + interval '1 day', ${head})`;
    const covered = await enter(school, "teacher", "name-logo");
    expect(await deciderOf(school, covered.entryId)).toBe("manager");
    await sql`delete from role_assignments where cover_for = ${head}`;
    await school.as("headteacher");
    await sql`update accounts set state = 'suspended' where person_id = ${head}`;
    const climbed = await enter(school, "teacher", "name-logo");
    expect(await deciderOf(school, climbed.entryId)).toBe("chair");
    await sql`update accounts set state = 'active' where person_id = ${head}`;
    await enter(school, "teacher", "conflict", { who: "Helen Marsh" });
    const walled = await enter(school, "teacher", "name-logo");
    expect(await deciderOf(school, walled.entryId)).toBe("chair");
    await expect(
      as(school, "headteacher", (tx, actor) => openEntry(tx, actor, walled.entryId)),
    ).rejects.toThrow("Page not found");
  });

  test("lasts as long as its kind, ends by itself, and is renewed with one step", async () => {
    const school = await makeSchool();
    const early = new Date("2026-03-02T09:00:00Z");
    await sql`update role_assignments set starts_at = '2025-09-01' where school_id = ${school.schoolId}`;
    const { entryId } = await as(
      school,
      "teacher",
      (tx, actor) =>
        enterRegister(tx, actor, { kind: "phone-on", from: null, until: null, answers: answered }),
      early,
    );
    const [row] =
      await sql`select starts_on::text, ends_on::text from register_entries where id = ${entryId}`;
    expect(row).toEqual({ starts_on: "2026-03-02", ends_on: "2026-03-16" });
    await expect(
      as(school, "teacher", (tx, actor) => renewEntry(tx, actor, { entryId })),
    ).rejects.toThrow("Page not found");
    await move(school, "dsl", entryId, "approve");
    const again = await as(school, "teacher", (tx, actor) => renewEntry(tx, actor, { entryId }));
    expect(await stateOf(again.entryId)).toBe("asked");
    const copy = await as(school, "dsl", (tx, actor) => openEntry(tx, actor, again.entryId));
    expect(copy.entry.answers).toEqual({ what: "The school play" });
    await expect(
      as(school, "teacher", (tx, actor) => renewEntry(tx, actor, { entryId })),
    ).rejects.toThrow("You have already asked for it again");
    await expect(
      as(school, "teacher", (tx, actor) =>
        enterRegister(tx, actor, {
          kind: "phone-on",
          from: "2027-01-04",
          until: "2027-02-04",
          answers: answered,
        }),
      ),
    ).rejects.toMatchObject({ fields: { until: "It can last until 18 January 2027 at most" } });
  });

  test("is withdrawn by its asker alone, and two answers at once make one", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "teacher", "phone-on");
    await expect(move(school, "headteacher", entryId, "withdraw")).rejects.toThrow(
      "Page not found",
    );
    await move(school, "headteacher", entryId, "approve");
    await expect(move(school, "dsl", entryId, "refuse", "No")).rejects.toMatchObject({
      code: "conflict",
    });
    const other = await enter(school, "teacher", "phone-on");
    await move(school, "teacher", other.entryId, "withdraw");
    expect(await stateOf(other.entryId)).toBe("withdrawn");
  });
});

describe("a declaration", () => {
  test("of a family tie is made, talked through and acknowledged, in that order", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "teacher", "family-tie");
    await expect(move(school, "headteacher", entryId, "acknowledge")).rejects.toThrow();
    await move(school, "headteacher", entryId, "discuss", "No marking of her work");
    await move(school, "headteacher", entryId, "acknowledge");
    expect(await stateOf(entryId)).toBe("acknowledged");
    await move(school, "teacher", entryId, "finish", "She has left the school");
    expect(await stateOf(entryId)).toBe("ended");
  });

  test("that needs no talk is acknowledged at once", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "teacher", "coincidental-contact");
    await move(school, "headteacher", entryId, "acknowledge");
    expect(await stateOf(entryId)).toBe("acknowledged");
  });

  test("of a conflict walls at once, is not read by whom it is about, and ends with it", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "dsl", "conflict", { who: "Helen Marsh" });
    expect(await deciderOf(school, entryId)).toBe("chair");
    const declared = () => sql`select 1 from conflict_declarations
      where person_id = ${school.people.dsl} and ended_at is null`;
    expect(await declared()).toHaveLength(1);
    await expect(
      as(school, "headteacher", (tx, actor) => openEntry(tx, actor, entryId)),
    ).rejects.toThrow("Page not found");
    expect(await noticesOf(school, "headteacher")).toEqual([]);
    await move(school, "dsl", entryId, "withdraw");
    expect(await declared()).toHaveLength(0);
    await expect(enter(school, "teacher", "conflict", { who: "Somebody" })).rejects.toMatchObject({
      fields: { "a-who": "Enter the full name of a colleague or governor of this school" },
    });
  });

  test("about somebody who reads its kind is put to somebody else, and not read by them", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "teacher", "friend-request", { who: "Dilys Parry" });
    expect(await deciderOf(school, entryId)).toBe("headteacher");
    await expect(as(school, "dsl", (tx, actor) => openEntry(tx, actor, entryId))).rejects.toThrow(
      "Page not found",
    );
    expect(await noticesOf(school, "dsl")).toEqual([]);
  });

  test("says which answer is missing", async () => {
    const school = await makeSchool();
    await expect(enter(school, "teacher", "family-tie", { tie: "" })).rejects.toMatchObject({
      fields: { "a-tie": "Answer: How are you related?" },
    });
  });
});

describe("a judgement outside the policy", () => {
  test("keeps the advice that was taken, unread by its maker", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "teacher", "deviation");
    const input = {
      entryId,
      body: "HR",
      person: "Jo Bloom",
      advice: "It was right",
      followed: "yes",
    } as const;
    for (const who of ["teacher", "dsl", "chair"] as CastKey[])
      await expect(as(school, who, (tx, actor) => logAdvice(tx, actor, input))).rejects.toThrow(
        "Page not found",
      );
    await as(school, "headteacher", (tx, actor) => logAdvice(tx, actor, input));
    const kinds = async (who: CastKey) =>
      (await as(school, who, (tx, actor) => openEntry(tx, actor, entryId))).events.map(
        (e) => e.kind,
      );
    expect(await kinds("headteacher")).toEqual(["made", "advice"]);
    expect(await kinds("teacher")).toEqual(["made"]);
  });
});

describe("an official account", () => {
  test("has an owner and a review that moves the next one a year on", async () => {
    const school = await makeSchool();
    const { entryId } = await enter(school, "teacher", "official-account");
    await move(school, "headteacher", entryId, "approve");
    await sql`update register_entries set ends_on = '2026-01-01' where id = ${entryId}`;
    await expect(move(school, "teacher", entryId, "review")).rejects.toMatchObject({
      fields: { "words-review": "Enter what you looked at and found" },
    });
    await move(school, "teacher", entryId, "review", "Passwords, followers and posts");
    const [row] = await sql`select state, ends_on > now() + interval '364 days' as next
      from register_entries where id = ${entryId}`;
    expect(row).toEqual({ state: "approved", next: true });
  });
});

describe("a consent to pictures", () => {
  test("holds two years, and withdrawn makes the list of places to look through", async () => {
    const school = await makeSchool();
    const at = new Date("2026-11-21T09:00:00Z");
    const { entryId } = await as(
      school,
      "teacher",
      (tx, actor) =>
        enterRegister(tx, actor, {
          kind: "photo-consent",
          from: null,
          until: null,
          answers: answered,
        }),
      at,
    );
    const [row] =
      await sql`select ends_on::text as until, state from register_entries where id = ${entryId}`;
    expect(row).toEqual({ until: "2028-11-21", state: "recorded" });
    await move(school, "teacher", entryId, "withdraw-consent", "Her mother, by phone");
    expect(await noticesOf(school, "dsl")).toEqual(["register-removal"]);
    const { tasks } = await as(school, "dsl", (tx, actor) => openEntry(tx, actor, entryId));
    expect(tasks).toHaveLength(6);
    const task = { taskId: tasks[0]?.id ?? "", found: "Two prints, shredded" };
    await expect(
      as(school, "colleague", (tx, actor) => finishTask(tx, actor, task)),
    ).rejects.toThrow("Page not found");
    await as(school, "dsl", (tx, actor) => finishTask(tx, actor, task));
    await expect(
      as(school, "dsl", (tx, actor) => finishTask(tx, actor, task)),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("who reads the registers", () => {
  test("is the holder, whoever it was put to and the roles of its kind, of one school", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    const { entryId } = await enter(school, "teacher", "family-tie");
    const reads: CastKey[] = [];
    for (const who of Object.keys(school.people) as CastKey[])
      if (!["pupil", "parent"].includes(who))
        await as(school, who, (tx, actor) => openEntry(tx, actor, entryId)).then(
          () => reads.push(who),
          () => {},
        );
    expect(reads.sort()).toEqual(["dsl", "headteacher", "teacher"]);
    for (const who of ["headteacher", "dsl", "chair"] as CastKey[])
      await expect(as(other, who, (tx, actor) => openEntry(tx, actor, entryId))).rejects.toThrow(
        "Page not found",
      );
    expect(await ledgerOf(entryId)).toContain("register-viewed");
  });

  test("lists are one's own, what waits for one's answer, and the whole for DSL and headteacher", async () => {
    const school = await makeSchool();
    await enter(school, "teacher", "phone-on");
    await enter(school, "colleague", "name-logo");
    await enter(school, "headteacher", "name-logo");
    const list = (who: CastKey, query = {}) =>
      as(school, who, (tx, actor) => listEntries(tx, actor, viewFrom(query)));
    expect((await list("headteacher")).rows).toHaveLength(3);
    expect((await list("dsl")).rows).toHaveLength(2);
    expect((await list("chair")).rows).toHaveLength(1);
    expect((await list("dsl", { q: "tara" })).rows).toMatchObject([{ holder: "Tara Quinn" }]);
    expect((await list("dsl", { kind: "name-logo", state: "waiting" })).rows).toHaveLength(1);
    expect((await list("dsl", { state: "in-force" })).rows).toHaveLength(0);
    for (const who of ["teacher", "governor", "admin", "deputy"] as CastKey[])
      await expect(list(who), who).rejects.toThrow("Page not found");
    expect((await as(school, "teacher", (tx, actor) => myEntries(tx, actor, 1))).rows).toHaveLength(
      1,
    );
    const waiting = await as(school, "dsl", (tx, actor) => waitingEntries(tx, actor, 1));
    expect(waiting.rows.map((row) => row.kind)).toEqual(["phone-on"]);
    expect(await as(school, "headteacher", (tx, actor) => countWaiting(tx, actor))).toBe(2);
  });
});
