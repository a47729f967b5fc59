import postgres from "postgres";
import { conflictActions } from "./action-matrix.ts";
import { expect, personOf, test } from "./fixtures.ts";
import { idIn, startReplay } from "./replay.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());
const walled = "deputy-dsl";

test("each action on conflicts does nothing for whoever may not use it", async ({ browser }) => {
  test.setTimeout(120_000);
  const { as, formAt, post, replay, done } = await startReplay(browser, conflictActions, {
    walled,
    ofOwnSchool: [],
  });
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
    account: "He is told that nobody wants him there.",
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
  const at = `/cases/${idIn(opened.headers().location ?? "")}`;
  const [found] = await sql`select reference from cases where id = ${idIn(at)}`;
  // What takes a fresh sign-in: everybody signed in when the replay began.
  await sql`update sessions set created_at = now()
    where person_id in (select id from people where name = ${personOf("dpo").name})`;
  await replay("openEmergencyAction", "dpo", "/cases/emergency", "Open the case", {
    reference: String(found?.reference),
    reason: "He is at the door and nobody answers.",
  });
  await replay("reviewEmergencyAction", "dsl", `${at}/people`, "Save what you found", {
    found: "justified",
    words: "Nobody answered.",
  });
  const people = async (name: string) => {
    const [row] = await sql`select p.id from people p join cases c on c.school_id = p.school_id
      where p.name = ${name} and c.id = ${idIn(at)}`;
    return String(row?.id);
  };
  await replay("declareTieAction", "dsl", `${at}/people`, "Keep out", {
    handlerId: await people(personOf("chair").name),
    withPersonId: await people("Theo Wright"),
    kind: "friend",
    reason: "They play in one team.",
  });
  await replay("stepAsideAction", "headteacher", `${at}/step-aside`, "Step aside", {
    kind: "relative",
    reason: "He is my nephew.",
  });
  expect([...done].sort()).toEqual(Object.keys(conflictActions).sort());
});
