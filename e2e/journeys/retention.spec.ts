import postgres from "postgres";
import { clean, expect, signedIn, test } from "../fixtures.ts";
import { ageVisits, leave, send } from "../story.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());
test.afterAll(leave);

test("a record that is due is ended by two people and leaves a certificate without a name", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const staff = await signedIn(browser, "staff");
  await staff.getByRole("button", { name: "Report a concern" }).click();
  await staff.getByRole("radio", { name: "No", exact: true }).check();
  await staff.locator('[name="type"][value="CYB"]').check();
  await staff.locator('[name="affected"][value="pupil"]').check();
  await staff.locator('[name="affectedName"]').fill("Noah Grant");
  await staff.getByRole("radio", { name: "Today" }).check();
  await staff.getByLabel("What happened?").fill("A cruel line under a picture.");
  await staff.getByRole("button", { name: "Continue", exact: true }).click();
  await staff.getByRole("link", { name: "Continue" }).click();
  await staff.getByRole("button", { name: "Send report" }).click();
  const reference = (await staff.getByText(/^OS-26-/).textContent()) ?? "";
  const dsl = await signedIn(browser, "dsl");
  await dsl.goto(`/queue?tab=all&q=${reference}`);
  await dsl.getByRole("link", { name: reference }).first().click();
  await dsl.getByRole("button", { name: "Open a case" }).click();
  await dsl.waitForURL(/cases\/./);
  const [found] = await sql`update cases set state = 'closed', outcome = 'advice', closed_at = now()
    where id = ${new URL(dsl.url()).pathname.split("/").at(-1) ?? ""} returning id, reference`;
  // The worker works out the day; it is years away, so it is brought near.
  const near = () =>
    sql`update retention_reviews set due_on = '2026-09-01' where case_id = ${found?.id ?? ""}`;
  await expect.poll(async () => (await near()).count).toBe(1);

  const dpo = await signedIn(browser, "dpo");
  await dpo.goto("/settings");
  await dpo.getByRole("link", { name: "Records due for review" }).click();
  await clean(dpo);
  await dpo.getByRole("link", { name: "How long records are kept" }).click();
  await clean(dpo);
  await dpo.goBack();
  await dpo.getByRole("link", { name: String(found?.reference) }).click();
  await expect(dpo.getByText("This would dispose of 1 report")).toBeVisible();
  await expect(dpo.getByRole("link", { name: "Read the case" })).toHaveCount(0);
  await clean(dpo);
  await dpo.getByRole("button", { name: "Propose disposal" }).click();
  await expect(dpo.getByRole("link", { name: /^Confirm that nothing in it/ })).toBeVisible();
  await dpo.getByLabel("Nothing in it is still needed").check();
  await dpo.getByRole("button", { name: "Propose disposal" }).click();
  await expect(dpo.getByText("Somebody else must agree, in another role")).toBeVisible();

  await dsl.setViewportSize({ width: 390, height: 800 });
  await dsl.goto("/retention?tab=proposed");
  await dsl.getByRole("link", { name: String(found?.reference) }).click();
  await clean(dsl);
  await dsl.getByLabel("I agree. It cannot be undone").check();
  await dsl.getByRole("button", { name: "Dispose of it" }).click();
  await expect(dsl.getByText("Two people agreed. The record")).toBeVisible();
  await expect(async () => {
    await dsl.goto(`/retention/${found?.id}`);
    await expect(dsl.getByRole("heading", { level: 1 })).toContainText("Certificate", {
      timeout: 200,
    });
  }).toPass();
  await clean(dsl);
  await expect(dsl.getByText("Noah")).toHaveCount(0);
  expect((await dsl.request.get(`/cases/${found?.id}`)).status()).toBe(404);
  const [saved] = await sql`select id from disposals where case_id = ${found?.id}`;
  const pdf = await dsl.request.get(`/api/disposals/${saved?.id}`);
  expect(pdf.headers()["content-type"]).toBe("application/pdf");
  for (const path of [`/retention/${found?.id}`, `/api/disposals/${saved?.id}`, "/retention"])
    expect((await staff.request.get(path)).status()).toBe(404);
});

test("what visitors accepted is ended by two people, the second without a script", async ({
  browser,
}) => {
  await ageVisits(sql);
  const dpo = await signedIn(browser, "dpo");
  await dpo.setViewportSize({ width: 390, height: 800 });
  await dpo.goto("/retention");
  await clean(dpo);
  await dpo.getByRole("button", { name: "Propose disposal" }).click();
  await expect(dpo.getByRole("link", { name: /^Confirm that none of them/ })).toBeVisible();
  await dpo.getByLabel("None of them is still needed").check();
  await dpo.getByRole("button", { name: "Propose disposal" }).click();
  await expect(dpo.getByText("Its end is proposed.")).toBeVisible();
  await expect(dpo.getByText(/^\d (visitor's acceptance|visitors' acceptances)$/)).toBeVisible();
  await clean(dpo);
  const at = new URL(dpo.url()).pathname;
  await dpo.goto("/retention");
  await expect(dpo.getByRole("button", { name: "Propose disposal" })).toHaveCount(0);

  const head = await signedIn(browser, "headteacher", { javaScriptEnabled: false });
  await head.goto("/retention?tab=proposed");
  await head.getByRole("link", { name: /^Visitors-/ }).click();
  await head.getByLabel("I agree. It cannot be undone").check();
  await head.getByRole("button", { name: "Dispose of it" }).click();
  await expect(head.getByText("Two people agreed. The record")).toBeVisible();
  await expect(async () => {
    await dpo.goto(at);
    await expect(dpo.getByRole("heading", { level: 1 })).toContainText("Certificate", {
      timeout: 200,
    });
  }).toPass();
  await clean(dpo);
  await expect(dpo.getByText("Walter")).toHaveCount(0);
  const [left] = await sql`select count(*)::int as n from policy_visits v
    join disposals d on d.school_id = v.school_id and d.case_id = ${at.split("/").at(-1) ?? ""}
    where v.name = 'Walter Wells'`;
  expect(left?.n).toBe(0);
  const dsl = await signedIn(browser, "dsl");
  expect((await dsl.request.get(at)).status()).toBe(404);
});

test("somebody who asks gets a copy without others' names, of what the handler may see", async ({
  browser,
}) => {
  const { reportId } = await send(browser, {
    type: "CYB",
    affectedName: "Iris Copley",
    account: "They wrote about her in the group.",
  });
  const [person] = await sql`select i.person_id as id from involvements i
    join people p on p.school_id = i.school_id and p.id = i.person_id and p.name = 'Iris Copley'
    where i.report_id = ${reportId}`;
  const dsl = await signedIn(browser, "dsl");
  await dsl.goto(`/cases/people/${person?.id}`);
  await dsl.getByRole("link", { name: "They ask for a copy" }).click();
  await clean(dsl);
  await dsl.getByLabel("Day").fill("12");
  await dsl.getByLabel("Month").fill("11");
  await dsl.getByLabel("Year").fill("2026");
  await dsl.getByLabel("How you know who asks").fill("Her mother came herself.");
  await dsl.getByRole("button", { name: "Save request" }).click();
  await expect(dsl.getByText("its time runs")).toBeVisible();
  await clean(dsl);
  await dsl.getByRole("link", { name: /^What was reported/ }).click();
  await clean(dsl);
  await dsl.getByLabel("Give it as it is").check();
  await dsl.getByRole("button", { name: "Save" }).click();
  await dsl.getByLabel("Who gets it").fill("Her mother");
  await dsl.getByLabel("How it reaches them").fill("By hand");
  await dsl.getByLabel("I read what goes").check();
  await dsl.getByRole("button", { name: "Make the answer" }).click();
  await expect(dsl.getByText("Given 1, with names taken out 0")).toBeVisible();
  await dsl.setViewportSize({ width: 390, height: 800 });
  await clean(dsl);
  const link = await dsl.getByRole("link", { name: /^Save as ZIP/ }).getAttribute("href");
  const zip = await (await dsl.request.get(link ?? "")).body();
  expect(zip.subarray(0, 2).toString()).toBe("PK");
  const other = await signedIn(browser, "dpo");
  await other.goto("/requests");
  await clean(other);
  await other.locator("tbody a").first().click();
  await expect(other.getByText("There is nothing that you may see and give.")).toBeVisible();
});
