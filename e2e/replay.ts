import type { APIRequestContext, APIResponse, Browser, Page } from "@playwright/test";
import { expect, newPage, owner, requestsAs } from "./fixtures.ts";
import { readDemo } from "./installation.ts";

/** What changes by itself, or by reading: sessions, receipts, the ledger, the mail, what a machine reads. */
const restless =
  /^(sessions|receipts|ledger_.*|mails|sign_in_failures|installation|clock_reminders|digests|register_reminders|policy_reminders|policy_digests|readings|read_words|marks|mark_fills|retention_reviews)$/;
let tables: string[] = [];
export async function digest(): Promise<Map<string, string>> {
  if (tables.length === 0) {
    const found = await owner`select table_name from information_schema.tables
      where table_schema = 'public' order by 1`;
    tables = found.map((row) => row.table_name as string).filter((name) => !restless.test(name));
  }
  // The worker's reminders come by themselves each minute, with a notice and the next alert.
  const parts = tables.map((name) => {
    // So does the note that the store has dropped what was destroyed.
    const own = { clocks: "alert_at", destructions: "bytes_gone_at" }[name];
    const row = own ? `(to_jsonb(t) - '${own}')::text` : "t::text";
    const mine =
      name === "notices" ? "where t.kind !~ '^(clock|register-soon|policy-(new|half|due))-?'" : "";
    return `select '${name}' as n, concat(count(*), ' ', sum(hashtextextended(${row}, 0))) as h
      from ${name} t ${mine}`;
  });
  const rows = await owner.unsafe(parts.join(" union all "));
  return new Map(rows.map((row) => [row.n as string, row.h as string]));
}

const changed = (before: Map<string, string>, now: Map<string, string>) =>
  [...now.keys()].filter((name) => now.get(name) !== before.get(name));
/** The tables in which anything is different now. */
export const changedSince = async (before: Map<string, string>) => changed(before, await digest());

export const roles = [...new Set(readDemo().people.map((p) => p.role))];
export const otherSchool = "Oakfield Secondary";
export const idIn = (address: string) => address.match(/[0-9a-f]{8}-[0-9a-f-]{27}/)?.[0] ?? "";
type Sent = { path: string; fields: [string, string][] };
type Rules = Record<string, "own" | "owner" | readonly string[]>;

/**
 * Everybody signed in without script, and one way to send a form as each of them. `walled` may not,
 * whatever the rules say; `ofOwnSchool` are actions that name nothing, so that another school's
 * people use them on their own school.
 */
export async function startReplay(
  browser: Browser,
  rules: Rules,
  options: { walled?: string; ofOwnSchool: readonly string[] },
) {
  const senders = new Map<string, APIRequestContext>();
  const pages = new Map<string, Page>();
  const keyOf = (role: string, school?: string) => `${role} ${school ?? ""}`;
  /** Somebody's requests; their browser is opened only when a page of it is asked for. */
  const sender = async (role: string, school?: string) => {
    const key = keyOf(role, school);
    const known = senders.get(key) ?? (await requestsAs(role, school));
    senders.set(key, known);
    return known;
  };
  const as = async (role: string, school?: string) => {
    const key = keyOf(role, school);
    const page =
      pages.get(key) ??
      (await newPage(browser, {
        javaScriptEnabled: false,
        storageState: await (await sender(role, school)).storageState(),
      }));
    pages.set(key, page);
    return page;
  };
  const nobody = await newPage(browser, { javaScriptEnabled: false });
  const origin = readDemo().url;

  async function formAt(page: Page, path: string, button: string | RegExp): Promise<Sent> {
    await page.goto(path);
    const form = page.locator("form").filter({
      has: page.getByRole("button", { name: button, includeHidden: true }),
    });
    const fields = await form
      .first()
      .evaluate(
        (found) =>
          [...new FormData(found as HTMLFormElement)].filter(
            (entry): entry is [string, string] => typeof entry[1] === "string",
          ),
        undefined,
        { timeout: 5000 },
      );
    return { path, fields };
  }
  async function post(who: Page | APIRequestContext, sent: Sent): Promise<APIResponse> {
    const body = new FormData();
    for (const [name, value] of sent.fields) body.append(name, value);
    return ("request" in who ? who.request : who).post(sent.path, {
      headers: { origin },
      multipart: body,
      maxRedirects: 0,
    });
  }
  // Signing in is a change too: everybody does so before anything is compared.
  for (const role of roles) await sender(role);
  for (const role of roles) await sender(role, otherSchool);
  const done = new Set<string>();

  /** Sends one filled form as everybody who may not, then twice as the one who may. */
  async function replay(
    action: string,
    by: string,
    path: string,
    button: string | RegExp,
    values: Record<string, string | string[]> = {},
  ): Promise<string> {
    const page = await as(by);
    const form = await formAt(page, path, button);
    const fields = form.fields.filter(([name]) => !(name in values));
    const typed = Object.entries(values).flatMap(([name, value]) =>
      [value].flat().map((each): [string, string] => [name, each]),
    );
    const sent = { path, fields: [...fields, ...typed] };
    const rule = rules[action] ?? "owner";
    const may = Array.isArray(rule) ? rule : [by];
    const before = await digest();
    const others = roles.filter(
      (role) => role !== by && (!may.includes(role) || role === options.walled),
    );
    const elsewhere = options.ofOwnSchool.includes(action) ? ["staff", "governor"] : [by, "dsl"];
    // Nothing of theirs is done, so nobody waits for anybody else.
    const asked = await Promise.all([
      ...others.map(async (role) => {
        const answer = await post(await sender(role), sent);
        expect(answer.headers().location ?? "", `${action} as ${role}`).not.toContain("done=");
        return `${role}: ${answer.status()}`;
      }),
      ...elsewhere.map(async (role) => {
        const answer = await post(await sender(role, otherSchool), sent);
        return `the other school's ${role}: ${answer.status()}`;
      }),
      post(nobody, sent).then((answer) => {
        expect(answer.headers().location, action).toContain("/sign-in");
        return "nobody";
      }),
    ]);
    expect(await changedSince(before), `${action} as one of ${asked.join(", ")}`).toEqual([]);
    const answer = await post(page, sent);
    expect(answer.status(), `${action} as ${by}`).toBe(303);
    const after = await digest();
    expect(changed(before, after), `${action} as ${by}`).not.toEqual([]);
    expect((await post(page, sent)).status(), `${action} a second time`).toBe(303);
    // A draft is saved as often as it is sent on; everything else happens once.
    if (action !== "continueDraftAction")
      expect(await changedSince(after), `${action} a second time`).toEqual([]);
    done.add(action);
    return answer.headers().location ?? "";
  }
  /** After somebody was signed out: they sign in again before anything more is compared. */
  const again = async (role: string) => {
    pages.delete(keyOf(role));
    senders.delete(keyOf(role));
    await sender(role);
  };
  return { as, again, nobody, origin, formAt, post, replay, done };
}
