import type { Browser } from "@playwright/test";
import { clean, expect, signedIn, test } from "../fixtures.ts";

test.use({ actionTimeout: 10_000 });

/** A new report by the staff member, sent without script. */
async function report(browser: Browser, type: string, who: Record<string, string>) {
  const staff = await signedIn(browser, "staff", { javaScriptEnabled: false });
  await staff.getByRole("button", { name: "Report a concern" }).click();
  await staff.getByRole("radio", { name: "No", exact: true }).check();
  const kind = staff.locator(`[name="type"][value="${type}"]`);
  // The rarer kinds are folded away.
  if (!(await kind.isVisible()))
    await staff.locator("details").filter({ has: kind }).locator("summary").first().click();
  await kind.check();
  for (const [name, value] of Object.entries(who)) {
    const field = staff.locator(`[name="${name}"]`);
    if (name === "affected") await staff.locator(`[name="${name}"][value="${value}"]`).check();
    else await field.fill(value);
  }
  await staff.getByRole("radio", { name: "Today" }).check();
  await staff.getByLabel("What happened?").fill("A list went to the wrong family.");
  await staff.getByRole("button", { name: "Continue" }).click();
  await staff.getByRole("link", { name: "Continue" }).click();
  await staff.getByRole("button", { name: "Send report" }).click();
  const reference = (await staff.getByText(/^OS-26-/).textContent()) ?? "";
  await staff.context().close();
  return reference;
}

test("a breach waits for the decision about the ICO, a complaint goes past the DSL, a file is handed on", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const lost = await report(browser, "DBR", { affected: "school" });
  const dpo = await signedIn(browser, "dpo");
  await dpo.goto(`/queue?q=${lost}`);
  await dpo.getByRole("link", { name: lost }).click();
  await dpo.getByRole("button", { name: "Open a case" }).click();
  await dpo.waitForURL(/cases\/./);
  const breach = new URL(dpo.url()).pathname;
  await dpo.goto(`${breach}/process`);
  await expect(dpo.getByText(/^72 hours: /)).toBeVisible();
  await clean(dpo);
  await dpo.goto(`${breach}/process/t4`);
  await dpo.getByLabel(/^What happened, and to what/).fill("A class list went astray.");
  await dpo.getByLabel("Names and contact details").check();
  await dpo.getByLabel("Pupils", { exact: true }).check();
  await dpo.getByLabel("How many people, about").fill("25");
  await dpo.locator('[name="aware-day"]').fill("1");
  await dpo.locator('[name="aware-month"]').fill("11");
  await dpo.locator('[name="aware-year"]').fill("2026");
  await dpo.locator('[name="aware-time"]').fill("09:30");
  await dpo.getByLabel("What was done to contain it").fill("It was deleted.");
  await dpo.getByLabel("What it may lead to for the people concerned").fill("Unwanted contact.");
  await dpo.getByRole("radio", { name: "Likely", exact: true }).check();
  await dpo.getByRole("radio", { name: "Do not tell the ICO" }).check();
  await dpo.getByRole("radio", { name: "They are not told" }).check();
  await dpo.getByRole("button", { name: "Save" }).click();
  await expect(dpo.getByRole("link", { name: /reasons for the decision/ })).toBeVisible();
  await expect(dpo.getByLabel("How many people, about")).toHaveValue("25");
  await clean(dpo);
  await dpo.getByRole("radio", { name: "Tell the ICO", exact: true }).check();
  await dpo.getByLabel(/^Reasons for that decision/).fill("A risk is likely.");
  await dpo.getByLabel(/^How and when they were told/).fill("It was deleted at once.");
  await dpo.getByRole("button", { name: "Save" }).click();
  await dpo.waitForURL(/done=recorded/);
  await expect(dpo.getByText(/^The 72 hours are over/)).toBeVisible();
  await dpo.getByRole("link", { name: "Write down what was sent" }).first().click();
  await expect(dpo.getByLabel("Reasons for the delay")).toBeVisible();
  await dpo.goto("/breaches");
  await expect(dpo.getByText("To be told, and the 72 hours are over").first()).toBeVisible();
  await clean(dpo);
  const csv = await (await dpo.request.get("/breaches/export")).text();
  expect(csv).toContain("Names and contact details");
  expect(csv).not.toContain("astray");

  const dsl = await signedIn(browser, "dsl");
  await dsl.goto("/complaints/new");
  await clean(dsl);
  await dsl.getByRole("radio", { name: "A parent or carer" }).check();
  await dsl.getByRole("radio", { name: "How a concern or report was handled" }).check();
  await dsl.getByLabel(/^What they complain of/).fill("Nobody rang back.");
  await dsl.getByRole("radio", { name: /^Stage 1/ }).check();
  await dsl.locator('[name="received-day"]').fill("2");
  await dsl.locator('[name="received-month"]').fill("11");
  await dsl.locator('[name="received-year"]').fill("2026");
  await dsl.getByRole("button", { name: "Record complaint" }).click();
  await dsl.waitForURL(/done=passed/);
  await expect(dsl.getByText("No complaint here")).toBeVisible();
  const head = await signedIn(browser, "headteacher");
  await head.goto("/complaints");
  await expect(head.getByText("Not answered yet").first()).toBeVisible();
  await clean(head);

  const hurt = await report(browser, "CYB", { affectedName: "Theo Wright" });
  await dsl.goto(`/queue?q=${hurt}`);
  await dsl.getByRole("link", { name: hurt }).click();
  await dsl.getByRole("button", { name: "Open a case" }).click();
  await dsl.waitForURL(/cases\/./);
  await dsl.goto(`${new URL(dsl.url()).pathname}/disclosures`);
  await dsl.getByRole("link", { name: "Transfer the file of Theo Wright" }).click();
  await dsl.getByLabel("Next school or college").fill("Oak Academy");
  await dsl.getByLabel("Who gets it there").fill("Mr Dunn, DSL");
  await dsl.getByLabel(/^They were rung/).check();
  await dsl.getByRole("radio", { name: /^The child leaves/ }).check();
  await dsl.locator('[name="counts-day"]').fill("27");
  await dsl.locator('[name="counts-month"]').fill("11");
  await dsl.locator('[name="counts-year"]').fill("2026");
  await clean(dsl);
  await dsl.getByRole("button", { name: "Begin the transfer" }).click();
  await dsl.waitForURL(/done=started/);
  await clean(dsl);
  await dsl.getByRole("radio", { name: /^By hand/ }).check();
  await dsl.getByRole("button", { name: "It was sent" }).click();
  await expect(dsl.getByRole("link", { name: "Enter when it was sent" })).toBeVisible();
  await dsl
    .getByRole("link", { name: /^Put the pack together/ })
    .first()
    .click();
  await expect(dsl.getByLabel("Name of the person who gets it")).toHaveValue("Mr Dunn, DSL");
  await dsl.goto("/transfers");
  await expect(dsl.getByText("Oak Academy").first()).toBeVisible();
  await clean(dsl);
});
