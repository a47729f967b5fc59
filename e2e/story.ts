import type { Browser, Page } from "@playwright/test";
import type { Sql } from "postgres";
import { expect, keep, signedIn } from "./fixtures.ts";

const cast = new Map<string, Promise<Page>>();
/** Somebody of a story, signed in once for all stories of a file. Reports are written without script. */
export async function as(browser: Browser, role: string): Promise<Page> {
  const known = await cast.get(role);
  if (known && !known.isClosed()) return known;
  const page = signedIn(browser, role, { javaScriptEnabled: role !== "staff" });
  cast.set(role, page);
  keep(await page);
  return page;
}
/** At the end of a file: an open page goes on costing its browser. */
export async function leave(): Promise<void> {
  for (const page of cast.values()) await (await page).context().close();
  cast.clear();
}

/** Types into the form that has this button, by the names of its fields, and presses it. */
export async function fill(
  page: Page,
  button: string,
  typed: Record<string, string | string[]> = {},
): Promise<void> {
  const press = page.getByRole("button", { name: button, exact: true });
  const form = page.locator("form").filter({ has: press }).first();
  await form.evaluate((element, values) => {
    for (const [name, value] of Object.entries(values)) {
      const fields = [...element.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)];
      if (fields.length === 0) throw new Error(`The form has no ${name}`);
      const wanted = [value].flat();
      for (const field of fields) {
        if (field.type === "radio" || field.type === "checkbox")
          field.checked = wanted.includes(field.value);
        else field.value = wanted[0] ?? "";
      }
    }
  }, typed);
  await form.getByRole("button", { name: button, exact: true }).click();
}

/** Visitors' acceptances that are due, and nobody's proposal about them. */
export async function ageVisits(sql: Sql): Promise<void> {
  await sql`delete from retention_reviews where rule = 'visitors'`;
  await sql`update disposals set refused_at = now() where rule = 'visitors' and disposed_at is null`;
  await sql`insert into policy_visits select v.school_id, gen_random_uuid(), v.id, v.sha256,
    'Walter Wells', 'The office', 'W Wells', 'typed', now() - interval '7 years'
    from policy_versions v where v.published_at is not null`;
}

/** The three fields of a date. */
export const onDay = (name: string, days = 0) => {
  const at = new Date(Date.now() + days * 86_400_000);
  return {
    [`${name}-day`]: String(at.getDate()),
    [`${name}-month`]: String(at.getMonth() + 1),
    [`${name}-year`]: String(at.getFullYear()),
  };
};

/** A report from the first page to the last; `look` sees who will read it before it is sent. */
export async function send(
  browser: Browser,
  answers: Record<string, string | string[]>,
  options: { picture?: Buffer; look?: (page: Page) => Promise<void> } = {},
): Promise<{ reportId: string; reference: string }> {
  const page = await as(browser, "staff");
  await page.goto("/");
  await fill(page, "Report a concern");
  await fill(page, "Continue", { safety: "no", when: "today", ...answers });
  await page.waitForURL(/evidence$/);
  if (options.picture) {
    const file = { name: "screen.png", mimeType: "image/png", buffer: options.picture };
    await page.getByLabel("Choose files").setInputFiles(file);
    await fill(page, "Add files");
    await expect(page.getByRole("heading", { name: "Files added: 1" })).toBeVisible();
  }
  await page.goto(page.url().replace(/evidence.*$/, "check"));
  await options.look?.(page);
  await fill(page, "Send report");
  await page.waitForURL(/sent$/);
  const reference = (await page.getByText(/^OS-26-/).textContent()) ?? "";
  return { reportId: page.url().split("/").at(-2) ?? "", reference };
}

/** A handler reads a report and opens a case from it; its address. */
export async function open(page: Page, reportId: string): Promise<string> {
  await page.goto(`/queue/${reportId}`);
  await fill(page, "Open a case");
  await page.waitForURL(/cases\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname;
}

export async function record(
  page: Page,
  at: string,
  kind: string,
  typed: Record<string, string | string[]>,
  about = "",
): Promise<void> {
  await page.goto(`${at}/process/${kind}${about ? `?about=${about}` : ""}`);
  await fill(page, "Save", typed);
  await page.waitForURL(/done=recorded/);
}

/** A step of a case. What it lacks is said in a sentence, or it is done. */
export async function move(
  page: Page,
  at: string,
  step: [action: string, button: string],
  typed: Record<string, string | string[]>,
  refused?: RegExp,
): Promise<void> {
  await page.goto(`${at}/move/${step[0]}`);
  await fill(page, step[1], typed);
  if (refused) await expect(page.getByText(refused).first()).toBeVisible();
  else await page.waitForURL(new RegExp(`done=${step[0]}`));
}

/** What was sent to a body outside school, written down. */
export async function referTo(
  page: Page,
  at: string,
  body: string,
  typed: Record<string, string> = {},
): Promise<void> {
  await page.goto(`${at}/referrals/new?body=${body}`);
  const plain = { sent: "What is known so far.", channel: "phone", basis: "nobody" };
  await fill(page, "Save referral", { ...plain, ...typed });
  await page.waitForURL(/done=sent/);
}

/** To this person none of these addresses is there, and no list or search says otherwise. */
export async function findsNothing(page: Page, reference: string, paths: string[]): Promise<void> {
  for (const path of paths) expect((await page.request.get(path)).status(), path).toBe(404);
  for (const list of [
    `/queue?tab=all&q=${reference}`,
    `/search?q=${reference}`,
    "/notices",
    "/decisions",
  ]) {
    const answer = await page.request.get(list);
    const links = (await answer.text()).replaceAll(/value="[^"]*"|q=[^"&\\]*/g, "");
    expect(links, list).not.toContain(paths[0]?.split("/").at(-1));
  }
}
