import type { Page } from "@playwright/test";
import postgres from "postgres";
import { clean, expect, personOf, signedIn, test } from "../fixtures.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

const warning = (page: Page) =>
  page.getByRole("alert").filter({ hasText: "You will be signed out" });
const stay = (page: Page) => page.getByRole("button", { name: "Stay signed in" });

/** Makes the session that signed in last end in so many seconds, idle or at its limit. */
async function endsIn(seconds: number, limit: "idle" | "absolute" = "idle"): Promise<void> {
  await sql`update sessions set last_seen_at = now() - interval '28 minutes',
    ${sql(`${limit}_expires_at`)} = now() + ${seconds} * interval '1 second'
    where token_hash = (select token_hash from sessions order by created_at desc limit 1)`;
}
const secondsLeft = async () => {
  const [row] = await sql`select extract(epoch from idle_expires_at - now())::int as n from sessions
    order by created_at desc limit 1`;
  return Number(row?.n);
};

/** A teacher in the middle of a report, with words in it that are saved. */
async function writing(browser: Parameters<typeof signedIn>[0]) {
  const page = await signedIn(browser, "staff");
  await page.context().clock.install();
  await page.goto("/");
  await page.getByRole("button", { name: "Report a concern" }).click();
  await page.getByLabel("What happened?").fill("Half a sentence about");
  await page.clock.runFor(12_000);
  await expect(page.getByText(/^Draft saved/)).toBeVisible();
  return page;
}
const comeBack = (page: Page) =>
  page.locator(`form:has(input[value="${personOf("staff").email}"]) button`).click();

test("two minutes before the end the page says so, and one click stays", async ({ browser }) => {
  const page = await writing(browser);
  await page.clock.fastForward("27:00");
  await page.clock.runFor(6_000);
  await expect(warning(page)).toHaveCount(0);
  await endsIn(110);
  await page.clock.fastForward("02:00");
  await page.clock.runFor(6_000);
  await expect(warning(page)).toContainText("in about 2 minutes");
  await expect(page.getByLabel("What happened?"), "the focus stays where it was").toBeFocused();
  await clean(page);
  await stay(page).click();
  await expect(warning(page)).toHaveCount(0);
  expect(await secondsLeft()).toBeGreaterThan(29 * 60);
});

test("whoever goes on typing stays, and other tabs stop warning", async ({ browser }) => {
  const page = await writing(browser);
  const tab = await page.context().newPage();
  await tab.goto("/policies");
  await endsIn(110);
  for (const each of [page, tab]) {
    await each.clock.fastForward("30:00");
    await each.clock.runFor(6_000);
    await expect(warning(each)).toBeVisible();
  }
  await page.bringToFront();
  await page.keyboard.type(" him");
  await expect(warning(page)).toHaveCount(0);
  await expect(warning(tab)).toHaveCount(0);
  await expect(page.getByLabel("What happened?")).toHaveValue("Half a sentence about him");
  expect(await secondsLeft()).toBeGreaterThan(29 * 60);
});

test("work in another tab keeps a quiet one from warning, and asking adds no time", async ({
  browser,
}) => {
  const page = await writing(browser);
  await endsIn(600);
  const asked = page.waitForResponse(/api\/session/);
  await page.clock.fastForward("30:00");
  await page.clock.runFor(6_000);
  const answer = await asked;
  expect(answer.request().method()).toBe("GET");
  expect((await answer.json()).warnIn).toBeGreaterThan(400);
  await expect(warning(page)).toHaveCount(0);
  expect(await secondsLeft()).toBeLessThanOrEqual(600);
});

test("at the end the page is gone, and signing in leads back to the very step", async ({
  browser,
}) => {
  const page = await writing(browser);
  const step = new URL(page.url()).pathname;
  await endsIn(100);
  await page.clock.fastForward("29:00");
  await page.clock.runFor(6_000);
  await expect(warning(page)).toBeVisible();
  await endsIn(-1);
  await page.clock.runFor(150_000);
  await page.waitForURL(`/sign-in?ended=idle&next=${encodeURIComponent(step)}`);
  await expect(
    page.getByText(/because nothing was done for a while.*saved as a draft/),
  ).toBeVisible();
  await expect(page.getByText("Half a sentence about")).toHaveCount(0);
  await clean(page);
  await comeBack(page);
  await page.waitForURL(step);
  await expect(page.getByLabel("What happened?")).toHaveValue("Half a sentence about");
});

test("the longest time is told too, and nothing puts it off", async ({ browser }) => {
  const page = await writing(browser);
  const step = new URL(page.url()).pathname;
  await endsIn(110, "absolute");
  await page.clock.fastForward("30:00");
  await page.clock.runFor(6_000);
  await expect(warning(page)).toContainText("for as long as your school allows");
  await expect(stay(page)).toHaveCount(0);
  await page.keyboard.press("Shift");
  await expect(warning(page)).toBeVisible();
  await endsIn(-1, "absolute");
  await page.clock.runFor(150_000);
  await page.waitForURL(`/sign-in?ended=limit&next=${encodeURIComponent(step)}`);
});

test("with JavaScript off the next click leads to the sign-in page and back", async ({
  browser,
}) => {
  const page = await signedIn(browser, "staff", { javaScriptEnabled: false });
  await endsIn(-1);
  await page.getByRole("link", { name: "Notices" }).click();
  await expect(page).toHaveURL("/sign-in?ended=idle&next=%2Fnotices");
  await comeBack(page);
  await expect(page).toHaveURL("/notices");
});

test("a decision half written when the session ended is still on the page, and can be sent", async ({
  browser,
}) => {
  const page = await signedIn(browser, "dsl");
  await page.goto("/queue?tab=mine");
  await page
    .getByRole("row", { name: /Case: Open/ })
    .first()
    .getByRole("link")
    .click();
  await page.waitForURL(/cases\/./);
  await page.goto(`${new URL(page.url()).pathname}/move/monitor`);
  await page.getByLabel("What to watch, and when to look again").fill("Until half-term");
  await page.getByLabel("Day").fill("4");
  await page.getByLabel("Month").fill("1");
  await page.getByLabel("Year").fill("2030");
  await page.getByLabel("They need not keep apart").check();
  await endsIn(-1);
  await page.getByRole("button", { name: "Keep watching it" }).click();
  await expect(
    page.getByText(/^You were signed out. Sign in in another tab/).first(),
  ).toBeVisible();
  await expect(page.getByLabel("What to watch, and when to look again")).toHaveValue(
    "Until half-term",
  );
  await endsIn(1000);
  await page.getByRole("button", { name: "Keep watching it" }).click();
  await page.waitForURL(/done=monitor/);
});
