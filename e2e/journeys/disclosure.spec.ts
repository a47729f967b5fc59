import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { clean, expect, signedIn, test } from "../fixtures.ts";

/** The first case of the queue with evidence that may leave. */
async function caseWithEvidence(page: Page): Promise<string> {
  await page.goto("/queue?tab=all");
  const links = await page
    .locator('a[href^="/cases/"]')
    .evaluateAll((found) => found.map((link) => link.getAttribute("href") ?? ""));
  for (const link of new Set(links)) {
    await page.goto(`${link}/disclosures/new`);
    if ((await page.locator("select[name^=item-]").count()) > 0) return link;
  }
  throw new Error("No case of the demo has evidence");
}

test("the DSL gives a case to the police: what they get is checked with verify.py", async ({
  browser,
}) => {
  const page = await signedIn(browser, "dsl");
  const at = await caseWithEvidence(page);
  await page.goto(`${at}/disclosures`);
  await clean(page);
  await page.getByRole("link", { name: "Disclose", exact: true }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("link", { name: "Select who it is for" })).toBeVisible();
  await clean(page);
  await page.getByLabel("Police").check();
  await page.getByLabel("Name of the person who gets it").fill("PC 4417 Ada Byron");
  await page.getByLabel("Where they work, or who they are").fill("Borsetshire Police");
  await page.getByLabel("To prevent or find out a crime").check();
  await page.getByLabel("Why do they need it?").fill("Asked for by letter.");
  for (const select of await page.locator("select[name^=item-]").all())
    await select.selectOption("include");
  await page.getByLabel("Yes, all of the timeline").check();
  await page.locator("input[name=reporter][value=no]").check();
  await page.getByLabel("Yes, they keep it").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Check before you give it" })).toBeVisible();
  await expect(page.getByText("PC 4417 Ada Byron, Borsetshire Police")).toBeVisible();
  await clean(page);
  await page.getByLabel("This is what they need, and no more").check();
  await page.getByRole("button", { name: "Give it" }).click();
  await expect(page.getByText("Save the file and hand it over")).toBeVisible();
  await clean(page);

  const address =
    (await page.getByRole("link", { name: "Save the file" }).getAttribute("href")) ?? "";
  // The ledger signs once a second: until then the answer says so.
  await expect.poll(async () => (await page.request.get(address)).status()).toBe(200);
  const whole = await page.request.get(address);
  const bytes = await whole.body();
  const tag = whole.headers().etag ?? "";
  const rest = await page.request.get(address, {
    headers: { range: "bytes=5000-", "if-range": tag },
  });
  expect(rest.status()).toBe(206);
  expect((await rest.body()).equals(bytes.subarray(5000))).toBe(true);
  const path = join(tmpdir(), `${randomUUID()}.zip`);
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Save the file" }).click(),
  ]);
  await saved.saveAs(path);
  const done = spawnSync("python3", ["public/verify.py", path], { encoding: "utf8" });
  rmSync(path);
  expect(done.stdout).toContain("AS GIVEN");
  await page.goto(`${at}/evidence`);
  await page.locator(`main a[href^="${at}/evidence/"]`).first().click();
  await expect(page.getByText("Given to somebody outside by Dilys Hughes")).toBeVisible();
  await clean(page);

  const deputy = await signedIn(browser, "deputy-dsl");
  for (const hidden of [address, `${at}/disclosures/new`, page.url().replace("/evidence", "")]) {
    if (hidden.endsWith(at)) continue;
    expect((await deputy.request.get(hidden)).status()).toBe(404);
  }
});
