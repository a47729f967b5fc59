import postgres from "postgres";
import { caseActions } from "./action-matrix.ts";
import { expect, personOf, test } from "./fixtures.ts";
import { idIn, startReplay } from "./replay.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());
const walled = "deputy-dsl";

test("each action on cases and their fairness does nothing for whoever may not use it", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { as, formAt, post, replay, done } = await startReplay(browser, caseActions, {
    walled,
    ofOwnSchool: [],
  });
  /** A report by the staff member and the DSL's case of it, both walled from the deputy. */
  async function newCase(account: string) {
    const staff = await as("staff");
    const begun = await post(staff, await formAt(staff, "/", "Report a concern"));
    const draft = `/reports/drafts/${idIn(begun.headers().location ?? "")}`;
    const step = await formAt(staff, `${draft}/what-happened`, "Continue");
    const answers = {
      safety: "no",
      type: "CYB",
      affectedName: "Theo Wright",
      when: "today",
      platform: "Game",
      account,
    };
    await post(staff, {
      ...step,
      fields: [...step.fields.filter(([name]) => !(name in answers)), ...Object.entries(answers)],
    });
    const check = await formAt(staff, `${draft}/check`, "Send report");
    const reportId = idIn((await post(staff, check)).headers().location ?? "");
    await sql`insert into walls (school_id, person_id, matter_id, reason, built_at)
      select p.school_id, p.id, ${reportId}, 'named', now() from people p
      where p.name = ${personOf(walled).name} on conflict do nothing`;
    const dsl = await as("dsl");
    const opened = await post(dsl, await formAt(dsl, `/queue/${reportId}`, "Open a case"));
    const caseId = idIn(opened.headers().location ?? "");
    const [found] = await sql`select reference from cases where id = ${caseId}`;
    return { reportId, caseId, at: `/cases/${caseId}`, reference: String(found?.reference) };
  }
  const one = await newCase("He is told to hurt himself.");
  const two = await newCase("He was hit on the way home too.");
  await replay("writeRecordAction", "dsl", `${one.at}/process/wishes`, "Save", {
    route: "informal",
    police: "no",
    asked: "The DSL, on Monday",
  });
  const together = { reference: two.reference, reason: "The same two pupils." };
  await replay("linkCasesAction", "dsl", `${one.at}/related`, "Link cases", together);
  await replay("unlinkCasesAction", "dsl", `${one.at}/related`, /^Take back link/);
  await replay(
    "mergeCaseAction",
    "dsl",
    `${one.at}/related?do=merge`,
    "Take up the case",
    together,
  );
  const own = await replay(
    "splitCaseAction",
    "dsl",
    `${one.at}/related?do=split`,
    "Open the new case",
    { reports: two.reportId, track: "T2", reason: "It is another matter." },
  );
  await replay("moveCaseAction", "dsl", `/cases/${idIn(own)}/move/monitor`, "Keep watching it", {
    reason: "Until the end of term.",
    "review-day": "11",
    "review-month": "12",
    "review-year": "2026",
    contact: "not-needed",
  });
  await replay("changeTrackAction", "dsl", `/cases/${idIn(own)}/related?do=track`, "Change kind", {
    track: "T1",
    reason: "It is about a member of staff.",
  });
  await sql`update cases set state = 'outcome', outcome = 'informal' where id = ${one.caseId}`;
  const members = await sql`select id from people
    where name in (${personOf("governor").name}, ${personOf("vice-chair").name})`;
  await replay("convenePanelAction", "dsl", `${one.at}/appeal`, "Convene panel", {
    by: "His mother",
    reason: "It was too mild.",
    "received-day": "2",
    "received-month": "11",
    "received-year": "2026",
    members: members.map((row) => String(row.id)),
  });
  await replay("withdrawReportAction", "staff", `/reports/${two.reportId}`, "Withdraw report");
  expect([...done].sort()).toEqual(Object.keys(caseActions).sort());
});
