import type { Browser, Page } from "@playwright/test";
import { clean, expect, signedIn, test } from "../fixtures.ts";

/** A new report about a pupil, opened as a case by the DSL. */
async function openCase(browser: Browser, dsl: Page): Promise<string> {
  const staff = await signedIn(browser, "staff", { javaScriptEnabled: false });
  await staff.getByRole("button", { name: "Report a concern" }).click();
  await staff.getByRole("radio", { name: "No", exact: true }).check();
  await staff.locator('[name="type"][value="CYB"]').check();
  await staff.locator('[name="affectedName"]').fill("Theo Wright");
  await staff.getByRole("radio", { name: "Today" }).check();
  await staff.getByLabel("What happened?").fill("A page mocks him by name.");
  await staff.getByRole("button", { name: "Continue" }).click();
  await staff.getByRole("link", { name: "Continue" }).click();
  await staff.getByRole("button", { name: "Send report" }).click();
  const reference = (await staff.getByText(/^OS-26-/).textContent()) ?? "";
  await dsl.goto(`/queue?q=${reference}`);
  await dsl.getByRole("link", { name: reference }).click();
  await dsl.getByRole("button", { name: "Open a case" }).click();
  await dsl.waitForURL(/cases\/./);
  return new URL(dsl.url()).pathname;
}

test("a post is reported to its platform, chased, escalated and found gone before the case closes", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const dsl = await signedIn(browser, "dsl");
  await dsl.goto("/settings/contacts?body=lado");
  await clean(dsl);
  await dsl.getByLabel("Contact").fill("Mrs Hale, 01632 960 100, 9 to 5");
  await dsl.getByRole("button", { name: "Save contact" }).click();
  await dsl.waitForURL(/done=lado/);
  await expect(dsl.locator("#lado")).toContainText("Mrs Hale");

  const at = await openCase(browser, dsl);
  await dsl.goto(`${at}/referrals`);
  await clean(dsl);
  await dsl.getByRole("link", { name: "Refer outside" }).first().click();
  await dsl.waitForURL(/referrals\/new/);
  await clean(dsl);
  await dsl.getByRole("link", { name: "The app or site itself" }).click();
  await expect(dsl.getByText("Check locally")).toBeVisible();
  await clean(dsl);
  // What is missing is said in sentences, and what was typed stays.
  await dsl.getByLabel("What was sent or said").fill("The page mocks a pupil by name.");
  await dsl.getByRole("button", { name: "Save referral" }).click();
  await expect(dsl.getByRole("link", { name: "Select what it rests on" })).toBeVisible();
  await expect(dsl.getByLabel("What was sent or said")).toHaveValue(/mocks a pupil/);
  await clean(dsl);
  await dsl.getByLabel(/^Address of the post/).fill("https://pages.example/mock-4417");
  await dsl.getByRole("radio", { name: "In the app or site" }).check();
  await dsl.getByRole("radio", { name: /^Nothing that says who/ }).check();
  await dsl.getByRole("button", { name: "Save referral" }).click();
  await dsl.waitForURL(/done=sent/);
  await expect(dsl.getByText("Still to be seen", { exact: true }).first()).toBeVisible();
  await clean(dsl);
  const one = new URL(dsl.url()).pathname;
  await dsl.goto(`${at}/deadlines`);
  await expect(dsl.getByText("Escalate a post the platform left up").first()).toBeVisible();

  // It stands in the list of all that waits, and the filter is an address.
  await dsl.goto("/referrals");
  await dsl.getByLabel("Body").selectOption("platform");
  await dsl.getByRole("button", { name: "Filter" }).click();
  await dsl.waitForURL(/body=platform/);
  await expect(dsl.locator(`a[href="${one}"]`)).toBeVisible();
  await clean(dsl);

  const close = async () => {
    await dsl.goto(`${at}/move/close`);
    await dsl.getByLabel("Advice given").check();
    await dsl.locator('[name="told"][value="yes"]').check();
    await dsl.locator('[name="support"][value="declined"]').check();
    await dsl.getByLabel("What was done, and what was learnt").fill("The page went.");
    await dsl.getByRole("button", { name: "Close the case" }).click();
  };
  await close();
  await expect(dsl.getByText(/A post is still reported to be taken down/).first()).toBeVisible();

  await dsl.goto(one);
  await dsl.getByRole("link", { name: "Record their reply" }).click();
  await clean(dsl);
  await dsl.getByLabel("What they answered, who, and when").fill("No breach of their rules.");
  await dsl.locator('[name="visible"][value="yes"]').check();
  await dsl.getByRole("button", { name: "Save", exact: true }).click();
  await dsl.waitForURL(/done=reply/);
  await dsl.goto(`${one}?do=look`);
  await dsl.locator('[name="visible"][value="no"]').check();
  await dsl.getByRole("button", { name: "Save", exact: true }).click();
  await dsl.waitForURL(/done=look/);
  await expect(dsl.getByText("Gone", { exact: true })).toBeVisible();
  await clean(dsl);
  await dsl.goto(`${at}/process/support`);
  await dsl.getByLabel("Named contact").fill("Ms Bell");
  const soon = new Date(Date.now() + 20 * 24 * 3600 * 1000);
  await dsl.locator('[name="review-day"]').fill(String(soon.getDate()));
  await dsl.locator('[name="review-month"]').fill(String(soon.getMonth() + 1));
  await dsl.locator('[name="review-year"]').fill(String(soon.getFullYear()));
  await dsl.getByRole("button", { name: "Save", exact: true }).click();
  await dsl.waitForURL(/done=recorded/);
  await close();
  await dsl.waitForURL(/done=close/);

  const phone = await signedIn(browser, "dsl", { viewport: { width: 320, height: 700 } });
  for (const path of ["/referrals?show=answered", one, `${at}/referrals`, "/settings/contacts"]) {
    await phone.goto(path);
    await clean(phone);
  }
});

test("laws are asked about, and what was decided becomes a letter that a person hands over", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const dsl = await signedIn(browser, "dsl");
  const at = await openCase(browser, dsl);
  await dsl.goto(`${at}/referrals`);
  await dsl.getByText(/questions, 0 answered/).click();
  await dsl.getByRole("link", { name: /Protection from Harassment Act/ }).click();
  await dsl.waitForURL(/law=pha-1997/);
  await clean(dsl);
  await dsl.getByRole("radio", { name: "Advice was taken" }).check();
  await dsl.getByLabel("Reason, and whose advice").fill("The authority's lawyer: once only.");
  await dsl.getByRole("button", { name: "Save", exact: true }).click();
  await dsl.waitForURL(/done=recorded/);
  await expect(dsl.getByText(/questions, 1 answered/)).toBeVisible();

  await dsl.goto(`${at}/refer`);
  await dsl.getByLabel("What do you ask them to decide?").fill("What follows for the pupil?");
  await dsl.getByRole("button", { name: "Refer case" }).click();
  await dsl.waitForURL(/done=referred/);
  const head = await signedIn(browser, "headteacher");
  await head.goto(`${at}/referrals`);
  await head.getByRole("link", { name: "Decide", exact: true }).click();
  await head.waitForURL(/decisions\/./);
  await clean(head);
  await head.getByRole("radio", { name: "Formal: behaviour sanction" }).check();
  await head.getByLabel("Reasons").fill("He posted it and says so.");
  await head.getByText("Needed before formal action").click();
  await head.getByLabel(/^What else could have been decided/).fill("A suspension: too much.");
  await head.getByLabel("What speaks for the person").fill("It is the first time.");
  await head.getByLabel(/^Free expression and equality/).fill("Neither is touched.");
  const wishes = head.getByLabel("I have read what the person affected would like");
  if (await wishes.count()) await wishes.check();
  await head.getByRole("button", { name: "Record decision" }).click();
  await head.waitForURL(/done=decided/);

  await dsl.goto(`${at}/referrals`);
  await clean(dsl);
  await dsl.getByRole("link", { name: "To the parents of a pupil" }).click();
  await dsl.waitForURL(/kind=parents/);
  await clean(dsl);
  await expect(dsl.getByLabel("What it says")).toHaveValue(/behaviour sanction[\s\S]*says so/);
  await dsl.getByLabel("To", { exact: true }).fill("Mr and Mrs Wright");
  await dsl.getByRole("button", { name: "Save letter" }).click();
  await dsl.waitForURL(/done=written/);
  await clean(dsl);
  const pdf = await dsl.request.get(
    (await dsl.getByRole("link", { name: "Save as PDF" }).getAttribute("href")) ?? "",
  );
  expect(pdf.headers()["content-type"]).toBe("application/pdf");
  expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");

  await head.goto("/settings/letters");
  await clean(head);
  await head.getByLabel("What it says").fill("Dear {nobody}");
  await head.getByRole("button", { name: "Save letter" }).click();
  await expect(head.getByText(/\{nobody\} is nothing that can be filled in/).first()).toBeVisible();
  const phone = await signedIn(browser, "dsl", { viewport: { width: 320, height: 700 } });
  for (const path of [`${at}/referrals?law=mca-1988`, `${at}/letters/new`, "/settings/letters"]) {
    await phone.goto(path);
    await clean(phone);
  }
});
