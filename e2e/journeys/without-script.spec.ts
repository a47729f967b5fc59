import { makePicture } from "../files/make-picture.ts";
import { clean, expect, signedIn, test } from "../fixtures.ts";

test("report, triage and decision work with JavaScript off", async ({ browser }) => {
  const off = { javaScriptEnabled: false };
  const teacher = await signedIn(browser, "staff", off);
  await teacher.getByRole("button", { name: "Report a concern" }).click();
  await teacher.getByRole("radio", { name: "No", exact: true }).check();
  await teacher.getByRole("radio", { name: "Trolling" }).check();
  await teacher.getByRole("radio", { name: "Me", exact: true }).check();
  await teacher.getByRole("radio", { name: "Today" }).check();
  await teacher.getByRole("button", { name: "Continue" }).click();
  await expect(teacher.getByRole("heading", { name: "There is a problem" })).toBeVisible();
  await expect(teacher.getByRole("link", { name: "Enter what happened" })).toBeVisible();
  await expect(teacher.getByRole("radio", { name: "Trolling" })).toBeChecked();
  await teacher.getByLabel("What happened?").fill("Written with no script at all.");
  await teacher.getByRole("button", { name: "Continue" }).click();
  await expect(teacher).toHaveURL(/evidence/);
  await teacher.getByLabel("Choose files").setInputFiles([
    { name: "one.png", mimeType: "image/png", buffer: await makePicture("no script") },
    {
      name: "not-a-picture.png",
      mimeType: "image/png",
      buffer: Buffer.from("<svg onload=alert(1)>"),
    },
  ]);
  await teacher.getByRole("button", { name: "Add files" }).click();
  await expect(teacher.getByText("The selected file must be a picture, PDF")).toBeVisible();
  await expect(teacher.getByRole("heading", { name: "Files added: 1" })).toBeVisible();
  await teacher.getByRole("link", { name: "Continue" }).click();
  await teacher.getByRole("button", { name: "Send report" }).click();
  const reference = (await teacher.getByText(/^OS-26-/).textContent()) ?? "";

  const dsl = await signedIn(browser, "dsl", off);
  await dsl.goto(`/queue?q=${reference}`);
  await dsl.getByRole("link", { name: reference }).click();
  await dsl.getByRole("button", { name: "Open a case" }).click();
  await expect(dsl).toHaveURL(/cases/);
  await dsl.getByRole("link", { name: "Refer for a decision" }).first().click();
  await dsl.getByLabel("What do you ask them to decide?").fill("Is a letter enough?");
  await dsl.getByRole("button", { name: "Refer case" }).click();
  await expect(dsl).toHaveURL(/referrals/);

  const head = await signedIn(browser, "headteacher", off);
  await head.goto("/decisions");
  await head
    .locator("main")
    .getByRole("link", { name: /^OS-26-/ })
    .first()
    .click();
  await head.getByRole("radio", { name: "No action" }).check();
  await head.getByRole("button", { name: "Record decision" }).click();
  await expect(
    head.getByRole("link", { name: "Enter the reasons for your decision" }),
  ).toBeVisible();
  await expect(head.getByRole("radio", { name: "No action" })).toBeChecked();
  await head.getByLabel("Reasons").fill("It was deleted within the hour.");
  await head.getByRole("button", { name: "Record decision" }).click();
  await expect(head).toHaveURL(/decisions\?done/);
  await head.getByRole("button", { name: "Sign out" }).click();
  await expect(head.getByText("You are signed out.")).toBeVisible();
});

test("what is typed before the script has come stays, and is saved", async ({ browser }) => {
  const teacher = await signedIn(browser, "staff");
  await teacher.getByRole("button", { name: "Report a concern" }).click();
  const account = teacher.getByLabel("What happened?", { exact: true });
  await account.fill("They wrote it.");
  await expect(teacher.getByText(/^Draft saved/)).toBeVisible();

  let come = () => {};
  const late = new Promise<void>((done) => {
    come = done;
  });
  await teacher.route(/\.js(\?|$)/, async (route) => {
    await late;
    await route.continue();
  });
  await teacher.goto(teacher.url(), { waitUntil: "domcontentloaded" });
  await expect(account).toHaveValue("They wrote it.");
  await account.fill("They wrote it twice.");
  come();
  await expect(teacher.getByText(/^Draft saved/)).toBeVisible();
  await expect(account).toHaveValue("They wrote it twice.");
  await teacher.unrouteAll({ behavior: "wait" });
  await teacher.reload();
  await expect(account).toHaveValue("They wrote it twice.");
});

test("the gate takes the uploader away, in the page and on the server", async ({ browser }) => {
  const teacher = await signedIn(browser, "staff");
  await teacher.getByRole("button", { name: "Report a concern" }).click();
  await teacher.getByRole("radio", { name: /such an image/ }).click();
  await expect(teacher.getByRole("heading", { name: "Stop and tell the DSL" })).toBeVisible();
  await clean(teacher);
  const draftId = teacher.url().split("/").at(-3);
  await teacher.goto(`/reports/drafts/${draftId}/evidence`);
  await expect(teacher).toHaveURL(/check|what-happened/);
  await expect(teacher.locator('input[type="file"]')).toHaveCount(0);
  const announced = await teacher.request.post("/api/uploadthing?actionType=upload&slug=evidence", {
    headers: { origin: new URL(teacher.url()).origin },
    data: {
      files: [{ name: "a.png", size: 9, type: "image/png" }],
      input: { draftId, arrivedBy: "chosen" },
    },
  });
  expect(announced.status()).toBe(403);
  const posted = await teacher.request.post(`/reports/drafts/${draftId}/evidence/upload`, {
    headers: { origin: new URL(teacher.url()).origin },
    multipart: { files: { name: "a.png", mimeType: "image/png", buffer: await makePicture("x") } },
    maxRedirects: 0,
  });
  expect(posted.headers().location).toContain("problem");
});

test("nothing is wider than a screen of 320 pixels", async ({ browser }) => {
  const narrow = { viewport: { width: 320, height: 640 } };
  const pages: [string, string[]][] = [
    ["staff", ["/", "/notices", "/policies", "/settings"]],
    ["dsl", ["/queue", "/queue?tab=all", "/search?q=OS", "/governance"]],
    ["headteacher", ["/decisions", "/governance/new", "/people"]],
    ["admin", ["/people", "/people/invite", "/settings/outbox"]],
  ];
  for (const [role, paths] of pages) {
    const page = await signedIn(browser, role, narrow);
    for (const path of paths) {
      await page.goto(path);
      await clean(page);
    }
    await page.context().close();
  }
});
