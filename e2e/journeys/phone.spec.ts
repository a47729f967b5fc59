import { devices, type Page } from "@playwright/test";
import postgres from "postgres";
import { create } from "qrcode";
import { makePicture } from "../files/make-picture.ts";
import { clean, expect, newPage, phonePath, signedIn, test } from "../fixtures.ts";
import { readDemo } from "../installation.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

async function evidenceStep(page: Page): Promise<string> {
  await page.goto("/");
  await page.getByRole("button", { name: "Report a concern" }).click();
  await page.waitForURL(/what-happened/);
  const draftId = page.url().match(/drafts\/([0-9a-f-]+)/)?.[1] ?? "";
  await page.goto(`/reports/drafts/${draftId}/evidence`);
  return draftId;
}

/** What the code on the screen says: the address made from the link's id, square for square. */
async function scan(page: Page): Promise<string> {
  const drawn = await page.locator("#phone svg path").getAttribute("d");
  const id = new URL(page.url()).searchParams.get("phone") ?? "";
  const address = `${readDemo().url}${phonePath(id)}`;
  const { size, data } = create(address, { errorCorrectionLevel: "M" }).modules;
  const squares = Array.from(data, (dark, i) =>
    dark ? `M${i % size} ${Math.floor(i / size)}h1v1h-1z` : "",
  );
  expect(drawn).toBe(squares.join(""));
  return address;
}
const iphone = devices["iPhone 13"];
const phone = { viewport: iphone.viewport, userAgent: iphone.userAgent, hasTouch: true };
const photo = async (name: string) => ({
  name,
  mimeType: "image/png",
  buffer: await makePicture(name),
});

test("F2: a picture goes from the phone to the page on the computer", async ({ browser }) => {
  const page = await signedIn(browser, "staff");
  const draftId = await evidenceStep(page);
  await page.getByRole("button", { name: "Use my phone" }).click();
  await page.waitForURL(/phone=/);
  await clean(page);
  await page.screenshot({ path: test.info().outputPath("desktop.png"), fullPage: true });

  const hand = await newPage(browser, phone);
  await hand.goto(await scan(page));
  await clean(hand);
  await hand.getByRole("button", { name: "Start" }).click();
  await expect(page.getByText("The phone is connected")).toBeVisible({ timeout: 3000 });
  await clean(hand);
  await hand.getByLabel("Choose pictures or files").setInputFiles(await photo("chat.png"));
  await expect(hand.getByRole("listitem").filter({ hasText: "chat.png" })).toBeVisible();
  const sent = Date.now();
  await expect(page.getByRole("heading", { name: "Files added: 1" })).toBeVisible();
  const seconds = (Date.now() - sent) / 1000;
  test.info().annotations.push({ type: "seconds", description: String(seconds) });
  expect(seconds).toBeLessThan(3);
  await clean(page);
  await hand.screenshot({ path: test.info().outputPath("phone.png"), fullPage: true });

  // Neither the draft, nor the item it sent, nor anything else is there for the phone.
  const [item] = await sql`select id from evidence where draft_id = ${draftId}`;
  for (const path of [
    `/reports/drafts/${draftId}/evidence`,
    `/api/evidence/${item?.id}?as=view`,
    `/api/evidence/${item?.id}?as=blurred`,
    `/api/phone/${new URL(page.url()).searchParams.get("phone")}`,
    "/",
    "/settings",
  ]) {
    const answer = await hand.request.get(path, { maxRedirects: 0 });
    expect([404, 307], path).toContain(answer.status());
    expect(await answer.text()).not.toContain("chat.png");
  }
  await page.goto(`/reports/drafts/${draftId}/what-happened`);
  await page.getByRole("radio", { name: "Yes, there is or may be such an image" }).click();
  await page.waitForURL(/stop/);
  await hand.reload();
  await expect(hand.getByRole("heading", { name: "This link has ended" })).toBeVisible();
  await page.goto(`/reports/drafts/${draftId}/evidence`);
  await expect(page.getByRole("button", { name: "Use my phone" })).toHaveCount(0);
});

test("without script on either side; a second phone ends the link for both", async ({
  browser,
}) => {
  const page = await signedIn(browser, "staff", { javaScriptEnabled: false });
  const draftId = await evidenceStep(page);
  await page.getByRole("button", { name: "Use my phone" }).click();
  await page.waitForURL(/phone=/);
  const address = await scan(page);
  const hand = await newPage(browser, { ...phone, javaScriptEnabled: false });
  await hand.goto(address);
  await hand.getByRole("button", { name: "Start" }).click();
  const field = hand.getByLabel("Choose pictures or files");
  await field.setInputFiles([await photo("one.png"), await photo("two.png")]);
  await hand.getByRole("button", { name: "Send" }).click();
  await expect(hand.getByRole("main").getByRole("listitem")).toHaveText(["one.png", "two.png"]);
  const none = Buffer.from("MZ\0\0none");
  await field.setInputFiles({ name: "x.png", mimeType: "image/png", buffer: none });
  await hand.getByRole("button", { name: "Send" }).click();
  await expect(hand.getByRole("status")).toContainText("must be");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Files added: 2" })).toBeVisible();

  const thief = await newPage(browser, phone);
  await thief.goto(address);
  await thief.getByRole("button", { name: "Start" }).click();
  await expect(thief.getByRole("heading", { name: "This link has ended" })).toBeVisible();
  await hand.reload();
  await expect(hand.getByRole("heading", { name: "This link has ended" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("That link has ended")).toBeVisible();
  const rows = await sql`select id from evidence where draft_id = ${draftId}`;
  expect(rows).toHaveLength(2);
});
