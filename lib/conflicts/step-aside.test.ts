import { sql as query } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  ledgerOf,
  makeSchool,
  openAs,
  referAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { filled } from "@/db/testing-forms";
import { runOnce } from "@/lib/access/run-once";
import { possibleOwners } from "@/lib/cases/assign-owner";
import { countQueue } from "@/lib/cases/list-queue";
import { moveCase } from "@/lib/cases/move-case";
import { caseById } from "@/lib/cases/queries";
import { readReport } from "@/lib/cases/read-report";
import { readSentReport } from "@/lib/reports/read-sent-report";
import { stepAsideSchema } from "./schema";
import { listRecusals, stepAside } from "./step-aside";

const sql = asOwner();
const aPupil = { affected: "", affectedName: "Poppy Ives" };
const why = "Her mother and I are married";

async function opened(answers: Record<string, string | string[]> = aPupil, by: CastKey = "dsl") {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", answers);
  return { school, reportId, ...(await openAs(school, by, reportId)) };
}
const asideInput = (from: "case" | "report", matterId: string) =>
  stepAsideSchema.parse({ from, matterId, kind: "relative", reason: why });
const aside = async (school: TestSchool, who: CastKey, caseId: string) => {
  const input = asideInput("case", caseId);
  return withScope(await school.as(who), (tx, actor) => stepAside(tx, actor, input));
};
const sees = async (school: TestSchool, who: CastKey, caseId: string) =>
  withScope(await school.as(who), (tx, actor) => caseById(tx, actor, caseId)).then(
    () => true,
    () => false,
  );
const rowOf = async (caseId: string) => {
  const [row] = await sql`select owner_id, state from cases where id = ${caseId}`;
  return { owner: row?.owner_id, state: row?.state };
};

describe("stepping aside", () => {
  test("takes row, notices and counts at once; the next in line is told and reads why", async () => {
    const { school, caseId, reportId } = await opened();
    await aside(school, "dsl", caseId);
    expect(await rowOf(caseId)).toMatchObject({ owner: school.people.deputy });
    expect([await sees(school, "dsl", caseId), await sees(school, "deputy", caseId)]).toEqual([
      false,
      true,
    ]);
    const notices = await sql`select person_id, kind, reference from notices
      where matter_id in (${caseId}, ${reportId})`;
    expect(notices.filter((one) => one.person_id === school.people.dsl)).toEqual([]);
    expect(notices.filter((one) => one.kind === "case-yours")).toMatchObject([
      { person_id: school.people.deputy, reference: expect.stringMatching(/^OS-/) },
    ]);
    const queue = await withScope(await school.as("dsl"), countQueue);
    expect(queue.all).toBe("0");
    const read = async (who: CastKey) =>
      withScope(await school.as(who), (tx, actor) => listRecusals(tx, actor, caseId));
    expect(await read("deputy")).toMatchObject([
      { name: "Dilys Parry", kind: "relative", words: why },
    ]);
    for (const who of ["dsl", "headteacher", "teacher"] as const)
      expect(await read(who), who).toEqual([]);
    const [event] = await sql`select title, words from case_events where case_id = ${caseId}
      order by at desc limit 1`;
    expect(event?.title).toBe("Dilys Parry stepped aside");
    expect(String(event?.words)).not.toContain("mother");
    expect(await ledgerOf(caseId)).toContain("stepped-aside");
  });

  test("without owning it leaves its owner, who is told without a name", async () => {
    const { school, caseId } = await opened();
    await aside(school, "headteacher", caseId);
    expect(await rowOf(caseId)).toMatchObject({ owner: school.people.dsl });
    expect(await sees(school, "headteacher", caseId)).toBe(false);
    const told = await sql`select person_id from notices where matter_id = ${caseId}
      and kind = 'handler-left'`;
    expect(told.map((row) => row.person_id)).toEqual([school.people.dsl]);
  });

  test("goes down the chain of its own row, past whoever it happened to (B6-04)", async () => {
    const { school, caseId } = await opened({ affectedName: "Helen Marsh" }, "chair");
    await aside(school, "chair", caseId);
    expect(await rowOf(caseId)).toMatchObject({ owner: school.people.viceChair });
  });

  test("passes over whoever declared a tie since, and so does passing it on by hand", async () => {
    const { school, caseId } = await opened();
    await sql`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
      values (${school.schoolId}, gen_random_uuid(), ${school.people.deputy}, ${school.people.pupil}, 'declared', now())`;
    const offered = await withScope(await school.as("dsl"), async (tx, actor) =>
      possibleOwners(tx, actor, await caseById(tx, actor, caseId)),
    );
    expect(offered.map((one) => one.personId)).not.toContain(school.people.deputy);
    await aside(school, "dsl", caseId);
    expect(await rowOf(caseId)).toMatchObject({ owner: school.people.headteacher });
  });

  test("takes back the decision it was asked for, and the investigation it led", async () => {
    const { school, caseId } = await opened();
    await referAs(school, "dsl", caseId);
    await aside(school, "headteacher", caseId);
    expect(await rowOf(caseId)).toMatchObject({ state: "active" });
    const [asked] = await sql`select state from referrals where case_id = ${caseId}`;
    expect(asked?.state).toBe("withdrawn");
    const [row] = await sql`select version from cases where id = ${caseId}`;
    await withScope(await school.as("dsl"), (tx, actor) =>
      moveCase(tx, actor, {
        ...filled(school),
        caseId,
        version: Number(row?.version),
        action: "investigate",
      }),
    );
    await expect(
      withScope(await school.as("dsl"), (tx) =>
        tx.execute(query`update cases set state = 'active' where id = ${caseId}::uuid`),
      ),
      "an investigation does not end by itself",
    ).rejects.toThrow();
    await aside(school, "deputy", caseId);
    expect(await rowOf(caseId)).toEqual({ owner: school.people.dsl, state: "active" });
  });

  test("is refused with a sentence when nobody else is left, and nothing changed", async () => {
    const { school, caseId } = await opened();
    await sql`update role_assignments set ends_at = now() where school_id = ${school.schoolId}
      and role not in ('staff', 'dsl')`;
    await expect(aside(school, "dsl", caseId)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^Nobody else at the school.*Children's social care/),
    });
    expect(await sees(school, "dsl", caseId)).toBe(true);
    expect(await ledgerOf(caseId)).not.toContain("stepped-aside");
  });

  test("a second click is harmless", async () => {
    const { school, caseId } = await opened();
    const claims = await school.as("dsl");
    const key = crypto.randomUUID();
    const input = asideInput("case", caseId);
    const send = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, key, "step-aside", () => stepAside(tx, actor, input)),
      );
    expect(await send()).toEqual(await send());
    await expect(aside(school, "dsl", caseId)).rejects.toMatchObject({ code: "not-found" });
    expect(await sql`select 1 from recusals where case_id = ${caseId}`).toHaveLength(1);
  });

  test("is not there for staff, the walled, half a sign-in and the other school", async () => {
    const { school, caseId } = await opened({ ...aPupil, about: ["headteacher"] }, "chair");
    for (const who of ["teacher", "admin", "headteacher", "governor", "dpo"] as const)
      await expect(aside(school, who, caseId), who).rejects.toMatchObject({ code: "not-found" });
    await expect(aside(await makeSchool(), "chair", caseId)).rejects.toMatchObject({
      code: "not-found",
    });
    const half = await school.as("chair", { secondFactor: false });
    await expect(
      withScope(half, (tx, actor) => stepAside(tx, actor, asideInput("case", caseId))),
    ).rejects.toMatchObject({ code: "not-found" });
    expect(await rowOf(caseId)).toMatchObject({ owner: school.people.chair });
  });
});

describe("stepping aside from a report in triage", () => {
  const leave = async (school: TestSchool, who: CastKey, reportId: string) => {
    const input = asideInput("report", reportId);
    return withScope(await school.as(who), (tx, actor) => stepAside(tx, actor, input));
  };
  const ownerOf = async (reportId: string) => {
    const [row] = await sql`select owner_id from triages where report_id = ${reportId}`;
    return row?.owner_id as string | null;
  };
  const reads = async (school: TestSchool, who: CastKey, reportId: string) =>
    withScope(await school.as(who), (tx, actor) => readReport(tx, actor, reportId)).then(
      () => true,
      () => false,
    );
  const sent = async (answers: Record<string, string | string[]> = aPupil) => {
    const school = await makeSchool();
    return { school, ...(await sendAs(school, "teacher", answers)) };
  };

  test("passes it on, shuts them out of its case too, and only its owner reads why", async () => {
    const { school, reportId, reference } = await sent();
    expect(await ownerOf(reportId)).toBe(school.people.dsl);
    expect(await leave(school, "dsl", reportId)).toEqual({ handles: true });
    expect(await ownerOf(reportId)).toBe(school.people.deputy);
    expect(await reads(school, "dsl", reportId)).toBe(false);
    expect(await reads(school, "deputy", reportId)).toBe(true);
    expect((await withScope(await school.as("dsl"), countQueue)).all).toBe("0");
    const notices = await sql`select person_id, kind, reference, path from notices
      where matter_id = ${reportId} and kind <> 'report-received'`;
    expect(notices).toEqual([
      {
        person_id: school.people.deputy,
        kind: "report-yours",
        reference,
        path: `/queue/${reportId}`,
      },
    ]);
    expect(
      await sql`select 1 from notices where matter_id = ${reportId}
        and person_id = ${school.people.dsl}`,
    ).toHaveLength(0);
    const leaves = await sql`select leaf from ledger_leaves where object_id = ${reportId}
      and leaf::json ->> 'action' = 'stepped-aside'`;
    expect(leaves).toHaveLength(1);
    expect(leaves[0]?.leaf).toContain('"reason":"relative"');
    expect(leaves[0]?.leaf).not.toMatch(/Dilys|married/);
    const read = async (who: CastKey, matterId: string) =>
      withScope(await school.as(who), (tx, actor) => listRecusals(tx, actor, matterId));
    expect(await read("deputy", reportId)).toMatchObject([{ name: "Dilys Parry", words: why }]);
    const { caseId } = await openAs(school, "deputy", reportId);
    expect(await read("deputy", caseId)).toHaveLength(1);
    for (const who of ["dsl", "headteacher", "teacher"] as const) {
      expect(await read(who, reportId), who).toEqual([]);
      expect(await read(who, caseId), who).toEqual([]);
    }
    expect(await sees(school, "dsl", caseId)).toBe(false);
  });

  test("lets in the next of its row, past whoever declared a tie since", async () => {
    const { school, reportId } = await sent({ affectedName: "Helen Marsh" });
    await sql`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
      values (${school.schoolId}, gen_random_uuid(), ${school.people.viceChair},
        ${school.people.headteacher}, 'declared', now())`;
    expect(await ownerOf(reportId)).toBe(school.people.chair);
    await leave(school, "chair", reportId);
    expect(await ownerOf(reportId)).toBe(school.people.trustLead);
    expect(await reads(school, "trustLead", reportId)).toBe(true);
  });

  test("without owning it leaves its owner; with no owner somebody has it then", async () => {
    const { school, reportId } = await sent();
    await leave(school, "headteacher", reportId);
    expect(await ownerOf(reportId)).toBe(school.people.dsl);
    const told = await sql`select person_id from notices where matter_id = ${reportId}
      and kind = 'handler-left'`;
    expect(told.map((row) => row.person_id)).toEqual([school.people.dsl]);
    await sql`update triages set owner_id = null where report_id = ${reportId}`;
    await leave(school, "deputy", reportId);
    expect(await ownerOf(reportId)).toBe(school.people.dsl);
  });

  test("a line manager it was sent to leaves it with its owner, and reads and hears nothing more", async () => {
    const { school, reportId } = await sent({ affected: "me", recipient: "line-manager" });
    const elsewhere = await makeSchool();
    const read = async (at: TestSchool) =>
      withScope(await at.as("manager"), (tx, actor) => readSentReport(tx, actor, reportId)).then(
        () => true,
        () => false,
      );
    const owner = await ownerOf(reportId);
    expect(await read(school)).toBe(true);
    const half = await school.as("manager", { secondFactor: false });
    const input = asideInput("report", reportId);
    const notFound = { code: "not-found" };
    await expect(withScope(half, (tx, actor) => stepAside(tx, actor, input))).rejects.toMatchObject(
      notFound,
    );
    await expect(leave(elsewhere, "manager", reportId)).rejects.toMatchObject(notFound);
    await expect(leave(school, "colleague", reportId)).rejects.toMatchObject(notFound);
    const claims = await school.as("manager");
    const once = crypto.randomUUID();
    const send = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, once, "step-aside", () => stepAside(tx, actor, input)),
      );
    expect(await send()).toEqual({ handles: false });
    expect(await send()).toEqual({ handles: false });
    expect(await read(school)).toBe(false);
    await expect(leave(school, "manager", reportId)).rejects.toMatchObject(notFound);
    expect(await ownerOf(reportId)).toBe(owner);
    const told = await sql`select person_id, kind from notices where matter_id = ${reportId}
      and (kind = 'handler-left' or person_id = ${school.people.manager})`;
    expect(told).toEqual([{ person_id: owner, kind: "handler-left" }]);
    const leaves = await sql`select leaf from ledger_leaves where object_id = ${reportId}
      and leaf::json ->> 'action' = 'stepped-aside'`;
    expect(leaves.map((row) => JSON.parse(row.leaf).role)).toEqual(["line-manager"]);
  });

  test("with nobody left is refused in words and changes nothing; triaged, it is its case's", async () => {
    const { school, reportId } = await sent();
    const alone = await sent();
    await sql`update role_assignments set ends_at = now() where school_id = ${alone.school.schoolId}
      and role not in ('staff', 'dsl')`;
    await expect(leave(alone.school, "dsl", alone.reportId)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^Nobody else at the school.*Children's social care/),
    });
    expect(await reads(alone.school, "dsl", alone.reportId)).toBe(true);
    expect(await ledgerOf(alone.reportId)).not.toContain("stepped-aside");
    await openAs(school, "dsl", reportId);
    await expect(leave(school, "dsl", reportId)).rejects.toMatchObject({ code: "conflict" });
  });

  test("once for one key; not for its writer, the walled, half a sign-in, the other school", async () => {
    const { school, reportId } = await sent({ ...aPupil, about: ["headteacher"] });
    for (const who of ["teacher", "admin", "headteacher", "governor", "dpo"] as const)
      await expect(leave(school, who, reportId), who).rejects.toMatchObject({ code: "not-found" });
    const elsewhere = await makeSchool();
    await expect(leave(elsewhere, "dsl", reportId)).rejects.toMatchObject({ code: "not-found" });
    const owner = await ownerOf(reportId);
    const key = (Object.keys(school.people) as CastKey[]).find(
      (who) => school.people[who] === owner,
    ) as CastKey;
    const half = await school.as(key, { secondFactor: false });
    const input = asideInput("report", reportId);
    await expect(withScope(half, (tx, actor) => stepAside(tx, actor, input))).rejects.toMatchObject(
      { code: "not-found" },
    );
    const claims = await school.as(key);
    const once = crypto.randomUUID();
    const send = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, once, "step-aside", () => stepAside(tx, actor, input)),
      );
    expect(await send()).toEqual(await send());
    await expect(leave(school, key, reportId)).rejects.toMatchObject({ code: "not-found" });
    expect(await sql`select 1 from recusals where report_id = ${reportId}`).toHaveLength(1);
  });
});
