import { clean, expect, Hand, signedIn, test } from "../fixtures.ts";

/** The address of a case that is open and not yet referred. */
async function openCase(page: import("@playwright/test").Page): Promise<string> {
  await page.goto("/queue?tab=mine");
  await page
    .getByRole("row", { name: /Case: Open/ })
    .first()
    .getByRole("link")
    .click();
  await page.waitForURL(/cases\/./);
  return new URL(page.url()).pathname;
}

test("two people change one case: the second sees both versions and loses nothing", async ({
  browser,
}) => {
  const dsl = await signedIn(browser, "dsl");
  const path = await openCase(dsl);
  await dsl.goto(`${path}/move/monitor`);
  await dsl.getByLabel("What to watch, and when to look again").fill("Until Easter");
  await dsl.getByLabel("Day").fill("4");
  await dsl.getByLabel("Month").fill("1");
  await dsl.getByLabel("Year").fill("2030");
  await dsl.getByLabel("They need not keep apart").check();
  const deputy = await signedIn(browser, "deputy-dsl");
  await deputy.goto(`${path}/risk`);
  await deputy.getByLabel("Urgent").check();
  await deputy.getByRole("button", { name: "Save risk" }).click();
  await deputy.waitForURL(/done=severity/);

  const save = dsl.getByRole("button", { name: "Keep watching it" });
  await save.click();
  await expect(
    dsl.getByText(/^Ben Adeyemi changed this case at .* then save yours$/),
  ).toBeVisible();
  await expect(dsl.getByText(/Last change: Risk changed from \w+ to urgent/)).toBeVisible();
  await expect(dsl.getByLabel("What to watch, and when to look again")).toHaveValue("Until Easter");
  await clean(dsl);
  await save.click();
  await dsl.waitForURL(/done=monitor/);
  await expect(dsl.getByText("The case is being watched.")).toBeVisible();
});

test("after triage the next report opens by itself, in three clicks at most", async ({
  browser,
}) => {
  const dsl = await signedIn(browser, "dsl");
  await dsl.goto("/queue?tab=new");
  await dsl.locator("tbody").getByRole("link").first().click();
  await dsl.waitForURL(/queue\/./);
  const first = await dsl.locator("h1").textContent();
  const hand = new Hand(dsl);
  await hand.click("Ask the reporter", "link");
  await dsl.waitForURL(/do=ask/);
  await clean(dsl);
  await hand.fill("Your question", "Who else saw it?");
  await hand.click("Send question");
  await dsl.waitForURL(/done=asked/);
  expect(hand.count).toBeLessThanOrEqual(3);
  await expect(dsl.getByText("Your question was sent to the reporter.")).toBeVisible();
  expect(await dsl.locator("h1").textContent()).not.toBe(first);
  await dsl.goto("/queue?tab=waiting");
  await expect(dsl.getByRole("link", { name: first ?? "" })).toBeVisible();
});

test("an action is written down and done, names can be hidden, and a view of the queue is kept", async ({
  browser,
}) => {
  const dsl = await signedIn(browser, "dsl");
  const path = await openCase(dsl);
  await dsl.goto(`${path}/actions`);
  await dsl.getByLabel("What is to be done").fill("Ring the parents");
  await dsl.getByLabel("Day").fill("4");
  await dsl.getByLabel("Month").fill("1");
  await dsl.getByLabel("Year").fill("2020");
  await dsl.getByRole("button", { name: "Add action" }).click();
  await expect(dsl.getByRole("link", { name: "The date must be today or later" })).toBeVisible();
  await dsl.getByLabel("Year").fill(String(new Date().getFullYear() + 1));
  await dsl.getByRole("button", { name: "Add action" }).click();
  await dsl.waitForURL(/done=added/);
  await dsl.getByRole("button", { name: /^Mark as done.*Ring the parents/ }).click();
  await dsl.waitForURL(/done=finished/);
  await dsl.goto(`${path}/timeline?kind=action`);
  await expect(dsl.getByText("Ring the parents")).toHaveCount(2);

  await dsl.goto("/queue?tab=all");
  await expect(dsl.getByRole("columnheader", { name: "Affected" })).toBeVisible();
  await dsl.getByRole("link", { name: "Hide names" }).click();
  await expect(dsl.getByRole("columnheader", { name: "Affected" })).toHaveCount(0);
  await expect(dsl.getByRole("link", { name: "Show names" })).toBeVisible();
  await clean(dsl);

  // What is on the page is kept under a name, opens first and is shared; a name of a pupil is not.
  await dsl.getByRole("link", { name: "Save this view" }).click();
  await expect(dsl.getByText("All, without names")).toBeVisible();
  await dsl.getByLabel("Name of the view").fill("For Poppy");
  await dsl.getByLabel("Show me this view when I open the queue").check();
  await dsl.getByLabel("Everybody who works with the queue may use it").check();
  await dsl.getByRole("button", { name: "Save view" }).click();
  await expect(dsl.getByRole("link", { name: /must not have a person's name/ })).toBeVisible();
  await clean(dsl);
  await dsl.getByLabel("Name of the view").fill("On the projector");
  await dsl.getByRole("button", { name: "Save view" }).click();
  await dsl.waitForURL(/\/queue\?tab=all&names=hidden&done=view-saved/);
  await dsl.goto("/queue");
  await expect(dsl).toHaveURL(/\/queue\?tab=all&names=hidden$/);
  const views = dsl.getByRole("navigation", { name: "Saved views" });
  await expect(views.getByRole("link", { name: "On the projector" })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await clean(dsl);
  await dsl.screenshot({ path: "test-results/queue-views-1280.png" });
  const deputy = await signedIn(browser, "deputy-dsl", { viewport: { width: 390, height: 844 } });
  await deputy.goto("/queue");
  await expect(deputy).toHaveURL(/\/queue$/);
  await deputy.getByRole("link", { name: "On the projector" }).click();
  await expect(deputy.getByRole("link", { name: "Show names" })).toBeVisible();
  await clean(deputy);
  await deputy.screenshot({ path: "test-results/queue-views-390.png" });
  await dsl.goto("/queue/views");
  await clean(dsl);
  await dsl.getByRole("link", { name: "Change On the projector" }).click();
  await dsl.getByText("Delete this view").click();
  await clean(dsl);
  await dsl.screenshot({ path: "test-results/views-1280.png", fullPage: true });
  await dsl.getByRole("button", { name: "Delete view" }).click();
  await expect(dsl.getByText("The view is deleted.")).toBeVisible();
  await deputy.goto("/queue/views");
  await expect(deputy.getByText("No view is saved")).toBeVisible();
  await deputy.screenshot({ path: "test-results/views-390.png", fullPage: true });
});
