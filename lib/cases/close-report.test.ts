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
import { filled } from "@/db/testing-forms";
import { closeReport } from "./close-report";
import { moveCase } from "./move-case";

const sql = asOwner();

async function waiting(answers: Record<string, string> = {}) {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", {
    affected: "",
    affectedName: "Poppy Ives",
    ...answers,
  });
  await sql`update triages set severity = 2 where report_id = ${reportId}`;
  const close = async (who: CastKey, change: { wishesSeen?: string; as?: "signposted" } = {}) => {
    const [row] = await sql`select version from triages where report_id = ${reportId}`;
    return withScope(await school.as(who), (tx, actor) =>
      closeReport(tx, actor, {
        reportId,
        version: Number(row?.version),
        reason: "Settled",
        wishesSeen: "",
        as: "no-action",
        ...change,
      }),
    );
  };
  return { school, reportId, close };
}
const stateOf = async (reportId: string) =>
  (await sql`select state from triages where report_id = ${reportId}`)[0]?.state;

describe("B7 draft -> submitted -> triage", () => {
  test("freezes the words, builds the wall and starts the clock before anybody is told", async () => {
    const { school, reportId } = await waiting({ named0Name: "Ben Stranger" });
    const other = await sendAs(school, "teacher", { named0Name: "Colin Webb", affected: "school" });
    expect(await stateOf(reportId)).toBe("new");
    const running = await sql`select 1 from clocks where report_id = ${reportId}`;
    expect(running.length).toBeGreaterThan(0);
    const walls = await sql`select person_id from walls where matter_id = ${other.reportId}`;
    expect(walls.map((row) => row.person_id)).toEqual([school.people.colleague]);
    await expect(
      withScope(await school.as("teacher"), (tx) =>
        tx.execute(`update reports set account = 'other' where id = '${reportId}'`),
      ),
    ).rejects.toThrow();
    expect(await ledgerOf(reportId)).toContain("report-sent");
  });
});

describe("B6-33 how a concern was handled", () => {
  const handling = { type: "UNS", affected: "unknown", about: ["handling"] };
  const close = async (school: TestSchool, who: CastKey, reportId: string) =>
    withScope(await school.as(who), (tx, actor) =>
      closeReport(tx, actor, { reportId, version: 1, reason: "Looked into", wishesSeen: "" }),
    );

  test("is not closed by those who handle concerns, before or after a case is opened", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", handling);
    await expect(close(school, "headteacher", reportId)).rejects.toMatchObject({
      fields: { reason: expect.stringMatching(/^It is about how a concern was handled/) },
    });
    const { caseId, version } = await openAs(school, "chair", reportId);
    const move = async (who: CastKey) =>
      withScope(await school.as(who), (tx, actor) =>
        moveCase(tx, actor, { ...filled(school), caseId, version, action: "close" }),
      );
    await expect(move("headteacher")).rejects.toMatchObject({
      fields: { reason: expect.stringMatching(/^It is about how a concern was handled/) },
    });
    await move("chair");
  });

  test("is closed by whoever is left where no governor or trust leader is", async () => {
    const school = await makeSchool();
    await sql`update role_assignments set ends_at = now() where school_id = ${school.schoolId}
      and role in ('chair', 'vice-chair', 'trust-lead')`;
    const { reportId } = await sendAs(school, "teacher", handling);
    await close(school, "headteacher", reportId);
  });
});

describe("B7 triage -> signposted / logged-only", () => {
  test("says which of the two it was, with the reason in the ledger", async () => {
    const logged = await waiting();
    await logged.close("dsl");
    expect(await stateOf(logged.reportId)).toBe("no-action");
    const pointed = await waiting();
    await pointed.close("deputy", { as: "signposted" });
    expect(await stateOf(pointed.reportId)).toBe("signposted");
    await expect(pointed.close("dsl")).rejects.toMatchObject({ code: "conflict" });
  });

  test("never for high or urgent risk, and not before the wishes were read", async () => {
    const high = await waiting();
    await sql`update triages set severity = 3 where report_id = ${high.reportId}`;
    await expect(high.close("dsl")).rejects.toHaveProperty("fields.reason");
    const wished = await waiting({ wish: "That it stops" });
    await expect(wished.close("dsl")).rejects.toHaveProperty("fields.wishesSeen");
    await wished.close("dsl", { wishesSeen: "yes" });
  });

  test("by whoever triages it alone", async () => {
    const { close, school, reportId } = await waiting();
    for (const who of ["teacher", "headteacher", "chair", "governor", "admin"] as const)
      await expect(close(who)).rejects.toMatchObject({ code: "not-found" });
    await sql`insert into walls values (${school.schoolId}, ${school.people.deputy}, ${reportId}, 'named', now())`;
    await expect(close("deputy")).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("B7 triage -> active", () => {
  test("sets track, risk, owner and somebody for the person affected to turn to", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", { wish: "An apology", policeWish: "no" });
    const { caseId } = await openAs(school, "dsl", reportId);
    const [found] = await sql`select track, severity, owner_id from cases where id = ${caseId}`;
    expect(found).toMatchObject({ track: "T1", owner_id: school.people.dsl });
    const records = await sql`select kind, about_id, answers from case_records
      where case_id = ${caseId} order by kind`;
    expect(records).toMatchObject([
      { kind: "support", about_id: school.people.teacher, answers: { contact: "Dilys Parry" } },
      { kind: "wishes", answers: { police: "no", words: "An apology" } },
    ]);
  });
});
