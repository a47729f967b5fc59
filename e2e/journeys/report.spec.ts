import type { Page } from "@playwright/test";
import { makePicture } from "../files/make-picture.ts";
import { clean, expect, Hand, signedIn, test } from "../fixtures.ts";

test("a report about a pupil, with a screenshot, takes twelve interactions", async ({
  browser,
}) => {
  const teacher = await signedIn(browser, "staff");
  const hand = new Hand(teacher);
  await hand.click("Report a concern");
  await hand.click("No", "radio");
  await hand.click("Cyberbullying", "radio");
  await hand.fill("Who is affected?", "Poppy");
  await hand.click(/^Poppy Ives/, "option");
  await hand.click("Today", "radio");
  await hand.fill("Where was it?", "Class chat");
  await hand.fill("What happened?", "Insults about her hair, over and over.");
  await hand.click("Continue");
  await expect(teacher).toHaveURL(/evidence$/);
  await hand.paste(await makePicture("Nobody likes you"));
  await expect(teacher.getByRole("heading", { name: "Files added: 1" })).toBeVisible();
  await hand.click("Continue", "link");
  await expect(teacher.getByText("Poppy Ives")).toBeVisible();
  await expect(teacher.getByText(/Who will see this/).locator("..")).toContainText("Dilys Hughes");
  await hand.click("Send report");
  await expect(teacher.getByRole("heading", { name: "Report sent" })).toBeVisible();
  expect(hand.count).toBe(12);
});

/** What the keyboard is on: its label, or its words. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLInputElement | null;
    return (at?.labels?.[0]?.textContent ?? at?.textContent ?? "").trim();
  });
/** Presses Tab until it is reached; a trap or a missing stop fails. */
async function tabTo(page: Page, name: string): Promise<string[]> {
  const passed: string[] = [];
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    if (here === name) return passed;
    passed.push(here);
  }
  throw new Error(`Tab never reached "${name}". It passed: ${passed.join(", ")}`);
}

test("a whole report needs nothing but a keyboard, in the order of the page", async ({
  browser,
}) => {
  const teacher = await signedIn(browser, "staff");
  const press = (key: string) => teacher.keyboard.press(key);
  await tabTo(teacher, "Report a concern");
  await press("Enter");
  await expect(teacher).toHaveURL(/what-happened/);
  await tabTo(teacher, "No");
  await press("Space");
  // Arrows pass over the dangerous answers without being taken away from the page.
  await press("ArrowDown");
  expect(await focused(teacher)).toBe("Yes, somebody is in immediate danger");
  await press("ArrowUp");
  await expect(teacher.getByRole("radio", { name: "No", exact: true })).toBeChecked();
  await expect(teacher).toHaveURL(/what-happened/);
  expect(await tabTo(teacher, "Cyberbullying")).toEqual([]);
  await press("Space");
  expect(await tabTo(teacher, "Who is affected?")).toEqual(["Something else"]);
  await teacher.keyboard.type("Poppy");
  await expect(teacher.getByRole("option", { name: /^Poppy Ives/ })).toBeVisible();
  await press("ArrowDown");
  await press("Enter");
  await expect(teacher.getByLabel("Who is affected?")).toHaveValue("Poppy Ives");
  expect(await tabTo(teacher, "Today")).toEqual(["Me"]);
  await press("Space");
  await tabTo(teacher, "Where was it?");
  await teacher.keyboard.type("Class chat");
  expect(await tabTo(teacher, "What happened?")).toEqual([]);
  await teacher.keyboard.type("Written without a mouse.");
  await expect(teacher.getByText(/^Draft saved \d/)).toBeVisible();
  await tabTo(teacher, "Continue");
  await press("Enter");
  await expect(teacher).toHaveURL(/evidence$/);
  await new Hand(teacher).paste(await makePicture("No mouse"));
  await expect(teacher.getByRole("heading", { name: "Files added: 1" })).toBeVisible();
  await tabTo(teacher, "Continue");
  await press("Enter");
  await expect(teacher).toHaveURL(/check$/);
  await tabTo(teacher, "Send report");
  await press("Enter");
  await expect(teacher.getByRole("heading", { name: "Report sent" })).toBeVisible();
});

test("danger is one click from help, and what was typed is still there after it", async ({
  browser,
}) => {
  const teacher = await signedIn(browser, "staff");
  await teacher.getByRole("button", { name: "Report a concern" }).click();
  await teacher.getByLabel("What happened?").fill("She said that he is outside.");
  await teacher.getByRole("radio", { name: /immediate danger/ }).click();
  await expect(teacher.getByRole("heading", { name: /call 999/ })).toBeVisible();
  await clean(teacher);
  await teacher.getByRole("link", { name: /continue/ }).click();
  await expect(teacher.getByLabel("What happened?")).toHaveValue("She said that he is outside.");
});

test("a line manager acknowledges in two clicks, and the writer reads it", async ({ browser }) => {
  const teacher = await signedIn(browser, "staff");
  await teacher.getByRole("button", { name: "Report a concern" }).click();
  await teacher.getByRole("radio", { name: "No", exact: true }).click();
  await teacher.getByRole("radio", { name: "Trolling" }).click();
  await teacher.getByRole("radio", { name: "Me", exact: true }).click();
  await teacher.getByRole("radio", { name: "Yesterday" }).click();
  await teacher.getByLabel("What happened?").fill("Posts about me in a local group.");
  await teacher.getByRole("button", { name: "Continue" }).click();
  await teacher.getByRole("link", { name: "Continue", exact: true }).click();
  await teacher.getByRole("radio", { name: "My line manager" }).click();
  await teacher.getByRole("button", { name: "Send report" }).click();
  const reference = (await teacher.getByText(/^OS-26-/).textContent()) ?? "";

  const manager = await signedIn(browser, "line-manager");
  await manager.goto("/sent-to-me");
  await clean(manager);
  const hand = new Hand(manager);
  await hand.click(reference, "link");
  await expect(manager.getByRole("heading", { name: reference })).toBeVisible();
  await clean(manager);
  await hand.click("Acknowledge");
  await expect(manager.getByText(/has been told that you read it/)).toBeVisible();
  expect(hand.count).toBe(2);
  await manager.getByRole("radio", { name: "Headteacher" }).click();
  await manager.getByRole("button", { name: "Pass on" }).click();
  await expect(manager.getByText("It was passed on.")).toBeVisible();

  await teacher.goto("/");
  await teacher.getByRole("link", { name: reference }).click();
  await expect(teacher.getByText("From your line manager")).toBeVisible();
  await teacher.getByLabel("What you want to add").fill("It happened again.");
  await teacher.getByRole("button", { name: "Add to report" }).click();
  await expect(teacher.getByText("It happened again.")).toBeVisible();
  await clean(teacher);
});

test("what was typed is kept by whoever leaves at once, and a draft can be thrown away", async ({
  browser,
}) => {
  const teacher = await signedIn(browser, "staff");
  await teacher.getByRole("button", { name: "Report a concern" }).click();
  await teacher.waitForURL(/what-happened/);
  const step1 = teacher.url();
  /** What was on its way when the page was left is there when it has arrived. */
  const kept = (step: string, label: string | RegExp, words: string) =>
    expect(async () => {
      await teacher.goto(step);
      await expect(teacher.getByLabel(label)).toHaveValue(words, { timeout: 1000 });
    }).toPass({ timeout: 20_000 });
  await teacher.waitForLoadState("networkidle");
  await teacher.getByLabel("What happened?").fill("Half a sentence");
  await teacher.getByRole("link", { name: "My reports" }).first().click();
  await teacher.waitForURL("/");
  await kept(step1, "What happened?", "Half a sentence");

  const step2 = step1.replace("what-happened", "evidence");
  await teacher.goto(step2);
  await teacher.getByLabel("Choose files").setInputFiles({
    name: "chat.png",
    mimeType: "image/png",
    buffer: await makePicture("Kept"),
  });
  await expect(teacher.getByRole("heading", { name: "Files added: 1" })).toBeVisible();
  await teacher.getByText("Details", { exact: false }).first().click();
  // At the speed of somebody who types.
  await teacher.getByLabel(/Caption/).pressSequentially("The second message", { delay: 40 });
  await teacher.getByRole("link", { name: "What happened" }).first().click();
  await teacher.waitForURL(/what-happened/);
  await kept(step2, /Caption/, "The second message");
  await clean(teacher);

  await teacher.goto(step1);
  await teacher.getByText("Throw this draft away").click();
  await teacher.getByRole("button", { name: "Throw the draft away" }).click();
  await expect(teacher.getByText("The draft was thrown away.")).toBeVisible();
  expect((await teacher.request.get(step1)).status()).toBe(404);
});
