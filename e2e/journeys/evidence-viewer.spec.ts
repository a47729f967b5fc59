import { buffer } from "node:stream/consumers";
import type { Browser, Page } from "@playwright/test";
import PDFDocument from "pdfkit";
import sharp from "sharp";
import { makePicture } from "../files/make-picture.ts";
import { clean, expect, Hand, signedIn, test } from "../fixtures.ts";

async function letter(): Promise<Buffer> {
  const document = new PDFDocument({ info: { Author: "The printer upstairs" } });
  const bytes = buffer(document as never);
  document.fontSize(24).text("To Poppy Ives, and nobody else", 80, 80);
  document.addPage().fontSize(24).text("The second page", 80, 80);
  document.end();
  return bytes;
}

/** A report of harmful content with a picture and a letter, and the case opened from it. */
async function caseWith(browser: Browser, options = {}): Promise<{ dsl: Page; path: string }> {
  const staff = await signedIn(browser, "staff", { javaScriptEnabled: false });
  await staff.getByRole("button", { name: "Report a concern" }).click();
  await staff.getByRole("radio", { name: "No", exact: true }).check();
  const pick = async (name: string, value: string) => {
    const choice = staff.locator(`input[name="${name}"][value="${value}"]`);
    if (!(await choice.isVisible())) {
      await staff.locator("details").filter({ has: choice }).locator("summary").first().click();
    }
    await choice.check();
  };
  await pick("type", "HRM");
  await pick("affected", "pupil");
  await staff.getByRole("radio", { name: "Today" }).check();
  await staff.getByLabel("What happened?").fill("She was sent a picture and a letter.");
  await staff.getByRole("button", { name: "Continue" }).click();
  await expect(staff).toHaveURL(/evidence/);
  await staff.getByLabel("Choose files").setInputFiles([
    { name: "chat.png", mimeType: "image/png", buffer: await makePicture("Poppy Ives is next") },
    { name: "letter.pdf", mimeType: "application/pdf", buffer: await letter() },
  ]);
  await staff.getByRole("button", { name: "Add files" }).click();
  await expect(staff.getByRole("heading", { name: "Files added: 2" })).toBeVisible();
  await staff.getByRole("link", { name: "Continue" }).click();
  await staff.getByRole("button", { name: "Send report" }).click();
  const reference = (await staff.getByText(/^OS-26-/).textContent()) ?? "";
  const dsl = await signedIn(browser, "dsl", options);
  await dsl.goto(`/queue?q=${reference}`);
  await dsl.getByRole("link", { name: reference }).click();
  await dsl.getByRole("button", { name: "Open a case" }).click();
  await dsl.waitForURL(/cases\/./);
  return { dsl, path: new URL(dsl.url()).pathname };
}
const showsPicture = (page: Page) =>
  expect
    .poll(() =>
      page
        .locator('main img[src*="as=view"]')
        .first()
        .evaluate((img: HTMLImageElement) => img.naturalWidth)
        .catch(() => 0),
    )
    .toBeGreaterThan(100);

test("a file opens for a reason, grows by the keyboard, is described and stopped", async ({
  browser,
}) => {
  const { dsl, path } = await caseWith(browser);
  const asked: string[] = [];
  dsl.on("request", (request) => {
    if (request.url().includes("as=view")) asked.push(request.url());
  });
  await dsl.goto(`${path}/evidence`);
  await clean(dsl);
  await dsl.getByRole("link", { name: "chat.png", exact: true }).click();
  await expect(dsl.getByText("You do not have to look")).toBeVisible();
  await clean(dsl);
  await dsl.getByRole("link", { name: "Open the file" }).click();
  await expect(dsl.getByLabel("Why do you need to see it?")).toBeVisible();
  expect(asked).toEqual([]);
  await clean(dsl);
  await dsl.getByLabel("Why do you need to see it?").selectOption("safety");
  await dsl.getByRole("button", { name: "Show it" }).click();
  await showsPicture(dsl);
  await clean(dsl);

  const picture = dsl.locator('main img[src*="as=view"]');
  const width = async () => (await picture.boundingBox())?.width ?? 0;
  const before = await width();
  await dsl.getByRole("radio", { name: "100%" }).focus();
  for (let step = 0; step < 4; step++) await dsl.keyboard.press("ArrowRight");
  await expect(dsl.getByRole("radio", { name: "400%" })).toBeChecked();
  expect((await width()) / before).toBeCloseTo(4, 1);
  await dsl.keyboard.press("Tab");
  const frame = dsl.getByRole("region", { name: /arrow keys/ });
  await expect(frame).toBeFocused();
  await dsl.keyboard.press("ArrowRight");
  await dsl.keyboard.press("ArrowDown");
  await expect
    .poll(() => frame.evaluate((box) => box.scrollLeft + box.scrollTop))
    .toBeGreaterThan(0);
  await dsl.setViewportSize({ width: 390, height: 800 });
  await clean(dsl);
  await dsl.setViewportSize({ width: 1280, height: 800 });

  await dsl.getByRole("link", { name: "Stop looking" }).click();
  await expect(picture).toHaveCount(0);
  await expect(dsl.getByText(/^Viewed by Dilys Hughes.*keep somebody safe/)).toBeVisible();
  await dsl.getByLabel("Describe it").fill("A chat in which a child is threatened by name.");
  await dsl.getByRole("button", { name: "Add description" }).click();
  await expect(dsl.getByText("Your description was added.")).toBeVisible();
  await dsl.getByRole("link", { name: "Next file" }).click();
  await expect(dsl.getByText("The printer upstairs")).toBeVisible();
  await clean(dsl);
});

test("one name is blacked out in six steps at most, and checked before it is saved", async ({
  browser,
}) => {
  const { dsl, path } = await caseWith(browser);
  await dsl.goto(`${path}/evidence`);
  await dsl.getByRole("link", { name: "chat.png", exact: true }).click();
  const hand = new Hand(dsl);
  await hand.click("Make a redacted copy", "link");
  await showsPicture(dsl);
  const box = await dsl.locator("main svg.cursor-crosshair").boundingBox();
  if (!box) throw new Error("No picture");
  for (const [x, y] of [
    [0.1, 0.2],
    [0.6, 0.4],
  ] as const) {
    hand.count++;
    await dsl.mouse.click(box.x + box.width * x, box.y + box.height * y);
  }
  await expect(dsl.getByRole("heading", { name: "Areas (1)" })).toBeVisible();
  await clean(dsl);
  await hand.click("See the copy", "link");
  await expect(dsl.getByRole("heading", { name: "Check the copy" })).toBeVisible();
  await showsPicture(dsl);
  await clean(dsl);
  await hand.fill("What you took out", "The name of a pupil");
  await dsl.getByLabel("Why", { exact: true }).fill("She is not part of it");
  await hand.click("Save copy");
  expect(hand.count).toBeLessThanOrEqual(6);
  await expect(dsl.getByText("The redacted copy was saved.")).toBeVisible();
  await expect(dsl.getByText("Made from the original")).toBeVisible();
  await clean(dsl);
  const id = new URL(dsl.url()).pathname.split("/").at(-1);
  const answer = await dsl.request.get(`/api/evidence/${id}?as=view`);
  const { data, info } = await sharp(await answer.body())
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at =
    (Math.round(info.height * 0.3) * info.width + Math.round(info.width * 0.3)) * info.channels;
  expect([...data.subarray(at, at + 3)].every((value) => value < 8)).toBe(true);
});

test("a letter is read, blacked out by typed numbers and ended with no script", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const off = { javaScriptEnabled: false };
  const { dsl, path } = await caseWith(browser, off);
  await dsl.goto(`${path}/evidence`);
  await dsl.getByRole("link", { name: "letter.pdf", exact: true }).click();
  const file = new URL(dsl.url()).pathname;
  await dsl.getByRole("link", { name: "Open the file" }).click();
  await dsl.getByLabel("Why do you need to see it?").selectOption("facts");
  await dsl.getByRole("button", { name: "Show it" }).click();
  await expect(dsl.getByText("Page 1 of 2")).toBeVisible();
  const source = await dsl.locator('main img[src*="as=view"]').getAttribute("src");
  const page = await dsl.request.get(source ?? "");
  expect(page.headers()["content-type"]).toBe("image/webp");
  expect((await sharp(await page.body()).stats()).channels[0]?.min).toBeLessThan(60);
  await dsl.getByRole("link", { name: "Next page" }).click();
  await expect(dsl.getByText("Page 2 of 2")).toBeVisible();
  await dsl.getByRole("link", { name: "Make a redacted copy" }).click();
  await dsl.getByLabel("From the left").fill("5");
  await dsl.getByRole("button", { name: "Add area" }).click();
  await expect(dsl.getByText("Enter four numbers from 0 to 100")).toBeVisible();
  for (const [label, value] of [
    ["From the left", "5"],
    ["From the top", "5.5"],
    ["How wide", "90"],
    ["How high", "10"],
  ] as const)
    await dsl.getByLabel(label).fill(value);
  await dsl.getByRole("button", { name: "Add area" }).click();
  await expect(dsl.getByText("Page 1: 5%, 5.5%, 90% by 10%")).toBeVisible();
  await dsl.getByRole("link", { name: "See the copy" }).click();
  await expect(dsl.getByText("One more page goes into the copy as it is.")).toBeVisible();
  await dsl.getByLabel("What you took out").fill("A name");
  await dsl.getByLabel("Why", { exact: true }).fill("Not part of it");
  await dsl.getByRole("button", { name: "Save copy" }).click();
  await expect(dsl.getByText("The redacted copy was saved.")).toBeVisible();

  await dsl.goto(file);
  await dsl.getByRole("button", { name: /^Seal file/ }).click();
  await expect(dsl.getByText("The file is sealed.")).toBeVisible();
  for (const [label, value] of [
    ["Officer", "DC 4411 Rowe"],
    ["Police force", "West Force"],
    ["Police reference", "W/26/1182"],
    ["Day", "2"],
    ["Month", "11"],
    ["Year", "2026"],
  ] as const)
    await dsl.getByLabel(label, { exact: true }).fill(value);
  await dsl.getByRole("button", { name: "Write down the instruction" }).click();
  await expect(dsl.getByText("Somebody else must confirm it")).toBeVisible();
  await expect(dsl.getByRole("button", { name: "Destroy the file" })).toHaveCount(0);
  const head = await signedIn(browser, "headteacher", off);
  await head.goto(file);
  await head.getByRole("button", { name: "Destroy the file" }).click();
  await expect(
    head.getByText("Confirm that you have seen the instruction yourself").first(),
  ).toBeVisible();
  await head.getByLabel("I have seen the police's instruction myself").check();
  await head.getByRole("button", { name: "Destroy the file" }).click();
  await expect(head.getByRole("heading", { name: "Certificate of destruction" })).toBeVisible();
  await expect(head.getByText("Not yet done.")).toBeVisible();
  // Axe itself needs script.
  const looking = await signedIn(browser, "headteacher");
  await looking.goto(head.url());
  await clean(looking);
  await expect
    .poll(async () => {
      await head.reload();
      return head.getByText("Not yet: it is being done").count();
    })
    .toBe(0);
  await head.getByLabel("What was done with the backups").fill("Both discs were shredded.");
  for (const [label, value] of [
    ["Day", "2"],
    ["Month", "11"],
    ["Year", "2026"],
  ] as const)
    await head.getByLabel(label, { exact: true }).fill(value);
  await head.getByRole("button", { name: "Write down" }).click();
  await expect(head.getByText("Both discs were shredded.")).toBeVisible();
  await dsl.goto(file);
  await expect(dsl.getByText("Destroyed on the police's instruction.").first()).toBeVisible();
});
