import { makePicture } from "../files/make-picture.ts";
import { clean, expect, test } from "../fixtures.ts";
import {
  as,
  fill,
  findsNothing,
  leave,
  move,
  onDay,
  open,
  record,
  referTo,
  send,
} from "../story.ts";

test.use({ actionTimeout: 10_000 });
test.afterAll(leave);
const close: [string, string] = ["close", "Close the case"];
const ended = {
  outcome: "advice",
  told: "yes",
  support: "taken",
  reason: "Both families were seen.",
};

test("an indecent image by accident: its sender seals it, nobody opens it, the police are asked", async ({
  browser,
}) => {
  const sent = await send(
    browser,
    { type: "CYB", affectedName: "Maya Stone", account: "I took a picture of the group chat." },
    { picture: await makePicture("group chat") },
  );
  const staff = await as(browser, "staff");
  await staff.goto(`/reports/${sent.reportId}`);
  const item = (await staff.locator("main li[id]").first().getAttribute("id")) ?? "";
  await staff.getByRole("button", { name: /^Seal file/ }).click();
  await staff.waitForURL(/done=sealed/);
  await expect(staff.getByText(/^Sealed\. Nobody can open it/)).toBeVisible();
  const dsl = await as(browser, "dsl");
  await dsl.goto("/notices");
  await expect(dsl.getByText(/A file was sealed. Ask the police/).first()).toBeVisible();
  const at = await open(dsl, sent.reportId);
  for (const page of [staff, dsl])
    for (const way of ["view", "blurred", "original"])
      expect((await page.request.get(`/api/evidence/${item}?as=${way}`)).status()).toBe(404);
  await dsl.goto(`${at}/actions`);
  await expect(dsl.getByText(/police/i).first()).toBeVisible();
  await clean(dsl);
  await referTo(dsl, at, "police", { basis: "duty", basisWords: "It may show a child." });
  // The copy its writer keeps says no more of the file than that it is sealed.
  const copy = await staff.request.get(`/reports/${sent.reportId}/copy`);
  expect(copy.headers()["content-type"]).toBe("application/pdf");
});

test("a pupil's deepfake of a member of staff: one report, a case for the teacher and one for the child", async ({
  browser,
}) => {
  const sent = await send(browser, {
    type: "IMP",
    subtype: "IMP.deepfake",
    affected: "me",
    named0Name: "Ruby Dale",
    platform: "Video app",
    address: "https://video.example/fake-1",
    account: "A faked video of me shouting goes round in year 6.",
    policeWish: "undecided",
  });
  const head = await as(browser, "headteacher");
  const at = await open(head, sent.reportId);
  await referTo(head, at, "platform", { channel: "form", address: "https://video.example/fake-1" });
  await head.goto(`${at}/related?do=split`);
  const [reports] = await head
    .locator('[name="reports"]')
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  await fill(head, "Open the new case", {
    reports: reports ?? "",
    track: "T2",
    reason: "A child did it, and needs help too.",
  });
  await head.waitForURL(/done=/);
  const other = /\/cases\/[0-9a-f-]{36}/.exec(head.url())?.[0] ?? "";
  expect(other).not.toBe(at);
  const dsl = await as(browser, "dsl");
  await dsl.goto("/notices");
  await expect(dsl.getByText("A case was opened").first()).toBeVisible();
  await dsl.goto(other);
  await clean(dsl);
  await record(dsl, other, "t2", {
    need: ["under-13"],
    family: "yes",
    words: "Seen with her father.",
  });
  await dsl.goto(`${other}/related`);
  await expect(dsl.getByText("Taken apart")).toBeVisible();
});

test("out-of-school bullying: the school acts only once it is written down why it may", async ({
  browser,
}) => {
  const sent = await send(browser, {
    type: "CYB",
    affectedName: "Isla Boyd",
    named0Name: "Jay Sutton",
    platform: "Game, on Saturday at home",
    account: "He told the others in the game not to play with her.",
  });
  const dsl = await as(browser, "dsl");
  const at = await open(dsl, sent.reportId);
  await dsl.goto(`${at}/move/investigate`);
  const who = (await dsl.locator('[name="investigatorId"]').first().getAttribute("value")) ?? "";
  const step: [string, string] = ["investigate", "Start an investigation"];
  const asked = { investigatorId: who, reason: "What was said in the game.", where: "outside" };
  await move(dsl, at, step, asked, /whether the school may act on it/);
  await clean(dsl);
  const limb = { limbs: ["none"], reason: "It was at home." };
  await record(dsl, at, "jurisdiction", limb);
  await move(dsl, at, step, asked, /it may not act on this/);
  await record(dsl, at, "jurisdiction", { limbs: ["pupil"], reason: "Both are pupils here." });
  await move(dsl, at, step, asked);
  const staff = await as(browser, "staff");
  await staff.goto(`/reports/${sent.reportId}`);
  await expect(staff.getByText("In hand", { exact: true })).toBeVisible();
});

test("a case reopened by a pattern hit: the same account comes back after it was closed", async ({
  browser,
}) => {
  const handle = `@back.${crypto.randomUUID().slice(0, 6)}`;
  const answers = (account: string) => ({
    type: "CYB",
    affectedName: "Noah Grant",
    named0Handle: handle,
    platform: "Picture app",
    account,
  });
  const first = await send(browser, answers("A drawing of him with a cruel line."));
  const dsl = await as(browser, "dsl");
  const old = await open(dsl, first.reportId);
  await record(dsl, old, "support", { contact: "Ms Bell", ...onDay("review", 20) });
  await move(dsl, old, close, ended);
  const second = await send(browser, answers("The account is back, with a new drawing."));
  const at = await open(dsl, second.reportId);
  await dsl.goto(`${at}/related`);
  const hit = dsl.locator("section", { hasText: "May be connected" });
  await expect(hit.getByText("Same account")).toBeVisible();
  await expect(hit.getByText("Closed")).toBeVisible();
  await expect(hit.locator(`a[href="${old}"]`)).toBeVisible();
  await clean(dsl);
  await move(dsl, old, ["reopen", "Reopen the case"], {
    why: "pattern",
    reason: "The same account does it again.",
  });
  const reference = (await dsl.locator("h1").textContent())?.match(/OS-26-\w+/)?.[0] ?? "";
  await dsl.goto(`${at}/related?do=link`);
  await fill(dsl, "Link cases", { reference, reason: "The same account." });
  await dsl.waitForURL(/done=/);
  await expect(dsl.locator(`main a[href="${old}"]`).first()).toBeVisible();
  await expect(dsl.getByText("May be connected")).toHaveCount(0);
  const staff = await as(browser, "staff");
  await staff.goto(`/reports/${first.reportId}`);
  await expect(staff.getByText("In hand", { exact: true })).toBeVisible();
  await findsNothing(await as(browser, "governor"), reference, [old, at]);
});
