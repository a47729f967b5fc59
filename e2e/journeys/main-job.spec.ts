import { makePicture } from "../files/make-picture.ts";
import { clean, expect, Hand, signedIn, test } from "../fixtures.ts";

test("a concern goes from a pasted screenshot to a decision, and governors see a number", async ({
  browser,
}) => {
  const teacher = await signedIn(browser, "staff");
  const hand = new Hand(teacher);
  await clean(teacher);

  await hand.click("Report a concern");
  await teacher.waitForURL(/what-happened/);
  await clean(teacher);
  await hand.click("No", "radio");
  await hand.click("Cyberbullying", "radio");
  await hand.click("Me", "radio");
  await hand.click("Today", "radio");
  await hand.fill("Where was it?", "Parents' group");
  await hand.fill("What happened?", "A parent posted my photograph with abuse under it.");
  await hand.click("Continue");
  await teacher.waitForURL(/evidence/);
  await hand.paste(await makePicture("She is useless\nGet her out"));
  await expect(teacher.getByRole("heading", { name: "Files added: 1" })).toBeVisible();
  const shortest = hand.count;
  await hand.paste(await makePicture("And another one\nof them"));
  await expect(teacher.getByRole("heading", { name: "Files added: 2" })).toBeVisible();
  await teacher.getByLabel("Choose files").setInputFiles({
    name: "letter.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from(
      "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    ),
  });
  await expect(teacher.getByRole("heading", { name: "Files added: 3" })).toBeVisible();
  await clean(teacher);
  await hand.click("Continue", "link");
  await teacher.waitForURL(/check/);
  await expect(teacher.getByText("Who will see this")).toBeVisible();
  await clean(teacher);
  await hand.click("Send report");
  await teacher.waitForURL(/sent/);
  // Two more for Continue and Send beyond the shortest path's count.
  expect(shortest + 2).toBeLessThanOrEqual(12);
  await clean(teacher);
  const reference = (await teacher.getByText(/^OS-26-/).textContent()) ?? "";

  const dsl = await signedIn(browser, "dsl");
  await dsl.goto("/queue");
  await clean(dsl);
  const triage = new Hand(dsl);
  await triage.click(reference, "link");
  await expect(dsl.getByRole("heading", { name: "Evidence (3)" })).toBeVisible();
  await clean(dsl);
  await triage.click("Open a case");
  await dsl.waitForURL(/cases/);
  expect(triage.count).toBeLessThanOrEqual(3);
  await clean(dsl);
  await dsl.getByRole("link", { name: /^Evidence/ }).click();
  await dsl.getByRole("link", { name: /^Show/ }).first().click();
  await expect(dsl.locator('img[src*="as=view"]')).toBeVisible();
  await expect
    .poll(() =>
      dsl.locator('img[src*="as=view"]').evaluate((img: HTMLImageElement) => img.naturalWidth),
    )
    .toBe(900);
  await clean(dsl);
  for (const tab of ["Timeline", "Actions", "People", "Referrals", "Messages"]) {
    const link = dsl
      .getByRole("navigation", { name: "Case" })
      .getByRole("link", { name: tab, exact: true });
    await link.click();
    await expect(link).toHaveAttribute("aria-current", "page");
    await clean(dsl);
  }
  await dsl.getByRole("link", { name: "Summary", exact: true }).click();
  const refer = new Hand(dsl);
  await refer.click("Refer for a decision", "link");
  await dsl.waitForURL(/refer$/);
  await clean(dsl);
  await refer.fill("What do you ask them to decide?", "Whether the parent is to be written to.");
  await refer.click("Refer case");
  await dsl.waitForURL(/referrals/);
  expect(refer.count).toBeLessThanOrEqual(4);

  const head = await signedIn(browser, "headteacher");
  await head.goto("/decisions");
  await clean(head);
  const decide = new Hand(head);
  await decide.click(/^OS-26-/, "link");
  await head.waitForURL(/decisions\/./);
  await clean(head);
  await decide.click("Informal action", "radio");
  await decide.fill("Reasons", "A letter is enough: it is the first time.");
  await decide.click("Record decision");
  await head.waitForURL(/decisions\?done/);
  expect(decide.count).toBeLessThanOrEqual(4);

  await teacher.goto("/");
  await teacher.getByRole("link", { name: reference }).click();
  await expect(teacher.getByText(/A decision has been made/)).toBeVisible();
  await clean(teacher);

  const governor = await signedIn(browser, "governor");
  await governor.goto("/governance");
  await clean(governor);
  await governor.getByRole("link", { name: "Autumn 2026" }).first().click();
  const before = await governor.locator("table").first().textContent();
  await head.goto("/governance/new");
  await clean(head);
  await head.getByLabel("Term").selectOption("Autumn 2026");
  await head.getByLabel("Day").fill("2");
  await head.getByLabel("Month").fill("12");
  await head.getByLabel("Year").fill("2026");
  await head.getByRole("button", { name: "Freeze numbers" }).click();
  await head.waitForURL(/done=frozen/);
  await governor.goto(new URL(head.url()).pathname);
  expect(await governor.locator("table").first().textContent()).not.toBe(before);
  await clean(governor);
  await expect(governor.locator("main")).not.toContainText("Asha");
});

test("whoever a report is about never learns that it exists", async ({ browser }) => {
  const teacher = await signedIn(browser, "staff");
  await teacher.getByRole("button", { name: "Report a concern" }).click();
  await teacher.getByRole("radio", { name: "No", exact: true }).click();
  await teacher.getByRole("radio", { name: "Cyberbullying" }).click();
  await teacher.getByRole("radio", { name: "Me", exact: true }).click();
  await teacher.getByRole("radio", { name: "Today" }).click();
  await teacher
    .getByLabel("What happened?")
    .fill("The headteacher wrote about me in a closed group.");
  const head = await signedIn(browser, "headteacher");
  const pages = [
    "/queue?tab=all",
    "/queue",
    "/decisions",
    "/notices",
    "/search?q=OS-26",
    "/search?q=Marsh",
    "/governance",
  ];
  const look = async () => {
    const seen: string[] = [];
    for (const path of pages) {
      await head.goto(path);
      seen.push((await head.locator("main").textContent()) ?? "");
    }
    return seen;
  };
  const before = await look();
  await teacher.getByRole("checkbox", { name: "The headteacher" }).check();
  await teacher.getByRole("button", { name: "Continue" }).click();
  await teacher.waitForURL(/evidence/);
  await teacher.getByRole("link", { name: "Continue" }).click();
  await expect(teacher.getByText("Carol Finch (chair of governors)")).toBeVisible();
  await expect(teacher.locator("main")).not.toContainText("Helen Marsh");
  await teacher.getByRole("button", { name: "Send report" }).click();
  await teacher.waitForURL(/sent/);
  const reportId = teacher.url().split("/").at(-2);

  expect(await look()).toEqual(before);
  for (const path of [`/queue/${reportId}`, `/reports/${reportId}`, `/sent-to-me/${reportId}`]) {
    const there = await head.goto(path);
    const nowhere = await head.request.get(path.replace(/.$/, (c) => (c === "0" ? "1" : "0")));
    expect([there?.status(), nowhere.status()]).toEqual([404, 404]);
  }
  const chair = await signedIn(browser, "chair");
  await chair.goto("/notices");
  await expect(chair.getByText("A report needs you").first()).toBeVisible();
  await chair.goto(`/queue/${reportId}`);
  await expect(chair.getByRole("button", { name: "Open a case" })).toBeVisible();
  await clean(chair);
});
