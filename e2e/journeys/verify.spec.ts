import { makeAuthority } from "../files/make-authority.ts";
import { makeBundle, zipBundle } from "../files/make-bundle.ts";
import { clean, expect, newPage, test } from "../fixtures.ts";

const asFile = async (zip: Blob) => ({
  name: "bundle.zip",
  mimeType: "application/zip",
  buffer: Buffer.from(await zip.arrayBuffer()),
});

test("an officer checks a bundle without an account, and nothing leaves the browser", async ({
  browser,
}) => {
  const tsa = await makeAuthority();
  const parts = await makeBundle({ stamp: { answer: tsa.stampData, trusted: tsa.trusted } });
  const page = await newPage(browser, { viewport: { width: 390, height: 844 } });
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  await page.goto("/verify");
  await expect(page.getByRole("button", { name: "Check bundle" })).toBeEnabled();
  await clean(page);

  await page.waitForLoadState("networkidle");
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.context().setOffline(true);
  await page.getByLabel("The bundle").setInputFiles(await asFile(await zipBundle(parts)));
  await page.getByRole("button", { name: "Check bundle" }).click();
  await expect(page.getByRole("heading", { name: "Nothing wrong was found" })).toBeFocused();
  await expect(page.getByText("by the word of Test Stamps")).toBeVisible();
  await clean(page);

  // One letter of one file, with the lists written again by whoever changed it.
  const wrong = new Map(parts).set("data/originals/001-screen.png", new Blob(["another picture"]));
  await page
    .getByLabel("The bundle")
    .setInputFiles(await asFile(await zipBundle(wrong, { level: 6 })));
  await page.getByRole("button", { name: "Check bundle" }).click();
  await expect(page.getByText("data/originals/001-screen.png", { exact: true })).toBeVisible();
  await expect(page.getByText("This file is not the one that was put in.")).toBeVisible();
  await expect(page.getByText("item 001")).toBeVisible();
  await clean(page);

  await page.getByLabel("The school's key").fill("00".repeat(32));
  await page.getByLabel("The bundle").setInputFiles(await asFile(await zipBundle(parts)));
  await page.getByRole("button", { name: "Check bundle" }).click();
  await expect(page.getByRole("heading", { name: "One thing is wrong" })).toBeVisible();
  await expect(page.getByText("The key you entered is not one")).toBeVisible();
  expect(requests).toEqual([]);
  expect(violations).toEqual([]);
  tsa.end();
});
