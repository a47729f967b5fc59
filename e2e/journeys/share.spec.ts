import type { Page } from "@playwright/test";
import postgres from "postgres";
import { makePicture } from "../files/make-picture.ts";
import { clean, expect, newPage, sharedHeaders, signedIn, test } from "../fixtures.ts";
import { readDemo } from "../installation.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

const count = async () => Number((await sql`select count(*) from drafts`)[0]?.count);
const share = (page: Page, buffer: Buffer, name = "Screenshot.png", headers: object = {}) =>
  page.request.post("/share/upload", {
    headers: { ...sharedHeaders, ...headers },
    multipart: { files: { name, mimeType: "image/png", buffer } },
    maxRedirects: 0,
  });

test("a picture shared from another app waits in a draft until the safety question is answered", async ({
  browser,
}) => {
  const page = await signedIn(browser, "staff", { viewport: { width: 390, height: 844 } });
  const { share_target: target, icons } = await (
    await page.request.get((await page.locator("link[rel=manifest]").getAttribute("href")) ?? "")
  ).json();
  expect(target).toMatchObject({
    action: "/share/upload",
    method: "POST",
    enctype: "multipart/form-data",
  });
  expect(target.params.files[0]).toMatchObject({ name: "files" });
  for (const { src } of icons) expect((await page.request.get(src)).status()).toBe(200);

  const answer = await share(page, await makePicture("shared"));
  expect(answer.status()).toBe(303);
  const step = answer.headers().location ?? "";
  expect(step).toMatch(/^\/reports\/drafts\/[0-9a-f-]{36}\/evidence$/);
  await page.goto(step);
  await expect(page.getByRole("heading", { name: "Before you go on" })).toBeVisible();
  await expect(page.getByText("The file you shared is in a new draft")).toBeVisible();
  for (const what of ["img", "input[type=file]"]) await expect(page.locator(what)).toHaveCount(0);
  await clean(page);
  await page.screenshot({ path: test.info().outputPath("share-390.png"), fullPage: true });
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Select yes if anyone is in immediate danger").first()).toBeVisible();
  await page.getByRole("radio", { name: "No", exact: true }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Files added: 1" })).toBeVisible();
  await expect(page.getByText("Shared from another app")).toBeVisible();

  // A yes seals what came before it could be given, and nothing more can come.
  const second = (await share(page, await makePicture("again"))).headers().location ?? "";
  await page.goto(second);
  await page.getByRole("radio", { name: "Yes, there is or may be such an image" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/stop\/image/);
  const rows = await sql`select state from evidence where draft_id = ${second.split("/")[3] ?? ""}`;
  expect(rows).toEqual([expect.objectContaining({ state: "sealed" })]);
  const refused = await share(page, Buffer.from("MZ\0\0none"), "x.png");
  await page.goto(refused.headers().location ?? "");
  await expect(page.getByRole("status")).toContainText("must be");
});

test("nothing is kept of what no signed-in person shared", async ({ browser }) => {
  const bytes = await makePicture("nothing");
  const before = await count();
  const nobody = await newPage(browser);
  await nobody.goto("/sign-in");
  const out = await share(nobody, bytes);
  await nobody.goto(out.headers().location ?? "");
  await expect(nobody.getByRole("status")).toContainText("nothing of what you shared was kept");
  await clean(nobody);

  const page = await signedIn(browser, "staff");
  const { origin } = new URL(readDemo().url);
  for (const forged of [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "same-origin", origin },
    { "sec-fetch-site": "" },
    { "sec-fetch-mode": "cors" },
    { "sec-fetch-dest": "iframe" },
    { origin: "https://elsewhere.example" },
  ])
    expect((await share(page, bytes, "a.png", forged)).status(), JSON.stringify(forged)).toBe(404);
  expect(await count()).toBe(before);

  // Another site's page, in this person's own browser: a real form with a real file in it.
  const elsewhere = new URL(readDemo().url);
  elsewhere.hostname = elsewhere.hostname === "localhost" ? "127.0.0.1" : "localhost";
  await page.route(`${elsewhere.origin}/trap`, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<form action="${origin}/share/upload" method="post" enctype="multipart/form-data">
        <input type="file" name="files"><button>Win</button></form>`,
    }),
  );
  await page.goto(`${elsewhere.origin}/trap`);
  await page
    .locator("input")
    .setInputFiles({ name: "trap.png", mimeType: "image/png", buffer: bytes });
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url() === `${origin}/share/upload`),
    page.getByRole("button", { name: "Win" }).click(),
  ]);
  expect(answer.status()).toBe(404);
  expect(await count()).toBe(before);
});
