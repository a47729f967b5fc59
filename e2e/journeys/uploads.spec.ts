import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import postgres from "postgres";
import { clean, expect, newPage, phonePath, signedIn, test } from "../fixtures.ts";
import { readDemo } from "../installation.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

const megabyte = 1024 * 1024;
/** A film of this many bytes: its beginning says so, the rest is noise. */
function film(size: number): Buffer {
  const bytes = randomBytes(size);
  Buffer.from("00000018667479706d703432000000006d70343269736f6d000000006d6f6f76", "hex").copy(
    bytes,
  );
  return bytes;
}

/**
 * A line between browser and server that can be bad: cut after so many bytes of a connection, once
 * for each number given, or still, once so many bytes went through, until more may go.
 */
async function badLine(
  cuts: number[],
  still?: { after: number },
): Promise<{ url: string; server: Server }> {
  const to = new URL(readDemo().url);
  const server = createServer((browser) => {
    const inside = connect(Number(to.port), "127.0.0.1");
    let passed = 0;
    const goOn = () => {
      if (still && still.after <= 0) setTimeout(goOn, 50).unref();
      else browser.resume();
    };
    const end = () => {
      browser.destroy();
      inside.destroy();
    };
    for (const socket of [browser, inside]) socket.on("error", end).on("close", end);
    inside.pipe(browser);
    browser.on("data", (bytes) => {
      passed += bytes.length;
      inside.write(bytes);
      if (still) still.after -= bytes.length;
      const at = cuts[0];
      if (at !== undefined && passed > at) {
        cuts.shift();
        // What went through so far arrives; then both ends learn that the line is gone.
        inside.end(() => end());
        browser.destroy();
      } else if (still && still.after <= 0) {
        browser.pause();
        goOn();
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  return { url: `http://localhost:${port}`, server };
}

async function evidenceStep(page: Page): Promise<string> {
  await page.goto("/");
  await page.getByRole("button", { name: "Report a concern" }).click();
  await page.waitForURL(/what-happened/);
  const draftId = page.url().match(/drafts\/([0-9a-f-]+)/)?.[1] ?? "";
  await page.goto(`/reports/drafts/${draftId}/evidence`);
  return draftId;
}
const rows = (draftId: string) => sql`select file_name, sha256, size, state from evidence
  where draft_id = ${draftId} order by file_name`;
const sha = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const starts = (page: Page): number[] => {
  const seen: number[] = [];
  page.on("request", (request) => {
    const range = request.method() === "PUT" ? request.headers().range : undefined;
    if (range) seen.push(Number(range.match(/\d+/)?.[0]));
  });
  return seen;
};

test("a line that breaks again and again: the file goes on by itself and arrives once", async ({
  browser,
}) => {
  const bytes = film(12 * megabyte);
  const cuts = [1, 2, 3].map(() => Math.round((0.5 + Math.random() * 3) * megabyte));
  const line = await badLine(cuts);
  const page = await signedIn(browser, "staff", { baseURL: line.url });
  const draftId = await evidenceStep(page);
  const seen = starts(page);
  await page
    .getByLabel("Choose files")
    .setInputFiles({ name: "film.mp4", mimeType: "video/mp4", buffer: bytes });
  await expect(page.getByText("film.mp4: Added")).toBeVisible({ timeout: 30_000 });
  expect(cuts).toEqual([]);
  // What the browser repeats by itself begins anew; what the page takes up again, at whole chunks.
  expect(seen.every((start) => start % 65_536 === 0)).toBe(true);
  expect(await rows(draftId)).toMatchObject([{ sha256: sha(bytes), size: String(bytes.length) }]);
  await expect(page.getByRole("heading", { name: "Files added: 1" })).toBeVisible();
  await clean(page);
  await page.context().close();
  line.server.close();
});

test("a page that was closed half way: the same file goes on where it was", async ({ browser }) => {
  const bytes = film(24 * megabyte);
  const file = { name: "long.mp4", mimeType: "video/mp4", buffer: bytes };
  const still = { after: 8 * megabyte };
  const line = await badLine([], still);
  const page = await signedIn(browser, "staff", { baseURL: line.url });
  const draftId = await evidenceStep(page);
  // The file as a disk has it: with a time of its own, the same on both pages.
  const folder = mkdtempSync(join(tmpdir(), "film-"));
  writeFileSync(`${folder}/${file.name}`, bytes);
  await page.getByLabel("Choose files").setInputFiles(`${folder}/${file.name}`);
  await expect(page.getByText(/long\.mp4: Adding, ([3-9]\d)%/)).toBeVisible({ timeout: 20_000 });
  still.after = Infinity;
  await page.reload();
  const seen = starts(page);
  await page.getByLabel("Choose files").setInputFiles(`${folder}/${file.name}`);
  await expect(page.getByText("long.mp4: Added")).toBeVisible({ timeout: 30_000 });
  expect(seen[0]).toBeGreaterThan(megabyte);
  expect(await rows(draftId)).toMatchObject([{ sha256: sha(bytes) }]);
  rmSync(folder, { recursive: true });
  await page.context().close();
  line.server.close();
});

test("cancelled: nothing of it stays, and the address takes nothing more", async ({ browser }) => {
  const line = await badLine([], { after: 4 * megabyte });
  const page = await signedIn(browser, "staff", { baseURL: line.url });
  const draftId = await evidenceStep(page);
  let address = "";
  page.on("request", (request) => {
    if (request.method() === "PUT") address = request.url();
  });
  await page
    .getByLabel("Choose files")
    .setInputFiles({ name: "wrong.mp4", mimeType: "video/mp4", buffer: film(24 * megabyte) });
  await expect(page.getByText(/wrong\.mp4: Adding, [1-9]/)).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Cancel wrong.mp4" }).click();
  await expect(page.getByText("wrong.mp4: Cancelled")).toBeVisible();
  expect(await rows(draftId)).toEqual([]);
  const [upload] = await sql`select part, cancelled_at from uploads where draft_id = ${draftId}`;
  expect(upload).toMatchObject({ part: null, cancelled_at: expect.any(Date) });
  const again = await page.request.put(address, {
    headers: { origin: line.url, range: "bytes=0-" },
    multipart: { file: { name: "blob", mimeType: "video/mp4", buffer: film(9) } },
  });
  expect([again.status(), (await again.json()).error]).toEqual([409, "This upload was cancelled"]);
  await page.context().close();
  line.server.close();
});

test("six files side by side, one of them no good, and two pages at once", async ({ browser }) => {
  const page = await signedIn(browser, "staff");
  const foreign: string[] = [];
  page.context().on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(readDemo().url).origin)
      foreign.push(request.url());
  });
  const draftId = await evidenceStep(page);
  const other = await page.context().newPage();
  await other.goto(page.url());
  const files = [1, 2, 3, 4, 5].map((i) => ({
    name: `part-${i}.mp4`,
    mimeType: "video/mp4",
    buffer: film(i * megabyte),
  }));
  const bad = { name: "tool.mp4", mimeType: "video/mp4", buffer: randomBytes(megabyte) };
  const huge = { name: "huge.png", mimeType: "image/png", buffer: Buffer.alloc(26 * megabyte) };
  const mine = files.slice(0, 3);
  const theirs = files.slice(3);
  await Promise.all([
    page.getByLabel("Choose files").setInputFiles([...mine, bad, huge]),
    other.getByLabel("Choose files").setInputFiles(theirs),
  ]);
  for (const { name } of mine) await expect(page.getByText(`${name}: Added`)).toBeVisible();
  for (const { name } of theirs) await expect(other.getByText(`${name}: Added`)).toBeVisible();
  await expect(page.getByText(/tool\.mp4: .*must be/)).toBeVisible();
  await expect(page.getByText(/huge\.png: .*must be smaller than 25MB/)).toBeVisible();
  const found = await rows(draftId);
  expect(found.map((row) => row.sha256)).toEqual(files.map(({ buffer }) => sha(buffer)));
  expect(foreign).toEqual([]);
  await page.context().close();
});

test("from a phone: what was cut goes on, what is cancelled leaves nothing", async ({
  browser,
}) => {
  const still = { after: 8 * megabyte };
  const line = await badLine([], still);
  const page = await signedIn(browser, "staff", { baseURL: line.url });
  const draftId = await evidenceStep(page);
  await page.getByRole("button", { name: "Use my phone" }).click();
  await page.waitForURL(/phone=/);
  const link = new URL(page.url()).searchParams.get("phone") ?? "";
  const hand = await newPage(browser, { baseURL: line.url, viewport: { width: 390, height: 844 } });
  await hand.goto(phonePath(link));
  await hand.getByRole("button", { name: "Start" }).click();
  const field = hand.getByLabel("Choose pictures or files");
  const choose = (name: string, buffer: Buffer) =>
    field.setInputFiles({ name, mimeType: "video/mp4", buffer });
  const folder = mkdtempSync(join(tmpdir(), "film-"));
  const bytes = film(24 * megabyte);
  writeFileSync(join(folder, "phone.mp4"), bytes);
  await field.setInputFiles(join(folder, "phone.mp4"));
  await expect(hand.getByText(/phone\.mp4: Adding, ([3-9]\d)%/)).toBeVisible({ timeout: 20_000 });
  still.after = Infinity;
  await hand.reload();
  const seen = starts(hand);
  await field.setInputFiles(join(folder, "phone.mp4"));
  await expect(hand.getByText("phone.mp4: Added")).toBeVisible({ timeout: 20_000 });
  expect(seen[0]).toBeGreaterThan(megabyte);
  rmSync(folder, { recursive: true });
  await expect(hand.getByRole("listitem").filter({ hasText: /^phone\.mp4$/ })).toHaveCount(1);

  still.after = 4 * megabyte;
  await choose("wrong.mp4", film(24 * megabyte));
  await expect(hand.getByText(/wrong\.mp4: Adding, [1-9]/)).toBeVisible({ timeout: 20_000 });
  await clean(hand);
  await hand.screenshot({ path: test.info().outputPath("phone-390.png"), fullPage: true });
  await hand.getByRole("button", { name: "Cancel wrong.mp4" }).click();
  await expect(hand.getByText("wrong.mp4: Cancelled")).toBeVisible();
  expect(await rows(draftId)).toMatchObject([{ file_name: "phone.mp4", sha256: sha(bytes) }]);
  const left = await sql`select arrived_by from uploads where draft_id = ${draftId}
    and part is not null`;
  expect(left).toEqual([]);

  // A link that ended says so, whatever the page still shows.
  still.after = Infinity;
  await sql`update phone_links set ended_at = now() where id = ${link}`;
  await choose("late.mp4", film(9));
  await expect(hand.getByRole("heading", { name: "This link has ended" })).toBeVisible();
  expect(await rows(draftId)).toHaveLength(1);
  await page.context().close();
  await hand.context().close();
  line.server.close();
});

test("an iPhone's photo: a JPEG copy where the browser can make one, else a sentence", async ({
  browser,
}) => {
  const page = await signedIn(browser, "staff", { viewport: { width: 390, height: 844 } });
  const draftId = await evidenceStep(page);
  const head = Buffer.from("0000001866747970686569630000000068656963", "hex");
  const photo = { name: "IMG_1.HEIC", mimeType: "image/heic", buffer: Buffer.concat([head, head]) };
  const field = page.getByLabel("Choose files");
  await field.setInputFiles(photo);
  await expect(
    page.getByText(/IMG_1\.HEIC: This is an iPhone photo \(HEIC\)\. Save it as JPG/),
  ).toBeVisible();

  // As Safari does: this browser now reads such a photo.
  await page.evaluate(() => {
    const real = window.createImageBitmap.bind(window);
    const drawn = new OffscreenCanvas(5000, 4000);
    const pen = drawn.getContext("2d");
    pen?.fillRect(0, 0, 2500, 4000);
    window.createImageBitmap = ((file: Blob) =>
      real(file.type === "image/heic" ? drawn : file)) as typeof real;
  });
  await field.setInputFiles([photo, { ...photo, name: "IMG_2.heic" }]);
  const offered = page.getByRole("listitem").filter({ hasText: /a JPEG copy.*Keep the original/ });
  await expect(offered).toHaveCount(2);
  await clean(page);
  await page.screenshot({ path: test.info().outputPath("heic-390.png"), fullPage: true });
  expect(await rows(draftId)).toEqual([]);
  await page.getByRole("button", { name: "Leave it out IMG_2.heic" }).click();
  await page.getByRole("button", { name: "Add a JPEG copy of IMG_1.HEIC" }).click();
  await expect(page.getByText("IMG_1.HEIC, copied as JPEG.jpg: Added")).toBeVisible();
  const [item] = await sql`select file_name, media_type, width * height as pixels, state
    from evidence where draft_id = ${draftId}`;
  expect(item).toMatchObject({
    file_name: "IMG_1.HEIC, copied as JPEG.jpg",
    media_type: "image/jpeg",
    state: "staged",
  });
  // No larger than what a canvas holds on every device.
  expect(item?.pixels).toBeGreaterThan(15_900_000);
  expect(item?.pixels).toBeLessThanOrEqual(16_000_000);
  await page.context().close();
});
