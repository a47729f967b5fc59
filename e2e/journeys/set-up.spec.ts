import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import postgres from "postgres";
import { clean, expect, test } from "../fixtures.ts";

/** A server, a data folder and a database of its own: nothing of the demo is used but the server. */
const dir = mkdtempSync(join(tmpdir(), "daybook-real-"));
const adminUrl = process.env.DAYBOOK_ADMIN_URL ?? "";
const name = `daybook_real_${randomUUID().slice(0, 8)}`;
const port = 3960;
const url = `http://localhost:${port}`;
const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
const databaseUrl = new URL(adminUrl || "postgres://none");
databaseUrl.pathname = `/${name}`;

const env = {
  ...process.env,
  DATABASE_URL: databaseUrl.href,
  DAYBOOK_DATA_DIR: dir,
  DAYBOOK_URL: url,
  PORT: String(port),
};
const script = (file: string, ...args: string[]) =>
  spawn(process.execPath, ["--import", "tsx", `scripts/${file}`, ...args], { env });

function setup(...args: string[]): Promise<string> {
  return new Promise((done) => {
    const child = script("setup.ts", "--file", join(dir, "school.json"), ...args);
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        said += chunk;
      });
    child.on("exit", () => done(said));
  });
}

let product: ChildProcess | undefined;
async function start(): Promise<void> {
  product = script("start.ts");
  for (let tries = 0; tries < 240; tries++) {
    if ((await fetch(`${url}/api/health`).catch(() => null))?.ok) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error("The product did not start");
}

test.beforeAll(async () => {
  await admin.unsafe(`create database ${name}`);
  // The server's logins have the passwords of the demo's data folder.
  const secrets = join(process.env.DAYBOOK_DATA_DIR ?? "", "secrets.json");
  writeFileSync(join(dir, "secrets.json"), readFileSync(secrets));
  const school = {
    trust: "Rowan Trust",
    name: "Rowan Primary",
    nation: "england",
    urn: "123456",
    phase: "primary",
    kind: "academy",
    pupilsOnRoll: 212,
    safeguardingPhone: "01632 960 300",
    outOfHours: "Duty team, 01632 960 399",
    terms: [{ name: "Autumn 2026", startsOn: "2026-09-02", endsOn: "2026-12-18" }],
    administrator: { name: "Ada Nunn", email: "ada@rowan.example" },
  };
  writeFileSync(join(dir, "school.json"), JSON.stringify(school));
  writeFileSync(
    join(dir, "staff.csv"),
    [
      "\uFEFFName,E-mail,Engagement,Roles,Line manager",
      "Helen Marsh,helen@rowan.example,employee,headteacher,",
      "Jörg Müller-Østergård,jorg@rowan.example,employee,DSL,Helen Marsh",
      "Ben Adeyemi,ben@rowan.example,employee,deputy DSL,Helen Marsh",
      "Carol Finch,carol@rowan.example,governor,chair of governors,",
      "Vikram Rao,vikram@rowan.example,governor,vice-chair,",
      "Thea Lund,thea@rowan.example,governor,trust lead,",
      "Asha Patel,asha@rowan.example,employee,,Ben Adeyemi",
    ].join("\r\n"),
  );
});
test.afterAll(async () => {
  const ended = new Promise((done) => (product ? product.once("exit", done) : done(null)));
  product?.kill("SIGTERM");
  await ended;
  await admin.unsafe(`drop database ${name} with (force)`);
  await admin.end();
  rmSync(dir, { recursive: true, force: true });
});

const linkOf = (email: string) => {
  const file = readdirSync(dir).find((entry) => entry.startsWith("invitations-")) ?? "";
  const row = readFileSync(join(dir, file), "utf8")
    .split("\r\n")
    .find((line) => line.includes(email));
  return row?.match(/http[^"]+/)?.[0] ?? "";
};

/** From the link to a signed-in page: a password, and the second step where the role needs one. */
async function accept(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.getByLabel("Password").fill("three plain words");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL((at) => ["/", "/settings/factor"].includes(at.pathname));
  if (page.url().endsWith("/settings/factor")) {
    const key = (await page.locator("code").first().textContent()) ?? "";
    const totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(" ", "")) });
    await page.getByLabel("Six digits").fill(totp.generate());
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText(/recovery codes/i).first()).toBeVisible();
    await page.goto(`${url}/`);
  }
  await expect(page.getByRole("heading", { name: "My reports" })).toBeVisible();
  return page;
}

test("a school from an empty database to its first report", async ({ browser }) => {
  test.setTimeout(300_000);
  const said = await setup("--staff", join(dir, "staff.csv"));
  await start();
  const first = await accept(browser, said.match(/http\S+\/invite\/\S+/)?.[0] ?? "");
  await expect(first.getByText(/Rowan Primary has not started to use Daybook/)).toBeVisible();
  await clean(first);
  await first.getByRole("button", { name: "Report a concern" }).click();
  await expect(first).toHaveURL(`${url}/`);
  await first.getByRole("link", { name: "People", exact: true }).click();
  await expect(first.getByText("Jörg Müller-Østergård")).toBeVisible();

  const dsl = await accept(browser, linkOf("jorg@"));
  const refused = await setup("--go-live");
  expect(refused).toContain("Helen Marsh (headteacher) has not accepted the invitation.");
  expect(refused).not.toContain("Jörg Müller-Østergård (designated");
  for (const who of ["helen@", "ben@", "carol@", "vikram@", "thea@"])
    await (await accept(browser, linkOf(who))).context().close();
  expect(await setup("--go-live")).toContain("Rowan Primary: live, reports can be sent.");

  const teacher = await accept(browser, linkOf("asha@"));
  await expect(teacher.getByText(/has not started to use Daybook/)).toHaveCount(0);
  await teacher.getByRole("button", { name: "Report a concern" }).click();
  await teacher.getByRole("radio", { name: "No", exact: true }).check();
  await teacher.getByRole("radio", { name: "Cyberbullying" }).check();
  await teacher.getByLabel("Who is affected?").fill("A boy in Year 4");
  await teacher.getByRole("radio", { name: "Today" }).check();
  await teacher.getByLabel("What happened?").fill("Threats in a game, every evening.");
  await teacher.getByRole("button", { name: "Continue" }).click();
  await expect(teacher).toHaveURL(/evidence$/);
  await teacher.getByRole("link", { name: "Continue", exact: true }).click();
  await expect(teacher.getByText(/Who will see this/).locator("..")).toContainText("Jörg");
  await teacher.getByRole("button", { name: "Send report" }).click();
  await expect(teacher.getByRole("heading", { name: "Report sent" })).toBeVisible();
  const reference = (await teacher.getByText(/^OS-26-/).textContent()) ?? "";

  await dsl.goto(`${url}/queue`);
  await dsl.getByRole("link", { name: reference }).click();
  await expect(dsl.getByText("Threats in a game, every evening.")).toBeVisible();
  await clean(dsl);
  await first.goto(`${url}/queue`);
  await expect(first.getByRole("heading", { name: "Page not found" })).toBeVisible();
});
