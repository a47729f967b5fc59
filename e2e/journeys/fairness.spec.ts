import type { Page } from "@playwright/test";
import { clean, expect, signedIn, test } from "../fixtures.ts";

const off = { javaScriptEnabled: false };
const day = async (page: Page, name: string, at: Date) => {
  await page.locator(`[name="${name}-day"]`).fill(String(at.getDate()));
  await page.locator(`[name="${name}-month"]`).fill(String(at.getMonth() + 1));
  await page.locator(`[name="${name}-year"]`).fill(String(at.getFullYear()));
};
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();
const choose = (page: Page, name: string, value: string) =>
  page.locator(`[name="${name}"][value="${value}"]`).check();

/** The reporter is the one affected, names a colleague, and does not want the police. */
async function reportColleague(browser: import("@playwright/test").Browser): Promise<string> {
  const staff = await signedIn(browser, "staff", off);
  await press(staff, "Report a concern");
  await staff.getByRole("radio", { name: "No", exact: true }).check();
  await choose(staff, "type", "APB");
  await staff.getByRole("radio", { name: "Me", exact: true }).check();
  await staff.getByRole("radio", { name: "Today" }).check();
  await staff.getByLabel("What happened?").fill("He put my private messages in the staff group.");
  await staff.getByText("Add more detail (optional)").click();
  await staff.locator('[name="named0Name"]').fill("Colin Webb");
  await staff.locator('[name="policeWish"]').selectOption("no");
  await press(staff, "Continue");
  await staff.getByRole("link", { name: "Continue" }).click();
  await press(staff, "Send report");
  return (await staff.getByText(/^OS-26-/).textContent()) ?? "";
}

test("a wish overridden, and an appeal: a conduct case goes fairly from its report to the panel", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const reference = await reportColleague(browser);
  const head = await signedIn(browser, "headteacher");
  await head.goto(`/queue?q=${reference}`);
  await head.getByRole("link", { name: reference }).click();
  await press(head, "Open a case");
  await head.waitForURL(/cases\/./);
  const at = new URL(head.url()).pathname;

  // The wish that came with the report is the first version; against it only with a reason.
  await head.goto(`${at}/process`);
  await expect(head.getByText("Do not tell the police")).toBeVisible();
  await clean(head);
  await head.goto(`${at}/move/hold`);
  await clean(head);
  await choose(head, "body", "police");
  await head.getByLabel("Who asked for it, and when").fill("PC Hart, today");
  await press(head, "Hold for an outside body");
  await expect(head.getByText(/They asked not to tell the police/).first()).toBeVisible();
  await head.goto(`${at}/process`);
  await head.getByRole("link", { name: /^Act against their wish/ }).click();
  await clean(head);
  await choose(head, "basis", "staff");
  await head.getByLabel("Reason", { exact: true }).fill("It is about somebody who works here.");
  await choose(head, "told", "yes");
  await press(head, "Save");
  await head.waitForURL(/done=recorded/);
  await head.goto(`${at}/move/hold`);
  await choose(head, "body", "police");
  await head.getByLabel("Who asked for it, and when").fill("PC Hart, today");
  await press(head, "Hold for an outside body");
  await head.waitForURL(/done=hold/);
  await clean(head);

  // Nothing is looked into until the release is written down, and then only once it was asked
  // whether it is a breach at all.
  await head.goto(`${at}/move/release`);
  await clean(head);
  await head.getByLabel("Who released it").fill("PC Hart");
  await day(head, "released", new Date());
  await head.getByLabel("What may be done now").fill("Anything");
  await press(head, "Release the hold");
  await head.waitForURL(/done=release/);
  const investigate = async () => {
    await head.goto(`${at}/move/investigate`);
    await head.getByLabel("Ben Adeyemi").check();
    await head.getByLabel("What they are to find out").fill("Who put them there, and why.");
    await choose(head, "where", "school");
    await press(head, "Start an investigation");
  };
  await investigate();
  await expect(head.getByText(/whether it is a breach at all/).first()).toBeVisible();
  await clean(head);
  await head.goto(`${at}/process/disclosure`);
  await choose(head, "protected", "no");
  await press(head, "Save");
  await head.waitForURL(/done=recorded/);
  await investigate();
  await head.waitForURL(/done=investigate/);

  // The investigator alone records the findings, with both sides heard.
  const deputy = await signedIn(browser, "deputy-dsl");
  await deputy.goto(`${at}/process/attribution`);
  await choose(deputy, "finding", "admitted");
  await deputy.getByLabel("On what evidence").fill("He says so himself.");
  await press(deputy, "Save");
  await deputy.waitForURL(/done=recorded/);
  await deputy.getByRole("link", { name: "Record the findings" }).click();
  await clean(deputy);
  await deputy.getByLabel("Findings").fill("He posted three messages.");
  await deputy.getByLabel("The account of the person affected").fill("They were private.");
  await deputy.getByLabel("The account of the person named").fill("He was angry.");
  await press(deputy, "Record the findings");
  await deputy.waitForURL(/done=conclude/);

  await head.goto(`${at}/refer`);
  await head.getByLabel("What do you ask them to decide?").fill("Is it misconduct?");
  await press(head, "Refer case");
  await head.waitForURL(/done=referred/);
  const chair = await signedIn(browser, "chair");
  await chair.goto("/decisions");
  await chair
    .locator("main")
    .getByRole("link", { name: /^OS-26-/ })
    .first()
    .click();
  await chair.waitForURL(/decisions\/./);
  await choose(chair, "decision", "formal/warning-1");
  await chair.locator('[name="clauseId"]').selectOption({ index: 1 });
  await chair.getByLabel("Reasons").fill("He admits it.");
  await press(chair, "Record decision");
  await expect(
    chair.getByRole("link", { name: /^Enter what speaks for the person/ }),
  ).toBeVisible();
  await expect(chair.getByRole("link", { name: /^Read what the person affected/ })).toBeVisible();
  await clean(chair);
  await choose(chair, "wishesSeen", "yes");
  await chair.getByLabel(/^What else could have been decided/).fill("A warning: too heavy.");
  await chair.getByLabel("What speaks for the person").fill("It is the first time.");
  await chair.getByLabel("Free expression and equality, weighed").fill("The messages were hers.");
  await press(chair, "Record decision");
  await chair.waitForURL(/done=decided/);

  // The appeal is heard by people who knew nothing of it, who read it until it ends.
  await head.goto(`${at}/appeal`);
  await clean(head);
  await expect(head.getByLabel("Carol Finch")).toHaveCount(0);
  await head.getByLabel("Who appeals").fill("Colin Webb");
  await head.getByLabel("On what ground").fill("The warning is too much.");
  await day(head, "received", new Date());
  await head.getByLabel("Grace Lowe").check();
  await head.getByLabel("Vikram Rao").check();
  await press(head, "Convene panel");
  await head.waitForURL(/done=appeal/);
  const governor = await signedIn(browser, "governor");
  expect((await governor.request.get(at)).status()).toBe(200);
  await governor.goto(at);
  await expect(governor.getByRole("link", { name: "Add a note" })).toHaveCount(0);
  await clean(governor);
  await head.goto(`${at}/move/appeal-heard`);
  await choose(head, "result", "upheld");
  await head.getByLabel("Its reasons").fill("It was fair.");
  await press(head, "Record the appeal's result");
  await head.waitForURL(/done=appeal-heard/);
  expect((await governor.request.get(at)).status()).toBe(404);
  await head.goto(`${at}/related`);
  await clean(head);
  await head.goto("/concerns");
  await clean(head);
});
