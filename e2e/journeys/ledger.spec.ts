import postgres from "postgres";
import { clean, expect, newPage, signedIn, test } from "../fixtures.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

const kept = (page: Awaited<ReturnType<typeof signedIn>>) =>
  page.evaluate(() => JSON.parse(localStorage.getItem("daybook-ledger") ?? "null"));

test("a handler's browser remembers the head, and says so when the ledger does not extend it", async ({
  browser,
}) => {
  const page = await signedIn(browser, "dsl");
  await expect.poll(() => kept(page)).toMatchObject({ size: expect.any(Number) });
  const first = await kept(page);
  expect(Object.keys(first).toSorted()).toEqual(["key", "root", "size"]);

  // As if this browser had seen a longer ledger, that nobody has any more.
  const [before] = await sql`select count(*)::int as n from notices where kind = 'ledger-differs'`;
  await page.evaluate((known) => {
    localStorage.setItem(
      "daybook-ledger",
      JSON.stringify({ ...known, size: known.size + 100_000 }),
    );
    sessionStorage.clear();
  }, first);
  await page.reload();
  const alert = page.getByRole("alert").filter({ hasText: "not the one that this browser saw" });
  await expect(alert).toBeVisible({ timeout: 15_000 });
  await clean(page);
  await expect
    .poll(async () => {
      const [now] = await sql`select count(*)::int as n from notices where kind = 'ledger-differs'`;
      return Number(now?.n);
    })
    .toBeGreaterThanOrEqual(Number(before?.n) + (Number(before?.n) === 0 ? 1 : 0));
  await page.reload();
  await expect(alert).toBeVisible({ timeout: 15_000 });

  await page.evaluate(
    (known) => localStorage.setItem("daybook-ledger", JSON.stringify(known)),
    first,
  );
  await page.reload();
  await expect.poll(async () => (await kept(page)).size).toBeGreaterThan(first.size);
  await expect(alert).toBeHidden();
});

test("a printed head is checked by anybody", async ({ browser }) => {
  const admin = await signedIn(browser, "admin");
  await admin.goto("/settings/ledger");
  await clean(admin);
  const value = (name: string) =>
    admin.locator("dt", { hasText: name }).first().locator("xpath=following-sibling::dd");
  const entries = (await value("Entries").textContent()) ?? "";
  const root = (await value("Root hash").textContent()) ?? "";

  const page = await newPage(browser, { viewport: { width: 390, height: 844 } });
  await page.goto("/verify/checkpoint");
  await clean(page);
  await page.getByLabel("Entries").fill(entries);
  await page.getByLabel("Root hash").fill(root);
  await page.getByRole("button", { name: "Check head" }).click();
  await expect(page.getByText(`begins with these ${entries} entries, unchanged`)).toBeVisible();
  await expect(page.getByText("worked the proof out itself: it is right")).toBeVisible();
  await clean(page);
  await page.getByLabel("Entries").fill(String(Number(entries) - 1));
  await page.getByRole("button", { name: "Check head" }).click();
  await expect(page.getByText("does not begin with these entries")).toBeVisible();
  await page.getByLabel("Root hash").fill("short");
  await page.getByRole("button", { name: "Check head" }).click();
  await expect(page.getByText("That is no head.")).toBeVisible();
});
