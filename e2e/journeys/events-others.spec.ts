import { clean, expect, test } from "../fixtures.ts";
import { as, fill, findsNothing, leave, move, open, record, referTo, send } from "../story.ts";

test.use({ actionTimeout: 10_000 });
test.afterAll(leave);

test("a parents' campaign against a teacher: its reports are one case, and it stays open while the post is up", async ({
  browser,
}) => {
  const answers = (account: string) => ({
    type: "TRO",
    subtype: "TRO.brigading",
    affected: "me",
    named0Name: "Lisa Fenn",
    named0Kind: "parent",
    platform: "Parents' group",
    address: "https://group.example/post-9",
    account,
    policeWish: "no",
  });
  const one = await send(browser, answers("She asks all parents to complain about me."));
  const two = await send(browser, answers("Forty of them wrote under it by the evening."));
  const head = await as(browser, "headteacher");
  const at = await open(head, one.reportId);
  await head.goto(`/queue/${two.reportId}?do=join`);
  await expect(head.locator(`main a[href="${at}"]`)).toBeVisible();
  const reference = await head.locator(`main a[href="${at}"]`).textContent();
  await fill(head, "Join the case", { reference: reference ?? "", reason: "The same campaign." });
  await head.waitForURL(/done=joined/);
  await head.goto(at);
  for (const { reference: of } of [one, two])
    await expect(head.getByText(of).first()).toBeVisible();
  await clean(head);
  await record(head, at, "t1", { from: "parent", steps: "She was asked to take it down." });
  await referTo(head, at, "platform", { channel: "form", address: "https://group.example/post-9" });
  await move(
    head,
    at,
    ["close", "Close the case"],
    { outcome: "site-letter", told: "yes", support: "taken", reason: "She was written to." },
    /A post is still reported to be taken down/,
  );
  // Her wish about the police stands in the case, and is not gone against without a reason.
  await move(
    head,
    at,
    ["hold", "Hold for an outside body"],
    { body: "police", reason: "The police, today." },
    /They asked not to tell the police/,
  );
  const staff = await as(browser, "staff");
  for (const { reportId } of [one, two]) {
    await staff.goto(`/reports/${reportId}`);
    await expect(staff.getByText("In hand", { exact: true })).toBeVisible();
  }
});

test("misdirected data: the data protection officer has it with its 72 hours, and the DSL does not", async ({
  browser,
}) => {
  const sent = await send(browser, {
    type: "DBR",
    subtype: "DBR.misdirected",
    affected: "school",
    platform: "Email",
    account: "The list of pupils with plans went to all parents of year 4.",
  });
  const officer = await as(browser, "dpo");
  await officer.goto(`/queue?tab=all&q=${sent.reference}`);
  await expect(officer.getByRole("link", { name: sent.reference })).toBeVisible();
  const at = await open(officer, sent.reportId);
  await officer.goto(`${at}/deadlines`);
  await expect(officer.getByText(/72 hours/).first()).toBeVisible();
  await clean(officer);
  await referTo(officer, at, "ico", {
    channel: "form",
    basis: "duty",
    basisWords: "A risk is likely.",
  });
  await findsNothing(await as(browser, "dsl"), sent.reference, [at, `/queue/${sent.reportId}`]);
  await findsNothing(await as(browser, "admin"), sent.reference, [at, `/queue/${sent.reportId}`]);
});
