import type { APIResponse, Page } from "@playwright/test";
import postgres from "postgres";
import { expect, readDemo, signedIn, test } from "./fixtures.ts";
import { policyActions } from "./matrix.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

const tables = ["policies", "policy_versions", "policy_clauses", "policy_signatures"].concat([
  "policy_notes",
  "policy_files",
  "policy_acknowledgements",
]);
/** All of every policy as one hash: equal before and after when nothing was done. */
async function digest(): Promise<string> {
  const parts = tables.map(
    (name) => `select '${name}' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as h
      from ${name} t`,
  );
  const rows = await sql.unsafe(parts.join(" union all "));
  return rows.map((row) => row.h as string).join();
}
const roles = [...new Set(readDemo().people.map((p) => p.role))];
const other = "Oakfield Secondary";

test("each action on a policy does nothing for whoever may not use it, and its work once", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const people = new Map<string, Page>();
  for (const role of roles)
    people.set(role, await signedIn(browser, role, { javaScriptEnabled: false }));
  const stranger = await signedIn(browser, "dsl", { school: other, javaScriptEnabled: false });
  const nobody = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await nobody.goto("/sign-in");
  const origin = new URL(nobody.url()).origin;
  const done = new Set<string>();

  async function post(page: Page, path: string, fields: [string, string][]): Promise<APIResponse> {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    return page.request.post(path, { headers: { origin }, multipart: body, maxRedirects: 0 });
  }
  /** Fills the form behind a button and sends it as everybody who may not, then twice as who may. */
  async function replay(
    action: string,
    by: string,
    path: string,
    button: string | RegExp,
    values: Record<string, string> = {},
  ): Promise<string> {
    const page = people.get(by) as Page;
    await page.goto(path);
    const form = page.locator("form").filter({
      has: page.getByRole("button", { name: button, includeHidden: true }),
    });
    const found = await form
      .first()
      .evaluate((element) =>
        [...new FormData(element as HTMLFormElement)].filter(
          (entry): entry is [string, string] => typeof entry[1] === "string",
        ),
      );
    const fields = found
      .filter(([name]) => !(name in values))
      .concat(Object.entries(values) as [string, string][]);
    const may = policyActions[action] ?? [];
    const before = await digest();
    for (const role of roles.filter((name) => !may.includes(name))) {
      await post(people.get(role) as Page, path, fields);
      expect(await digest(), `${action} as ${role}`).toBe(before);
    }
    // A policy is begun in one's own school; everything else names something of this one.
    if (!["startPolicyAction", "loadPackAction"].includes(action)) {
      await post(stranger, path, fields);
      expect(await digest(), `${action} as the other school's DSL`).toBe(before);
    }
    const out = await post(nobody, path, fields);
    expect(out.headers().location, action).toContain("/sign-in");
    const answer = await post(page, path, fields);
    expect(answer.status(), `${action} as ${by}`).toBe(303);
    const after = await digest();
    expect(after, `${action} as ${by}`).not.toBe(before);
    expect((await post(page, path, fields)).status(), `${action} a second time`).toBe(303);
    expect(await digest(), `${action} a second time`).toBe(after);
    done.add(action);
    return answer.headers().location ?? "";
  }

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
  const page = people.get("dsl") as Page;
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
    await send(people.get(role) as Page);
    expect(await digest(), `autosaveClause as ${role}`).toBe(before);
  }
  for (const from of [stranger, nobody]) await send(from);
  expect(await digest(), "autosaveClause as a stranger").toBe(before);
  await send(people.get("headteacher") as Page);
  expect(await digest(), "autosaveClause as the headteacher").not.toBe(before);
  done.add("autosaveClause");

  expect([...done].sort()).toEqual(Object.keys(policyActions).sort());
});
