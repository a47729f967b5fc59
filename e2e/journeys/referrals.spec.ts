import { clean, expect, signedIn, test } from "../fixtures.ts";

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

  // A new report of a pupil, opened as a case.
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
  const at = new URL(dsl.url()).pathname;

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
