import { budgetOf, firstLoad, queueHtmlBudget, scriptsOf } from "../bench/budgets.ts";
import { expect, signedIn, test } from "./fixtures.ts";

/** Where each role's pages are that a budget is set for, as the demo has them. */
const addresses: [role: string, paths: string[]][] = [
  ["staff", ["/sign-in", "/", "/notices", "/policies", "/settings"]],
  ["dsl", ["/queue", "/queue?tab=all", "/search?q=OS", "/governance/new"]],
  ["governor", ["/governance"]],
  ["headteacher", ["/decisions", "/people"]],
];

test("no page loads more script first than its route may", async ({ browser }) => {
  const over: string[] = [];
  for (const [role, paths] of addresses) {
    const page = await signedIn(browser, role);
    const weigh = async (path: string) => {
      const html = await (await page.request.get(path)).text();
      const kilobytes = await firstLoad(html, page.url());
      expect(kilobytes, path).toBeGreaterThan(50);
      if (kilobytes > budgetOf(path)) over.push(`${path}: ${kilobytes.toFixed(1)} KB`);
      return html;
    };
    /** The first address of each kind that a page links to. */
    const linked = (html: string, ...kinds: RegExp[]) =>
      kinds.map((kind) => html.match(kind)?.[1] ?? `${kind} is not linked`);
    let seen = "";
    for (const path of paths) seen += await weigh(path);
    if (role === "dsl") {
      const [report, matter] = linked(
        seen,
        /"(\/queue\/[0-9a-f-]{36})"/,
        /"(\/cases\/[0-9a-f-]{36})"/,
      );
      for (const path of [report, matter, `${matter}/timeline`, `${matter}/evidence`])
        await weigh(path ?? "");
    }
    if (role === "governor")
      for (const path of linked(seen, /"(\/governance\/[0-9a-f-]{36})"/)) await weigh(path);
    if (role === "staff") {
      const [sent = ""] = linked(seen, /"(\/reports\/[0-9a-f-]{36})"/);
      await page.goto("/");
      await page.getByRole("button", { name: "Report a concern" }).click();
      await page.waitForURL(/what-happened/);
      const step1 = new URL(page.url()).pathname;
      const steps = [step1, step1.replace("what-happened", "evidence")];
      for (const path of [sent, `${sent}/sent`, ...steps]) await weigh(path);
    }
    await page.context().close();
  }
  expect(over).toEqual([]);
});

test("a browser loads no script but those that are weighed", async ({ browser }) => {
  const page = await signedIn(browser, "staff");
  await page.getByRole("button", { name: "Report a concern" }).click();
  await page.waitForURL(/what-happened/);
  const fresh = await (
    await browser.newContext({ storageState: await page.context().storageState() })
  ).newPage();
  const loaded: string[] = [];
  fresh.on("request", (request) => {
    if (request.resourceType() === "script") loaded.push(new URL(request.url()).pathname);
  });
  const answer = await fresh.goto(page.url());
  await fresh.waitForLoadState("networkidle");
  expect(loaded.toSorted()).toEqual(scriptsOf((await answer?.text()) ?? "").toSorted());
});

test("the queue's HTML keeps to its size", async ({ browser }) => {
  const page = await signedIn(browser, "dsl");
  for (const path of ["/queue", "/queue?tab=all"]) {
    const html = await (await page.request.get(path)).body();
    expect(html.length / 1000, path).toBeLessThanOrEqual(queueHtmlBudget);
  }
});
