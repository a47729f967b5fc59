import postgres from "postgres";
import { clean, expect, newPage, signedIn, test } from "../fixtures.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());
const shots = process.env.DAYBOOK_SHOTS;

/** A policy that binds everybody and visitors, written and published through the product. */
async function publish(browser: Parameters<typeof signedIn>[0], title: string) {
  const head = await signedIn(browser, "headteacher");
  await head.goto("/policies/new");
  await head.getByLabel("Title").fill(title);
  await head.getByRole("button", { name: "Start a draft" }).click();
  await head.waitForURL(/\/draft/);
  const draft = head.url().replace(/\?.*/, "");
  await head.goto(`${draft}/clauses/new`);
  await head.getByLabel("What it says").fill("Nobody takes pictures of pupils.");
  await head.getByRole("button", { name: "Add clause" }).click();
  await head.waitForURL(/done=added/);
  await head.goto(`${draft}/details`);
  for (const kind of ["Employees", "Governors", "Visitors"]) await head.getByLabel(kind).check();
  await head.getByRole("button", { name: "Save details" }).click();
  await head.waitForURL(/done=saved/);
  await head.goto(`${draft}/rules`);
  await head.getByLabel(/^Time to read and accept it/).fill("4");
  await head.getByRole("button", { name: "Save rules" }).click();
  await head.waitForURL(/done=saved/);
  await head.goto(`${draft}/publish`);
  await head.getByLabel("Approved by").fill("Governing body");
  const on = head.getByRole("group", { name: "Approved on" });
  const next = head.getByRole("group", { name: "Next review" });
  for (const [group, day, month, year] of [
    [on, "6", "7", "2026"],
    [next, "5", "7", "2027"],
  ] as const) {
    await group.getByLabel("Day").fill(day);
    await group.getByLabel("Month").fill(month);
    await group.getByLabel("Year").fill(year);
  }
  const read = head.getByLabel("I have read it, and it is published all the same");
  if (await read.count()) await read.check();
  await head.getByRole("button", { name: /^Publish version/ }).click();
  await head.waitForURL(/done=published/);
  return { head, address: new URL(head.url()).pathname };
}

test("a version is published, told, read, signed with a drawn signature, counted and saved", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const title = `Pictures at school ${crypto.randomUUID().slice(0, 6)}`;
  const { head, address } = await publish(browser, title);

  const teacher = await signedIn(browser, "staff", { viewport: { width: 390, height: 844 } });
  const card = teacher.getByRole("listitem").filter({ hasText: title });
  await expect(card).toContainText(/by \d+ \w+ 20\d\d/);
  await clean(teacher);
  if (shots) await teacher.screenshot({ path: `${shots}/home-390.png`, fullPage: true });
  // Told once, by the worker, with no word of the policy.
  await expect(async () => {
    expect(
      await sql`select 1 from notices where path = ${address} and kind = 'policy-new'
      group by person_id having count(*) > 1`,
    ).toHaveLength(0);
    expect(
      (await sql`select 1 from notices where path = ${address} and kind = 'policy-new'`).length,
    ).toBeGreaterThan(5);
  }).toPass({ timeout: 30_000 });
  await teacher.getByRole("link", { name: title }).click();
  await teacher.waitForURL(address);
  await clean(teacher);
  await teacher.getByRole("button", { name: "Accept policy" }).click();
  await expect(teacher.getByRole("alert", { name: "There is a problem" })).toContainText(
    "Tick that you have read and accept it",
  );
  await teacher.getByLabel(/^I have read version 1/).check();
  await teacher.getByLabel("Your name in print").fill("Asha Patel");
  const sheet = teacher.getByRole("img", { name: /signature/ });
  await sheet.scrollIntoViewIfNeeded();
  const box = await sheet.boundingBox();
  if (!box) throw new Error("No sheet to draw on");
  await teacher.mouse.move(box.x + 30, box.y + 40);
  await teacher.mouse.down();
  for (let n = 0; n < 24; n++)
    await teacher.mouse.move(box.x + 40 + n * 10, box.y + 50 + (n % 4) * 12);
  await teacher.mouse.up();
  await expect(teacher.getByRole("img", { name: "Your drawn signature" })).toBeVisible();
  if (shots) await teacher.screenshot({ path: `${shots}/accept-390.png`, fullPage: true });
  await clean(teacher);
  await teacher.getByRole("button", { name: "Accept policy" }).click();
  await teacher.waitForURL(/done=accepted/);
  const [kept] = await sql`select a.signature_kind, a.signature, a.sha256 = v.sha256 as same
    from policy_acknowledgements a join policy_versions v on v.id = a.version_id
    where v.policy_id = ${address.split("/").at(-1) ?? ""}`;
  expect(kept).toMatchObject({ signature_kind: "drawn", same: true });
  expect(kept?.signature).toMatch(/^(M\d+ \d+(L\d+ \d+)*)+$/);
  await teacher.goto("/");
  await expect(teacher.getByText(title)).toHaveCount(0);

  // A question goes to the headteacher, and the answer comes back.
  await teacher.goto(address);
  await teacher.getByText("Ask the headteacher about this policy").click();
  await teacher.getByLabel("Your question").fill("What about the school's own camera?");
  await teacher.getByRole("button", { name: "Send question" }).click();
  await teacher.waitForURL(/done=asked/);
  await head.goto(address);
  await expect(head.getByText("What about the school's own camera?")).toBeVisible();
  await clean(head);
  await head.getByLabel("Your answer").fill("With my leave, yes.");
  await head.getByRole("button", { name: "Send answer" }).click();
  await head.waitForURL(/done=answered/);
  await teacher.goto("/notices");
  await expect(
    teacher.getByText("Your question about a policy was answered").first(),
  ).toBeVisible();
  await teacher.goto(address);
  await expect(teacher.getByText("With my leave, yes.")).toBeVisible();

  // Rates, names, a file and a document.
  await head.goto(`${address}/acceptances`);
  await expect(head.getByText(/^1 of \d+ have accepted this version/)).toBeVisible();
  await clean(head);
  if (shots) await head.screenshot({ path: `${shots}/acceptances-1280.png`, fullPage: true });
  const csv = await (await head.request.get(`${address}/acceptances/export`)).text();
  expect(csv).toMatch(/"drawn","[0-9a-f]{64}"/);
  const pdf = await (await head.request.get(`${address}/pdf`)).body();
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.includes("/StructTreeRoot")).toBe(true);
  const governor = await signedIn(browser, "governor");
  await governor.goto(`${address}/acceptances`);
  await expect(governor.getByText(/Too few people|% of the people/)).toBeVisible();
  await expect(governor.getByText("Asha Patel")).toHaveCount(0);
});

test("a visitor signs in by the poster's address, typed or drawn, on a phone and without script", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const title = `For visitors ${crypto.randomUUID().slice(0, 6)}`;
  const { head, address } = await publish(browser, title);
  const door = `elm-${crypto.randomUUID().slice(0, 8)}`;
  await head.goto("/settings/visitors");
  await clean(head);
  await head.getByLabel("Name in the address").fill(door);
  await head.getByRole("button", { name: /^(Open|Save name)$/ }).click();
  await head.waitForURL(/done=opened/);
  await expect(head.getByText(`/visit/${door}`)).toBeVisible();
  await clean(head);
  if (shots) {
    await head.emulateMedia({ media: "print" });
    await head.screenshot({ path: `${shots}/poster-print.png`, fullPage: true });
    await head.emulateMedia({ media: null });
  }
  for (const javaScriptEnabled of [true, false]) {
    const visitor = await newPage(browser, {
      javaScriptEnabled,
      viewport: { width: 390, height: 844 },
    });
    await visitor.goto(`/visit/${door}`);
    await expect(visitor.getByRole("heading", { name: title })).toBeVisible();
    if (javaScriptEnabled) await clean(visitor);
    await visitor.getByRole("button", { name: "Sign in" }).click();
    await expect(visitor.getByRole("alert", { name: "There is a problem" })).toContainText(
      "Enter whom you visit",
    );
    await visitor.getByLabel("Your name").fill(`Vera Guest ${javaScriptEnabled}`);
    await visitor.getByLabel("Whom do you visit?").fill("The office");
    await visitor.getByLabel("I have read this and keep to it").check();
    await visitor.getByLabel("Signature", { exact: true }).fill("V Guest");
    if (shots && javaScriptEnabled)
      await visitor.screenshot({ path: `${shots}/visit-390.png`, fullPage: true });
    await visitor.getByRole("button", { name: "Sign in" }).click();
    await expect(visitor.getByRole("heading", { name: "You are signed in" })).toBeVisible();
    if (javaScriptEnabled) await clean(visitor);
  }
  await head.goto(`${address}/acceptances`);
  for (const name of ["Vera Guest true", "Vera Guest false"])
    await expect(head.getByText(name)).toBeVisible();
  const csv = await (await head.request.get(`${address}/acceptances/export?of=visitors`)).text();
  expect(csv).toContain('"Vera Guest true","The office"');
  await sql`update schools set visit_name = null where visit_name = ${door}`;
  await sql`update policy_versions set binds = '{}' where title = ${title}`;
});

test("a round of 400 people is told once each, counted by group and shown by page", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const title = `Round of 400 ${crypto.randomUUID().slice(0, 6)}`;
  const [school] = await sql`select id from schools where name = 'Elm Primary'`;
  const schoolId = String(school?.id);
  await sql`with made as (insert into people (school_id, id, kind, engagement, name, created_at)
      select ${schoolId}::uuid, gen_random_uuid(), 'staff', 'employee', 'Round ' || n, now()
      from generate_series(1, 400) n returning id)
    insert into accounts (school_id, id, person_id, email, state, created_at)
      select ${schoolId}::uuid, gen_random_uuid(), id, 'round' || id || '@elm.example', 'active', now()
      from made`;
  const { head, address } = await publish(browser, title);
  await expect(async () => {
    const told = await sql`select count(*)::int as n from notices n join people p
      on p.school_id = n.school_id and p.id = n.person_id
      where p.name like 'Round %' and n.path = ${address} group by n.person_id`;
    expect(told).toHaveLength(400);
    expect(told.every((row) => row.n === 1)).toBe(true);
  }).toPass({ timeout: 60_000 });
  await head.goto(`${address}/acceptances`);
  const total = Number(
    (await head.getByText(/^0 of \d+ have/).textContent())?.match(/of (\d+)/)?.[1],
  );
  expect(total).toBeGreaterThan(400);
  await sql`insert into policy_acknowledgements (school_id, id, version_id, person_id, sha256, name,
      signature, accepted_at)
    select p.school_id, gen_random_uuid(), v.id, p.id, v.sha256, p.name, p.name, now()
    from policy_versions v join people p on p.school_id = v.school_id and p.name like 'Round %'
    where v.title = ${title} and v.published_at is not null
      and right(p.id::text, 1) between '0' and '9'`;
  const began = Date.now();
  await head.reload();
  await expect(head.getByText(/have accepted this version/)).toBeVisible();
  expect(Date.now() - began).toBeLessThan(10_000);
  await head.getByRole("link", { name: "Next" }).click();
  await expect(head.getByText("Page 2")).toBeVisible();
  await clean(head);
  await sql`update policy_versions set binds = '{}' where title = ${title}`;
  await sql`update people set left_at = now() where name like 'Round %'`;
});
