import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, inject, test } from "vitest";
import { connect } from "@/db/migrate";
import { testDatabase } from "@/db/test-database";
import { openMailbox } from "@/db/test-mail";
import { asOwner } from "@/db/testing";

const dir = mkdtempSync(join(tmpdir(), "daybook-setup-"));
const made: string[] = [];

/** A database with nothing in it, and a data folder with the logins' passwords of this server. */
async function nothingYet(): Promise<{ url: string; data: string }> {
  const name = `daybook_test_cli_${randomUUID().slice(0, 8)}`;
  await asOwner().unsafe(`create database ${name}`);
  made.push(name);
  const url = new URL(testDatabase().adminUrl);
  url.pathname = `/${name}`;
  const data = mkdtempSync(join(dir, "data-"));
  const secret = "0".repeat(48);
  const secrets = { passwords: inject("passwords"), AUTH_SECRET: secret, UPLOAD_SECRET: secret };
  writeFileSync(join(data, "secrets.json"), JSON.stringify(secrets));
  return { url: url.href, data };
}
afterAll(async () => {
  for (const name of made) await asOwner().unsafe(`drop database ${name} with (force)`);
  rmSync(dir, { recursive: true, force: true });
});

type At = { url: string; data: string };
function setup(
  at: At,
  args: string[],
  more: { typed?: string; env?: Record<string, string>; script?: string } = {},
) {
  return new Promise<{ code: number | null; said: string }>((done) => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", `scripts/${more.script ?? "setup.ts"}`, ...args],
      {
        env: {
          ...process.env,
          DATABASE_URL: at.url,
          DAYBOOK_DATA_DIR: at.data,
          DAYBOOK_URL: "https://daybook.rowan.example",
          ...more.env,
        },
      },
    );
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => (said += chunk));
    child.stdin.end(more.typed ?? "");
    child.on("exit", (code) => done({ code, said }));
  });
}

const school = join(dir, "school.json");
writeFileSync(
  school,
  JSON.stringify({
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
  }),
);
const staff = join(dir, "staff.csv");
writeFileSync(
  staff,
  "\uFEFFName,E-mail,Engagement,Roles\r\nJörg Müller,jorg@rowan.example,employee,DSL\r\nHelen Marsh,helen@rowan.example,employee,headteacher\r\n",
);
const bad = join(dir, "bad.csv");
writeFileSync(
  bad,
  "name,email,engagement\nTom Oak,tom@rowan.example,boss\nTom Oak,nowhere,employee\n",
);
const files = (...rest: string[]) => ["--file", school, ...rest];
const count = async (url: string, table: string) => {
  const sql = connect(url);
  const [row] = await sql
    .unsafe(`select count(*)::int as n from ${table}`)
    .finally(() => sql.end());
  return row?.n;
};

test("a dry run names each bad line, and touches nothing", { timeout: 180_000 }, async () => {
  const at = await nothingYet();
  const { code, said } = await setup(at, files("--staff", bad, "--dry-run"));
  expect(code).toBe(1);
  expect(said).toContain('Line 2: "boss" is not a way of working with the school.');
  expect(said).toContain(
    'Line 3: Enter an email address, such as name@school.uk (it says "nowhere").',
  );
  const good = await setup(at, files("--staff", staff, "--dry-run"));
  expect(good).toMatchObject({
    code: 0,
    said: expect.stringContaining("Nobody is chair of governors."),
  });
  const sql = connect(at.url);
  const tables = await sql`select 1 from pg_tables where schemaname = 'public'`;
  expect(tables).toHaveLength(0);
  await setup(at, files());
  const again = await setup(at, files("--staff", staff, "--dry-run"));
  expect(again.said).toContain("people added: 2.");
  expect(await sql`select 1 from accounts`).toHaveLength(1);
  await sql.end();
});

test("from files: added once, links kept safe, and not live before it is ready", {
  timeout: 180_000,
}, async () => {
  const at = await nothingYet();
  const first = await setup(at, files("--staff", staff));
  expect(first.code).toBe(0);
  expect(first.said).toMatch(
    /Ada Nunn, shown this once:\s+https:\/\/daybook\.rowan\.example\/invite\/[\w-]{32}\n/,
  );
  const kept = readdirSync(at.data).filter((name) => name.startsWith("invitations-"));
  expect(kept).toHaveLength(1);
  const links = join(at.data, kept[0] ?? "");
  expect(statSync(links).mode & 0o077).toBe(0);
  expect(readFileSync(links, "utf8")).toMatch(
    /"Jörg Müller","jorg@rowan.example","https:\/\/.*\/invite\/[\w-]{32}"/,
  );
  expect(first.said).not.toContain(readFileSync(links, "utf8").match(/invite\/([\w-]{32})/)?.[1]);

  const again = await setup(at, files("--staff", staff, "--go-live"));
  expect(again.code).toBe(1);
  expect(again.said).toContain("people added: 0.");
  expect(again.said).not.toContain("/invite/");
  expect(again.said).toContain(
    "Rowan Primary: not live, no report can be sent. Missing:\n  - Nobody is chair of governors.",
  );
  expect(await count(at.url, "people")).toBe(3);
});

test("invitations go by mail when there is a mail server", { timeout: 180_000 }, async () => {
  const box = await openMailbox();
  const at = await nothingYet();
  const { said } = await setup(at, files("--staff", staff), {
    env: { SMTP_URL: box.url },
  });
  await box.close();
  const mails = box.received.map(({ text }) => text);
  expect(mails.map((mail) => mail.match(/^To: (.*)$/m)?.[1]?.trim()).sort()).toEqual([
    "ada@rowan.example",
    "helen@rowan.example",
    "jorg@rowan.example",
  ]);
  expect(said).not.toContain("invitation links are in");
  expect(readdirSync(at.data).some((name) => name.startsWith("invitations-"))).toBe(false);
});

test("from questions: a wrong answer is asked again, and an early end writes nothing", {
  timeout: 180_000,
}, async () => {
  const at = await nothingYet();
  const answers = [
    "",
    "Sorbus Infants",
    "wales",
    "6602345",
    "infants",
    "primary",
    "maintained",
    "many",
    "90",
    "",
    "",
    "",
    "01632 960 500",
    "Duty 01632 960 599",
    "2026-09-02",
    "2026-12-18",
    "2026-01-04",
    "2027-01-04",
    "2027-03-25",
    "2027-04-12",
    "2027-07-21",
    "Rita Bell",
    "rita",
    "rita@sorbus.example",
    "",
    "S9",
    "S2",
  ];
  const early = await setup(at, [], { typed: answers.slice(0, 12).join("\n") });
  expect(early).toMatchObject({
    code: 1,
    said: expect.stringContaining("The answers ended before the last question"),
  });
  const untouched = connect(at.url);
  expect(await untouched`select 1 from pg_namespace where nspname = 'migrations'`).toHaveLength(0);
  await untouched.end();
  const { code, said } = await setup(at, [], { typed: `${answers.join("\n")}\n` });
  expect(said).toContain("Enter one of: nursery, primary");
  expect(said).toContain("A term begins after the one before has ended");
  expect(said).toContain("There is no such policy");
  expect(said).toContain("Sorbus Infants is added; people added: 1.");
  expect(said).toContain("The routes, words and clocks are England's: have them checked locally.");
  expect(code).toBe(0);
  const sql = connect(at.url);
  const [row] = await sql`select name, nation, phase, pupils_on_roll from schools`;
  const drafts = await sql`select origin, published_at, (select count(*)::int from policy_clauses c
    where c.version_id = v.id) as clauses from policy_versions v`.finally(() => sql.end());
  expect(drafts).toEqual([{ origin: "S2", published_at: null, clauses: 14 }]);
  expect(row).toEqual({
    name: "Sorbus Infants",
    nation: "wales",
    phase: "primary",
    pupils_on_roll: 90,
  });
});

test("a pack is rehearsed, then drafted once, and binds nobody", { timeout: 180_000 }, async () => {
  const at = await nothingYet();
  await setup(at, files());
  const load = (...args: string[]) => setup(at, args, { script: "load-pack.ts" });
  expect(await load("S9")).toMatchObject({
    code: 1,
    said: expect.stringContaining("Say which pack"),
  });
  expect(await load("S3", "--school", "Elm")).toMatchObject({
    code: 1,
    said: expect.stringContaining("Rowan Primary"),
  });
  const dry = await load("S3", "--school", "rowan primary");
  expect(dry.said).toContain(
    "Private social media in working hours: No rule -> None from 9:00 to 16:15, except at lunch",
  );
  expect(dry.said).toContain("53 clauses");
  expect(dry.said).toContain("Nothing was written");
  expect(await count(at.url, "policy_versions")).toBe(0);
  expect((await load("S3", "--write")).said).toContain("Drafted");
  expect((await load("S3", "--write")).said).toContain("already");
  expect(await count(at.url, "policy_versions where published_at is null")).toBe(1);
  expect(await count(at.url, "policy_clauses")).toBe(53);
});

test("a demo is refused before anything in it changes", { timeout: 180_000 }, async () => {
  const at = await nothingYet();
  const sql = connect(at.url);
  await sql`create table installation (demo boolean)`;
  await sql`insert into installation values (true)`;
  const { code, said } = await setup(at, files());
  expect(code).toBe(1);
  expect(said).toContain("This database is a demo. A real school needs a database of its own");
  expect(await sql`select 1 from pg_namespace where nspname = 'migrations'`).toHaveLength(0);
  await sql.end();
});
