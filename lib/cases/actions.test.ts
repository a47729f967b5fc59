import { describe, expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import { asOwner, ledgerOf, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { filled } from "@/db/testing-forms";
import { runOnce } from "@/lib/access/run-once";
import type { Actor, Track } from "@/lib/access/types";
import { addAction } from "./add-action";
import { askReporter } from "./ask-reporter";
import { assignOwner } from "./assign-owner";
import { changeSeverity } from "./change-severity";
import { closeReport } from "./close-report";
import { finishAction } from "./finish-action";
import { involvePerson } from "./involve-person";
import { joinCase } from "./join-case";
import { messageReporter } from "./message-reporter";
import { moveCase } from "./move-case";
import { noteCase } from "./note-case";
import { openCase } from "./open-case";
import { rateReport } from "./rate-report";
import { snoozeReport } from "./snooze-report";

/** Two reports of one teacher about one pupil: the first waits, the second is in a case. */
type Matter = {
  school: TestSchool;
  reportId: string;
  caseId: string;
  caseReference: string;
  joinedReportId: string;
  actionId: string;
  version: number;
};

const soon = (actor: Actor) =>
  new Date(actor.at.getTime() + 4 * 86_400_000).toISOString().slice(0, 10);
const aPupil = { affected: "", affectedName: "Poppy Ives" };

async function arrange(answers = {}, opener: "dsl" | "headteacher" = "dsl"): Promise<Matter> {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", { ...aPupil, ...answers });
  const joined = await sendAs(school, "teacher", { ...aPupil, ...answers });
  const claims = await school.as(opener);
  const sql = asOwner();
  const [row] = await sql`select track, severity from triages where report_id = ${joined.reportId}`;
  const { caseId } = await withScope(claims, (tx, actor) =>
    openCase(tx, actor, {
      reportId: joined.reportId,
      version: 1,
      track: row?.track as Track,
      severity: Number(row?.severity),
      severityReason: "",
    }),
  );
  await withScope(claims, (tx, actor) =>
    addAction(tx, actor, { caseId, words: "Ring the parents", dueOn: soon(actor) }),
  );
  const [found] = await sql`select reference, version from cases where id = ${caseId}`;
  const [action] = await sql`select id from case_actions where case_id = ${caseId}`;
  return {
    school,
    reportId,
    caseId,
    caseReference: String(found?.reference),
    joinedReportId: joined.reportId,
    actionId: String(action?.id),
    version: Number(found?.version),
  };
}

type Run = (tx: Tx, actor: Actor, matter: Matter) => Promise<unknown>;
type Row = { name: string; on: "report" | "case"; action: string; versioned: boolean; run: Run };

const report = (m: Matter) => ({ reportId: m.reportId, version: m.version });
const onCase = (m: Matter) => ({ caseId: m.caseId, version: m.version });

const verbs: Row[] = [
  {
    name: "open-case",
    on: "report",
    action: "case-opened",
    versioned: true,
    run: (tx, actor, m) =>
      openCase(tx, actor, { ...report(m), track: "T2", severity: 3, severityReason: "" }),
  },
  {
    name: "join-case",
    on: "report",
    action: "report-joined",
    versioned: true,
    run: (tx, actor, m) =>
      joinCase(tx, actor, { ...report(m), reference: m.caseReference, reason: "The same post" }),
  },
  {
    name: "close-report",
    on: "report",
    action: "report-closed",
    versioned: true,
    run: (tx, actor, m) =>
      closeReport(tx, actor, {
        ...report(m),
        reason: "A joke between friends",
        wishesSeen: "",
        as: "no-action",
      }),
  },
  {
    name: "snooze-report",
    on: "report",
    action: "report-snoozed",
    versioned: true,
    run: (tx, actor, m) => snoozeReport(tx, actor, { ...report(m), until: soon(actor) }),
  },
  {
    name: "ask-reporter",
    on: "report",
    action: "reporter-asked",
    versioned: true,
    run: (tx, actor, m) => askReporter(tx, actor, { ...report(m), words: "Who else saw it?" }),
  },
  {
    name: "rate-report",
    on: "report",
    action: "severity-changed",
    versioned: true,
    run: (tx, actor, m) => rateReport(tx, actor, { ...report(m), severity: 4, reason: "" }),
  },
  {
    name: "change-severity",
    on: "case",
    action: "severity-changed",
    versioned: true,
    run: (tx, actor, m) => changeSeverity(tx, actor, { ...onCase(m), severity: 4, reason: "" }),
  },
  {
    name: "move-case",
    on: "case",
    action: "case-investigate",
    versioned: true,
    run: (tx, actor, m) =>
      moveCase(tx, actor, { ...filled(m.school), ...onCase(m), action: "investigate" }),
  },
  {
    name: "assign-owner",
    on: "case",
    action: "owner-assigned",
    versioned: true,
    run: (tx, actor, m) =>
      assignOwner(tx, actor, {
        ...onCase(m),
        ownerId: m.school.people.deputy,
        reason: "I am away",
      }),
  },
  {
    name: "involve-person",
    on: "case",
    action: "person-involved",
    versioned: true,
    run: (tx, actor, m) =>
      involvePerson(tx, actor, {
        ...onCase(m),
        personId: m.school.people.colleague,
        person: "",
        part: "witness",
      }),
  },
  {
    name: "note-case",
    on: "case",
    action: "case-noted",
    versioned: false,
    run: (tx, actor, m) => noteCase(tx, actor, { caseId: m.caseId, words: "Rang the parents" }),
  },
  {
    name: "add-action",
    on: "case",
    action: "action-added",
    versioned: false,
    run: (tx, actor, m) =>
      addAction(tx, actor, { caseId: m.caseId, words: "Talk to the class", dueOn: soon(actor) }),
  },
  {
    name: "finish-action",
    on: "case",
    action: "action-finished",
    versioned: false,
    run: (tx, actor, m) => finishAction(tx, actor, { caseId: m.caseId, actionId: m.actionId }),
  },
  {
    name: "message-reporter",
    on: "case",
    action: "message-sent",
    versioned: false,
    run: (tx, actor, m) =>
      messageReporter(tx, actor, {
        caseId: m.caseId,
        reportId: m.joinedReportId,
        words: "Are you all right?",
      }),
  },
];

const versionOf = async (row: Row, m: Matter): Promise<number> => {
  const sql = asOwner();
  const [found] =
    row.on === "report"
      ? await sql`select version from triages where report_id = ${m.reportId}`
      : await sql`select version from cases where id = ${m.caseId}`;
  return Number(found?.version);
};
const current = async (row: Row, m: Matter) => ({ ...m, version: await versionOf(row, m) });

async function leaves(m: Matter): Promise<string[]> {
  const sql = asOwner();
  const opened = await sql`select case_id as id from case_reports where report_id = ${m.reportId}`;
  const ids = new Set([m.reportId, m.caseId, ...opened.map((row) => String(row.id))]);
  return (await Promise.all([...ids].map(ledgerOf))).flat();
}

describe.each(verbs)("$name", (row) => {
  const { run, action } = row;

  test("works, and is in the ledger", async () => {
    const matter = await current(row, await arrange());
    const before = (await leaves(matter)).filter((leaf) => leaf === action).length;
    await withScope(await matter.school.as("dsl"), (tx, actor) => run(tx, actor, matter));
    const after = (await leaves(matter)).filter((leaf) => leaf === action).length;
    expect(after).toBe(before + 1);
  });

  test("is not there for somebody without the role, nor without a second factor", async () => {
    const matter = await current(row, await arrange());
    for (const who of ["colleague", "governor", "admin", "dpo", "chair"] as const) {
      const claims = await matter.school.as(who);
      await expect(withScope(claims, (tx, a) => run(tx, a, matter))).rejects.toMatchObject({
        code: "not-found",
      });
    }
    const half = await matter.school.as("dsl", { secondFactor: false });
    await expect(withScope(half, (tx, a) => run(tx, a, matter))).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("is not there for its own reporter", async () => {
    const matter = await current(row, await arrange());
    const claims = await matter.school.as("teacher");
    await expect(withScope(claims, (tx, a) => run(tx, a, matter))).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("is not there for the DSL when the wall keeps them out", async () => {
    const matter = await current(row, await arrange({ about: ["dsl"] }, "headteacher"));
    const claims = await matter.school.as("dsl");
    await expect(withScope(claims, (tx, a) => run(tx, a, matter))).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("is not there for the DSL of another school", async () => {
    const matter = await current(row, await arrange());
    const claims = await (await makeSchool()).as("dsl");
    await expect(withScope(claims, (tx, a) => run(tx, a, matter))).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("happens once for one key, however often it is sent", async () => {
    const matter = await current(row, await arrange());
    const claims = await matter.school.as("dsl");
    const key = crypto.randomUUID();
    const send = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, key, row.name, () => run(tx, actor, matter)),
      );
    const [first, second] = [await send(), await send()];
    expect(second).toEqual(first);
    const before = row.action === "case-opened" || row.action === "action-added" ? 1 : 0;
    expect((await leaves(matter)).filter((leaf) => leaf === action)).toHaveLength(before + 1);
  });
});

describe.each(verbs.filter((row) => row.versioned))("$name", (row) => {
  test("changes nothing when somebody else was first, and says who", async () => {
    const matter = await current(row, await arrange());
    await withScope(await matter.school.as("dsl"), async (tx, actor) =>
      row.on === "report"
        ? rateReport(tx, actor, { ...report(matter), severity: 1, reason: "Nobody saw it" })
        : changeSeverity(tx, actor, { ...onCase(matter), severity: 3, reason: "" }),
    );
    const before = await leaves(matter);
    const claims = await matter.school.as("deputy");
    await expect(withScope(claims, (tx, a) => row.run(tx, a, matter))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(
        /^Dilys Parry changed this .* at \d+:\d\d[ap]m.*then save yours$/,
      ),
    });
    expect(await leaves(matter)).toEqual(before);
  });
});
