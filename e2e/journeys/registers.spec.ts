import postgres from "postgres";
import { clean, expect, Hand, personOf, signedIn, test } from "../fixtures.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());
const idOf = (address: string) => new URL(address).pathname.split("/").at(-1) ?? "";

test("a permission is asked for in eight interactions, approved, told of, expired and renewed", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const teacher = await signedIn(browser, "staff");
  await clean(teacher);
  const hand = new Hand(teacher);
  const began = Date.now();
  await hand.click("Ask or declare something", "link");
  await teacher.waitForURL(/registers\/new$/);
  await hand.click("Use your own phone for work", "link");
  await teacher.waitForURL(/phone-for-work/);
  await hand.fill("For which trip or event?", "The museum visit");
  await hand.click("Ask for it");
  await teacher.waitForURL(/done=entered/);
  expect(hand.count).toBeLessThanOrEqual(8);
  expect(Date.now() - began).toBeLessThan(60_000);
  await expect(teacher.getByText("Waiting for an answer")).toBeVisible();
  await expect(teacher.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await clean(teacher);
  const reference = (await teacher.getByText(/^RG-\d\d-/).textContent()) ?? "";
  const address = teacher.url().replace(/\?.*/, "");

  const head = await signedIn(browser, "headteacher");
  await head.getByRole("link", { name: /for your answer$/ }).click();
  await head.waitForURL(/registers\/answer/);
  await clean(head);
  await head.getByRole("link", { name: reference }).click();
  await head.waitForURL(/registers\/[0-9a-f-]{36}/);
  await clean(head);
  await head.getByLabel("Conditions, if there are any").fill("On the bus and at the museum only");
  await head.getByRole("button", { name: "Approve" }).click();
  await head.waitForURL(/done=approve/);
  await expect(head.getByText(/^In force until|^Runs out on/)).toBeVisible();

  await teacher.goto("/notices");
  const notice = teacher.getByRole("listitem").filter({ hasText: reference });
  await expect(notice).toContainText("There is an answer in your register");
  await expect(notice).not.toContainText("museum");
  await teacher.goto(address);
  await expect(teacher.getByText("On the bus and at the museum only")).toBeVisible();

  await sql`update register_entries set ends_on = current_date - 1 where id = ${idOf(address)}`;
  await teacher.goto(address);
  await expect(teacher.getByText(/^Expired on/)).toBeVisible();
  await teacher.getByRole("button", { name: "Ask for it again" }).click();
  await teacher.waitForURL(/done=renewed/);
  await clean(teacher);
  const again = teacher.url().replace(/\?.*/, "");
  expect(again).not.toBe(address);

  await head.goto(again);
  await head.getByRole("button", { name: "Approve" }).click();
  await head.waitForURL(/done=approve/);
  await head.getByText("Revoke", { exact: true }).first().click();
  await head.getByRole("button", { name: "Revoke" }).click();
  const problem = head.getByRole("alert", { name: "There is a problem" });
  await expect(problem).toContainText("Enter why it ends");
  await clean(head);
  await head.getByLabel("Why it ends").fill("The visit was called off");
  await head.getByRole("button", { name: "Revoke" }).click();
  await head.waitForURL(/done=revoke/);
  await teacher.goto(again);
  await expect(teacher.getByText("The visit was called off")).toBeVisible();
});

test("without script a tie is declared, mistakes said in words, and talked through", async ({
  browser,
}) => {
  const off = { javaScriptEnabled: false };
  const teacher = await signedIn(browser, "staff", off);
  await teacher.getByRole("link", { name: "Ask or declare something" }).click();
  await teacher.getByRole("link", { name: "A pupil is in your family" }).click();
  await teacher.getByLabel("Which pupil?").fill("Isla Boyd");
  await teacher.getByRole("button", { name: "Declare it" }).click();
  await expect(teacher.getByRole("heading", { name: "There is a problem" })).toBeVisible();
  await expect(teacher.getByLabel("Which pupil?")).toHaveValue("Isla Boyd");
  await teacher.getByLabel("How are you related?").fill("My godchild");
  await teacher.getByRole("button", { name: "Declare it" }).click();
  await expect(teacher).toHaveURL(/done=entered/);
  expect(await teacher.title()).not.toContain("Isla");
  const address = teacher.url().replace(/\?.*/, "");

  const head = await signedIn(browser, "headteacher", off);
  await head.goto(address);
  await expect(head.getByText("Isla Boyd")).toBeVisible();
  await head.getByLabel("What was said and agreed").fill("No lifts home.");
  await head.getByRole("button", { name: "Record the talk" }).click();
  await head.getByRole("button", { name: "Acknowledge" }).click();
  await expect(head.getByText("Acknowledged", { exact: true }).first()).toBeVisible();

  const governor = await signedIn(browser, "governor", off);
  expect((await governor.goto(address))?.status()).toBe(404);
});

test("the register is filtered, saved and changed, and a consent withdrawn lists the places", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const dsl = await signedIn(browser, "dsl");
  await dsl.goto("/registers/all");
  await clean(dsl);
  await dsl.getByLabel("What", { exact: true }).selectOption("Phone kept on");
  await dsl.getByLabel("How it stands").selectOption("Expired or overdue");
  await dsl.getByRole("button", { name: "Filter" }).click();
  await dsl.waitForURL(/kind=phone-on&state=expired/);
  await expect(dsl.getByRole("cell", { name: personOf("line-manager").name })).toBeVisible();
  const file = await dsl.request.get("/registers/export?kind=phone-on&state=expired");
  expect(file.headers()["content-disposition"]).toContain("register.csv");
  expect(await file.text()).toContain(personOf("line-manager").name);
  await dsl.setViewportSize({ width: 390, height: 844 });
  await clean(dsl);

  await dsl.goto("/registers/kinds");
  await clean(dsl);
  await dsl.setViewportSize({ width: 1280, height: 900 });
  await clean(dsl);
  await dsl.getByRole("link", { name: "Large transfer" }).click();
  await dsl.waitForURL(/kinds\/transfer/);
  await clean(dsl);
  await dsl.getByLabel("How long it lasts").fill("3");
  await dsl.getByLabel("One more question").fill("Does the data protection officer know?");
  await dsl.getByRole("button", { name: "Save" }).click();
  await dsl.waitForURL(/done=saved/);
  const teacher = await signedIn(browser, "staff");
  await teacher.goto("/registers/new/transfer");
  await expect(teacher.getByLabel("Does the data protection officer know?")).toBeVisible();
  await teacher.setViewportSize({ width: 390, height: 844 });
  await clean(teacher);

  await teacher.goto("/registers");
  await clean(teacher);
  await teacher
    .getByRole("row", { name: /Consent to pictures/ })
    .getByRole("link")
    .click();
  await teacher.waitForURL(/registers\/[0-9a-f-]{36}/);
  await teacher.getByText("Consent was withdrawn").first().click();
  await teacher.getByLabel("Who withdrew it, and how").fill("His mother, by phone");
  await teacher.getByRole("button", { name: "Consent was withdrawn" }).click();
  await teacher.waitForURL(/done=withdraw-consent/);
  await clean(teacher);
  await teacher
    .getByText(/^Tick off by/)
    .first()
    .click();
  await teacher.getByLabel("What did you find").first().fill("Two pictures, deleted");
  await teacher.getByRole("button", { name: "Tick off" }).first().click();
  await teacher.waitForURL(/done=checked/);
  await expect(teacher.getByText("Looked through")).toBeVisible();
});

test("a case about a member of staff says what was on file that day", async ({ browser }) => {
  const teacher = await signedIn(browser, "staff");
  await teacher.getByRole("button", { name: "Report a concern" }).click();
  await teacher.waitForURL(/what-happened/);
  await teacher.getByRole("radio", { name: "No", exact: true }).check();
  await teacher.getByRole("radio", { name: "Breach of our online-conduct policy" }).check();
  await teacher.getByRole("radio", { name: "A pupil" }).check();
  await teacher.getByRole("radio", { name: "Today" }).check();
  await teacher.getByLabel("What happened?").fill("He used his own phone beside the pupils.");
  await teacher.getByText("Add more detail").click();
  await teacher.getByLabel("Name", { exact: true }).first().fill(personOf("line-manager").name);
  await teacher.getByRole("button", { name: "Continue" }).click();
  await teacher.waitForURL(/evidence/);
  await teacher.getByRole("link", { name: "Continue" }).click();
  await teacher.getByRole("button", { name: "Send report" }).click();
  await teacher.waitForURL(/sent/);
  const reference = (await teacher.getByText(/^OS-26-/).textContent()) ?? "";

  const head = await signedIn(browser, "headteacher");
  await head.goto(`/queue?q=${reference}`);
  await head.locator("tbody").getByRole("link", { name: reference }).click();
  await head.getByRole("button", { name: "Open a case" }).click();
  await head.waitForURL(/cases/);
  await expect(head.getByRole("heading", { name: /^On file on/ })).toBeVisible();
  await expect(head.getByText(/permission expired on/)).toBeVisible();
  await expect(head.getByText("no declaration on file").first()).toBeVisible();
  await clean(head);
});
