import { createHash, randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import postgres from "postgres";
import { clean, codeOf, expect, invite, newPage, personOf, signedIn, test } from "../fixtures.ts";
import { readDemo } from "../installation.ts";
import { routes } from "../matrix.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());
const ours = readDemo().url;

async function withPassword(page: Page, who: { email: string; password: string }) {
  await page.getByLabel("Email").fill(who.email);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("half signed in, no page, route or action opens but the one that asks for the code", async ({
  browser,
}) => {
  const deputy = personOf("deputy-dsl", "Oakfield Secondary");
  const page = await newPage(browser);
  await page.goto("/queue");
  await expect(page).toHaveURL("/sign-in?next=%2Fqueue");
  await withPassword(page, { ...deputy, password: "not this one" });
  await expect(page.getByText("Email or password is not right").first()).toBeVisible();
  await withPassword(page, deputy);
  await expect(page.getByRole("heading", { name: "Enter your code" })).toBeVisible();
  await clean(page);

  for (const [route, rule] of Object.entries(routes)) {
    if (rule === "public" || rule === "not-a-page" || route === "/sign-in/code") continue;
    const path = route.replaceAll(/\[\w+\]/g, crypto.randomUUID());
    const answer = await page.request.get(path, { maxRedirects: 0 });
    if (route.startsWith("/api/")) expect(answer.status(), route).toBe(404);
    else expect(answer.headers().location, route).toMatch(/^(http:\/\/[^/]+)?\/sign-in/);
  }
  const whole = await signedIn(browser, "deputy-dsl", { school: "Oakfield Secondary" });
  const drafts = async () => (await sql`select count(*)::int as n from drafts`)[0]?.n;
  const before = await drafts();
  const home = await (await whole.request.get("/")).text();
  const form = home.slice(home.indexOf("<form", home.indexOf("<main")));
  const fields = [
    ...form.slice(0, form.indexOf("</form>")).matchAll(/name="([^"]+)"(?: value="([^"]*)")?/g),
  ];
  const multipart = Object.fromEntries(fields.map(([, name, value]) => [name, value ?? ""]));
  const post = (by: Page) =>
    by.request.post("/", { multipart, headers: { origin: ours }, maxRedirects: 0 });
  expect((await post(page)).headers().location).toContain("/sign-in/code");
  expect(await drafts(), "the action ran for nobody").toBe(before);
  await post(whole);
  expect(await drafts(), "and runs for whoever is signed in").toBe(before + 1);

  await page.getByLabel("Code").fill("12345");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("link", { name: /^Enter the six digits/ })).toBeVisible();
  await page.getByLabel("Code").fill(codeOf(deputy.totpSecret));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("/queue");
});

test("a new deputy chooses a password, sets up an app, and sees its recovery codes once", async ({
  browser,
}) => {
  const { name, link: address, personId } = await invite(browser);
  await sql`insert into role_assignments (school_id, id, person_id, role, starts_at)
    select school_id, gen_random_uuid(), id, 'deputy-dsl', now() from people where id = ${personId}`;
  const [kept] = await sql`select 1 from receipts
    where result::text like ${`%${address.split("/").at(-1)}%`}`;
  expect(kept, "the invitation is kept nowhere in clear").toBeUndefined();
  const page = await newPage(browser);
  await page.goto(address);
  await page.getByLabel("Password").fill(name.split(" ")[0] ?? "");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("link", { name: /8 characters or more/ })).toBeVisible();
  await page.getByLabel("Password").fill("three words together");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("/settings/factor");
  await clean(page);
  await page.goto("/queue");
  await expect(page.getByText("Page not found").first()).toBeVisible();
  await page.goto("/settings/factor");
  const secret = ((await page.locator("code").textContent()) ?? "").replaceAll(" ", "");
  await page.getByLabel("Six digits").fill("000000");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(
    page.getByRole("link", { name: "Enter the six digits your app shows now" }),
  ).toBeVisible();
  await page.getByLabel("Six digits").fill(codeOf(secret));
  await page.getByRole("button", { name: "Save" }).click();
  const codes = page.getByRole("status").getByRole("listitem");
  await expect(codes).toHaveCount(10);
  await clean(page);
  const [first] = await codes.allTextContents();
  await page.reload();
  await expect(codes).toHaveCount(0);
  await page.goto("/queue");
  await expect(page.getByRole("heading", { name: "Queue" })).toBeVisible();

  const email = (await sql`select email from accounts where person_id = ${personId}`)[0]?.email;
  const phoneless = await newPage(browser);
  await phoneless.goto("/sign-in");
  await withPassword(phoneless, { email, password: "three words together" });
  await phoneless.getByLabel("Code").fill(first ?? "");
  await phoneless.getByRole("button", { name: "Continue" }).click();
  await phoneless.waitForURL("/");
  await phoneless.goto("/settings");
  await expect(phoneless.getByText("9 recovery codes left")).toBeVisible();
});

test("signing out everywhere ends the other browser at its next click", async ({ browser }) => {
  const [one, two] = [await signedIn(browser, "governor"), await signedIn(browser, "governor")];
  await one.goto("/settings");
  await one.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(one.getByText("You are signed out.")).toBeVisible();
  await two.getByRole("link", { name: "Policies" }).click();
  await expect(two).toHaveURL("/sign-in?ended=none&next=%2Fpolicies");
});

test("the demo's people are listed once each, by what their role is called", async ({ page }) => {
  await page.goto("/sign-in");
  const elm = page
    .locator("section section, section div")
    .filter({ hasText: "Elm Primary" })
    .last();
  const words = await elm.getByRole("listitem").locator("span:last-child").allTextContents();
  expect(new Set(words).size).toBe(words.length);
  expect(words).toContain("designated safeguarding lead (DSL)");
  expect(words).toContain("system administrator");
});

test("a forgotten password: what can be done here, and the link that mail brings", async ({
  browser,
}) => {
  const page = await newPage(browser);
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgotten your password?" }).click();
  await expect(page.getByText("cannot send mail here yet")).toBeVisible();
  await clean(page);
  const { personId, link } = await invite(browser);
  await page.goto(link);
  await page.getByLabel("Password").fill("three words together");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();

  const token = randomBytes(24).toString("base64url");
  const hash = createHash("sha256").update(token).digest();
  await sql`insert into invitations (school_id, id, account_id, token_hash, created_at, expires_at)
    select school_id, gen_random_uuid(), id, ${hash}, now(), now() + interval '1 hour'
    from accounts where person_id = ${personId}`;
  await page.goto(`/invite/${token}`);
  await expect(page.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await clean(page);
  await page.getByLabel("Password").fill("three others together");
  await page.getByRole("button", { name: "Save password" }).click();
  await page.waitForURL("/");
  await page.goto(`/invite/${token}`);
  await expect(page.getByText("This link does not work")).toBeVisible();
});
