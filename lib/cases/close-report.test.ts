import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, openAs, sendAs } from "@/db/testing";
import { closeReport } from "./close-report";

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
