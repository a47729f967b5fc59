import postgres from "postgres";
import { acknowledgementActions } from "./action-matrix.ts";
import { expect, newPage, signedIn, test } from "./fixtures.ts";
import { changedSince, digest, startReplay } from "./replay.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

test("each action on questions and visitors does nothing for whoever may not use it, and its work once", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const { replay, done } = await startReplay(browser, acknowledgementActions, { ofOwnSchool: [] });
  const [policy] = await sql`select v.policy_id from policy_versions v join schools s
    on s.id = v.school_id where s.name = 'Elm Primary' and v.published_at is not null
    order by v.published_at limit 1`;
  const address = `/policies/${policy?.policy_id}`;
  await replay("askQuestionAction", "staff", address, "Send question", {
    question: "May I be in the parents' group?",
  });
  const [asked] = await sql`select id from policy_questions where answer is null
    order by asked_at desc limit 1`;
  await replay("answerQuestionAction", "headteacher", address, "Send answer", {
    questionId: String(asked?.id),
    [`answer-${asked?.id}`]: "Only from the school's own account.",
  });
  const door = `elm-${crypto.randomUUID().slice(0, 8)}`;
  const office = await signedIn(browser, "dsl", { javaScriptEnabled: false });
  await office.goto("/settings/visitors");
  await office.getByLabel("Name in the address").fill(door);
  await office.getByRole("button", { name: /^(Open|Save name)$/ }).click();
  await expect(office.getByText("Visitors can now sign in at this address.")).toBeVisible();

  // Somebody at the door: a page without a session, twice with one key, and never another version.
  const [version] = await sql`update policy_versions set binds = binds || '{visitor}'
    where policy_id = ${policy?.policy_id} and not 'visitor' = any (binds)
      and published_at is not null returning sha256`;
  expect(version).toBeTruthy();
  const page = await newPage(browser, { javaScriptEnabled: false });
  const fill = async () => {
    await page.goto(`/visit/${door}`);
    await page.getByLabel("Your name").fill("Vera Guest");
    await page.getByLabel("Whom do you visit?").fill("The office");
    await page.getByLabel("I have read this and keep to it").check();
    await page.getByRole("textbox", { name: "Signature" }).fill("V Guest");
  };
  const before = await digest();
  await fill();
  await page
    .locator('input[name="versions"]')
    .first()
    .evaluate((input) => {
      (input as HTMLInputElement).value = "0".repeat(64);
    });
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("has changed");
  expect(await changedSince(before)).toEqual([]);
  await fill();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "You are signed in" })).toBeVisible();
  expect(await changedSince(before)).toEqual(["policy_visits"]);
  await sql`update policy_versions set binds = array_remove(binds, 'visitor')
    where policy_id = ${policy?.policy_id}`;
  await sql`update schools set visit_name = null where visit_name = ${door}`;
  done.add("signVisitAction");
  expect([...done].sort()).toEqual(Object.keys(acknowledgementActions).sort());
});
