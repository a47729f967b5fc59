import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  evidenceOn,
  ledgerOf,
  makeSchool,
  openAs,
  referAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { writeAs } from "@/db/testing-forms";
import { runOnce } from "@/lib/access/run-once";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { decideReferral } from "./decide-referral";
import { decideReferralSchema } from "./schema";

const sql = asOwner();
const breach = { type: "APB", affected: "school", named0Name: "Colin Webb" };
const aPupil = { affected: "", affectedName: "Poppy Ives" };

const decide = async (
  school: TestSchool,
  who: CastKey,
  referralId: string,
  change: Partial<z.input<typeof decideReferralSchema>> = {},
) => {
  const input = decideReferralSchema.parse({
    referralId,
    version: "1",
    decision: "informal",
    reason: "A word was enough",
    mitigation: "Nothing before",
    balance: "Weighed",
    rejected: "Informal action: it was not the first time",
    ...change,
  });
  return withScope(await school.as(who), (tx, actor) => decideReferral(tx, actor, input));
};

/** A pupil's case that the DSL has referred to the headteacher. */
async function referred(answers: Record<string, string> = aPupil) {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", answers);
  const evidenceId = await evidenceOn(school, reportId);
  const { caseId } = await openAs(school, "dsl", reportId);
  const referralId = await referAs(school, "dsl", caseId, [evidenceId]);
  return { school, reportId, caseId, referralId, evidenceId };
}

describe("deciding", () => {
  test("keeps what, why and the hashes; stops the clock; tells the reporter no more than that", async () => {
    const { school, caseId, reportId, referralId, evidenceId } = await referred();
    await decide(school, "headteacher", referralId, { decision: "formal/warning-1" });
    const [made] = await sql`select decision, outcome, evidence, decided_as, rejected, standard
      from decisions where referral_id = ${referralId}`;
    expect(made).toEqual({
      decision: "formal",
      outcome: "warning-1",
      evidence: [{ id: evidenceId, sha256: "a".repeat(64) }],
      decided_as: "headteacher",
      rejected: "Informal action: it was not the first time",
      standard: "balance-of-probabilities",
    });
    const [found] = await sql`select state, outcome from cases where id = ${caseId}`;
    expect(found).toEqual({ state: "outcome", outcome: "warning-1" });
    const running = await sql`select kind from clocks where case_id = ${caseId}
      and stopped_at is null`;
    expect(running.map((row) => row.kind)).toEqual(["review"]);
    const [progress] = await sql`select words from report_progress where report_id = ${reportId}`;
    expect(progress?.words).toMatch(/^A decision has been made/);
    expect(progress?.words).not.toMatch(/warning|Marsh|Webb|Poppy/);
    const told = await sql`select person_id from notices where kind = 'decision-made'`;
    expect(told.map((row) => row.person_id)).toContain(school.people.dsl);
    expect(await ledgerOf(caseId)).toContain("referral-decided");
  });

  test("rests on no evidence that is not what was kept", async () => {
    const { school, referralId, evidenceId } = await referred();
    const claims = await school.as("dsl");
    const say = (action: string) =>
      withScope(claims, (tx) =>
        appendLedger(tx, { role: "dsl", action, object: { kind: "evidence", id: evidenceId } }),
      );
    await say("evidence-damaged");
    await expect(decide(school, "headteacher", referralId)).rejects.toMatchObject({
      fields: { decision: expect.stringMatching(/^An item of the evidence is not what was kept/) },
    });
    await say("evidence-viewed");
    await decide(school, "headteacher", referralId);
  });

  test("formal action says what else could have been decided", async () => {
    const { school, referralId } = await referred();
    await expect(
      decide(school, "headteacher", referralId, {
        decision: "formal/pupil-suspension",
        rejected: "",
      }),
    ).rejects.toMatchObject({ fields: { rejected: expect.any(String) } });
    await decide(school, "headteacher", referralId, { decision: "formal/pupil-suspension" });
  });

  test("keeps what bound the person named that day, and that they had not accepted it", async () => {
    const school = await makeSchool();
    const policyId = crypto.randomUUID();
    await sql`insert into policies ${sql({ school_id: school.schoolId, id: policyId })}`;
    await sql`insert into policy_versions ${sql({
      school_id: school.schoolId,
      id: crypto.randomUUID(),
      policy_id: policyId,
      number: 1,
      title: "Staff conduct online",
      approved_by: "Governors",
      approved_on: "2026-09-01",
      next_review_on: "2027-09-01",
      drafted_at: new Date("2026-09-01"),
      published_at: new Date("2026-09-01"),
      binds: ["employee"],
      sha256: "b".repeat(64),
    })}`;
    const { reportId } = await sendAs(school, "teacher", breach);
    const { caseId } = await openAs(school, "headteacher", reportId);
    const referralId = await referAs(school, "headteacher", caseId);
    await decide(school, "chair", referralId, { decision: "no-action" });
    const [made] = await sql`select bound from decisions where referral_id = ${referralId}`;
    expect(made?.bound).toEqual([
      { person: "Colin Webb", title: "Staff conduct online", number: 1, acceptedAt: null },
    ]);
  });

  test("is for the one who was asked, and nobody else", async () => {
    const { school, referralId } = await referred();
    for (const who of ["dsl", "chair", "deputy", "teacher", "admin"] as const) {
      await expect(decide(school, who, referralId)).rejects.toMatchObject({ code: "not-found" });
    }
    const elsewhere = await makeSchool();
    await expect(decide(elsewhere, "headteacher", referralId)).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("is closed to a decider who was walled or drawn in since", async () => {
    const walled = await referred();
    await sql`insert into walls (school_id, person_id, matter_id, reason, built_at)
      values (${walled.school.schoolId}, ${walled.school.people.headteacher}, ${walled.caseId}, 'named', now())`;
    await expect(decide(walled.school, "headteacher", walled.referralId)).rejects.toMatchObject({
      code: "not-found",
    });
    const drawn = await referred();
    await sql`insert into involvements (school_id, id, case_id, person_id, part, added_at, added_by)
      values (${drawn.school.schoolId}, gen_random_uuid(), ${drawn.caseId},
        ${drawn.school.people.headteacher}, 'witness', now(), ${drawn.school.people.dsl})`;
    await expect(decide(drawn.school, "headteacher", drawn.referralId)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("happens once, for one key and for two people's clicks", async () => {
    const { school, referralId } = await referred();
    const claims = await school.as("headteacher");
    const key = crypto.randomUUID();
    const input = decideReferralSchema.parse({
      referralId,
      version: "1",
      decision: "no-action",
      reason: "Nothing in it",
    });
    const send = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, key, "decide-referral", () => decideReferral(tx, actor, input)),
      );
    expect(await send()).toEqual(await send());
    await expect(decide(school, "headteacher", referralId)).rejects.toMatchObject({
      code: "conflict",
    });
    const made = await sql`select 1 from decisions where referral_id = ${referralId}`;
    expect(made).toHaveLength(1);
  });

  test("names the clause when a rule was broken and the school has one", async () => {
    const school = await makeSchool();
    const [policyId, versionId, clauseId] = [0, 1, 2].map(() => crypto.randomUUID());
    await sql`insert into policies ${sql({ school_id: school.schoolId, id: policyId })}`;
    await sql`insert into policy_versions ${sql({
      school_id: school.schoolId,
      id: versionId,
      policy_id: policyId,
      number: 1,
      title: "Staff conduct online",
      approved_by: "Governors",
      approved_on: "2026-09-01",
      next_review_on: "2027-09-01",
      drafted_at: new Date(),
      published_at: new Date(),
      sha256: "b".repeat(64),
    })}`;
    await sql`insert into policy_clauses ${sql({
      school_id: school.schoolId,
      id: clauseId,
      version_id: versionId,
      code: "4.2",
      kind: "prohibition",
      words: "Do not befriend pupils",
      types: ["APB"],
      position: 1,
    })}`;
    const { reportId } = await sendAs(school, "teacher", breach);
    const { caseId } = await openAs(school, "headteacher", reportId);
    const referralId = await referAs(school, "headteacher", caseId);
    await writeAs(school, "headteacher", caseId, "disclosure");
    await expect(decide(school, "chair", referralId)).rejects.toMatchObject({
      fields: { clauseId: "Select the clause that was broken" },
    });
    await expect(
      decide(school, "chair", referralId, { clauseId: crypto.randomUUID() }),
    ).rejects.toMatchObject({ fields: { clauseId: expect.any(String) } });
    // A version that came after what happened binds nobody for it.
    await sql`update policy_versions set published_at = now() + interval '2 days'
      where id = ${String(versionId)}`;
    await expect(
      decide(school, "chair", referralId, { clauseId: String(clauseId) }),
    ).rejects.toMatchObject({ fields: { clauseId: expect.any(String) } });
    await sql`update policy_versions set published_at = now() where id = ${String(versionId)}`;
    await decide(school, "chair", referralId, { clauseId: String(clauseId) });
  });
});
