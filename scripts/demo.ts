import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkInstallation } from "@/db/check-installation";
import { connect, migrate } from "@/db/migrate";
import { type DemoPerson, seedDemo } from "@/db/seed/seed-demo";
import { dataDirOf, environmentFor, openDatabase, readSecrets } from "./environment.ts";
import { build, endOnSignal, freePort, serve, step, stopChildren } from "./serve.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string" },
    "data-dir": { type: "string" },
    fresh: { type: "boolean", default: false },
  },
  allowPositionals: true,
});

const began = performance.now();
const dataDir = dataDirOf(values["data-dir"]);
const peopleFile = join(dataDir, "demo.json");
const databaseDir = join(dataDir, "postgres");

if (values.fresh && !process.env.DATABASE_URL) {
  await step("Starting over", async () => {
    // A server left over by a killed demo holds the folder: opening it once ends that server.
    if (existsSync(databaseDir)) await (await openDatabase(dataDir)).stop();
    for (const name of [
      "postgres",
      "evidence",
      "demo.json",
      "secrets.json",
      "ledger-key.pem",
      "root-key.txt",
      "ledger-head",
    ]) {
      rmSync(join(dataDir, name), { recursive: true, force: true });
    }
  });
}

/** Before anything is changed in it: a database with a real school is left alone. */
async function refuseRealSchool(adminUrl: string): Promise<void> {
  const sql = connect(adminUrl);
  const installation = await checkInstallation(sql).finally(() => sql.end());
  if (installation === "real")
    throw new Error("This database holds a real school. The demo does not start against it");
}

/** The people of the demo: seeded now, or as an earlier start left them. */
async function people(adminUrl: string): Promise<DemoPerson[]> {
  const sql = connect(adminUrl);
  try {
    if ((await checkInstallation(sql)) === "empty")
      return await seedDemo(sql, environmentFor(adminUrl, dataDir));
    if (!existsSync(peopleFile))
      throw new Error(
        `This demo's people file is missing. Start over with: npm run demo -- --fresh`,
      );
    return (JSON.parse(readFileSync(peopleFile, "utf8")) as { people: DemoPerson[] }).people;
  } finally {
    await sql.end();
  }
}

const port = await freePort(Number(values.port ?? 3000), values.port !== undefined);
const url = `http://localhost:${port}`;
const opening = step("Starting PostgreSQL", () => openDatabase(dataDir));
const end = endOnSignal(async () => {
  await stopChildren();
  await opening.then(
    (opened) => opened.stop(),
    () => {},
  );
});

try {
  const database = await opening;
  await refuseRealSchool(database.adminUrl);
  await step("Bringing the database up to date", () =>
    migrate(database.adminUrl, readSecrets(dataDir).passwords),
  );
  const list = await step("Filling two made-up schools", () => people(database.adminUrl));
  writeFileSync(peopleFile, JSON.stringify({ url, people: list }, null, 2), { mode: 0o600 });
  await step("Building the product", build);
  const running = await step("Starting app and worker", () =>
    serve(
      { ...environmentFor(database.adminUrl, dataDir), DAYBOOK_URL: url, DAYBOOK_DEMO: "1" },
      port,
    ),
  );
  console.log(
    `\nDaybook is running after ${((performance.now() - began) / 1000).toFixed(1)} s: ${url}`,
  );
  console.log("Sign in with one click on its first page, as:");
  for (const person of list.filter((p) => p.school === list[0]?.school)) {
    console.log(`  ${person.role.padEnd(14)} ${person.name}`);
  }
  console.log(`Passwords and second factors are in ${peopleFile}. End with Ctrl and C.`);
  await running.ended;
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
}
await end(1);
