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
import { filled, writeAs } from "@/db/testing-forms";
import { runOnce } from "@/lib/access/run-once";
import { computeDue } from "@/lib/clocks/compute-due";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { stepAside } from "@/lib/conflicts/step-aside";
import { localDay, localInstant } from "@/lib/dates";
import { schoolCalendar } from "@/lib/schools/queries";
import { ownJudges } from "./bar-people";
import { listComplaints } from "./list-complaints";
import { mergeCase } from "./merge-case";
import { moveCase } from "./move-case";
import { recordComplaint, recordComplaintSchema } from "./record-complaint";

const sql = asOwner();
const parts = (name: string, day: string) => ({
  [`${name}-day`]: String(Number(day.slice(8))),
  [`${name}-month`]: String(Number(day.slice(5, 7))),
  [`${name}-year`]: day.slice(0, 4),
});
const today = localDay(new Date());
const written = (change: Record<string, unknown> = {}) =>
  recordComplaintSchema.parse({
    from: "family",
    who: "Paula Ives",
    subject: "handling",
    words: "Nobody rang back",
    stage: "informal",
    ...parts("received", today),
    ...change,
  });
const record = async (
  school: TestSchool,
  who: CastKey,
  change: Record<string, unknown> = {},
  key = crypto.randomUUID(),
) =>
  withScope(await school.as(who), (tx, actor) =>
    runOnce(tx, actor, key, "record-complaint", () => recordComplaint(tx, actor, written(change))),
  );
const seenBy = async (school: TestSchool, who: CastKey) =>
  withScope(await school.as(who), async (tx, actor) => (await listComplaints(tx, actor, 1)).rows);
const ownerOf = async (caseId: string) => {
  const [row] = await sql`select owner_id from cases where id = ${caseId}`;
  return row?.owner_id as string;
};
const running = async (caseId: string) =>
  sql`select kind, due_at, started_at from clocks where case_id = ${caseId} and stopped_at is null
    order by kind`;
const refuses = (done: Promise<unknown>, field: string, sentence: RegExp) =>
  expect(done).rejects.toMatchObject({ fields: { [field]: expect.stringMatching(sentence) } });

describe("recording a complaint", () => {
  test("makes a case that the headteacher answers; whoever took it down no longer sees it", async () => {
    const school = await makeSchool();
    const key = crypto.randomUUID();
    const first = await record(school, "dsl", {}, key);
    expect(first.stays).toBe(false);
    expect(await record(school, "dsl", {}, key)).toEqual(first);
    expect(await ownerOf(first.caseId)).toBe(school.people.headteacher);
    expect(await seenBy(school, "headteacher")).toMatchObject([
      {
        id: first.caseId,
        stage: "Stage 1: informal",
        outcome: "Not answered yet",
        received: today,
      },
    ]);
    expect(await seenBy(school, "dsl")).toEqual([]);
    expect(await ledgerOf(first.caseId)).toContain("complaint-recorded");
    const told = await sql`select person_id from notices where matter_id = ${first.caseId}`;
    expect(told.map((row) => row.person_id)).toEqual([school.people.headteacher]);
    expect(await seenBy(await makeSchool(), "headteacher")).toEqual([]);
    for (const who of ["teacher", "manager", "governor", "admin"] as const) {
      await expect(record(school, who)).rejects.toMatchObject({ code: "not-found" });
      await expect(seenBy(school, who)).rejects.toMatchObject({ code: "not-found" });
    }
    await refuses(record(school, "dsl", { words: "" }), "words", /complain of/);
    await refuses(record(school, "dsl", { stage: "" }), "stage", /stage/);
    await refuses(record(school, "dsl", { against: "Nobody Atall" }), "against", /lists/);
    await refuses(record(school, "dsl", parts("received", "2099-01-01")), "received", /earlier/);
  });

  test("goes past whoever it is about, who took it down or not, and whoever complains", async () => {
    const school = await makeSchool();
    const about = await record(school, "dsl", { against: "Helen Marsh" });
    expect(await ownerOf(about.caseId)).toBe(school.people.chair);
    expect(await seenBy(school, "headteacher")).toEqual([]);
    expect(await seenBy(school, "chair")).toHaveLength(1);
    const own = await record(school, "headteacher", { against: "Helen Marsh" });
    expect(own.stays).toBe(false);
    expect(await ownerOf(own.caseId)).toBe(school.people.chair);
    expect(await seenBy(school, "headteacher")).toEqual([]);
    const by = await record(school, "dsl", { from: "staff", who: "Carol Finch" });
    await sql`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind,
      declared_at) values (${school.schoolId}, gen_random_uuid(), ${school.people.viceChair},
      ${school.people.headteacher}, 'married', now())`;
    const near = await record(school, "dsl", {
      against: "Helen Marsh",
      from: "staff",
      who: "Carol Finch",
    });
    expect(await ownerOf(by.caseId)).toBe(school.people.headteacher);
    expect(await ownerOf(near.caseId)).toBe(school.people.trustLead);
    expect((await seenBy(school, "chair")).map((row) => row.id).sort()).toEqual(
      [about.caseId, own.caseId].sort(),
    );
    expect(await seenBy(school, "viceChair")).toEqual([]);
    const all = ["headteacher", "chair", "viceChair", "trustLead"] as const;
    await sql`update role_assignments set ends_at = now() where school_id = ${school.schoolId}
      and person_id = any (${all.slice(1).map((who) => school.people[who])}::uuid[])`;
    await expect(record(school, "dsl", { against: "Helen Marsh" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("B6-33: about how a case was handled keeps out who handled it, and says nothing there", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", {
      affected: "",
      affectedName: "Poppy Ives",
    });
    const { caseId, reference } = await openAs(school, "dsl", reportId);
    const before = await sql`select count(*)::int as n from case_events where case_id = ${caseId}`;
    const made = await record(school, "headteacher", { reference: reference.toLowerCase() });
    const walled = await sql`select person_id from walls where matter_id = ${made.caseId}
      and person_id = ${school.people.dsl}`;
    expect(walled).toHaveLength(1);
    const after = await sql`select count(*)::int as n from case_events where case_id = ${caseId}`;
    expect(after).toEqual(before);
    const [link] = await sql`select other_id from case_links where case_id = ${made.caseId}`;
    expect(link?.other_id).toBe(caseId);
    await refuses(record(school, "dpo", { reference }), "reference", /that you can see/);
  });

  test("B6-33: nor is it known or judged by whoever stepped aside, be it before there was a case", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    const { dsl, deputy, headteacher, chair } = school.people;
    const aside = async (who: CastKey, from: "case" | "report", matterId: string) =>
      withScope(await school.as(who), (tx, actor) =>
        stepAside(tx, actor, { from, matterId, kind: "relative", reason: "My sister" }),
      );
    const pupil = { affected: "", affectedName: "Poppy Ives" };
    const { reportId } = await sendAs(school, "teacher", pupil);
    await aside("dsl", "report", reportId);
    const { caseId, reference } = await openAs(school, "deputy", reportId);
    await aside("headteacher", "case", caseId);
    const made = await record(school, "deputy", { reference });
    expect(made.stays).toBe(false);
    expect(await ownerOf(made.caseId)).toBe(chair);
    const walled = await sql`select person_id from walls where matter_id = ${made.caseId}
      and person_id <> ${school.people.parent}`;
    const kept = [dsl, deputy, headteacher].sort();
    expect(walled.map((row) => row.person_id).sort()).toEqual(kept);
    const told = await sql`select person_id from notices where matter_id = ${made.caseId}`;
    expect(told.map((row) => row.person_id)).toEqual([chair]);
    const judges = await withScope(await school.as("chair"), (tx) =>
      ownJudges(tx, made.caseId, Object.values(school.people)),
    );
    expect([...judges].sort(), "one list").toEqual(kept);
    for (const [at, who, rows] of [
      [school, "deputy", 3],
      [school, "dsl", 0],
      [school, "headteacher", 0],
      [school, "dpo", 0],
      [other, "dsl", 0],
    ] as const)
      expect(
        await withScope(await at.as(who), (tx) =>
          tx.execute(query`select 1 from sec.had_part(${caseId}::uuid)`),
        ),
        who,
      ).toHaveLength(rows);
    await sql`update role_assignments set ends_at = now() where school_id = ${school.schoolId}
      and role in ('chair', 'vice-chair', 'trust-lead', 'trust-chair')`;
    const before = await sql`select count(*)::int as n from cases`;
    await expect(record(school, "deputy", { reference })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^Nobody at the school.*local authority/),
    });
    expect(await sql`select count(*)::int as n from cases`).toEqual(before);
  });

  test("whatever it is about, it never reaches whoever may not know of the case", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", {
      affected: "",
      affectedName: "Poppy Ives",
      about: ["headteacher"],
    });
    const { caseId, reference } = await openAs(school, "chair", reportId);
    expect(
      await sql`select 1 from walls where matter_id = ${caseId}
        and person_id = ${school.people.headteacher}`,
    ).toHaveLength(1);
    const made = await record(school, "chair", { subject: "other", reference });
    expect(await ownerOf(made.caseId)).toBe(school.people.chair);
    expect(await seenBy(school, "headteacher")).toEqual([]);
  });

  test("about data protection goes to its officer with the clocks of the Act", async () => {
    const school = await makeSchool();
    const { caseId } = await record(school, "headteacher", { subject: "data" });
    expect(await ownerOf(caseId)).toBe(school.people.dpo);
    expect((await running(caseId)).map((row) => row.kind)).toEqual([
      "data-complaint",
      "data-complaint-outcome",
    ]);
  });

  test("each stage has its time, the answer ends it, and the case waits for the answer", async () => {
    const school = await makeSchool();
    const { caseId } = await record(school, "headteacher", {});
    const [informal] = await running(caseId);
    const from = localInstant(today, "00:00");
    const calendar = await withScope(await school.as("headteacher"), schoolCalendar);
    expect(informal?.kind).toBe("complaint-informal");
    expect(informal?.due_at).toEqual(
      computeDue({ unit: "school-days", length: 10, startedAt: from }, calendarOf(calendar)),
    );
    const again = {
      from: "family",
      subject: "handling",
      words: "Nobody rang back",
      ...parts("received", today),
      outcome: "open",
    };
    const write = (change: Record<string, unknown>) =>
      writeAs(school, "headteacher", caseId, "complaint", undefined, { ...again, ...change });
    await write({ stage: "formal" });
    expect((await running(caseId)).map((row) => row.kind)).toEqual(["complaint-formal"]);
    const close = async () => {
      const [row] = await sql`select version from cases where id = ${caseId}`;
      const input = { ...filled(school), caseId, version: Number(row?.version), action: "close" };
      return withScope(await school.as("headteacher"), (tx, actor) => moveCase(tx, actor, input));
    };
    await refuses(close(), "reason", /how the complaint was answered/);
    await sql`insert into case_records (school_id, id, case_id, kind, about_id, version, answers,
        by_id, at) values (${school.schoolId}, gen_random_uuid(), ${caseId}, 'close', ${caseId}, 1,
        '{}', ${school.people.headteacher}, now())`;
    const end = async (outcome: string) =>
      withScope(await school.as("headteacher"), (tx) =>
        tx.execute(query`update cases set state = 'closed', outcome = ${outcome},
          closed_by = ${school.people.headteacher}::uuid where id = ${caseId}::uuid`),
      );
    const other = await record(school, "headteacher", {});
    const [taken] = await sql`select reference from cases where id = ${caseId}`;
    await refuses(
      withScope(await school.as("headteacher"), (tx, actor) =>
        mergeCase(tx, actor, {
          caseId: other.caseId,
          version: 1,
          reference: String(taken?.reference),
          reason: "The same",
        }),
      ),
      "reference",
      /not answered yet/,
    );
    const unanswered = { cause: { message: "not to be closed so" } };
    await expect(end("no-further-action"), "by SQL").rejects.toMatchObject(unanswered);
    await expect(end("merged"), "or taken up").rejects.toMatchObject(unanswered);
    await refuses(write({ stage: "formal", outcome: "upheld" }), "findings", /what was found/);
    await write({ stage: "formal", outcome: "upheld", findings: "We ring back in a day now" });
    expect(await running(caseId)).toHaveLength(0);
    await close();
    const rows = await seenBy(school, "headteacher");
    expect(rows.find((row) => row.id === caseId)).toMatchObject({ outcome: "Upheld" });
  });
});
