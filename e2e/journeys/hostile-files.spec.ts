import type { Page } from "@playwright/test";
import { hostile } from "../files/make-hostile.ts";
import { makeChatZip, makeEmail } from "../files/make-messages.ts";
import { makePicture } from "../files/make-picture.ts";
import type { Hostile } from "../files/make-pieces.ts";
import { clean, expect, signedIn, test } from "../fixtures.ts";

/** What a page did that it may not: ran something of a file's, or asked for something elsewhere. */
function watch(page: Page): string[] {
  const seen: string[] = [];
  page.context().on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:/.test(protocol) && origin !== new URL(page.url()).origin)
      seen.push(`asked for ${request.url()}`);
  });
  page.context().on("dialog", async (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.context().on("console", (message) => {
    if (/daybook-canary|beacon/.test(message.text())) seen.push(`console ${message.text()}`);
  });
  return seen;
}
const canary = (page: Page) =>
  page.evaluate(() => (window as { daybookCanary?: unknown }).daybookCanary);

async function startDraft(page: Page): Promise<string> {
  await page.goto("/");
  await page.getByRole("button", { name: "Report a concern" }).click();
  await page.waitForURL(/what-happened/);
  await page.getByRole("radio", { name: "No", exact: true }).click();
  await page.getByRole("radio", { name: "Cyberbullying" }).click();
  await page.getByRole("radio", { name: "Me", exact: true }).click();
  await page.getByRole("radio", { name: "Today" }).click();
  await page.getByLabel("What happened?").fill("Somebody sent all of this.");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/evidence$/);
  return page.url();
}

/** Chooses one file, and answers with what the page says of it. */
async function add(page: Page, file: { name: string; buffer: Buffer }): Promise<string> {
  const lines = page.locator('form [id^="upload-"]');
  const line = lines.nth(await lines.count());
  await page.getByLabel("Choose files").setInputFiles({ mimeType: "", ...file });
  await expect(line).toHaveText(/: (?!Adding)[^:]/, { timeout: 30_000 });
  return (await line.textContent()) ?? "";
}

const groups = new Map<number, Hostile[]>();
for (const [index, file] of hostile.entries()) {
  const group = Math.floor(index / 14);
  groups.set(group, [...(groups.get(group) ?? []), file]);
}
for (const [group, files] of groups) {
  test(`hostile files, part ${group + 1}: kept or refused in a sentence, and none of them runs`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const page = await signedIn(browser, "staff");
    const evidence = await startDraft(page);
    const seen = watch(page);
    page.context().on("page", (other) => seen.push(`opened ${other.url()}`));
    let kept = 0;
    for (const { what, name, make, kept: item, refused } of files) {
      const said = await add(page, { name: name || "a.png", buffer: await make() });
      if (refused) expect(said.split(": ").slice(1).join(": "), what).toMatch(refused);
      else expect(said, what).toMatch(/: Added$/);
      kept += item ? (item.items ?? 1) : 0;
      await expect(
        page.getByRole("heading", { name: kept === 0 ? "No files yet" : `Files added: ${kept}` }),
        what,
      ).toBeVisible();
    }
    const ids = await page
      .locator("main li[id]")
      .evaluateAll((items) => items.map((item) => item.id));
    expect(ids).toHaveLength(kept);
    const read = await page
      .getByRole("link", { name: /^Read the/ })
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    // Whoever handles it opens each of them below; the reporter's page shows them with the same parts.
    await everyPage(page, evidence, [], read);
    await everyDoor(page, ids);
    if (ids.length > 0) await asHandler(page, ids);
    expect(seen).toEqual([]);
    await page.context().close();

    async function asHandler(teacher: Page, items: string[]) {
      await teacher.goto(evidence);
      await teacher.getByRole("link", { name: "Continue" }).click();
      await teacher.getByRole("button", { name: "Send report" }).click();
      const reference = (await teacher.getByText(/^OS-26-/).textContent()) ?? "";
      const dsl = await signedIn(browser, "dsl");
      const there = watch(dsl);
      await dsl.goto(`/queue?q=${reference}`);
      await dsl.getByRole("link", { name: reference }).click();
      await dsl.waitForURL(/queue\/./);
      await everyPage(dsl, dsl.url(), [], []);
      await dsl.getByRole("button", { name: "Open a case" }).click();
      await dsl.waitForURL(/cases/);
      const links = read.map((link) => link.replace(/from=[^&]*/, "from=/queue"));
      await everyPage(dsl, `${dsl.url().replace(/[?#].*/, "")}/evidence`, items, links);
      expect(there).toEqual([]);
      await dsl.context().close();
    }
  });
}

/** Each page that shows these items, as it is and with each of them in the clear. */
async function everyPage(page: Page, list: string, ids: string[], read: string[]) {
  for (const url of [list, ...ids.map((id) => `${list}?show=${id}`), ...read]) {
    await page.goto(url);
    await page.locator("details").evaluateAll((all) => {
      for (const one of all) (one as HTMLDetailsElement).open = true;
    });
    expect(await canary(page), url).toBeUndefined();
  }
}

/** Each address that gives an item's bytes, opened as a page of its own. */
async function everyDoor(page: Page, ids: string[]) {
  for (const id of ids) {
    for (const as of ["blurred", "view"]) {
      const answer = await page.goto(`/api/evidence/${id}?as=${as}`);
      expect(await canary(page)).toBeUndefined();
      if (answer?.status() === 200)
        expect(answer.headers()["content-type"], `${id} ${as}`).toMatch(
          /^(image\/webp|(audio|video)\/[\w-]+)$/,
        );
    }
    const address = `/api/evidence/${id}?as=original`;
    await expect(page.goto(address)).rejects.toThrow(/Download is starting|ERR_ABORTED/);
    const saved = await page.request.get(address);
    expect(saved.headers()).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": expect.stringMatching(/^attachment/),
      "x-content-type-options": "nosniff",
    });
  }
}

test("an e-mail, a chat and an address are read in words, and lead nowhere", async ({
  browser,
}) => {
  const page = await signedIn(browser, "staff");
  const evidence = await startDraft(page);
  const seen = watch(page);
  const picture = await makePicture("sent in the chat");
  await add(page, {
    name: "about Year 4.eml",
    buffer: makeEmail([
      { type: "text/html", bytes: '<p>See <a href="https://beacon.example/x">this</a></p>' },
      { type: "image/png", name: "screen.png", bytes: picture },
      { type: "application/x-msdownload", name: "tool.exe", bytes: Buffer.from("MZ\0\0") },
    ]),
  });
  await add(page, {
    name: "WhatsApp chat.zip",
    buffer: makeChatZip([{ name: "IMG-1.png", bytes: picture }]),
  });
  await page.getByText("Only have a web address?").click();
  await page.getByRole("button", { name: "Add address" }).click();
  await expect(page.getByText("Enter the web address, without spaces")).toBeVisible();
  await page.getByText("Only have a web address?").click();
  const address = "https://beacon.example/post/17?u=somebody";
  await page.getByLabel("Web address of the post or page").fill(address);
  await page.getByRole("button", { name: "Add address" }).click();
  await expect(page.getByRole("heading", { name: "Files added: 5" })).toBeVisible();
  await expect(page.getByText(address)).toBeVisible();
  await clean(page);

  await page.getByRole("link", { name: /^Read the e-mail/ }).click();
  await expect(page.getByText("About Year 4 – again")).toBeVisible();
  await expect(page.getByText("tool.exe: This kind of file cannot be shown")).toBeVisible();
  await expect(page.getByRole("link", { name: "screen.png" })).toBeVisible();
  await clean(page);
  await page.goBack();
  await page.getByRole("link", { name: /^Read the messages: 3/ }).click();
  await expect(page.getByRole("row", { name: /Sam.*You are finished/ })).toBeVisible();
  await expect(page.getByText("3 April 2026, 14:05:10")).toBeVisible();
  await expect(page.getByText("The time zone is unknown")).toBeVisible();
  await clean(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await clean(page);
  await page.goto(evidence);
  expect(await page.locator('a[href*="beacon"]').count()).toBe(0);
  await clean(page);
  expect(seen).toEqual([]);
});
