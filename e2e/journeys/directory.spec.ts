import type { APIRequestContext, Page } from "@playwright/test";
import postgres from "postgres";
import { startDirectory } from "../directory.ts";
import { clean, codeOf, expect, invite, newPage, personOf, test } from "../fixtures.ts";
import { readDemo } from "../installation.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
const ours = readDemo().url;
const continueWith = "Continue with your trust account";
let stop: (() => Promise<void>) | undefined;
test.beforeAll(async () => {
  stop = await startDirectory(ours);
});
test.afterAll(async () => {
  await stop?.();
  await sql.end();
});

/** At the directory's own page: who one is. */
async function atDirectory(page: Page, subject: string): Promise<void> {
  await page.getByLabel("Login").fill(subject);
  await page.getByRole("button", { name: "Sign in there" }).click();
}
async function enter(page: Page, subject: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: continueWith }).click();
  await atDirectory(page, subject);
}

/** Links an identity to somebody of the demo, as their invitation would have. */
async function link(email: string, subject: string): Promise<void> {
  await sql`insert into identities select school_id, ${process.env.AUTH_OIDC_ISSUER ?? ""}, ${subject},
    id, now() from accounts where email = ${email}`;
}
const tally = async () =>
  (
    await sql`select (select count(*) from accounts) as accounts,
    (select count(*) from identities) as identities, (select count(*) from sessions) as sessions`
  )[0];

for (const javaScriptEnabled of [true, false]) {
  test(`whoever was invited gets in with the school's directory, script ${javaScriptEnabled ? "on" : "off"}`, async ({
    browser,
  }) => {
    const { name, link: address } = await invite(browser);
    const subject = crypto.randomUUID();
    const page = await newPage(browser, { javaScriptEnabled });
    await page.goto(address);
    await page.getByRole("button", { name: continueWith }).click();
    await atDirectory(page, subject);
    await page.waitForURL("/");
    await expect(page.getByRole("link", { name })).toBeVisible();
    const kept = (await page.context().cookies(ours)).filter((cookie) => cookie.value !== "");
    expect(kept.map((cookie) => cookie.name)).not.toContain("daybook-invitation");
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByText("You are signed out.")).toBeVisible();

    const again = await newPage(browser, { javaScriptEnabled });
    await enter(again, subject);
    await again.waitForURL("/");
    await expect(again.getByRole("link", { name })).toBeVisible();
    await again.goto(address);
    await expect(again.getByRole("heading", { name: /does not work/ })).toBeVisible();
  });
}

test("somebody unknown reads why, and nothing was made for them", async ({ browser }) => {
  const before = await tally();
  const page = await newPage(browser);
  for (const subject of [crypto.randomUUID(), personOf("staff").email]) {
    await page.context().clearCookies();
    await enter(page, subject);
    await expect(
      page.getByText("That sign-in is not linked to anybody at a school here"),
    ).toBeVisible();
    await clean(page);
  }
  expect(await tally()).toEqual(before);
  await page.goto("/");
  await expect(page).toHaveURL("/sign-in");
});

test("an invitation left half-way links nobody else who signs in there", async ({ browser }) => {
  const { link: address } = await invite(browser);
  const page = await newPage(browser);
  await page.goto(address);
  await page.getByRole("button", { name: continueWith }).click();
  await page.getByLabel("Login").waitFor();
  await enter(page, crypto.randomUUID());
  await expect(page.getByText("That sign-in is not linked")).toBeVisible();
  await page.goto(address);
  await expect(page.getByRole("button", { name: continueWith })).toBeVisible();
});

test("whoever is suspended is out at the next click and is not let in again", async ({
  browser,
}) => {
  const { link: address, admin, personId } = await invite(browser);
  const subject = crypto.randomUUID();
  const page = await newPage(browser);
  await page.goto(address);
  await page.getByRole("button", { name: continueWith }).click();
  await atDirectory(page, subject);
  await page.waitForURL("/");
  await admin.goto(`/people/${personId}`);
  await admin.getByRole("button", { name: /Suspend/ }).click();
  await admin.waitForURL(/done=suspended/);
  await page.getByRole("link", { name: "Policies" }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await page.getByRole("button", { name: continueWith }).click();
  await expect(page.getByText("That sign-in is not linked")).toBeVisible();
});

test("a directory that saw a second factor is believed, one that did not is asked for ours", async ({
  browser,
}) => {
  const dsl = personOf("dsl", "Oakfield Secondary");
  const subject = crypto.randomUUID();
  await link(dsl.email, subject);
  await link(dsl.email, `mfa:${subject}`);
  const strong = await newPage(browser);
  await enter(strong, `mfa:${subject}`);
  await strong.waitForURL("/");
  await expect(strong.getByRole("link", { name: "Queue" })).toBeVisible();
  const weak = await newPage(browser);
  await enter(weak, subject);
  await expect(weak.getByRole("heading", { name: "Enter your code" })).toBeVisible();
  await weak.goto("/queue");
  await expect(weak).toHaveURL("/sign-in/code?next=%2Fqueue");
  await weak.getByLabel("Code").fill(codeOf(dsl.totpSecret));
  await weak.getByRole("button", { name: "Continue" }).click();
  await weak.waitForURL("/queue");
});

/** The way through the directory without a browser: the address it sends one back to, not opened. */
async function answerOf(
  request: APIRequestContext,
  subject: string,
  bend = (address: string) => address,
): Promise<string> {
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
  let answer = await request.post("/api/auth/signin/oidc", {
    form: { csrfToken, callbackUrl: `${ours}/` },
    headers: { origin: ours },
    maxRedirects: 0,
  });
  let at = bend(answer.headers().location ?? "");
  for (let hops = 0; hops < 12; hops++) {
    if (at.startsWith(`${ours}/api/auth/callback`)) return at;
    answer = await request.get(at, { maxRedirects: 0 });
    if (answer.status() === 200)
      answer = await request.post(at, { form: { login: subject }, maxRedirects: 0 });
    at = new URL(answer.headers().location ?? "", at).href;
  }
  throw new Error("The directory never sent us back");
}
const turn = (address: string, name: string, value: (old: string) => string) => {
  const url = new URL(address);
  url.searchParams.set(name, value(url.searchParams.get(name) ?? ""));
  return url.href;
};
const other = (text: string) => text.slice(0, -1) + (text.endsWith("A") ? "B" : "A");

test("an answer that was not asked for, or was bent on its way, signs nobody in", async ({
  playwright,
}) => {
  const subject = crypto.randomUUID();
  await link(personOf("staff").email, subject);
  const somebody = () => playwright.request.newContext({ baseURL: ours });
  /** Opens an answer with these cookies; true when it made a session, with a sentence otherwise. */
  const opens = async (request: APIRequestContext, address: string) => {
    const before = await tally();
    const answer = await request.get(address, { maxRedirects: 0 });
    const to = new URL(answer.headers().location ?? "", ours);
    const made = Number((await tally())?.sessions) - Number(before?.sessions);
    expect(to.href.startsWith(`${ours}/sign-in?error=`), to.href).toBe(made === 0);
    return made === 1;
  };

  const good = await somebody();
  const address = await answerOf(good, subject);
  expect(await opens(await somebody(), address), "in another browser").toBe(false);
  expect(await opens(good, address), "as it was sent").toBe(true);
  const replay = await somebody();
  expect(await opens(replay, address), "a second time").toBe(false);

  const bentState = await somebody();
  expect(await opens(bentState, turn(await answerOf(bentState, subject), "state", other))).toBe(
    false,
  );
  const bentNonce = await somebody();
  const withNonce = await answerOf(bentNonce, subject, (to) => turn(to, "nonce", other));
  expect(await opens(bentNonce, withNonce), "another nonce").toBe(false);
  const bentProof = await somebody();
  const withProof = await answerOf(bentProof, subject, (to) => turn(to, "code_challenge", other));
  expect(await opens(bentProof, withProof), "another proof key").toBe(false);

  const [mine, theirs] = [await somebody(), await somebody()];
  const code = new URL(await answerOf(theirs, subject)).searchParams.get("code") ?? "";
  const mixed = turn(await answerOf(mine, subject), "code", () => code);
  expect(await opens(mine, mixed), "somebody else's code").toBe(false);
});
