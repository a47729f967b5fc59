import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { connect, migrate } from "@/db/migrate";
import { seedDemo } from "@/db/seed/seed-demo";
import { type TestReport, testReport } from "@/lib/cases/read-tests";
import { findBrowser } from "./browser.ts";
import { environmentFor, openDatabase, readSecrets } from "./environment.ts";
import { build, buildName, freePort, keepTestReport, serve, step } from "./serve.ts";

/** `npm test`: units and verbs, the product in a real browser, then its faults; one line at the end. */
const root = resolve(import.meta.dirname, "..");
const dir = mkdtempSync(join(tmpdir(), "daybook-suite-"));
// Whoever PostgreSQL runs as walks through it to its own folder, so that all goes with it.
chmodSync(dir, 0o711);
const began = performance.now();
const total = { passed: 0, failed: 0, skipped: 0 };
/** Said again at the end, where a long log is read from. */
const failures: string[] = [];
const times: { name: string; seconds: number }[] = [];

function go(script: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, "node_modules", script), ...args], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    child.on("exit", (code) => done(code ?? 1));
  });
}

/** A failed test and the beginning of what it said, so that a log's end is enough to go on. */
function failure(name: string, said: string[]): string {
  const lines = stripVTControlCharacters(said.join("\n")).split("\n").filter(Boolean);
  return [name, ...lines.slice(0, 12)].join("\n    ");
}

function add(passed: number, failed: number, exit: number): void {
  total.passed += passed;
  // A runner that died counts as a failure even when no test of its own did.
  total.failed += exit !== 0 && failed === 0 ? 1 : failed;
}

async function vitest(name: string, args: string[], env: Record<string, string> = {}) {
  const file = join(dir, `${name}.json`);
  const reports = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const exit = await go("vitest/vitest.mjs", ["run", ...reports, ...args], env);
  const said: VitestReport = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  for (const { name: path, startTime, endTime, assertionResults } of said.testResults ?? []) {
    const at = relative(root, path);
    times.push({ name: at, seconds: (endTime - startTime) / 1000 });
    for (const { status, fullName, failureMessages } of assertionResults)
      if (status === "failed") failures.push(failure(`${at} > ${fullName}`, failureMessages));
  }
  total.skipped += said.numPendingTests ?? 0;
  add(said.numPassedTests ?? 0, said.numFailedTests ?? 0, exit);
}

interface VitestReport {
  numPassedTests?: number;
  numFailedTests?: number;
  numPendingTests?: number;
  testResults?: {
    name: string;
    startTime: number;
    endTime: number;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

interface Suite {
  suites?: Suite[];
  specs?: {
    file: string;
    title: string;
    ok: boolean;
    tests: { results: { duration: number; errors: { message?: string }[] }[] }[];
  }[];
}

/** The failures of a browser run and the seconds of each of its files. */
function readSuite({ suites = [], specs = [] }: Suite): void {
  for (const { file, title, ok, tests } of specs) {
    const results = tests.flatMap((each) => each.results);
    const said = results.flatMap(({ errors }) => errors.map(({ message }) => message ?? ""));
    if (!ok) failures.push(failure(`e2e/${file} > ${title}`, said));
    const took = results.map(({ duration }) => duration / 1000);
    const seconds = took.reduce((sum, each) => sum + each, 0);
    const same = times.find(({ name }) => name === `e2e/${file}`);
    if (same) same.seconds += seconds;
    else times.push({ name: `e2e/${file}`, seconds });
  }
  suites.forEach(readSuite);
}

type Installation = { adminUrl: string; dataDir: string };

/** The demo's two schools, in the database and the folder of one browser worker. */
async function fill({ adminUrl, dataDir }: Installation): Promise<void> {
  await migrate(adminUrl, readSecrets(dataDir).passwords);
  const sql = connect(adminUrl);
  const people = await seedDemo(sql, environmentFor(adminUrl, dataDir));
  await sql.end();
  writeFileSync(join(dataDir, "people.json"), JSON.stringify(people));
}

/** The same again beside it: whatever one worker changes, the other does not see. */
async function copy(from: Installation, name: string): Promise<Installation> {
  const dataDir = join(dir, name);
  cpSync(from.dataDir, dataDir, {
    recursive: true,
    filter: (path) => path !== join(from.dataDir, "postgres"),
  });
  const url = new URL(from.adminUrl);
  const database = url.pathname.slice(1);
  url.pathname = "/template1";
  const sql = connect(url.href);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`;
  await sql`create database ${sql(name)} template ${sql(database)}`;
  await sql.end();
  url.pathname = `/${name}`;
  return { adminUrl: url.href, dataDir };
}

/** Most of a story is waiting: two at a time, each worker with an installation of its own. */
async function browser(chromium: string): Promise<void> {
  delete process.env.DATABASE_URL;
  // Started by the tests that need it; the product asks for it only when somebody signs in there.
  const directory = {
    AUTH_OIDC_ISSUER: `http://localhost:${await freePort(4900, false)}`,
    AUTH_OIDC_ID: "daybook",
    AUTH_OIDC_SECRET: randomBytes(16).toString("hex"),
    AUTH_OIDC_NAME: "your trust account",
  };
  const dataDir = join(dir, "one");
  const database = await step("Starting PostgreSQL", () =>
    openDatabase(dataDir, { forTests: true }),
  );
  const one = { adminUrl: database.adminUrl, dataDir };
  const running: Awaited<ReturnType<typeof serve>>[] = [];
  const workers: Record<string, string> = {};
  try {
    await step("Filling two made-up schools", () => fill(one));
    await step("Building the product", build);
    const installed = [one, await copy(one, "two")];
    for (const [index, { adminUrl, dataDir }] of installed.entries()) {
      const port = await freePort(3900, false);
      const url = `http://localhost:${port}`;
      const people = JSON.parse(readFileSync(join(dataDir, "people.json"), "utf8"));
      const demoFile = join(dataDir, "demo.json");
      writeFileSync(demoFile, JSON.stringify({ url, people }));
      const environment = { ...environmentFor(adminUrl, dataDir), ...directory };
      running.push(
        await step(`Starting app and worker at ${url}`, () =>
          serve({ ...environment, DAYBOOK_URL: url, DAYBOOK_DEMO: "1" }, port),
        ),
      );
      workers[`DAYBOOK_WORKER_${index}`] = JSON.stringify({
        DAYBOOK_DEMO_JSON: demoFile,
        DAYBOOK_ADMIN_URL: adminUrl,
        DAYBOOK_DATA_DIR: dataDir,
      });
    }
    const file = join(dir, "playwright.json");
    const exit = await go("@playwright/test/cli.js", ["test"], {
      ...directory,
      ...workers,
      DAYBOOK_WORKERS: String(installed.length),
      CHROMIUM_PATH: chromium,
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    });
    const said = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    const stats = said.stats ?? {};
    readSuite(said);
    total.skipped += stats.skipped ?? 0;
    add((stats.expected ?? 0) + (stats.flaky ?? 0), stats.unexpected ?? 0, exit);
  } finally {
    for (const each of running) await each.stop();
    await database.stop();
  }
}

try {
  await vitest("units", []);
  await browser(findBrowser());
  await vitest("faults", ["--project", "faults"], { DAYBOOK_FAULTS: "1" });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total.failed++;
} finally {
  rmSync(dir, { recursive: true, force: true });
}
const slowest = times.sort((a, b) => b.seconds - a.seconds).slice(0, 25);
console.log("\nThe slowest files, in seconds");
for (const { name, seconds } of slowest) console.log(`${seconds.toFixed(0).padStart(5)}  ${name}`);
if (failures.length) console.log(`\nFailed\n${failures.map((name) => `  ${name}`).join("\n")}`);
const seconds = Math.round((performance.now() - began) / 1000);
const report: TestReport = {
  ...total,
  build: buildName(),
  endedAt: new Date().toISOString(),
  seconds,
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
};
writeFileSync(join(root, testReport), `${JSON.stringify(report, null, 2)}\n`);
if (existsSync(join(root, ".next/standalone"))) keepTestReport();
console.log(`\nThe suite took ${(seconds / 60).toFixed(1)} minutes`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
