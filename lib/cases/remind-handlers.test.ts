import { describe, expect, test } from "vitest";
import { asOwner, makeSchool, openAs, referAs, sendAs, type TestSchool } from "@/db/testing";
import { remindHandlers, remindOf } from "./remind-handlers";

const keyOf = (school: TestSchool, id: unknown) =>
  Object.entries(school.people).find(([, personId]) => personId === id)?.[0] ?? null;

/** The clock of a report or case of which the next reminder comes first. */
async function clockOf(matterId: string, kind?: string) {
  const [row] = await asOwner()`select id, due_at, started_at, kind, alert_at from clocks
    where (report_id = ${matterId} or case_id = ${matterId}) and stopped_at is null
    ${kind ? asOwner()`and kind = ${kind}` : asOwner()``} order by due_at`;
  return {
    id: String(row?.id),
    kind: String(row?.kind),
    dueAt: new Date(String(row?.due_at)),
    alertAt: row?.alert_at as Date | null,
  };
}
async function told(school: TestSchool, matterId: string) {
  const rows = await asOwner()`select person_id, kind, path from notices
    where matter_id = ${matterId} and kind like 'clock-%' order by created_at, kind`;
  return rows.map((row) => `${row.kind} ${keyOf(school, row.person_id)}`).sort();
}
const minutes = (at: Date, n: number) => new Date(at.getTime() + n * 60_000);
const child = { affected: "", affectedName: "Poppy Ives" };

describe("reminders", () => {
  test("climb from the owner to the deputy to the next in line, each stage once", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", { ...child, safety: "danger" });
    const { id, dueAt, kind } = await clockOf(reportId);
    expect(kind).toBe("triage-urgent");
    await remindOf(school.schoolId, id, minutes(dueAt, -16));
    expect(await told(school, reportId)).toEqual([]);
    for (const at of [-15, -15, -14, -6, -6, 0, 1, 15, 15, 400]) {
      await remindOf(school.schoolId, id, minutes(dueAt, at));
    }
    expect(await told(school, reportId)).toEqual([
      "clock-due deputy",
      "clock-due dsl",
      "clock-half dsl",
      "clock-most deputy",
      "clock-most dsl",
      "clock-overdue deputy",
      "clock-overdue dsl",
      "clock-overdue headteacher",
    ]);
    const leaves = await asOwner()`select leaf from ledger_leaves where object_id = ${reportId}
      order by at`;
    expect(leaves.map((row) => JSON.parse(String(row.leaf)).action)).toEqual([
      "report-sent",
      "clock-half",
      "clock-most",
      "clock-due",
      "clock-overdue",
    ]);
  });

  test("two workers at once, and a retry after a crash, tell nobody twice", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", child);
    const { id, dueAt } = await clockOf(reportId);
    await Promise.all(Array.from({ length: 6 }, () => remindOf(school.schoolId, id, dueAt)));
    // A restored or rewound alert time is what a crash between commit and answer looks like.
    await asOwner()`update clocks set alert_at = due_at where id = ${id}`;
    await remindOf(school.schoolId, id, dueAt);
    expect(await told(school, reportId)).toEqual(["clock-due deputy", "clock-due dsl"]);
    const jobs = await asOwner()`select count(*)::int as n from graphile_worker._private_jobs j
      join notices n on n.id::text = j.payload ->> 'noticeId'
      where n.matter_id = ${reportId} and n.kind like 'clock-%'`;
    expect(jobs[0]?.n).toBe(2);
  });

  test("a failure leaves neither the row nor the notice, and the next try makes both", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", child);
    const { id, dueAt } = await clockOf(reportId);
    const sql = asOwner();
    await sql.unsafe(`create function public.refuse_once() returns trigger language plpgsql as
      $$ begin if new.matter_id = '${reportId}' then raise exception 'died'; end if; return new; end $$`);
    await sql.unsafe(`create trigger refuse_once before insert on notices for each row
      when (new.kind = 'clock-due') execute function public.refuse_once()`);
    try {
      await expect(remindOf(school.schoolId, id, dueAt)).rejects.toThrow();
    } finally {
      await sql.unsafe("drop trigger refuse_once on notices; drop function public.refuse_once()");
    }
    const rows = await sql`select 1 from clock_reminders where clock_id = ${id}`;
    expect([rows.length, await told(school, reportId)]).toEqual([0, []]);
    await remindOf(school.schoolId, id, dueAt);
    expect(await told(school, reportId)).toEqual(["clock-due deputy", "clock-due dsl"]);
  });

  test("after a long stop only the latest stage is told", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", child);
    const { id, dueAt } = await clockOf(reportId);
    await remindOf(school.schoolId, id, minutes(dueAt, 60 * 24 * 30));
    expect((await told(school, reportId)).every((line) => line.startsWith("clock-overdue"))).toBe(
      true,
    );
    const [row] = await asOwner()`select alert_at from clocks where id = ${id}`;
    expect(row?.alert_at).toBeNull();
  });

  test("never reach somebody walled, suspended or gone: the next in line hears instead", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", child);
    const { id, dueAt } = await clockOf(reportId);
    const sql = asOwner();
    await school.as("deputy");
    await sql`insert into walls values (${school.schoolId}, ${school.people.dsl}, ${reportId}, 'conflict', now())`;
    await sql`update accounts set state = 'suspended' where person_id = ${school.people.deputy}`;
    await remindOf(school.schoolId, id, minutes(dueAt, 60 * 24 * 30));
    expect(await told(school, reportId)).toEqual([
      "clock-elsewhere chair",
      "clock-elsewhere trustLead",
      "clock-overdue headteacher",
    ]);
  });

  test("somebody next in line who may not open it learns only that it waits", async () => {
    const school = await makeSchool();
    const { reportId, reference } = await sendAs(school, "teacher", { named0Name: "Colin Webb" });
    const { id, dueAt } = await clockOf(reportId);
    await remindOf(school.schoolId, id, minutes(dueAt, 60 * 24 * 30));
    const [row] = await asOwner()`select path, reference from notices
      where matter_id = ${reportId} and kind = 'clock-elsewhere' and person_id = ${school.people.chair}`;
    expect(row).toEqual({ path: "/notices", reference });
  });

  test("a decision asked for reminds whoever decides, first", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", child);
    const { caseId } = await openAs(school, "dsl", reportId);
    await referAs(school, "dsl", caseId);
    const { id, dueAt } = await clockOf(caseId, "decision");
    await remindOf(school.schoolId, id, dueAt);
    expect(await told(school, caseId)).toEqual([
      "clock-due deputy",
      "clock-due dsl",
      "clock-due headteacher",
    ]);
  });

  test("a clock that was stopped or stands still reminds nobody", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", child);
    const before = await clockOf(reportId);
    await openAs(school, "dsl", reportId);
    await remindOf(school.schoolId, before.id, minutes(before.dueAt, 60 * 24 * 30));
    expect(await told(school, reportId)).toEqual([]);
  });

  test("one look finds those whose time has come in every school, and no other", async () => {
    const [one, two] = [await makeSchool(), await makeSchool()];
    const first = await sendAs(one, "teacher", { ...child, safety: "danger" });
    const second = await sendAs(two, "teacher", child);
    const { alertAt } = await clockOf(first.reportId);
    // Only this test's clocks are as old as this.
    await asOwner()`update clocks set alert_at = '2001-01-01' where report_id = ${first.reportId}`;
    await remindHandlers(new Date("2001-01-02T00:00:00Z"));
    expect(await told(one, first.reportId)).toEqual([]);
    expect((await clockOf(first.reportId)).alertAt).toEqual(alertAt);
    expect(await told(two, second.reportId)).toEqual([]);
  });
});
