import { describe, expect, test } from "vitest";
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
import { filled } from "@/db/testing-forms";
import { moveCase } from "@/lib/cases/move-case";
import { myReferrals } from "./queries";
import { referCase } from "./refer-case";

const sql = asOwner();
const breach = { type: "APB", affected: "school", named0Name: "Colin Webb" };
const aPupil = { affected: "", affectedName: "Poppy Ives" };

const decider = async (school: TestSchool, caseId: string) => {
  const [row] = await sql`select to_person_id from referrals where case_id = ${caseId}
    order by sent_at desc limit 1`;
  return Object.entries(school.people).find(([, id]) => id === row?.to_person_id)?.[0];
};

/** A pupil's case that the DSL has referred to the headteacher. */
async function referred() {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", aPupil);
  const evidenceId = await evidenceOn(school, reportId);
  const { caseId } = await openAs(school, "dsl", reportId);
  const referralId = await referAs(school, "dsl", caseId, [evidenceId]);
  return { school, caseId, referralId, evidenceId };
}

describe("referring a case for a decision", () => {
  test("goes to the headteacher with a deadline of five school days, who is told", async () => {
    const { school, caseId, referralId } = await referred();
    expect(await decider(school, caseId)).toBe("headteacher");
    const [row] = await sql`select due_at > now() + interval '4 days' as far from referrals
      where id = ${referralId}`;
    expect(row?.far).toBe(true);
    const told = await sql`select path from notices where kind = 'decision-asked'
      and person_id = ${school.people.headteacher}`;
    expect(told.map((n) => n.path)).toEqual([`/decisions/${referralId}`]);
    expect(await ledgerOf(caseId)).toContain("case-referred");
    await withScope(await school.as("headteacher"), async (tx, actor) => {
      expect((await myReferrals(tx, actor, 1)).rows.map((r) => r.id)).toEqual([referralId]);
    });
  });

  test("goes to the chair when it is about the headteacher, who learns nothing", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", { ...aPupil, about: "headteacher" });
    await sql`delete from notices where matter_id = ${reportId}`;
    const [triage] = await sql`select owner_id from triages where report_id = ${reportId}`;
    expect(triage?.owner_id).toBe(school.people.chair);
    const { caseId } = await openAs(school, "chair", reportId);
    await referAs(school, "chair", caseId);
    expect(await decider(school, caseId)).toBe("viceChair");
    await withScope(await school.as("headteacher"), async (tx, actor) => {
      expect((await myReferrals(tx, actor, 1)).rows).toEqual([]);
    });
  });

  test("never to whoever asks for it, nor to whoever investigated", async () => {
    const school = await makeSchool();
    const own = await sendAs(school, "teacher", breach);
    const first = await openAs(school, "headteacher", own.reportId);
    await referAs(school, "headteacher", first.caseId);
    expect(await decider(school, first.caseId)).toBe("chair");

    const other = await sendAs(school, "colleague");
    const second = await openAs(school, "dsl", other.reportId);
    const move = async (who: CastKey, action: string, version: number) =>
      withScope(await school.as(who), (tx, actor) =>
        moveCase(tx, actor, {
          ...filled(school),
          investigatorId: school.people.headteacher,
          caseId: second.caseId,
          version,
          action,
        }),
      );
    await move("dsl", "investigate", second.version);
    await move("headteacher", "conclude", second.version + 1);
    await referAs(school, "dsl", second.caseId);
    expect(await decider(school, second.caseId)).toBe("chair");
  });

  test("B6-04 never to somebody affected by it", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", {
      affected: "",
      affectedName: "Helen Marsh",
      named0Name: "Colin Webb",
    });
    const { caseId } = await openAs(school, "chair", reportId);
    await referAs(school, "chair", caseId);
    expect(await decider(school, caseId)).toBe("viceChair");
  });

  test("takes only evidence of this case, and is asked once at a time", async () => {
    const { school, caseId, referralId, evidenceId } = await referred();
    const stranger = await sendAs(school, "teacher", aPupil);
    const foreign = await evidenceOn(school, stranger.reportId);
    await expect(referAs(school, "dsl", caseId)).rejects.toMatchObject({ code: "conflict" });
    await sql`update referrals set state = 'decided' where id = ${referralId}`;
    const again = await referAs(school, "dsl", caseId, [evidenceId, foreign]);
    const [row] = await sql`select evidence_ids from referrals where id = ${again}`;
    expect(row?.evidence_ids).toEqual([evidenceId]);
  });

  test("is not there for staff, the walled and other schools", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", { ...aPupil, about: "dsl" });
    const { caseId } = await openAs(school, "headteacher", reportId);
    const elsewhere = await makeSchool();
    for (const claims of [
      await school.as("dsl"),
      await school.as("colleague"),
      await elsewhere.as("headteacher"),
    ]) {
      await expect(
        withScope(claims, (tx, actor) =>
          referCase(tx, actor, { caseId, version: 1, asked: "?", evidence: [], dueOn: null }),
        ),
      ).rejects.toMatchObject({ code: "not-found" });
    }
  });
});
