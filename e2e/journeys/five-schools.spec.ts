import type { Page } from "@playwright/test";
import { clean, expect, signedIn, test } from "../fixtures.ts";

/** A pack becomes the policy in force of the demo's second school, with one name of its own. */
async function publishPack(dsl: Page, code: string) {
  await dsl.goto("/policies/new");
  await dsl.locator(`input[name=pack][value=${code}]`).check();
  await dsl.getByRole("button", { name: "Start from this" }).click();
  await dsl.waitForURL(/draft$/);
  const draft = dsl.url();
  await dsl.goto(`${draft}/rules`);
  await clean(dsl);
  await dsl.getByText("What cannot be switched off").click();
  await expect(dsl.getByText("A concern about a child always goes to the DSL")).toBeVisible();
  await dsl.getByLabel("Your name for the headteacher").fill("principal");
  await dsl.getByRole("button", { name: "Save rules" }).click();
  await dsl.waitForURL(/done=/);
  await dsl.goto(`${draft}/publish`);
  await dsl.getByLabel("Approved by").fill("Governing body");
  for (const [legend, parts] of [
    ["Approved on", ["6", "7", "2026"]],
    ["Next review", ["5", "7", "2027"]],
  ] as const) {
    const field = dsl.getByRole("group", { name: legend });
    for (const [i, label] of ["Day", "Month", "Year"].entries())
      await field.getByLabel(label).fill(parts[i] ?? "");
  }
  await dsl.getByLabel("I have read it").check();
  await dsl.getByRole("button", { name: /^Publish version/ }).click();
  await dsl.waitForURL(/done=published/);
}

test("a report in two schools shows each its own names, first steps and rules", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const far = "Oakfield Secondary";
  await publishPack(await signedIn(browser, "dsl", { school: far }), "S4");
  for (const own of [
    {
      school: far,
      first: "Do not retaliate or engage",
      lead: "designated person (DSL)",
      head: "The principal",
      trolling: 0,
    },
    {
      school: "Elm Primary",
      first: /^Do not reply, argue/,
      lead: "designated safeguarding lead (DSL)",
      head: "The headteacher",
      trolling: 1,
    },
  ]) {
    const person = await signedIn(browser, "staff", { school: own.school });
    await clean(person);
    await expect(person.getByText(own.first)).toBeVisible();
    await expect(person.getByText(`phone the ${own.lead}`)).toBeVisible();
    await person.getByText("Help outside school").click();
    await expect(person.getByText("Your union or professional association")).toBeVisible();
    await expect(person.getByText("Education Support", { exact: true })).toBeVisible();
    await person.setViewportSize({ width: 390, height: 844 });
    await clean(person);
    await person
      .getByRole("link", { name: /^Read the policy/ })
      .first()
      .click();
    await person.waitForURL(/policies\//);
    await clean(person);
    await expect(person.getByText("National default").first()).toBeVisible();
    await person.goto("/");
    await person.getByRole("button", { name: "Report a concern" }).click();
    await person.waitForURL(/what-happened/);
    await clean(person);
    await expect(person.getByText(own.first)).toBeVisible();
    await expect(person.getByLabel(own.head, { exact: true })).toHaveCount(1);
    await expect(person.getByRole("radio", { name: /^Trolling/ })).toHaveCount(own.trolling);
    await person.context().close();
  }
});
