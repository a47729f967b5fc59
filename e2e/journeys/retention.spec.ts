import postgres from "postgres";
import { clean, expect, signedIn, test } from "../fixtures.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

test("a record that is due is ended by two people and leaves a certificate without a name", async ({
  browser,
}) => {
  const [found] =
    await sql`select c.id, c.reference from cases c join schools s on s.id = c.school_id
    and s.name = 'Elm Primary' where c.state = 'closed' and c.track = 'T2' and not exists (select 1
      from walls w where w.matter_id = c.id) order by c.opened_at limit 1`;
  const review = () =>
    sql`update retention_reviews set due_on = '2026-09-01' where case_id = ${found?.id}`;
  await expect.poll(async () => (await review()).count).toBe(1);

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
  await expect(dpo.getByRole("alert")).toContainText("Confirm that nothing in it is still needed");
  await dpo.getByLabel("Nothing in it is still needed").check();
  await dpo.getByRole("button", { name: "Propose disposal" }).click();
  await expect(dpo.getByText("Somebody else must agree, in another role")).toBeVisible();

  const dsl = await signedIn(browser, "dsl", { viewport: { width: 390, height: 800 } });
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
  await expect(dsl.getByText("Dispos").first()).toBeVisible();
  expect((await dsl.request.get(`/cases/${found?.id}`)).status()).toBe(404);
  const [saved] = await sql`select id from disposals where case_id = ${found?.id}`;
  const pdf = await dsl.request.get(`/api/disposals/${saved?.id}`);
  expect(pdf.headers()["content-type"]).toBe("application/pdf");
  const staff = await signedIn(browser, "staff");
  for (const path of [`/retention/${found?.id}`, `/api/disposals/${saved?.id}`, "/retention"])
    expect((await staff.request.get(path)).status()).toBe(404);
});
