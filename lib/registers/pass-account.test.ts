import { sql as query } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, type TestSchool } from "@/db/testing";
import { runOnce } from "@/lib/access/run-once";
import type { Actor } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { enterRegister } from "./enter-register";
import { myEntries } from "./list-entries";
import { moveEntry } from "./move-entry";
import { passAccount, takeAccount } from "./pass-account";
import { openEntry } from "./queries";

const sql = asOwner();
const as = async <T>(
  school: TestSchool,
  who: CastKey,
  work: (tx: Tx, actor: Actor) => Promise<T>,
) => withScope(await school.as(who), work);
const today = localDay(new Date());
const gone = { code: "not-found" };

/** An approved account of the teacher's. */
async function account(school: TestSchool) {
  const answers = { what: "The class blog", reason: "Families follow it", others: "Nobody" };
  const { entryId } = await as(school, "teacher", (tx, actor) =>
    enterRegister(tx, actor, { kind: "official-account", from: null, until: null, answers }),
  );
  await as(school, "headteacher", (tx, actor) =>
    moveEntry(tx, actor, { entryId, action: "approve", words: "" }),
  );
  return entryId;
}
const pass = (school: TestSchool, who: CastKey, entryId: string, heir: string, from = today) =>
  as(school, who, (tx, actor) => passAccount(tx, actor, { entryId, heir, heirId: "", from }));
const take = (school: TestSchool, who: CastKey, entryId: string) =>
  as(school, who, (tx, actor) => takeAccount(tx, actor, { entryId }));
const rowOf = async (id: string) => {
  const [row] = await sql`select holder_id, state, ends_on::text, renews, decided_by, heir_id
    from register_entries where id = ${id}`;
  return row;
};
const told = async (school: TestSchool, who: CastKey, kind: string) =>
  sql`select path from notices where person_id = ${school.people[who]} and kind = ${kind}`;
const refuses = (done: Promise<unknown>, sentence: RegExp) =>
  expect(done).rejects.toMatchObject({ fields: { heir: expect.stringMatching(sentence) } });

describe("an official account", () => {
  test("passes to whoever its owner names once they take it, and both keep its history", async () => {
    const school = await makeSchool();
    const entryId = await account(school);
    await pass(school, "teacher", entryId, "Colin Webb");
    expect(await rowOf(entryId)).toMatchObject({
      state: "approved",
      holder_id: school.people.teacher,
    });
    expect(await told(school, "colleague", "register-heir")).toEqual([
      { path: `/registers/${entryId}` },
    ]);
    const key = crypto.randomUUID();
    const once = () =>
      as(school, "colleague", (tx, actor) =>
        runOnce(tx, actor, key, "take-account", () => takeAccount(tx, actor, { entryId })),
      );
    const mine = await once();
    expect(await once()).toEqual(mine);
    await expect(take(school, "colleague", entryId)).rejects.toMatchObject({ code: "conflict" });
    const before = await rowOf(entryId);
    expect(before).toMatchObject({ state: "ended", holder_id: school.people.teacher });
    expect(await rowOf(mine.entryId)).toMatchObject({
      state: "approved",
      holder_id: school.people.colleague,
      decided_by: school.people.headteacher,
      ends_on: before?.ends_on,
      renews: entryId,
    });
    for (const who of ["teacher", "headteacher"] as const)
      expect(await told(school, who, "register-taken"), who).toHaveLength(1);
    const seen = async (who: CastKey, id: string) =>
      (await as(school, who, (tx, actor) => openEntry(tx, actor, id))).events.map((e) => e.kind);
    for (const who of ["teacher", "colleague", "headteacher"] as const)
      expect(await seen(who, entryId), who).toEqual(["asked", "approve", "pass", "take"]);
    expect(await seen("colleague", mine.entryId)).toEqual(["asked", "approve", "pass", "take"]);
    expect(await ledgerOf(entryId)).toEqual(
      expect.arrayContaining(["register-pass", "register-take"]),
    );
    const list = await as(school, "colleague", (tx, actor) => myEntries(tx, actor, 1));
    expect(list.rows.map((row) => row.id)).toEqual([mine.entryId]);
    // From here on it is theirs to pass, and no longer the first one's.
    await expect(pass(school, "teacher", entryId, "Lena Moss")).rejects.toMatchObject(gone);
    await pass(school, "colleague", mine.entryId, "Lena Moss");
    const last = await take(school, "manager", mine.entryId);
    expect(await seen("headteacher", last.entryId)).toEqual([
      "asked",
      "approve",
      "pass",
      "take",
      "pass",
      "take",
    ]);
  });

  test("is passed by the headteacher too, from a day; a later name takes the first one back", async () => {
    const school = await makeSchool();
    const entryId = await account(school);
    await pass(school, "headteacher", entryId, "Colin Webb", "2099-01-01");
    await expect(take(school, "colleague", entryId)).rejects.toMatchObject({
      message: "You can take it over from 1 January 2099 on",
    });
    await pass(school, "headteacher", entryId, "Lena Moss");
    await expect(take(school, "colleague", entryId)).rejects.toMatchObject(gone);
    await take(school, "manager", entryId);
  });

  test("never to who answers for it, its owner, somebody tied to that, or who is not here", async () => {
    const school = await makeSchool();
    const entryId = await account(school);
    await sql`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind,
      declared_at) values (${school.schoolId}, gen_random_uuid(), ${school.people.manager},
      ${school.people.headteacher}, 'declared', now())`;
    const to = (heir: string) => pass(school, "teacher", entryId, heir);
    for (const heir of ["Helen Marsh", "Lena Moss"]) await refuses(to(heir), /^They cannot own/);
    await refuses(to("Tara Quinn"), /theirs already/);
    for (const heir of ["", "Nobody Atall", "Poppy Ives"]) await refuses(to(heir), /full name/);
    await expect(
      pass(school, "teacher", entryId, "Colin Webb", "2020-01-01"),
    ).rejects.toMatchObject({
      fields: { from: "The day must be today or later" },
    });
    const bySql = (who: CastKey, heir: CastKey) =>
      as(school, who, (tx) =>
        tx.execute(query`update register_entries set heir_id = ${school.people[heir]}::uuid,
          heir_from = ${today}::date where id = ${entryId}::uuid`),
      );
    for (const [who, heir] of [
      ["teacher", "headteacher"],
      ["dsl", "dsl"],
      ["dsl", "colleague"],
    ] as const)
      await expect(bySql(who, heir), `${who} by SQL`).rejects.toThrow();
    expect((await rowOf(entryId))?.heir_id).toBeNull();
  });

  test("is not passed or taken by anybody else, the other school, or once it has ended", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    const entryId = await account(school);
    for (const who of ["colleague", "dsl", "deputy", "admin", "governor", "chair"] as const)
      await expect(pass(school, who, entryId, "Lena Moss"), who).rejects.toMatchObject(gone);
    await expect(pass(other, "headteacher", entryId, "Lena Moss")).rejects.toMatchObject(gone);
    await pass(school, "teacher", entryId, "Colin Webb");
    for (const who of ["teacher", "headteacher", "manager", "dsl"] as const)
      await expect(take(school, who, entryId), who).rejects.toMatchObject(gone);
    await expect(take(other, "colleague", entryId)).rejects.toMatchObject(gone);
    await as(school, "headteacher", (tx, actor) =>
      moveEntry(tx, actor, { entryId, action: "revoke", words: "It was misused" }),
    );
    await expect(take(school, "colleague", entryId)).rejects.toMatchObject({ code: "conflict" });
    await expect(pass(school, "teacher", entryId, "Lena Moss")).rejects.toMatchObject(gone);
  });
});
