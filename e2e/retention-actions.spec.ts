import postgres from "postgres";
import { retentionActions } from "./action-matrix.ts";
import { expect, personOf, test } from "./fixtures.ts";
import { idIn, startReplay } from "./replay.ts";
import { ageVisits } from "./story.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
/** Keeps the worker from the case until what the second person's word itself changes was compared. */
const lock = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => Promise.all([sql.end(), lock.end()]));
const walled = "headteacher";

test("each action on how long records are kept does nothing for whoever may not use it", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const options: { walled?: string; ofOwnSchool: string[] } = {
    ofOwnSchool: ["changePeriodAction", "proposeVisitsAction"],
  };
  const { as, formAt, post, replay, done } = await startReplay(browser, retentionActions, options);
  /** A closed case that is due, walled from the headteacher. */
  async function due() {
    const staff = await as("staff");
    const begun = await post(staff, await formAt(staff, "/", "Report a concern"));
    const draft = `/reports/drafts/${idIn(begun.headers().location ?? "")}`;
    const step = await formAt(staff, `${draft}/what-happened`, "Continue");
    const answers = { safety: "no", type: "CYB", affectedName: "Theo Wright", when: "today" };
    const told = { ...answers, account: "He is told to stay away." };
    await post(staff, {
      ...step,
      fields: [...step.fields.filter(([name]) => !(name in told)), ...Object.entries(told)],
    });
    const check = await formAt(staff, `${draft}/check`, "Send report");
    const reportId = idIn((await post(staff, check)).headers().location ?? "");
    const dsl = await as("dsl");
    const opened = await post(dsl, await formAt(dsl, `/queue/${reportId}`, "Open a case"));
    const caseId = idIn(opened.headers().location ?? "");
    await sql`insert into walls (school_id, person_id, matter_id, reason, built_at)
      select p.school_id, p.id, ${caseId}, 'named', now() from people p
      where p.name = ${personOf(walled).name} on conflict do nothing`;
    await sql`update cases set state = 'closed', outcome = 'advice', closed_at = now()
      where id = ${caseId}`;
    const row = () => sql`update retention_reviews set due_on = '2026-01-01', state = 'waiting'
      where case_id = ${caseId}`;
    await expect.poll(async () => (await row()).count).toBe(1);
    const [person] = await sql`select person_id as id from involvements where case_id = ${caseId}`;
    return { caseId, at: `/retention/${caseId}`, personId: String(person?.id), ready: row };
  }
  await replay("changePeriodAction", "dpo", "/retention/rules?rule=staff-target", "Save period", {
    years: "7",
    reason: "The governors decided so.",
  });
  await ageVisits(sql);
  await replay("proposeVisitsAction", "dpo", "/retention", "Propose disposal", { sure: "yes" });
  // A period is of no matter: from here on somebody is walled.
  options.walled = walled;
  const { caseId, at, personId, ready } = await due();
  const later = {
    kind: "legal",
    reason: "The solicitor asked.",
    "review-day": "1",
    "review-month": "9",
    "review-year": "2040",
  };
  await replay("holdRecordAction", "dsl", at, "Keep record", later);
  const [hold] = await sql`select id from retention_holds where case_id = ${caseId}`;
  await replay("releaseRecordAction", "dpo", `${at}?hold=${hold?.id}`, "End hold", {
    words: "The claim was settled.",
  });
  await replay("enterDatesAction", "dsl", `${at}?person=${personId}`, "Save dates", {
    "born-day": "1",
    "born-month": "3",
    "born-year": "2015",
  });
  await ready();
  await replay("proposeDisposalAction", "dsl", at, "Propose disposal", { read: "yes" });
  await replay("refuseDisposalAction", "dpo", at, "Turn it down", { words: "A sister is here." });
  await ready();
  const proposal = await formAt(await as("dsl"), at, "Propose disposal");
  await post(await as("dsl"), { ...proposal, fields: [...proposal.fields, ["read", "yes"]] });
  await lock.begin(async (held) => {
    await held`select 1 from cases where id = ${caseId} for key share`;
    await replay("approveDisposalAction", "dpo", at, "Dispose of it", { sure: "yes" });
  });
  expect([...done].sort()).toEqual(Object.keys(retentionActions).sort());
});
