import { createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import {
  type APIRequestContext,
  type Browser,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
  request,
} from "@playwright/test";
import { encode } from "next-auth/jwt";
import { Secret, TOTP } from "otpauth";
import postgres from "postgres";
import type { DemoPerson } from "../db/seed/seed-demo.ts";
import { readDemo } from "./installation.ts";

export const elm = "Elm Primary";
export function personOf(role: string, school = elm): DemoPerson {
  const found = readDemo().people.find((p) => p.role === role && p.school === school);
  if (!found) throw new Error(`The demo has no ${role} at ${school}`);
  return found;
}

/** The database behind the walls; shared by several stories of one run, so none of them ends it. */
export const owner = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", {
  max: 1,
  idle_timeout: 5,
  onnotice: () => {},
});
const authSecret = (): string =>
  JSON.parse(readFileSync(join(process.env.DAYBOOK_DATA_DIR ?? "", "secrets.json"), "utf8"))
    .AUTH_SECRET;

/** The cookie of a new session, opened as the demo's button opens one, without its pages. */
async function openSession(role: string, school?: string) {
  const token = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(token).digest();
  const [row] =
    await owner`select sec.open_session(${hash}, school_id, account_id, 'demo', true, '')
    as opened from sec.find_accounts(${personOf(role, school).email})`;
  if (!row?.opened) throw new Error(`The demo's ${role} cannot sign in`);
  const value = await encode({ token: { sid: token }, secret: authSecret(), salt: "daybook" });
  const { hostname: domain } = new URL(readDemo().url);
  return { name: "daybook", value, domain, path: "/", httpOnly: true, sameSite: "Lax" } as const;
}

type Whose = { school?: string };
/** A page signed in as somebody of the demo, in a browser context of their own. */
export async function signedIn(
  browser: Browser,
  role: string,
  { school, ...context }: BrowserContextOptions & Whose = {},
): Promise<Page> {
  const page = await newPage(browser, context);
  await page.context().addCookies([await openSession(role, school)]);
  await page.goto("/");
  return page;
}

/** The same by the demo's button on the first page. */
export async function signsIn(browser: Browser, role: string, school?: string): Promise<Page> {
  const page = await newPage(browser);
  await page.goto("/sign-in");
  await page.locator(`form:has(input[value="${personOf(role, school).email}"]) button`).click();
  await page.waitForURL("/");
  return page;
}

/** Sends requests as somebody of the demo, without a browser. */
export async function requestsAs(role: string, school?: string): Promise<APIRequestContext> {
  const cookie = { ...(await openSession(role, school)), expires: -1, secure: false };
  const made = await request.newContext({
    baseURL: readDemo().url,
    storageState: { cookies: [cookie], origins: [] },
  });
  opened.add({ close: () => made.dispose() });
  return made;
}

/** The address in the QR code of a phone's link. */
export function phonePath(linkId: string): string {
  const key = Buffer.from(hkdfSync("sha256", authSecret(), "", "daybook phone", 32));
  return `/phone/${createHmac("sha256", key).update(linkId).digest("base64url")}`;
}

/** What Chrome sends of itself when somebody picks Daybook in the share sheet of another app. */
export const sharedHeaders = {
  origin: "null",
  "sec-fetch-site": "none",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
  "sec-fetch-user": "?1",
};

const opened = new Set<{ close: () => Promise<void> }>();
/** A page of nobody, in a browser of its own, closed with the test. */
export async function newPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  opened.add(context);
  return context.newPage();
}
/** This one stays for the next test; whoever asks for that closes it. */
export const keep = (page: Page) => opened.delete(page.context());

export const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate();

/** An invitation by the administrator, as a person makes one: its link, and whom it is for. */
export async function invite(browser: Browser) {
  const name = `Ines ${crypto.randomUUID().slice(0, 8)}`;
  const admin = await signedIn(browser, "admin");
  await admin.goto("/people/invite");
  await admin.getByLabel("Full name").fill(name);
  await admin.getByLabel("School email").fill(`${crypto.randomUUID()}@elm.example`);
  await admin.getByLabel("How they work with the school").selectOption("employee");
  await admin.getByRole("button", { name: "Add person" }).click();
  const link = (await admin.getByText(/^\/invite\//).textContent()) ?? "";
  return { name, link, admin, personId: new URL(admin.url()).pathname.split("/").at(-1) ?? "" };
}

/** Axe finds nothing of any impact, and the page is no wider than its window. */
export async function clean(page: Page): Promise<void> {
  await expect(page).toHaveTitle(
    / - Daybook$| - Elm Primary$| - Oakfield Secondary$| - Rowan Primary$/,
  );
  // While one page gives way to the next there is no title for a moment.
  await expect(async () => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(
      violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`),
    ).toEqual([]);
  }).toPass({ timeout: 5000 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
}

/** Counts what a person does: each click, filled field or key is one interaction. */
export class Hand {
  count = 0;
  constructor(readonly page: Page) {}
  async click(name: string | RegExp, role: "button" | "link" | "radio" | "option" = "button") {
    this.count++;
    await this.page
      .getByRole(role, { name, exact: typeof name === "string" })
      .first()
      .click();
  }
  async fill(label: string, text: string) {
    this.count++;
    await this.page.getByLabel(label, { exact: true }).first().fill(text);
  }
  async paste(bytes: Buffer) {
    this.count++;
    await this.page.evaluate((base64) => {
      const binary = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([binary], "image.png", { type: "image/png" }));
      document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    }, bytes.toString("base64"));
  }
}

/** A page left open goes on costing its browser. */
export const test = base.extend<{ closing: undefined }>({
  closing: [
    async ({ browser: _ }, use) => {
      await use(undefined);
      for (const context of opened) await context.close();
      opened.clear();
    },
    { auto: true },
  ],
});
export { expect };
