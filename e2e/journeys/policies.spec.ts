import { clean, expect, signedIn, test } from "../fixtures.ts";

test("a policy is drafted, saved while typing, compared, published and signed", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const dsl = await signedIn(browser, "dsl");
  await dsl.goto("/policies");
  await clean(dsl);
  await dsl.getByRole("link", { name: "Add a policy" }).click();
  await dsl.getByLabel("Title").fill("Mobile phones");
  await clean(dsl);
  await dsl.getByRole("button", { name: "Start a draft" }).click();
  await dsl.waitForURL(/draft$/);
  await clean(dsl);
  await dsl.getByRole("link", { name: "Add a clause" }).click();
  await dsl.waitForURL(/clauses\/new/);
  await clean(dsl);
  await dsl.getByLabel("What it says").fill("Phones stay in the locker while pupils are near.");
  await dsl.getByRole("button", { name: "Add clause" }).click();
  await dsl.waitForURL(/draft\?done=added/);
  await dsl.getByRole("link", { name: "Edit clause C1" }).click();
  await dsl.waitForURL(/clauses\/[0-9a-f-]{36}/);
  await clean(dsl);
  const words = dsl.getByLabel("What it says");
  await words.fill("Phones stay locked away while pupils are near.");
  await expect(dsl.getByText(/^Saved \d/)).toBeVisible();
  await words.fill("Phones stay locked away and off while pupils are near.");
  await dsl.getByRole("button", { name: "Save clause" }).click();
  await dsl.waitForURL(/done=saved/);
  await expect(dsl.getByText("locked away and off")).toBeVisible();
  await dsl.getByRole("link", { name: "Change the details" }).click();
  await dsl.waitForURL(/details/);
  await clean(dsl);
  await dsl.getByLabel("Approved by").fill("Governing body");
  await dsl.getByRole("button", { name: "Save details" }).click();
  await dsl.waitForURL(/done=saved/);

  await dsl.getByRole("link", { name: "Publish" }).click();
  await dsl.waitForURL(/publish/);
  await clean(dsl);
  await dsl.getByRole("button", { name: /^Publish version/ }).click();
  const problem = dsl.getByRole("alert", { name: "There is a problem" });
  await expect(problem).toContainText("Enter the day it was approved");
  await clean(dsl);
  const date = async (legend: string, parts: [string, string, string]) => {
    const field = dsl.getByRole("group", { name: legend });
    for (const [i, label] of ["Day", "Month", "Year"].entries())
      await field.getByLabel(label).fill(parts[i] ?? "");
  };
  await date("Approved on", ["6", "7", "2026"]);
  await date("Next review", ["5", "7", "2026"]);
  await dsl.getByRole("button", { name: /^Publish version/ }).click();
  await expect(problem).toContainText("must be after the day it was approved");
  await date("Next review", ["5", "7", "2027"]);
  await dsl.getByRole("button", { name: /^Publish version/ }).click();
  await expect(problem).toContainText("Tick that you have read what was found");
  await dsl.getByLabel("I have read it").check();
  await dsl.getByRole("button", { name: /^Publish version/ }).click();
  await dsl.waitForURL(/done=published/);
  await clean(dsl);
  const address = dsl.url().replace(/\?.*/, "");

  await dsl.getByRole("button", { name: "Draft version 2" }).click();
  await dsl.waitForURL(/draft$/);
  await dsl.getByRole("link", { name: "Edit clause C1" }).click();
  await dsl.getByLabel("What it says").fill("Phones stay locked away and off all day.");
  await dsl.getByRole("button", { name: "Save clause" }).click();
  await dsl.waitForURL(/done=saved/);
  await dsl.getByRole("link", { name: /^Compare/ }).click();
  await dsl.waitForURL(/compare/);
  await expect(dsl.locator("del")).toHaveText("while pupils are near.");
  await expect(dsl.locator("ins")).toHaveText("all day.");
  await clean(dsl);
  await dsl.setViewportSize({ width: 320, height: 640 });
  await clean(dsl);

  const chair = await signedIn(browser, "chair");
  await chair.goto(address);
  await clean(chair);
  await chair.getByLabel("Name of the chair").fill("Carol Finch");
  await chair.getByRole("button", { name: "Sign version 1" }).click();
  await expect(chair.getByText(/^Signed by Carol Finch/)).toBeVisible();

  const teacher = await signedIn(browser, "staff");
  await teacher.goto(address);
  await expect(teacher.getByText("while pupils are near")).toBeVisible();
  await expect(teacher.getByText("Monitoring and evaluation")).toHaveCount(0);
  await expect(teacher.getByRole("button", { name: /^Draft version/ })).toHaveCount(0);
  await clean(teacher);
});

test("a clause is written without JavaScript", async ({ browser }) => {
  const page = await signedIn(browser, "headteacher", { javaScriptEnabled: false });
  await page.goto("/policies");
  await page.getByRole("link", { name: "Online conduct and social media" }).click();
  await page.getByRole("link", { name: /^Go to the draft/ }).click();
  await page.getByRole("link", { name: "Add a clause" }).click();
  await page.getByLabel("Code").fill("not a code");
  await page.getByLabel("What it says").fill("Kept through a wrong answer.");
  await page.getByRole("button", { name: "Add clause" }).click();
  await expect(page.getByRole("alert", { name: "There is a problem" })).toContainText(
    "Enter a short code, such as C12",
  );
  await expect(page.getByLabel("What it says")).toHaveValue("Kept through a wrong answer.");
  await page.getByLabel("Code").fill("C99");
  await page.getByRole("button", { name: "Add clause" }).click();
  await expect(page.getByText("Kept through a wrong answer.")).toBeVisible();
  await page.getByRole("link", { name: "Edit clause C99" }).click();
  await page.getByRole("button", { name: "Remove clause" }).click();
  await expect(page.getByText("The clause is removed.")).toBeVisible();
});

test("a document is read in, confirmed clause by clause, published and accepted", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const dsl = await signedIn(browser, "dsl");
  await dsl.goto("/policies/new");
  await dsl.getByLabel("Document").setInputFiles({
    name: "scan.png",
    mimeType: "image/png",
    buffer: Buffer.from("89504e470d0a1a0a0000", "hex"),
  });
  await dsl.getByRole("button", { name: "Read the document" }).click();
  await expect(dsl.getByText("must be a Word document")).toBeVisible();
  await clean(dsl);
  const words = [
    "Photographs policy",
    "Approved by: Governing body",
    "Date: 6 July 2026",
    "Next review: July 2027",
    "Cameras",
    "Staff must not take photographs of pupils on their own phones.",
    "Report a lost camera to the headteacher.",
  ];
  await dsl.getByLabel("Document").setInputFiles({
    name: "photographs.txt",
    mimeType: "text/plain",
    buffer: Buffer.from(words.join("\n\n")),
  });
  await dsl.getByRole("button", { name: "Read the document" }).click();
  await dsl.waitForURL(/confirm/);
  await expect(dsl.getByText("2 of 2 are left")).toBeVisible();
  await clean(dsl);
  await dsl.getByRole("button", { name: "Confirm what is ticked" }).click();
  await expect(dsl.getByRole("alert", { name: "There is a problem" })).toContainText("Tick");
  await clean(dsl);
  for (const code of ["C1", "C2"]) await dsl.getByLabel(`Right: ${code}`).check();
  await dsl.getByLabel("What C2 does").selectOption("duty-to-report");
  await dsl.getByRole("button", { name: "Confirm what is ticked" }).click();
  await expect(dsl.getByText("Every clause is confirmed")).toBeVisible();
  await dsl.getByRole("link", { name: "the details" }).click();
  await dsl.waitForURL(/details/);
  await expect(dsl.getByText("The document says: July 2027")).toBeVisible();
  await clean(dsl);
  await dsl.goto(dsl.url().replace("details", "publish"));
  await dsl.getByLabel("I have read it").check();
  await dsl.getByRole("button", { name: /^Publish version/ }).click();
  await dsl.waitForURL(/done=published/);
  const saving = dsl.waitForEvent("download");
  await dsl.getByRole("link", { name: "photographs.txt" }).click();
  expect((await saving).suggestedFilename()).toBe("photographs.txt");
  const address = dsl.url().replace(/\?.*/, "");

  const teacher = await signedIn(browser, "staff");
  await teacher.goto("/policies");
  await expect(teacher.getByText("Waits for you to accept it").first()).toBeVisible();
  await teacher.goto(address);
  await teacher.getByRole("button", { name: "Accept policy" }).click();
  await expect(teacher.getByRole("alert", { name: "There is a problem" })).toContainText(
    "Tick that you have read and accept it",
  );
  await clean(teacher);
  await teacher.getByLabel(/^I have read version 1/).check();
  await teacher.getByLabel("Your name in print").fill("Asha Patel");
  await teacher.getByRole("textbox", { name: "Signature" }).fill("A Patel");
  await teacher.getByRole("button", { name: "Accept policy" }).click();
  await expect(teacher.getByText("You accepted this version on")).toBeVisible();
  await clean(teacher);

  await dsl.getByRole("link", { name: "Who has accepted it" }).click();
  await dsl.waitForURL(/acceptances/);
  await expect(dsl.getByText(/^1 of \d+ have accepted/)).toBeVisible();
  await clean(dsl);
  const governor = await signedIn(browser, "governor");
  await governor.goto(`${address}/acceptances`);
  await expect(governor.getByText("Asha Patel")).toHaveCount(0);
  await clean(governor);
});
