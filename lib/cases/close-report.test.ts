import { sql as query, type SQL } from "drizzle-orm";
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
import { chooseDecider } from "@/lib/referrals/choose-decider";
import { ownJudges } from "./bar-people";
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
    const asked = await withScope(await school.as("chair"), (tx, actor) =>
      chooseDecider(tx, actor, caseId),
    );
    expect(asked?.personId, "nor asked to decide it").toBe(school.people.viceChair);
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

describe("the same guards without the verbs", () => {
  const run = async (school: TestSchool, who: CastKey, statement: SQL) =>
    withScope(await school.as(who), (tx) => tx.execute(statement));
  const guarded = async (done: Promise<unknown>, what: string) =>
    expect(done, what).rejects.toHaveProperty("cause.message", expect.stringMatching(/^not to be/));
  const close = (school: TestSchool, who: CastKey, caseId: string) =>
    run(
      school,
      who,
      query`update cases set state = 'closed', outcome = 'no-further-action',
        closed_by = ${school.people[who]}::uuid where id = ${caseId}::uuid`,
    );
  const closable = (school: TestSchool, caseId: string) =>
    sql`insert into case_records (school_id, id, case_id, kind, about_id, version, answers, by_id, at)
      values (${school.schoolId}, gen_random_uuid(), ${caseId}, 'close', ${caseId}, 1, '{}',
        ${school.people.chair}, now())`;
  const decide = async (school: TestSchool, who: CastKey, caseId: string) => {
    const referral = crypto.randomUUID();
    await sql`insert into referrals (school_id, id, case_id, "to", to_person_id, asked, evidence_ids,
        sent_at, sent_by, due_at, state)
      values (${school.schoolId}, ${referral}, ${caseId}, 'headteacher', ${school.people[who]}, 'Is it?',
        '{}', now(), ${school.people.dsl}, now(), 'open')`;
    return run(
      school,
      who,
      query`insert into decisions (school_id, id, case_id, referral_id, decision, reason, evidence,
          decided_at, decided_by, decided_as)
        values (${school.schoolId}::uuid, gen_random_uuid(), ${caseId}::uuid, ${referral}::uuid,
          'no-action', 'x', '[]', now(), ${school.people[who]}::uuid, 'headteacher')`,
    );
  };

  test("B6-33: a report about handling is ended and decided by nobody who handles, but by the chair", async () => {
    const school = await makeSchool();
    const about = { type: "UNS", affected: "unknown", about: ["handling"] };
    const { reportId } = await sendAs(school, "teacher", about);
    const end = query`update triages set state = 'no-action' where report_id = ${reportId}::uuid`;
    await guarded(run(school, "headteacher", end), "the report");
    const { caseId } = await openAs(school, "chair", reportId);
    await closable(school, caseId);
    await guarded(close(school, "headteacher", caseId), "the case");
    await guarded(decide(school, "headteacher", caseId), "its decision");
    await decide(school, "chair", caseId);
    await close(school, "chair", caseId);
    const other = await sendAs(school, "teacher", about);
    await run(
      school,
      "chair",
      query`update triages set state = 'no-action' where report_id = ${other.reportId}::uuid`,
    );
    expect(await stateOf(other.reportId)).toBe("no-action");
  });

  test("B6-33: a complaint about a case is ended and decided by nobody who opened, owned or decided that", async () => {
    const { school, reportId } = await waiting();
    const first = await openAs(school, "dsl", reportId);
    await sql`update cases set owner_id = ${school.people.headteacher} where id = ${first.caseId}`;
    const second = await sendAs(school, "teacher");
    const { caseId } = await openAs(school, "headteacher", second.reportId);
    await closable(school, caseId);
    await sql`insert into case_links (school_id, id, case_id, other_id, kind, reason, linked_at, linked_by)
      values (${school.schoolId}, gen_random_uuid(), ${caseId}, ${first.caseId}, 'linked', 'x', now(),
        ${school.people.chair})`;
    const answered = (subject: string, version: number) =>
      sql`insert into case_records (school_id, id, case_id, kind, about_id, version, answers, by_id, at)
        values (${school.schoolId}, gen_random_uuid(), ${caseId}, 'complaint', ${caseId}, ${version},
          ${sql.json({ subject, outcome: "upheld" })}, ${school.people.chair}, now())`;
    await answered("handling", 1);
    await sql`insert into case_events (school_id, id, case_id, kind, title, by_id, at)
      values (${school.schoolId}, gen_random_uuid(), ${first.caseId}, 'state', 'Passed to Helen Marsh',
        ${school.people.deputy}, now())`;
    const { deputy, chair } = school.people;
    const judges = await withScope(await school.as("headteacher"), (tx) =>
      ownJudges(tx, caseId, [deputy, chair]),
    );
    expect([...judges], "who passed it on").toEqual([deputy]);
    await guarded(close(school, "dsl", caseId), "opened");
    await guarded(close(school, "headteacher", caseId), "owned");
    await guarded(decide(school, "headteacher", caseId), "decided");
    await answered("other", 2);
    await decide(school, "headteacher", caseId);
    await close(school, "dsl", caseId);
  });

  test("B7: nor is a report closed at high risk, or while a deadline from outside runs", async () => {
    const { school, reportId } = await waiting();
    const end = query`update triages set state = 'signposted' where report_id = ${reportId}::uuid`;
    await sql`update triages set severity = 3 where report_id = ${reportId}`;
    await guarded(run(school, "dsl", end), "high");
    await sql`update triages set severity = 2 where report_id = ${reportId}`;
    await sql`update clocks set force = 'statutory' where report_id = ${reportId}`;
    await guarded(run(school, "dsl", end), "running");
    await sql`update clocks set stopped_at = now() where report_id = ${reportId}`;
    await run(school, "dsl", end);
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
