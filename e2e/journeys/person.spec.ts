import type { Browser, Page } from "@playwright/test";
import { clean, expect, signedIn, test } from "../fixtures.ts";

const off = { javaScriptEnabled: false };
const press = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" }).click();

/** A pupil is hurt by an account that nobody knows yet; the DSL opens a case of it. */
async function openCase(browser: Browser, handle: string, words: string): Promise<string> {
  const staff = await signedIn(browser, "staff", off);
  await press(staff, "Report a concern");
  await staff.getByRole("radio", { name: "No", exact: true }).check();
  await staff.locator('[name="type"][value="CYB"]').check();
  await staff.locator('[name="affected"][value="pupil"]').check();
  await staff.locator('[name="affectedName"]').fill("Noah Grant");
  await staff.getByRole("radio", { name: "Today" }).check();
  await staff.getByLabel("What happened?").fill(words);
  await staff.getByText("Add more detail (optional)").click();
  await staff.locator('[name="named0Handle"]').fill(handle);
  await press(staff, "Continue");
  await staff.getByRole("link", { name: "Continue" }).click();
  await press(staff, "Send report");
  const reference = (await staff.getByText(/^OS-26-/).textContent()) ?? "";
  const dsl = await signedIn(browser, "dsl", off);
  await dsl.goto(`/queue?tab=all&q=${reference}`);
  await dsl.getByRole("link", { name: reference }).first().click();
  await press(dsl, "Open a case");
  await dsl.waitForURL(/cases\/./);
  return new URL(dsl.url()).pathname;
}

test.use({ actionTimeout: 10_000 });

test("an unknown account becomes a pupil and back, and what is alike is suggested", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const handle = `@mean.${crypto.randomUUID().slice(0, 6)}`;
  const one = await openCase(browser, handle, "A picture of him with a cruel line under it.");
  const two = await openCase(browser, handle, "More of it today, from the same account.");
  const dsl = await signedIn(browser, "dsl");

  // Both share an account: each suggests the other, and one is set aside with a reason.
  await dsl.goto(`${one}/related`);
  const found = dsl.locator("section", { hasText: "May be connected" });
  await expect(found.getByText("Same account")).toBeVisible();
  await expect(found.getByRole("link").first()).toHaveAttribute("href", two);
  await clean(dsl);
  await dsl.screenshot({ path: "test-results/related-1280.png", fullPage: true });
  await found.getByText("Not connected").click();
  await press(dsl, "Set aside");
  await expect(found.getByText("Enter why they are not connected").first()).toBeVisible();
  await found.getByLabel("Why not").fill("The account was shared by a class.");
  await press(dsl, "Set aside");
  await expect(dsl.getByText("It is set aside")).toBeVisible();
  await expect(dsl.getByText("May be connected")).toHaveCount(0);

  // The account is found by its handle, and turns out to be a pupil.
  await dsl.goto(`/search?q=${encodeURIComponent(handle)}`);
  await clean(dsl);
  await expect(dsl.getByRole("heading", { name: "Cases" })).toBeVisible();
  await dsl.screenshot({ path: "test-results/search-1280.png", fullPage: true });
  await dsl.goto(`${one}/people`);
  await dsl.getByRole("link", { name: handle }).click();
  await expect(dsl.getByText("Account holder").first()).toBeVisible();
  await dsl.getByRole("link", { name: "Same as somebody else" }).click();
  await clean(dsl);
  await press(dsl, "They are one person");
  await expect(dsl.getByRole("link", { name: "Enter how you know" })).toBeVisible();
  await dsl.screenshot({ path: "test-results/same-1280.png", fullPage: true });
  await dsl.getByLabel(/same person as/i).fill("Maya Stone");
  await dsl.getByLabel("How you know").fill("Her phone was signed in to it.");
  await press(dsl, "They are one person");
  await expect(dsl.getByText("They are one person now")).toBeVisible();
  await expect(dsl.getByRole("heading", { level: 1 })).toHaveText("Maya Stone");
  await clean(dsl);
  await dsl.screenshot({ path: "test-results/person-1280.png", fullPage: true });

  await dsl.getByRole("link", { name: "Chronology" }).click();
  await expect(dsl.getByText(`${handle} is taken to be Maya Stone`)).toBeVisible();
  await clean(dsl);
  await dsl.screenshot({ path: "test-results/chronology-1280.png", fullPage: true });
  await dsl.goBack();
  await dsl.setViewportSize({ width: 390, height: 844 });
  await clean(dsl);
  await dsl.screenshot({ path: "test-results/person-390.png", fullPage: true });
  await dsl.locator("summary", { hasText: "Take it back" }).first().click();
  await dsl.getByLabel("Why they are two people").fill("It was her brother's phone.");
  await press(dsl, "Take it back");
  await expect(dsl.getByText("They are two people again")).toBeVisible();
  await expect(dsl.getByText("Account holder")).toHaveCount(0);

  // Nobody else reads what one may see of a person.
  const staff = await signedIn(browser, "staff");
  expect((await staff.goto(new URL(dsl.url()).pathname))?.status()).toBe(404);
});
