import { sql as inline } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, openAs, sendAs, type TestSchool } from "@/db/testing";
import { readSentReport } from "@/lib/reports/read-sent-report";
import { replyToHandler } from "@/lib/reports/reply-to-handler";
import { askReporter } from "./ask-reporter";
import { closeReport } from "./close-report";
import { openCase } from "./open-case";
import { caseById } from "./queries";
import { rateReport } from "./rate-report";
import { readReport } from "./read-report";

const aPupil = { affected: "", affectedName: "Poppy Ives" };
const sql = asOwner();

const sees = async (school: TestSchool, who: CastKey, caseId: string) =>
  withScope(await school.as(who), (tx, actor) => caseById(tx, actor, caseId)).then(
    () => true,
    () => false,
  );

describe("B7 triage -> active: opening a case", () => {
  test("walls everybody the report walled, and nobody of them learns of it", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", {
      type: "APB",
      named0Name: "Helen Marsh",
    });
    const { caseId } = await openAs(school, "chair", reportId);
    expect(await sees(school, "headteacher", caseId)).toBe(false);
    expect(await sees(school, "chair", caseId)).toBe(true);
    const told =
      await sql`select person_id from notices where matter_id in (${caseId}, ${reportId})`;
    expect(told.map((row) => row.person_id)).not.toContain(school.people.headteacher);
  });

  test("on somebody else's track lets in and tells whoever usually owns that", async () => {
    const school = await makeSchool();
    const onConduct = async (changes: Record<string, string | string[]>) => {
      const { reportId } = await sendAs(school, "teacher", { ...aPupil, ...changes });
      const [triage] =
        await sql`select version, severity from triages where report_id = ${reportId}`;
      const claims = await school.as("dsl");
      const { caseId } = await withScope(claims, (tx, actor) =>
        openCase(tx, actor, {
          reportId,
          version: Number(triage?.version),
          track: "T3",
          severity: Number(triage?.severity),
          severityReason: "",
        }),
      );
      const told = await sql`select person_id from notices where matter_id = ${caseId}
        and kind = 'case-opened'`;
      return { caseId, told: told.map((row) => row.person_id) };
    };
    const plain = await onConduct({});
    expect(plain.told).toEqual([school.people.headteacher]);
    expect(await sees(school, "headteacher", plain.caseId)).toBe(true);
    await sql`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
      values (${school.schoolId}, gen_random_uuid(), ${school.people.headteacher}, ${school.people.pupil}, 'relative', now())`;
    const tied = await onConduct({});
    expect(tied.told).toEqual([school.people.chair]);
    expect(await sees(school, "chair", tied.caseId)).toBe(true);
    expect(await sees(school, "headteacher", tied.caseId)).toBe(false);
  });

  test("leaves a line manager with the report that was sent to them, and out of the case", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", { ...aPupil, recipient: "line-manager" });
    const { caseId } = await openAs(school, "dsl", reportId);
    expect(await sees(school, "manager", caseId)).toBe(false);
    const report = await withScope(await school.as("manager"), (tx, actor) =>
      readSentReport(tx, actor, reportId),
    );
    expect(report.id).toBe(reportId);
  });

  test("leaves nobody a way back in to what they opened once", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", {
      type: "APB",
      named0Name: "Helen Marsh",
    });
    const { caseId } = await openAs(school, "chair", reportId);
    await sql`update circle set ends_at = now() where person_id = ${school.people.chair}`;
    expect(await sees(school, "chair", caseId)).toBe(false);
    await expect(
      withScope(await school.as("chair"), (tx) =>
        tx.execute(
          inline`select sec.let_in(${caseId}::uuid, ${school.people.chair}::uuid, 'owner', null)`,
        ),
      ),
    ).rejects.toThrow();
    expect(await sees(school, "chair", caseId)).toBe(false);
  });

  test("takes its people, its evidence count and its clock along, and tells the reporter", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", aPupil);
    const { caseId } = await openAs(school, "dsl", reportId);
    const people = await sql`select person_id, part from involvements where case_id = ${caseId}`;
    expect(people.map((row) => [row.person_id, row.part])).toContainEqual([
      school.people.pupil,
      "affected",
    ]);
    const clocks = await sql`select kind, stopped_at is null as runs from clocks
      where case_id = ${caseId} or report_id = ${reportId} order by kind`;
    expect(clocks.map((row) => [row.kind, row.runs])).toEqual([
      ["review", true],
      ["triage-medium", false],
    ]);
    const [progress] = await sql`select state from report_progress where report_id = ${reportId}`;
    expect(progress?.state).toBe("in-hand");
    const notices = await sql`select path from notices where person_id = ${school.people.teacher}`;
    expect(notices.map((row) => row.path)).toEqual([`/reports/${reportId}`]);
  });

  test("lowers the risk only with a reason, and raises it freely", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", { ...aPupil, type: "SEX" });
    const open = async (severity: number, severityReason: string) =>
      withScope(await school.as("dsl"), (tx, actor) =>
        openCase(tx, actor, { reportId, version: 1, track: "T2", severity, severityReason }),
      );
    await expect(open(1, "")).rejects.toMatchObject({
      fields: { severityReason: "Enter why the risk is lower" },
    });
    await open(2, "It was a drawing in a lesson");
    const other = await sendAs(school, "teacher", aPupil);
    await withScope(await school.as("dsl"), (tx, actor) =>
      openCase(tx, actor, {
        reportId: other.reportId,
        version: 1,
        track: "T2",
        severity: 4,
        severityReason: "",
      }),
    );
  });

  test("opens a second case of one report on another track, and never twice on one", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", aPupil);
    await openAs(school, "dsl", reportId);
    const again = async (track: "T1" | "T2") =>
      withScope(await school.as("dsl"), (tx, actor) =>
        openCase(tx, actor, { reportId, version: 2, track, severity: 2, severityReason: "" }),
      );
    await expect(again("T2")).rejects.toMatchObject({ code: "conflict" });
    await again("T1");
    const joined = await sql`select track from cases c join case_reports r on r.case_id = c.id
      where r.report_id = ${reportId} order by track`;
    expect(joined.map((row) => row.track)).toEqual(["T1", "T2"]);
  });

  test("lets the one who opens it on a track they do not see keep it", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", aPupil);
    const { caseId } = await withScope(await school.as("dsl"), (tx, actor) =>
      openCase(tx, actor, { reportId, version: 1, track: "T3", severity: 3, severityReason: "" }),
    );
    expect(await sees(school, "dsl", caseId)).toBe(true);
    expect(await sees(school, "headteacher", caseId)).toBe(true);
    expect(await sees(school, "deputy", caseId)).toBe(false);
  });
});

describe("a report in triage", () => {
  test("is being read once a handler opened it, and every view is in the ledger", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", aPupil);
    for (let i = 0; i < 2; i++) {
      await withScope(await school.as("dsl"), (tx, actor) => readReport(tx, actor, reportId));
    }
    const [progress] = await sql`select state from report_progress where report_id = ${reportId}`;
    expect(progress?.state).toBe("being-read");
    const views = await sql`select leaf from ledger_leaves where object_id = ${reportId}
      and leaf like '%report-viewed%'`;
    expect(views).toHaveLength(2);
  });

  test("B7 triage -> info-needed -> triage: waits for an answer, and is new again when it comes", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", aPupil);
    const state = async () => {
      const [row] = await sql`select t.state as triage, p.state as progress from triages t
        join report_progress p using (school_id, report_id) where t.report_id = ${reportId}`;
      return [row?.triage, row?.progress];
    };
    await withScope(await school.as("dsl"), (tx, actor) =>
      askReporter(tx, actor, { reportId, version: 1, words: "Who else saw it?" }),
    );
    expect(await state()).toEqual(["asked", "asked"]);
    await withScope(await school.as("teacher"), (tx, actor) =>
      replyToHandler(tx, actor, { reportId, words: "The whole class." }),
    );
    expect(await state()).toEqual(["new", "being-read"]);
    const told = await sql`select person_id from notices where kind = 'reply'`;
    expect(told.map((row) => row.person_id)).toContain(school.people.dsl);
  });

  test("cannot be closed without action when its risk is high, or its wishes unread", async () => {
    const school = await makeSchool();
    const high = await sendAs(school, "teacher", { ...aPupil, type: "SEX" });
    const wished = await sendAs(school, "teacher", { ...aPupil, wish: "That it stops" });
    const close = async (reportId: string, wishesSeen: string) =>
      withScope(await school.as("dsl"), (tx, actor) =>
        closeReport(tx, actor, { reportId, version: 1, reason: "Known already", wishesSeen }),
      );
    await expect(close(high.reportId, "yes")).rejects.toMatchObject({ code: "check" });
    await expect(close(wished.reportId, "")).rejects.toMatchObject({
      fields: { wishesSeen: expect.any(String) },
    });
    await close(wished.reportId, "yes");
    const [progress] = await sql`select state, words from report_progress
      where report_id = ${wished.reportId}`;
    expect(progress?.state).toBe("closed");
    expect(progress?.words).not.toContain("Known already");
  });

  test("comes due sooner when its risk is raised, and no later when it is lowered", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", aPupil);
    const due = async () => {
      const [row] = await sql`select due_at, version from triages where report_id = ${reportId}`;
      return { at: Number(row?.due_at), version: Number(row?.version) };
    };
    const first = await due();
    const rate = async (severity: number, reason: string, version: number) =>
      withScope(await school.as("dsl"), (tx, actor) =>
        rateReport(tx, actor, { reportId, version, severity, reason }),
      );
    await rate(4, "", first.version);
    const raised = await due();
    expect(raised.at).toBeLessThan(first.at);
    await expect(rate(1, "", raised.version)).rejects.toMatchObject({ code: "check" });
    await rate(1, "It was about a film", raised.version);
    expect((await due()).at).toBe(raised.at);
  });
});
