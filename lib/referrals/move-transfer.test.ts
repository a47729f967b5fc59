import { sql as query } from "drizzle-orm";
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
import { discloseAs } from "@/db/testing-bundle";
import { filled } from "@/db/testing-forms";
import { runOnce } from "@/lib/access/run-once";
import { moveCase } from "@/lib/cases/move-case";
import { computeDue } from "@/lib/clocks/compute-due";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { localDay, localInstant } from "@/lib/dates";
import { schoolCalendar } from "@/lib/schools/queries";
import { casesOfChild, listTransfers, transferById } from "./list-transfers";
import { moveTransfer } from "./move-transfer";
import { startTransfer } from "./start-transfer";
import { moveTransferSchema, startTransferSchema } from "./transfer-forms";

const sql = asOwner();
const today = localDay(new Date());
const parts = (name: string, day: string) => ({
  [`${name}-day`]: String(Number(day.slice(8))),
  [`${name}-month`]: String(Number(day.slice(5, 7))),
  [`${name}-year`]: day.slice(0, 4),
});
const hers = { affected: "", affectedName: "Poppy Ives" };

async function child(count = 1) {
  const school = await makeSchool();
  const opened: { caseId: string; reference: string }[] = [];
  for (let n = 0; n < count; n++) {
    const { reportId } = await sendAs(school, "teacher", hers);
    opened.push(await openAs(school, "dsl", reportId));
  }
  return { school, opened, cases: opened.map((one) => one.caseId) };
}
const start = async (
  school: TestSchool,
  who: CastKey,
  cases: string[],
  change: Record<string, unknown> = {},
  key = crypto.randomUUID(),
) => {
  const input = startTransferSchema.parse({
    personId: school.people.pupil,
    school: "Oak Academy",
    contact: "Mr Dunn, DSL",
    rung: "yes",
    timing: "in-year",
    ...parts("counts", today),
    cases,
    ...change,
  });
  return withScope(await school.as(who), (tx, actor) =>
    runOnce(tx, actor, key, "start-transfer", () => startTransfer(tx, actor, input)),
  );
};
const read = async (school: TestSchool, who: CastKey, transferId: string) =>
  withScope(await school.as(who), (tx, actor) => transferById(tx, actor, transferId));
const move = async (
  school: TestSchool,
  who: CastKey,
  transferId: string,
  action: string,
  answers: Record<string, unknown> = {},
) => {
  const [row] = await sql`select version from file_transfers where id = ${transferId}`;
  const input = moveTransferSchema.parse({ ...answers, transferId, version: row?.version, action });
  return withScope(await school.as(who), (tx, actor) => moveTransfer(tx, actor, input));
};
const send = {
  channel: "hand",
  ...parts("sent", today),
  "sent-time": "00:00",
  apart: "yes",
  passcode: "yes",
};
const pack = (school: TestSchool, caseId: string) =>
  discloseAs(school, "dsl", caseId, { purpose: "receiving-school", basis: "safeguarding" });
const running = async (cases: string[]) =>
  sql`select kind, due_at, case_id from clocks where case_id = any (${cases}::uuid[])
    and stopped_at is null and kind <> 'review'`;
const tasks = async (cases: string[]) =>
  (
    await sql`select words from case_actions where case_id = any (${cases}::uuid[])
      and done_at is null`
  ).map((row) => String(row.words));
const refuses = (done: Promise<unknown>, field: string, sentence: RegExp) =>
  expect(done).rejects.toMatchObject({ fields: { [field]: expect.stringMatching(sentence) } });
const gone = { code: "not-found" };

describe("handing a child's file on", () => {
  test("runs five days, goes when every pack was given, and is chased until it is signed for", async () => {
    const { school, opened, cases } = await child(2);
    const [first = "", second = ""] = cases;
    const [row] = await sql`select version from cases where id = ${second}`;
    await withScope(await school.as("dsl"), (tx, actor) =>
      moveCase(tx, actor, {
        ...filled(school),
        caseId: second,
        version: Number(row?.version),
        action: "close",
      }),
    );
    const key = crypto.randomUUID();
    const { transferId } = await start(school, "dsl", cases, {}, key);
    expect(await start(school, "dsl", cases, {}, key)).toEqual({ transferId });
    const calendar = calendarOf(await withScope(await school.as("dsl"), schoolCalendar));
    const from = localInstant(today, "00:00");
    expect(await running(cases)).toMatchObject([
      {
        kind: "file-transfer",
        case_id: first,
        due_at: computeDue({ unit: "calendar-days", length: 5, startedAt: from }, calendar),
      },
    ]);
    expect(await tasks(cases)).toEqual([expect.stringContaining("Send the child protection")]);
    await refuses(move(school, "dsl", transferId, "send", send), "channel", /pack of case OS-/);
    const packId = await pack(school, first);
    await refuses(
      move(school, "dsl", transferId, "send", send),
      "channel",
      new RegExp(opened[1]?.reference ?? "none"),
    );
    await pack(school, second);
    const [given] = await sql`select header from disclosures where id = ${packId}`;
    expect(given?.header).toContain("age-encryption.org");
    await refuses(
      move(school, "dsl", transferId, "send", { ...send, apart: "" }),
      "apart",
      /apart/,
    );
    await refuses(
      move(school, "dsl", transferId, "send", { ...send, passcode: "" }),
      "passcode",
      /another way/,
    );
    await move(school, "dsl", transferId, "send", send);
    await expect(move(school, "dsl", transferId, "send", send)).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await running(cases)).map((clock) => clock.kind)).toEqual(["transfer-receipt"]);
    expect(await tasks(cases)).toEqual([expect.stringContaining("Chase the receipt")]);
    await move(school, "dsl", transferId, "chase", { words: "Mr Dunn: tomorrow" });
    expect(await running(cases)).toHaveLength(1);
    await refuses(
      move(school, "dsl", transferId, "sign", {
        signedBy: "Mr Dunn",
        ...parts("signedOn", "2026-01-05"),
      }),
      "signedOn",
      /not before/,
    );
    const sign = { signedBy: "Mr Dunn, DSL", ...parts("signedOn", today) };
    await move(school, "dsl", transferId, "sign", sign);
    expect(await running(cases)).toHaveLength(0);
    expect(await tasks(cases)).toEqual([]);
    const states =
      await sql`select state from cases where id = any (${cases}::uuid[]) order by state`;
    expect(states.map((one) => one.state)).toEqual(["active", "transferred"]);
    expect(await read(school, "deputy", transferId)).toMatchObject({
      state: "received",
      signedBy: "Mr Dunn, DSL",
      signedOn: today,
    });
    const leaves = await ledgerOf(first);
    for (const step of ["started", "send", "chase", "sign"])
      expect(leaves).toContain(`transfer-${step}`);
  });

  test("asks for the call, the day and the cases, and takes no case of another child", async () => {
    const { school, cases } = await child();
    const { reportId } = await sendAs(school, "teacher", { affectedName: "Petra Holt" });
    const other = await openAs(school, "dsl", reportId);
    await expect(start(school, "dsl", cases, { rung: "" })).rejects.toThrow(/Ring them first/);
    await expect(start(school, "dsl", cases, { "counts-day": "40" })).rejects.toThrow(
      /Enter the day/,
    );
    await expect(start(school, "dsl", [])).rejects.toThrow(/Select what goes/);
    await refuses(start(school, "dsl", [...cases, other.caseId]), "cases", /Select what goes/);
    await expect(
      start(school, "dsl", cases, { personId: school.people.teacher }),
    ).rejects.toMatchObject(gone);
    const { transferId } = await start(school, "dsl", cases, { timing: "new-term" });
    expect((await running(cases)).map((clock) => clock.kind)).toEqual(["file-transfer-term"]);
    await expect(start(school, "dsl", cases)).rejects.toMatchObject({ code: "conflict" });
    await refuses(move(school, "dsl", transferId, "drop"), "words", /called off/);
    await move(school, "dsl", transferId, "drop", { words: "She stays" });
    expect(await running(cases)).toHaveLength(0);
    expect(await tasks(cases)).toEqual([]);
    await start(school, "dsl", cases);
  });

  test("is the DSL's; others of the school, another school and a walled DSL learn nothing of it", async () => {
    const { school, cases } = await child(2);
    const [first = "", second = ""] = cases;
    const wall = (caseId: string) => sql`insert into walls (school_id, person_id, matter_id, reason,
      built_at) values (${school.schoolId}, ${school.people.dsl}, ${caseId}, 'named', now())`;
    for (const who of ["teacher", "deputy", "headteacher", "dpo", "governor", "admin"] as const)
      await expect(start(school, who, cases), who).rejects.toMatchObject(gone);
    await wall(second);
    await sql`update cases set owner_id = ${school.people.headteacher} where id = ${second}`;
    const seen = await withScope(await school.as("dsl"), (tx, actor) =>
      casesOfChild(tx, actor, school.people.pupil),
    );
    expect(seen.map((one) => one.id)).toEqual([first]);
    await refuses(start(school, "dsl", cases), "cases", /Select what goes/);
    const { transferId } = await start(school, "dsl", [first]);
    const told = await sql`select person_id, matter_id from notices where kind = 'child-leaves'
      and school_id = ${school.schoolId}`;
    expect(told).toMatchObject([{ person_id: school.people.headteacher, matter_id: second }]);
    const others = await makeSchool();
    await expect(read(others, "dsl", transferId)).rejects.toMatchObject(gone);
    await expect(move(others, "dsl", transferId, "drop", { words: "x" })).rejects.toMatchObject(
      gone,
    );
    for (const who of ["teacher", "dpo", "chair", "admin"] as const)
      await expect(read(school, who, transferId), who).rejects.toMatchObject(gone);
    for (const who of ["deputy", "headteacher"] as const) {
      expect((await read(school, who, transferId)).toSchool).toBe("Oak Academy");
      await expect(move(school, who, transferId, "drop", { words: "x" })).rejects.toMatchObject(
        gone,
      );
    }
    await wall(first);
    await expect(read(school, "dsl", transferId)).rejects.toMatchObject(gone);
    const listed = await withScope(await school.as("dsl"), (tx, actor) =>
      listTransfers(tx, actor, 1),
    );
    expect(listed.rows).toEqual([]);
    await expect(
      withScope(await school.as("headteacher"), (tx, actor) =>
        tx.execute(query`insert into file_transfers select school_id, gen_random_uuid(), pupil_id,
          case_ids, to_school, contact, rung, timing, counts_from, state, clock_id, clock_case_id,
          due_at, made_at, ${actor.personId}::uuid, null, null, null, null, null, changed_at,
          changed_by, version from file_transfers where id = ${transferId}::uuid`),
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});
