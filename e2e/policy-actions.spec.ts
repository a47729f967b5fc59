import type { Page } from "@playwright/test";
import postgres from "postgres";
import { policyActions } from "./action-matrix.ts";
import { expect, signedIn, test } from "./fixtures.ts";
import { changedSince, digest, otherSchool, roles, startReplay } from "./replay.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

test("each action on a policy does nothing for whoever may not use it, and its work once", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const { as, nobody, origin, replay, done } = await startReplay(browser, policyActions, {
    ofOwnSchool: ["startPolicyAction", "loadPackAction"],
  });

  const bare = (address: string) => address.replace(/\?.*/, "");
  const spare = await replay("loadPackAction", "headteacher", "/policies/new", "Start from this", {
    pack: "S2",
  });
  await replay("discardVersionAction", "dsl", bare(spare), "Discard draft");
  const draft = bare(
    await replay("startPolicyAction", "dpo", "/policies/new", "Start a draft", { title: "Replay" }),
  );
  const words = { code: "C1", kind: "prohibition", heading: "", words: "One.", severity: "" };
  await replay("addClauseAction", "dsl", `${draft}/clauses/new`, "Add clause", words);
  await replay("addClauseAction", "dsl", `${draft}/clauses/new`, "Add clause", {
    ...words,
    code: "C2",
  });
  const page = await as("dsl");
  await page.goto(draft);
  const clause =
    (await page.getByRole("link", { name: "Edit clause C2" }).getAttribute("href")) ?? "";
  await replay("editClauseAction", "deputy-dsl", clause, "Save clause", { words: "Two." });
  await replay("moveClauseAction", "trust-lead", clause, "Move up");
  await replay("removeClauseAction", "dsl", clause, "Remove clause");
  await replay("saveVersionAction", "dsl", `${draft}/details`, "Save details", {
    approvedBy: "Full board",
  });
  await replay("saveRulesAction", "headteacher", `${draft}/rules`, "Save rules", {
    imageYears: "3",
  });
  const versionId = draft.match(/[0-9a-f-]{36}/)?.[0] ?? "";
  await sql`update policy_clauses set proposed = true where version_id in (select id
    from policy_versions where policy_id = ${versionId})`;
  const [found] = await sql`select c.id from policy_clauses c join policy_versions v
    on v.id = c.version_id where v.policy_id = ${versionId}`;
  await replay("confirmClausesAction", "dsl", `${draft}/confirm`, "Confirm what is ticked", {
    right: String(found?.id),
  });
  const published = await replay("publishVersionAction", "admin", `${draft}/publish`, /^Publish/, {
    "approvedOn-day": "6",
    "approvedOn-month": "7",
    "approvedOn-year": "2026",
    "nextReviewOn-day": "5",
    "nextReviewOn-month": "7",
    "nextReviewOn-year": "2027",
    accepted: "yes",
  });
  const address = bare(published);
  await replay("acknowledgeVersionAction", "staff", address, "Accept policy", {
    accepted: "yes",
    name: "Asha Patel",
    signature: "A Patel",
  });
  await replay("signVersionAction", "chair", address, /^Sign version/, { signer: "Carol Finch" });
  await replay("noteVersionAction", "vice-chair", address, "Add note", { words: "It works." });
  await replay("draftVersionAction", "dsl", address, /^Draft version/);

  // What only a script sends, while somebody writes a clause.
  const typing = await signedIn(browser, "dsl");
  await typing.goto(draft);
  await typing.getByRole("link", { name: "Edit clause C1" }).click();
  await typing.waitForURL(/clauses/);
  const [request] = await Promise.all([
    typing.waitForRequest((r) => r.method() === "POST" && Boolean(r.headers()["next-action"])),
    typing.getByLabel("What it says").fill("Words of the writer"),
  ]);
  await request.response();
  const before = await digest();
  // The revision is the next one, so that whoever may would change it.
  const body = (request.postData() ?? "")
    .replace("Words of the writer", "Other words")
    .replace(/(name="[^"]*revision"\r\n\r\n)1/, "$12");
  expect(body).toContain("Other words");
  const headers = {
    origin,
    "next-action": request.headers()["next-action"] ?? "",
    "content-type": request.headers()["content-type"] ?? "",
  };
  const send = (from: Page) => from.request.post(request.url(), { headers, data: body });
  for (const role of roles.filter((name) => !policyActions.autosaveClause?.includes(name))) {
    await send(await as(role));
    expect(await changedSince(before), `autosaveClause as ${role}`).toEqual([]);
  }
  for (const from of [await as("dsl", otherSchool), nobody]) await send(from);
  expect(await changedSince(before), "autosaveClause as a stranger").toEqual([]);
  await send(await as("headteacher"));
  expect(await changedSince(before), "autosaveClause as the headteacher").not.toEqual([]);
  done.add("autosaveClause");

  expect([...done].sort()).toEqual(Object.keys(policyActions).sort());
});
