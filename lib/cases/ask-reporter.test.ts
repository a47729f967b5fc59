import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, ledgerOf, makeSchool, openAs, sendAs, signInAs } from "@/db/testing";
import { replyToHandler } from "@/lib/reports/reply-to-handler";
import { withdrawReport } from "@/lib/reports/withdraw-report";
import { askReporter } from "./ask-reporter";

const sql = asOwner();
const day = 24 * 3600 * 1000;

async function asked() {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", {
    affected: "",
    affectedName: "Poppy Ives",
  });
  await sql`insert into clocks (school_id, id, report_id, kind, unit, length, started_at, due_at, basis, mark)
    values (${school.schoolId}, gen_random_uuid(), ${reportId}, 'lado', 'working-days', 1, now(),
      now() + interval '1 day', 'Local procedures', 'V2')`;
  const ask = async () => {
    const [row] = await sql`select version from triages where report_id = ${reportId}`;
    return withScope(await school.as("dsl"), (tx, actor) =>
      askReporter(tx, actor, { reportId, version: Number(row?.version), words: "Who saw it?" }),
    );
  };
  return { school, reportId, ask };
}
const clocksOf = async (reportId: string) => {
  const rows = await sql`select force, paused_at, due_at from clocks where report_id = ${reportId}
    and stopped_at is null order by force`;
  return rows.map((row) => ({
    force: String(row.force),
    paused: row.paused_at !== null,
    dueAt: row.due_at as Date,
  }));
};

describe("B7 triage -> info-needed -> triage", () => {
  test("pauses the school's target and not the deadline from outside, and asks once", async () => {
    const { reportId, ask } = await asked();
    await ask();
    expect((await clocksOf(reportId)).map((one) => [one.force, one.paused])).toEqual([
      ["statutory", false],
      ["target", true],
    ]);
    await expect(ask()).rejects.toMatchObject({ code: "conflict" });
  });

  test("runs again with the answer, as much later as it stood still", async () => {
    const { school, reportId, ask } = await asked();
    await ask();
    const before = (await clocksOf(reportId)).find((one) => one.force === "target");
    await sql`update clocks set paused_at = paused_at - interval '21 days' where report_id = ${reportId}
      and force = 'target'`;
    await withScope(await school.as("teacher"), (tx, actor) =>
      replyToHandler(tx, actor, { reportId, words: "Two friends" }),
    );
    const [statutory, target] = await clocksOf(reportId);
    expect(target?.paused).toBe(false);
    expect(Number(target?.dueAt) - Number(before?.dueAt)).toBeGreaterThan(7 * day);
    expect(Number(statutory?.dueAt)).toBeLessThan(Date.now() + 2 * day);
    const pauses =
      await sql`select resumed_at from clock_pauses p join clocks k on k.id = p.clock_id
      where k.report_id = ${reportId}`;
    expect(pauses.every((row) => row.resumed_at !== null)).toBe(true);
    await ask();
  });

  test("by nobody but the reporter themself", async () => {
    const { school, reportId, ask } = await asked();
    await ask();
    await expect(
      withScope(await school.as("colleague"), (tx, actor) =>
        replyToHandler(tx, actor, { reportId, words: "Me" }),
      ),
    ).rejects.toMatchObject({ code: "not-found" });
    expect((await clocksOf(reportId)).at(-1)?.paused).toBe(true);
  });
});

describe("B7 any -> withdrawn-by-reporter", () => {
  test("deletes nothing and stops nothing: the handler is told and decides", async () => {
    const { school, reportId } = await asked();
    const { caseId } = await openAs(school, "dsl", reportId);
    const withdraw = async (claims: { tokenHash: string }) =>
      withScope(claims, (tx, actor) =>
        withdrawReport(tx, actor, { reportId, words: "It is over" }),
      );
    for (const who of ["dsl", "colleague", "headteacher"] as const)
      await expect(withdraw(await school.as(who))).rejects.toMatchObject({ code: "not-found" });
    const elsewhere = await makeSchool();
    await expect(
      withdraw(await signInAs(elsewhere.schoolId, elsewhere.people.teacher)),
    ).rejects.toMatchObject({ code: "not-found" });
    const running = await clocksOf(reportId);
    await withdraw(await school.as("teacher"));
    await expect(withdraw(await school.as("teacher"))).rejects.toMatchObject({ code: "conflict" });
    expect(await clocksOf(reportId)).toEqual(running);
    const [found] =
      await sql`select c.state, t.withdrawn_at, r.account from cases c, triages t, reports r
      where c.id = ${caseId} and t.report_id = ${reportId} and r.id = ${reportId}`;
    expect(found).toMatchObject({ state: "active", withdrawn_at: expect.any(Date) });
    expect(found?.account).toContain("abuse");
    const told = await sql`select kind from notices where person_id = ${school.people.dsl}
      and kind = 'addendum'`;
    expect(told).toHaveLength(1);
    expect(await ledgerOf(reportId)).toContain("report-withdrawn");
  });
});
