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
import { filled, writeAs } from "@/db/testing-forms";
import { runOnce } from "@/lib/access/run-once";
import { moveCase } from "@/lib/cases/move-case";
import { localDay } from "@/lib/dates";
import { bodies } from "./list-bodies";
import { caseOutside, listOutside, localContacts, outsideById } from "./list-outside";
import { moveOutside } from "./move-outside";
import { referOutside } from "./refer-outside";
import { saveContact } from "./save-contact";
import { moveOutsideSchema, referOutsideSchema } from "./schema";

const sql = asOwner();
const aPupil = { affected: "", affectedName: "Poppy Ives" };
const view = { show: "open", body: "", page: 1 };

async function opened(answers: Record<string, string> = aPupil, who: CastKey = "dsl") {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", answers);
  const { caseId } = await openAs(school, who, reportId);
  return { school, reportId, caseId };
}

const parts = (name: string, day: string) => ({
  [`${name}-day`]: String(Number(day.slice(8))),
  [`${name}-month`]: String(Number(day.slice(5, 7))),
  [`${name}-year`]: day.slice(0, 4),
});
const today = () => parts("sentOn", localDay(new Date()));
const ahead = (name: string, days: number) =>
  parts(name, localDay(new Date(Date.now() + days * 24 * 3600 * 1000)));

const written = (caseId: string, change: Record<string, unknown> = {}) =>
  referOutsideSchema.parse({
    caseId,
    body: "platform",
    ...today(),
    time: "00:00",
    channel: "app",
    sent: "The post mocks a pupil by name",
    basis: "nobody",
    ...change,
  });
const refer = async (
  school: TestSchool,
  who: CastKey,
  caseId: string,
  change: Record<string, unknown> = {},
) =>
  withScope(await school.as(who), (tx, actor) => referOutside(tx, actor, written(caseId, change)));

const move = async (
  school: TestSchool,
  who: CastKey,
  at: { caseId: string; outsideId: string },
  action: string,
  answers: Record<string, unknown> = {},
) => {
  const [row] = await sql`select version from outside_referrals where id = ${at.outsideId}`;
  return withScope(await school.as(who), (tx, actor) =>
    moveOutside(
      tx,
      actor,
      moveOutsideSchema.parse({ ...at, version: row?.version, action, ...answers }),
    ),
  );
};
const running = async (caseId: string) =>
  (
    await sql`select kind from clocks where case_id = ${caseId} and stopped_at is null
      and kind not in ('review') order by kind`
  ).map((row) => row.kind);

describe("referring a case outside", () => {
  test("keeps what was sent, to whom and why; its clock runs; timeline and ledger say so", async () => {
    const { school, caseId } = await opened();
    const { outsideId } = await refer(school, "dsl", caseId, {
      address: "https://chat.example/p/1",
      reference: "R-77",
    });
    const row = await withScope(await school.as("headteacher"), (tx, actor) =>
      outsideById(tx, actor, { caseId, outsideId }),
    );
    expect(row).toMatchObject({
      body: "platform",
      takedown: true,
      state: "received",
      visible: "yes",
      reference: "R-77",
      sent: "The post mocks a pupil by name",
      by: "Dilys Parry",
    });
    expect(row.steps.map((step) => step.action)).toEqual(["sent"]);
    expect(await running(caseId)).toEqual(["platform"]);
    expect(await ledgerOf(caseId)).toContain("referred-outside");
    const leaves = await sql`select leaf from ledger_leaves where object_id = ${caseId}`;
    expect(leaves.map((leaf) => leaf.leaf).join()).not.toMatch(/mocks|chat\.example/);
  });

  test("meets the deadline that asked for it and starts the one that chases the answer", async () => {
    const { school, caseId } = await opened();
    await sql`insert into clocks ${sql({
      school_id: school.schoolId,
      id: crypto.randomUUID(),
      case_id: caseId,
      kind: "social-care",
      unit: "at-once",
      length: 0,
      started_at: new Date(),
      due_at: new Date(),
      basis: "KCSIE",
      mark: "V2",
      force: "statutory",
    })}`;
    const at = await refer(school, "dsl", caseId, {
      body: "social-care",
      channel: "phone",
      basis: "risk",
      basisWords: "Harm at home; the mother was told",
    });
    expect(await running(caseId)).toEqual(["la-decision"]);
    const [met] = await sql`select stopped_words from clocks where case_id = ${caseId}
      and kind = 'social-care'`;
    expect(met?.stopped_words).toMatch(/^Referred to Children's social care/);
    await move(school, "dsl", at, "reply", { words: "They assess; Ms Holt" });
    expect(await running(caseId)).toEqual([]);
    await expect(move(school, "dsl", at, "receive", { reference: "x" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await ledgerOf(caseId)).toContain("outside-reply");
  });

  test("asking again moves the date and its clock; a stale form changes nothing", async () => {
    const { school, caseId } = await opened();
    const at = await refer(school, "dsl", caseId, { body: "camhs", basis: "agreed" });
    expect(await running(caseId)).toEqual(["outside-reply"]);
    await move(school, "dsl", at, "chase", { words: "Left a message", ...ahead("chase", 9) });
    expect(await running(caseId)).toEqual(["outside-reply"]);
    const [row] = await sql`select state, chase_at > now() + interval '8 days' as later
      from outside_referrals where id = ${at.outsideId}`;
    expect(row).toEqual({ state: "sent", later: true });
    await expect(
      move(school, "dsl", at, "end", { words: "Enough", version: 1 }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("needs a day, a basis, and words where nobody consented", async () => {
    const { school, caseId } = await opened();
    const bad = referOutsideSchema.safeParse({
      caseId,
      body: "police",
      time: "25:00",
      channel: "phone",
      sent: "",
      basis: "risk",
    });
    expect(bad.error?.issues.map((issue) => issue.path.join())).toEqual(
      expect.arrayContaining(["time", "sent"]),
    );
    const later = referOutsideSchema.safeParse({
      ...{ caseId, body: "police", time: "10:00", channel: "phone", sent: "x", basis: "risk" },
    });
    expect(later.error?.issues.map((issue) => issue.path.join())).toEqual(["sentOn", "basisWords"]);
    await expect(refer(school, "dsl", caseId, ahead("sentOn", 2))).rejects.toMatchObject({
      fields: { sentOn: expect.any(String) },
    });
  });

  test("of a picture of a child keeps no address", async () => {
    const { school, caseId } = await opened();
    await sql`update cases set restricted = true where id = ${caseId}`;
    await expect(
      refer(school, "dsl", caseId, { body: "iwf", address: "https://bad.example" }),
    ).rejects.toMatchObject({ fields: { address: expect.stringMatching(/^A picture/) } });
    await refer(school, "dsl", caseId, { body: "iwf" });
  });

  test("to the police follows the wish of the person affected, or says why not", async () => {
    const { school, caseId } = await opened(
      { affected: "me", named0Name: "Colin Webb", type: "CYB" },
      "headteacher",
    );
    await writeAs(school, "headteacher", caseId, "wishes", "teacher", { police: "no" });
    const police = { body: "police", channel: "phone", basis: "crime", basisWords: "Told" };
    await expect(refer(school, "headteacher", caseId, police)).rejects.toMatchObject({
      fields: { basis: expect.stringMatching(/^They asked not to tell the police/) },
    });
    await writeAs(school, "headteacher", caseId, "override", "teacher");
    await refer(school, "headteacher", caseId, police);
  });

  test("is once for one key", async () => {
    const { school, caseId } = await opened();
    const key = crypto.randomUUID();
    const claims = await school.as("dsl");
    const send = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, key, "refer-outside", () => referOutside(tx, actor, written(caseId))),
      );
    expect(await send()).toEqual(await send());
    expect(await sql`select 1 from outside_referrals where case_id = ${caseId}`).toHaveLength(1);
  });

  test("is neither there nor made for staff, the walled and other schools", async () => {
    const { school, caseId } = await opened({ ...aPupil, about: "dsl" }, "headteacher");
    const at = await refer(school, "headteacher", caseId);
    const elsewhere = await makeSchool();
    for (const claims of [
      await school.as("dsl"),
      await school.as("colleague"),
      await school.as("admin"),
      await elsewhere.as("headteacher"),
    ]) {
      const none = { code: "not-found" };
      await expect(
        withScope(claims, (tx, actor) => referOutside(tx, actor, written(caseId))),
      ).rejects.toMatchObject(none);
      await expect(
        withScope(claims, (tx, actor) =>
          moveOutside(tx, actor, { ...at, version: 1, action: "end", words: "x" }),
        ),
      ).rejects.toMatchObject(none);
      await withScope(claims, async (tx, actor) => {
        expect(await caseOutside(tx, actor, caseId)).toEqual([]);
        expect((await listOutside(tx, actor, view)).rows).toEqual([]);
      });
    }
    await withScope(await school.as("headteacher"), async (tx, actor) => {
      expect((await listOutside(tx, actor, view)).rows.map((row) => row.id)).toEqual([
        at.outsideId,
      ]);
      expect((await listOutside(tx, actor, { ...view, body: "lado" })).rows).toEqual([]);
      expect((await listOutside(tx, actor, { ...view, show: "takedown" })).rows).toHaveLength(1);
      expect((await listOutside(tx, actor, { ...view, show: "ended" })).rows).toEqual([]);
    });
  });
});

describe("closing a case", () => {
  test("waits until what was to be taken down is gone or followed to the end", async () => {
    const { school, caseId } = await opened();
    await sql`delete from involvements where case_id = ${caseId}`;
    const at = await refer(school, "dsl", caseId);
    const close = async () => {
      const [row] = await sql`select version from cases where id = ${caseId}`;
      return withScope(await school.as("dsl"), (tx, actor) =>
        moveCase(tx, actor, {
          ...filled(school),
          told: "nobody",
          support: "nobody",
          caseId,
          version: Number(row?.version),
          action: "close",
        }),
      );
    };
    const waits = { fields: { reason: expect.stringMatching(/^A post is still reported/) } };
    await expect(close()).rejects.toMatchObject(waits);
    await move(school, "dsl", at, "reply", { words: "No breach of their rules", visible: "yes" });
    await expect(close()).rejects.toMatchObject(waits);
    // Whatever way it would be closed: the database says the same.
    await expect(
      withScope(await school.as("dsl"), (tx) =>
        tx.execute(`update cases set state = 'closed', outcome = 'support-only',
          closed_by = '${school.people.dsl}' where id = '${caseId}'`),
      ),
    ).rejects.toThrow();
    await move(school, "dsl", at, "look", { visible: "no" });
    await close();
    await move(school, "dsl", at, "reply", { words: "A late answer", visible: "no" });
  });
});

describe("bodies", () => {
  test("each says what to send, its source and how far it was checked", () => {
    expect(new Set(bodies.map((body) => body.code)).size).toBe(bodies.length);
    for (const body of bodies) {
      expect(body.send.length, body.code).toBeGreaterThan(0);
      expect(body.source.length, body.code).toBeGreaterThan(2);
      expect(["V", "V2", "U"], body.code).toContain(body.mark);
    }
  });

  test("have contacts of the school's own, set by its leads and read by nobody else's", async () => {
    const school = await makeSchool();
    const save = async (who: CastKey) =>
      withScope(await school.as(who), (tx, actor) =>
        saveContact(tx, actor, { body: "lado", contact: "Mrs Hale, 01632 960 100" }),
      );
    for (const who of ["teacher", "admin", "governor"] as const)
      await expect(save(who)).rejects.toMatchObject({ code: "not-found" });
    await save("dsl");
    const elsewhere = await makeSchool();
    const read = async (of: TestSchool) =>
      withScope(await of.as("dsl"), (tx, actor) => localContacts(tx, actor));
    expect((await read(school)).get("lado")).toBe("Mrs Hale, 01632 960 100");
    expect((await read(elsewhere)).size).toBe(0);
  });
});
