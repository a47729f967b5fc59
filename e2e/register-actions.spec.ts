import type { Page } from "@playwright/test";
import postgres from "postgres";
import { registerActions } from "./action-matrix.ts";
import { expect, personOf, test } from "./fixtures.ts";
import { idIn, startReplay } from "./replay.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

test("each action on a register does nothing for whoever may not use it, and its work once", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const { as, replay, done } = await startReplay(browser, registerActions, {
    ofOwnSchool: ["changeKindAction", "enterRegisterAction"],
  });
  const bare = (address: string) => new URL(address, "http://x").pathname;
  /** Something the teacher asks for or tells, as they would. */
  const enter = async (page: Page, kind: string, answers: string[], button: string) => {
    await page.goto(`/registers/new/${kind}`);
    for (const [i, answer] of answers.entries())
      await page.locator("main textarea, main input[type=text]").nth(i).fill(answer);
    await page.getByRole("button", { name: button }).click();
    await expect(page).toHaveURL(/done=entered/);
    return bare(page.url());
  };

  await replay("changeKindAction", "headteacher", "/registers/kinds/others-work", "Save", {
    lasts: "5",
  });
  await replay("enterRegisterAction", "dsl", "/registers/new/prevention", "Record it", {
    "a-what": "An assembly",
    "a-for-whom": "All classes",
  });

  const teacher = await as("staff");
  const asked = await enter(teacher, "software", ["A drawing program"], "Ask for it");
  await replay("moveEntryAction", "headteacher", asked, "Approve", { "words-approve": "One room" });
  await replay("renewEntryAction", "staff", asked, "Ask for it again");

  const account = await enter(
    teacher,
    "official-account",
    ["The class blog", "Families follow it", "Nobody"],
    "Ask for it",
  );
  await sql`update register_entries set state = 'approved', decided_at = now(),
    decided_by = decider_id where id = ${idIn(account)}`;
  const today = new Date();
  await replay("passAccountAction", "staff", account, "Name the new owner", {
    heir: personOf("deputy-dsl").name,
    "from-day": String(today.getDate()),
    "from-month": String(today.getMonth() + 1),
    "from-year": String(today.getFullYear()),
  });
  await replay("takeAccountAction", "deputy-dsl", account, "Take it over");

  const judged = await enter(
    teacher,
    "deviation",
    ["I kept the phone on", "It was safer"],
    "Send to the headteacher",
  );
  await replay("logAdviceAction", "headteacher", judged, "Keep the advice", {
    body: "HR",
    person: "Jo Bloom",
    advice: "It was right",
    followed: "yes",
  });

  const consent = await enter(
    teacher,
    "photo-consent",
    ["Noah Grant", "His father, on paper", "In school"],
    "Record it",
  );
  await teacher.goto(consent);
  await teacher.getByText("Consent was withdrawn").first().click();
  await teacher.getByLabel("Who withdrew it, and how").fill("His father, by phone");
  await teacher.getByRole("button", { name: "Consent was withdrawn" }).click();
  await expect(teacher).toHaveURL(/done=withdraw-consent/);
  const [task] = await sql`select id from register_tasks where entry_id = ${idIn(consent)}
    order by place limit 1`;
  await replay("finishTaskAction", "dsl", consent, "Tick off", {
    [`found-${task?.id}`]: "Nothing there",
  });

  expect([...done].sort()).toEqual(Object.keys(registerActions).sort());
});
