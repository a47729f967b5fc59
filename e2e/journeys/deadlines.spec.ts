import { clean, expect, signedIn, test } from "../fixtures.ts";
import { readDemo } from "../installation.ts";

const base = () => readDemo().url;

test("a DSL tries a case, and sees the chain and why; nothing is made", async ({ browser }) => {
  const page = await signedIn(browser, "dsl");
  await page.goto("/routes");
  await clean(page);
  await page.getByLabel("Kind of concern").selectOption("ADC");
  await page.getByLabel("Who is affected").selectOption("pupil");
  await page.getByLabel("The headteacher", { exact: true }).check();
  await page.getByRole("button", { name: "Show who would get this" }).click();
  await expect(page.getByText("Carol Finch (chair of governors) would get this.")).toBeVisible();
  await expect(page.getByText("kept out: it is about them")).toBeVisible();
  await expect(page.getByText("Contact the LADO: 1 working day")).toBeVisible();
  await clean(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await clean(page);
  await page.goto("/queue?tab=all");
  await expect(page.getByText("A case to try")).toHaveCount(0);
  await page.goto("/routes/21");
  await clean(page);
  await page.context().close();
});

test("a deadline is started, paused, runs again and is met, and its basis is shown", async ({
  browser,
}) => {
  const page = await signedIn(browser, "dsl");
  await page.goto("/queue?tab=all");
  await page.locator('a[href^="/cases/"]').first().click();
  await page.getByRole("link", { name: "Deadlines" }).click();
  await clean(page);
  await page.getByLabel("What has to be done").selectOption("subject-access");
  await page.getByLabel("Day", { exact: true }).fill("2");
  await page.getByLabel("Month", { exact: true }).fill("11");
  await page.getByLabel("Year", { exact: true }).fill("2026");
  await page.getByRole("button", { name: "Start deadline" }).click();
  const card = page.locator("section", { hasText: "Answer a subject access request" }).first();
  await expect(card).toContainText("2 December 2026");
  await expect(card).toContainText("UK GDPR articles 12 and 15");
  await card.getByRole("link", { name: /Met, or may wait/ }).click();
  await clean(page);
  await page.getByLabel("What is waited for, and from whom").fill("Which years, from his mother");
  await page.getByRole("button", { name: "Pause it" }).click();
  await expect(card).toContainText("Paused");
  await card.getByRole("link", { name: /runs again/ }).click();
  await page.getByRole("button", { name: "Let it run again" }).click();
  await card.getByRole("link", { name: /may wait/ }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Enter what was done").first()).toBeVisible();
  await page.getByLabel("What was done").fill("Answered by letter, reference 12");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The deadline is met.")).toBeVisible();
  await clean(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await clean(page);
  await page.context().close();
});

test("a calendar address gives deadlines without names, until it is ended", async ({
  browser,
  request,
}) => {
  const page = await signedIn(browser, "dsl");
  await page.goto("/settings");
  await page.getByRole("link", { name: "Your deadlines in a calendar" }).click();
  await clean(page);
  await page.getByRole("button", { name: /Make an? (new )?address/ }).click();
  await expect(page.getByText("Your address is ready.")).toBeVisible();
  const address = ((await page.getByText(/\/api\/calendar\//).textContent()) ?? "").trim();
  const there = address.replace(/^https?:\/\/[^/]+/, base());
  const answer = await request.get(there);
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toContain("text/calendar");
  const text = await answer.text();
  expect(text).toMatch(/SUMMARY:OS-26-\w+ (review|reading|decision|deadline) due/);
  for (const { name } of readDemo().people) expect(text).not.toContain(name);
  await clean(page);
  await page.getByRole("button", { name: "End this address" }).click();
  await expect(page.getByText("The address has ended.")).toBeVisible();
  const gone = await request.get(there);
  const never = await request.get(`${base()}/api/calendar/never-made`);
  expect([gone.status(), await gone.text()]).toEqual([404, await never.text()]);
  await page.goto("/settings/deadlines");
  await clean(page);
  await page.context().close();
});
