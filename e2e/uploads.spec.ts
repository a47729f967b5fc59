import type { APIResponse, Page } from "@playwright/test";
import postgres from "postgres";
import { makePicture } from "./files/make-picture.ts";
import { expect, newPage, signedIn, test } from "./fixtures.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

/** The evidence step of a draft of one's own. */
async function draftOf(page: Page): Promise<string> {
  await page.goto("/");
  await page.getByRole("button", { name: "Report a concern" }).click();
  await page.waitForURL(/what-happened/);
  return page.url().match(/drafts\/([0-9a-f-]+)/)?.[1] ?? "";
}
const origin = (page: Page) => ({ origin: new URL(page.url()).origin });

async function announce(
  page: Page,
  draftId: string,
  file: { name: string; size: number; type?: string; lastModified?: number },
): Promise<APIResponse> {
  return page.request.post("/api/uploadthing?actionType=upload&slug=evidence", {
    headers: { ...origin(page), "x-uploadthing-package": "daybook" },
    data: {
      files: [{ type: "image/png", lastModified: 1, ...file }],
      input: { draftId, arrivedBy: "chosen" },
    },
  });
}
async function addressFor(page: Page, draftId: string, file: { name: string; size: number }) {
  const answer = await announce(page, draftId, file);
  expect(answer.status()).toBe(200);
  const [first] = (await answer.json()) as { url: string; key: string }[];
  return first ?? { url: "", key: "" };
}
const put = (page: Page, url: string, buffer: Buffer, headers = origin(page)) =>
  page.request.put(url, {
    headers,
    multipart: { file: { name: "blob", mimeType: "image/png", buffer } },
  });
const rows = (draftId: string) => sql`select file_name, sha256, size, state from evidence
  where draft_id = ${draftId}`;

test.describe("the upload protocol", () => {
  test("addresses are our own and carry no name", async ({ browser }) => {
    const page = await signedIn(browser, "staff");
    const draftId = await draftOf(page);
    const bytes = await makePicture("one");
    const name = "Poppy Ives crying.png";
    const { url } = await addressFor(page, draftId, { name, size: bytes.length });
    expect(url).toMatch(/^\/api\/ingest\//);
    expect(decodeURIComponent(decodeURIComponent(url))).not.toMatch(/Poppy|invalid|ufs|utfs/);
    expect((await put(page, url, bytes)).status()).toBe(200);
    expect(await rows(draftId)).toMatchObject([{ file_name: name, state: "staged" }]);
  });

  test("a repeat after a lost answer gets the same answer and makes no second item", async ({
    browser,
  }) => {
    const page = await signedIn(browser, "staff");
    const draftId = await draftOf(page);
    const bytes = await makePicture("two");
    const { url } = await addressFor(page, draftId, { name: "a.png", size: bytes.length });
    const first = await (await put(page, url, bytes)).json();
    expect(await (await put(page, url, bytes)).json()).toEqual(first);
    // The row was written and the answer lost before it was remembered.
    await sql`update uploads set answer = null, finished_at = null where draft_id = ${draftId}`;
    const again = await put(page, url, bytes);
    expect(again.status()).toBe(200);
    expect((await again.json()).url).toBe(first.url);
    expect(await rows(draftId)).toHaveLength(1);
  });

  test("other bytes cannot take an item's place", async ({ browser }) => {
    const page = await signedIn(browser, "staff");
    const draftId = await draftOf(page);
    const bytes = await makePicture("three");
    const { url } = await addressFor(page, draftId, { name: "a.png", size: bytes.length });
    await put(page, url, bytes);
    const before = await rows(draftId);
    await put(page, url, await makePicture("quite another"));
    expect(await rows(draftId)).toEqual(before);
  });

  test("equal keys of two people stay two uploads", async ({ browser }) => {
    const teacher = await signedIn(browser, "staff");
    const manager = await signedIn(browser, "line-manager");
    const bytes = await makePicture("same");
    const file = { name: "same.png", size: bytes.length };
    const mine = await draftOf(teacher);
    const theirs = await draftOf(manager);
    const a = await addressFor(teacher, mine, file);
    const b = await addressFor(manager, theirs, file);
    // Whether or not the protocol made one key of both, each address leads to its own item.
    expect((await put(teacher, a.url, bytes)).status()).toBe(200);
    expect((await put(manager, b.url, bytes)).status()).toBe(200);
    expect(await rows(mine)).toHaveLength(1);
    expect(await rows(theirs)).toHaveLength(1);
  });

  test("an address works for whoever announced it and for nobody else", async ({ browser }) => {
    const page = await signedIn(browser, "staff");
    const draftId = await draftOf(page);
    const bytes = await makePicture("four");
    const { url } = await addressFor(page, draftId, { name: "a.png", size: bytes.length });
    for (const role of ["dsl", "headteacher", "admin", "line-manager"]) {
      const other = await signedIn(browser, role);
      expect((await put(other, url, bytes)).status(), role).toBe(403);
      expect((await announce(other, draftId, { name: "b.png", size: 5 })).status()).toBe(404);
      await other.context().close();
    }
    const far = await signedIn(browser, "staff", { school: "Oakfield Secondary" });
    expect((await put(far, url, bytes)).status()).toBe(403);
    const nobody = await newPage(browser);
    await nobody.goto("/sign-in");
    expect((await put(nobody, url, bytes)).status()).toBe(403);
    expect(await rows(draftId)).toEqual([]);
  });

  test("a changed address, another size, another place and a foreign page are refused", async ({
    browser,
  }) => {
    const page = await signedIn(browser, "staff");
    const draftId = await draftOf(page);
    const bytes = await makePicture("five");
    const { url } = await addressFor(page, draftId, { name: "a.png", size: bytes.length });
    const far = Date.now() + 9e8;
    for (const forged of [
      url.replace(/expires=\d+/, `expires=${far}`),
      url.replace(/x-ut-file-size=\d+/, "x-ut-file-size=9999"),
      url.replace(/signature=hmac-sha256%3D./, "signature=hmac-sha256%3D0").replace(/.$/, "0"),
      url.replace(/&signature=.*/, ""),
      url.replace(/x-ut-custom-id=[0-9a-f-]+/, `x-ut-custom-id=${crypto.randomUUID()}`),
      url.replace(/ingest\/[^?]+/, "ingest/another-key"),
    ]) {
      expect(forged).not.toBe(url);
      expect((await put(page, forged, bytes)).status(), forged).toBe(403);
    }
    for (const from of ["https://elsewhere.example", "null"]) {
      expect((await put(page, url, bytes, { origin: from })).status()).toBe(403);
    }
    expect((await put(page, url, bytes.subarray(0, 50))).status()).toBe(415);
    const late = await page.request.put(url, {
      headers: { ...origin(page), range: "bytes=100-" },
      multipart: { file: { name: "blob", mimeType: "image/png", buffer: bytes } },
    });
    expect(late.status()).toBe(416);
    expect(await rows(draftId)).toEqual([]);
    expect((await put(page, url, bytes)).status()).toBe(200);
  });

  test("what is not a picture or PDF ends in a sentence", async ({ browser }) => {
    const page = await signedIn(browser, "staff");
    const draftId = await draftOf(page);
    const bytes = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>");
    const { url } = await addressFor(page, draftId, { name: "a.png", size: bytes.length });
    const answer = await put(page, url, bytes);
    expect(answer.status()).toBe(415);
    expect((await answer.json()).error).toMatch(/^The selected file must be a picture, PDF/);
    const large = await announce(page, draftId, { name: "film.png", size: 26 * 1024 * 1024 });
    expect(large.status()).toBe(403);
    expect(await large.text()).toContain("smaller than 25MB");
  });

  test("twenty-four megabytes arrive whole: nothing on the way cuts them", async ({ browser }) => {
    const page = await signedIn(browser, "staff");
    const draftId = await draftOf(page);
    const small = await makePicture("large");
    const bytes = Buffer.concat([small, Buffer.alloc(24 * 1024 * 1024 - small.length, "x")]);
    const { url } = await addressFor(page, draftId, { name: "a.png", size: bytes.length });
    expect((await put(page, url, bytes)).status()).toBe(200);
    const form = await page.request.post(`/reports/drafts/${draftId}/evidence/upload`, {
      headers: origin(page),
      multipart: { files: { name: "plain.png", mimeType: "image/png", buffer: bytes } },
      maxRedirects: 0,
    });
    expect(form.headers().location).toBe(`/reports/drafts/${draftId}/evidence`);
    const found = await rows(draftId);
    expect(found.map((row) => Number(row.size))).toEqual([bytes.length, bytes.length]);
    expect(new Set(found.map((row) => row.sha256)).size).toBe(1);
  });

  test("a cut upload leaves nothing, and the same file goes up again", async ({ browser }) => {
    const page = await signedIn(browser, "staff");
    const draftId = await draftOf(page);
    await page.goto(`/reports/drafts/${draftId}/evidence`);
    let cuts = 0;
    await page.route("**/api/ingest/**", async (route) => {
      if (route.request().method() === "PUT" && cuts++ < 1) await route.abort("connectionreset");
      else await route.continue();
    });
    const file = { name: "again.png", mimeType: "image/png", buffer: await makePicture("again") };
    await page.getByLabel("Choose files").setInputFiles(file);
    await expect(page.getByText(/again\.png: (Added|The file could not be added)/)).toBeVisible();
    if ((await rows(draftId)).length === 0)
      await page.getByLabel("Choose files").setInputFiles(file);
    await expect(page.getByRole("heading", { name: "Files added: 1" })).toBeVisible();
    expect(await rows(draftId)).toHaveLength(1);
  });
});

test("evidence: whoever may not read the matter gets what an absent item gives", async ({
  browser,
}) => {
  const page = await signedIn(browser, "staff");
  const draftId = await draftOf(page);
  const bytes = await makePicture("seen by few");
  const { url } = await addressFor(page, draftId, { name: "a.png", size: bytes.length });
  const { url: item } = await (await put(page, url, bytes)).json();
  await page.getByRole("radio", { name: "No", exact: true }).click();
  await page.getByRole("radio", { name: "Cyberbullying" }).click();
  await page.getByRole("radio", { name: "Me", exact: true }).click();
  await page.getByRole("radio", { name: "Today" }).click();
  await page.getByLabel("What happened?").fill("The headteacher wrote about me.");
  await page.getByRole("checkbox", { name: "The headteacher" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("link", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Send report" }).click();
  await page.waitForURL(/sent/);
  const sees = { staff: 200, chair: 200 } as Record<string, number>;
  for (const role of [
    "staff",
    "chair",
    "headteacher",
    "dsl",
    "deputy-dsl",
    "line-manager",
    "governor",
    "dpo",
    "admin",
  ]) {
    const other = await signedIn(browser, role);
    for (const as of ["blurred", "view", "original"]) {
      const there = await other.request.get(`${item}?as=${as}`);
      expect(there.status(), `${role} ${as}`).toBe(sees[role] ?? 404);
      if (there.status() === 200) {
        expect(there.headers()).toMatchObject({
          "cache-control": "private, no-store",
          "x-content-type-options": "nosniff",
          "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
          "cross-origin-resource-policy": "same-origin",
        });
      } else {
        const nowhere = await other.request.get(`/api/evidence/${crypto.randomUUID()}?as=${as}`);
        expect(await there.text()).toBe(await nowhere.text());
        expect(there.status()).toBe(nowhere.status());
      }
    }
    await other.context().close();
  }
  const far = await signedIn(browser, "chair", { school: "Oakfield Secondary" });
  expect((await far.request.get(`${item}?as=view`)).status()).toBe(404);
});
