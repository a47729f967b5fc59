import type { Page } from "@playwright/test";
import { clean, expect, personOf, signedIn, test } from "../fixtures.ts";

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();
const choose = (page: Page, name: string, value: string) =>
  page.locator(`[name="${name}"][value="${value}"]`).check();
/** Somebody reports what happens to Theo Wright; answers with the reference. */
async function report(page: Page, words: string): Promise<string> {
  await page.goto("/");
  await press(page, "Report a concern");
  await page.getByRole("radio", { name: "No", exact: true }).check();
  await choose(page, "type", "CYB");
  await page.locator('[name="affectedName"]').fill("Theo Wright");
  await page.getByRole("radio", { name: "Today" }).check();
  await page.getByLabel("What happened?").fill(words);
  await press(page, "Continue");
  await page.getByRole("link", { name: "Continue" }).click();
  await press(page, "Send report");
  return (await page.getByText(/^OS-26-/).textContent()) ?? "";
}

test("a case is opened in an emergency, keeps somebody out and passes on from its owner", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const staff = await signedIn(browser, "staff", { javaScriptEnabled: false });
  const sent = await report(staff, "They wait for him after school.");
  const dsl = await signedIn(browser, "dsl");
  await dsl.goto(`/queue?q=${sent}`);
  await dsl.getByRole("link", { name: sent }).click();
  await press(dsl, "Open a case");
  await dsl.waitForURL(/cases\/./);
  const at = new URL(dsl.url()).pathname;
  const reference = (await dsl.getByRole("heading", { level: 1 }).textContent()) ?? "";

  const dpo = await signedIn(browser, "dpo");
  await dpo.goto("/queue?tab=all");
  await dpo.getByRole("link", { name: /in an emergency/ }).click();
  await dpo.waitForURL("/cases/emergency");
  await clean(dpo);
  await press(dpo, "Open the case");
  await expect(dpo.getByText("Enter the reference of the case").first()).toBeVisible();
  await dpo.getByLabel("Reference of the case").fill(reference);
  await dpo.getByLabel("Why do you have to read it now?").fill("He rang from the park, in tears.");
  await press(dpo, "Open the case");
  await dpo.waitForURL(at);
  await dpo.goto(`${at}/people`);
  await expect(dpo.getByRole("button", { name: "Add person" })).toHaveCount(0);
  await clean(dpo);

  await dsl.goto("/notices");
  await expect(dsl.getByText("A case was opened in an emergency").first()).toBeVisible();
  await dsl.goto(`${at}/people`);
  await clean(dsl);
  await choose(dsl, "found", "justified");
  await dsl.getByLabel("What you found").fill("Nobody else answered.");
  await press(dsl, "Save what you found");
  await dsl.waitForURL(/done=reviewed/);

  await dsl
    .getByLabel("Who should not handle it?")
    .selectOption({ label: personOf("deputy-dsl").name });
  await dsl.getByLabel("Who are they close to?").selectOption({ label: "Theo Wright" });
  await dsl.getByLabel("What is the tie?").selectOption("relative");
  await dsl.getByLabel("How did it come to light?").fill("His mother said so.");
  await press(dsl, "Keep out");
  await dsl.waitForURL(/done=tie/);
  await expect(dsl.getByText(/A tie with somebody in it, since/)).toBeVisible();
  await clean(dsl);

  await dsl.getByText("More actions").click();
  await dsl.getByRole("link", { name: "I should not handle this" }).click();
  await dsl.waitForURL(/step-aside/);
  await clean(dsl);
  await choose(dsl, "kind", "friend");
  await dsl.getByLabel("What should they know?").fill("His father and I are friends.");
  await press(dsl, "Step aside");
  await dsl.waitForURL(/done=aside/);
  await expect(dsl.getByText(/^You stepped aside/)).toBeVisible();
  expect((await dsl.request.get(at)).status()).toBe(404);

  const head = await signedIn(browser, "headteacher");
  await head.setViewportSize({ width: 390, height: 844 });
  await head.goto(`${at}/people`);
  await expect(head.getByText("His father and I are friends.")).toBeVisible();
  await head
    .getByText(/^Before that they had opened it/)
    .first()
    .click();
  await clean(head);

  const second = await report(staff, "They follow him on the bus.");
  const plain = await signedIn(browser, "dsl", { javaScriptEnabled: false });
  await plain.goto(`/queue?q=${second}`);
  await plain.getByRole("link", { name: second }).click();
  const waiting = new URL(plain.url()).pathname;
  await plain.getByRole("link", { name: "I should not handle this" }).click();
  await dsl.setViewportSize({ width: 390, height: 844 });
  await dsl.goto(`${waiting}?do=aside`);
  await clean(dsl);
  await press(plain, "Step aside");
  await expect(plain.getByText("Select why you should not handle it").first()).toBeVisible();
  await choose(plain, "kind", "friend");
  await plain.getByLabel("What should they know?").fill("He lives next door to me.");
  await press(plain, "Step aside");
  await plain.waitForURL(/done=aside/);
  expect((await plain.request.get(waiting)).status()).toBe(404);
  const deputy = await signedIn(browser, "deputy-dsl");
  await deputy.goto("/notices");
  await expect(deputy.getByText("A report is now yours").first()).toBeVisible();
  await deputy.goto(waiting);
  await expect(deputy.getByText("He lives next door to me.")).toBeVisible();
  await clean(deputy);
});

test("a line manager steps aside from a report that was sent to them, without a script", async ({
  browser,
}) => {
  const staff = await signedIn(browser, "staff", { javaScriptEnabled: false });
  await staff.goto("/");
  await press(staff, "Report a concern");
  await staff.getByRole("radio", { name: "No", exact: true }).check();
  await choose(staff, "type", "TRO");
  await staff.getByRole("radio", { name: "Me", exact: true }).check();
  await staff.getByRole("radio", { name: "Yesterday" }).check();
  await staff.getByLabel("What happened?").fill("My brother-in-law writes about me.");
  await press(staff, "Continue");
  await staff.getByRole("link", { name: "Continue", exact: true }).click();
  await staff.getByRole("radio", { name: "My line manager" }).check();
  await press(staff, "Send report");
  const sent = (await staff.getByText(/^OS-26-/).textContent()) ?? "";

  const manager = await signedIn(browser, "line-manager");
  await manager.setViewportSize({ width: 390, height: 844 });
  await manager.goto("/sent-to-me");
  await manager.getByRole("link", { name: sent }).click();
  await manager.waitForURL(/sent-to-me\/./);
  const at = new URL(manager.url()).pathname;
  await manager.getByRole("link", { name: "I should not handle this" }).click();
  await manager.waitForURL(/do=aside/);
  await clean(manager);
  const plain = await signedIn(browser, "line-manager", { javaScriptEnabled: false });
  await plain.goto(`${at}?do=aside`);
  await press(plain, "Step aside");
  await expect(plain.getByText("Select why you should not handle it").first()).toBeVisible();
  await choose(plain, "kind", "relative");
  await plain.getByLabel("What should they know?").fill("He is my cousin.");
  await press(plain, "Step aside");
  await plain.waitForURL((url) => url.pathname === "/");
  expect((await plain.request.get(at)).status()).toBe(404);
  await plain.goto("/sent-to-me");
  await expect(plain.getByRole("link", { name: sent })).toHaveCount(0);
  const head = await signedIn(browser, "headteacher");
  await head.goto(at.replace("sent-to-me", "queue"));
  await expect(head.getByText("He is my cousin.")).toBeVisible();
});
