import type { Browser, Page } from "@playwright/test";
import { clean, expect, newPage, signedIn, test } from "../fixtures.ts";

/** The headteacher opens the door, as a person does. */
async function openDoor(browser: Browser, name: string): Promise<void> {
  const head = await signedIn(browser, "headteacher");
  await head.goto("/settings");
  await head.getByRole("link", { name: "Reports without signing in" }).click();
  await head.getByLabel("Name in the address").fill("a b");
  await head.getByRole("button", { name: /^Open$|^Save name$/ }).click();
  await expect(head.getByRole("link", { name: /^Enter 3 to 40 small letters/ })).toBeVisible();
  await head.getByLabel("Name in the address").fill(name);
  await head.getByRole("button", { name: /^Open$|^Save name$/ }).click();
  await expect(head.getByText(`/tell/${name}`)).toBeVisible();
  await clean(head);
}

/** Page after page, with a look back; answers the code. Eight pages at most, the code's among them. */
async function tell(page: Page, door: string, words: string, look: (page: Page) => Promise<void>) {
  const on = async (name = "Continue") => page.getByRole("button", { name }).click();
  await page.goto(`/tell/${door}`);
  await look(page);
  await on();
  await expect(page.getByRole("link", { name: /^Select yes if anyone/ })).toBeVisible();
  await page.getByLabel("No", { exact: true }).check();
  await on();
  await page.getByLabel("Somebody is bullied").check();
  await on();
  await expect(page.getByRole("link", { name: "Enter what happened" })).toBeVisible();
  await page.getByLabel("What happened?").fill(words);
  await look(page);
  await on();
  await page.getByLabel("Today").check();
  await page.getByLabel("Where was it?").fill("A class chat");
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByLabel("What happened?")).toHaveValue(words);
  await on();
  await expect(page.getByLabel("Where was it?")).toHaveValue("A class chat");
  await on();
  await page.getByLabel("A pupil").first().check();
  await page.getByLabel("The deputy DSL").check();
  await look(page);
  await on();
  await expect(page.getByText("A class chat")).toBeVisible();
  await look(page);
  await on("Send report");
  await expect(page.getByRole("heading", { name: "Your code" })).toBeVisible();
  await look(page);
  return ((await page.locator("p.font-mono").textContent()) ?? "").trim();
}

for (const script of [true, false]) {
  test(`somebody without an account tells the school, is asked and answers, ${script ? "with" : "without"} script`, async ({
    browser,
  }) => {
    const door = `elm-${crypto.randomUUID().slice(0, 8)}`;
    await openDoor(browser, door);
    const page = await newPage(browser, {
      javaScriptEnabled: script,
      viewport: { width: 390, height: 844 },
    });
    const words = `They post about me, ${crypto.randomUUID()}`;
    const look = async (at: Page) => {
      if (script) await clean(at);
    };
    const code = await tell(page, door, words, look);
    expect(code).toMatch(/^(\d{4} ){3}\d{4}$/);
    const reference =
      /OS-\d\d-\w{5}/.exec((await page.locator("main").textContent()) ?? "")?.[0] ?? "";

    const dsl = await signedIn(browser, "dsl");
    await dsl.goto(`/queue?q=${reference}`);
    await dsl.getByRole("link", { name: reference }).first().click();
    await expect(dsl.getByText("by Somebody without a name (by code)")).toBeVisible();
    await expect(dsl.getByText(words)).toBeVisible();
    await dsl.goto(`${new URL(dsl.url()).pathname}?do=ask`);
    await dsl.getByLabel("Your question").fill("Which chat is it?");
    await dsl.getByRole("button", { name: "Send question" }).click();
    const deputy = await signedIn(browser, "deputy-dsl");
    await deputy.goto(`/queue?q=${reference}`);
    await expect(deputy.getByRole("link", { name: reference })).toHaveCount(0);

    await page.goto("/tell/code");
    await look(page);
    await page.getByLabel("Code").fill("1234");
    await page.getByRole("button", { name: "Open report" }).click();
    await expect(page.getByRole("link", { name: /^Enter the sixteen digits/ })).toBeVisible();
    await page.getByLabel("Code").fill(code);
    await page.getByRole("button", { name: "Open report" }).click();
    await page.waitForURL("/tell/report");
    await expect(page.getByText("Which chat is it?")).toBeVisible();
    await look(page);
    const copy = await page.request.get("/tell/report/copy");
    expect(copy.headers()["content-type"]).toBe("application/pdf");
    await page.getByLabel("Your reply").fill("The one of year five.");
    await page.getByRole("button", { name: "Send reply" }).click();
    await expect(page.getByText("Your reply was sent.")).toBeVisible();
    await page.goto("/reports/drafts");
    await page.goto("/policies");
    await expect(page).toHaveURL("/tell/report");
    await page.getByRole("button", { name: "Close this report" }).click();
    await page.waitForURL("/tell/code");
    await page.goto("/tell/report");
    await expect(page).toHaveURL("/tell/code");
    const gone = await page.request.get("/tell/report/copy");
    expect(gone.headers()["content-type"]).not.toContain("pdf");
  });
}
