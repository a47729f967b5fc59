import { checkInstallation } from "@/db/check-installation";
import { connect, migrate } from "@/db/migrate";
import { dataDirOf, environmentFor, readSecrets } from "./environment.ts";
import { build, endOnSignal, serve, step, stopChildren } from "./serve.ts";

/**
 * `npm start`: app and worker of a real installation. With DATABASE_URL (an administrator's
 * connection) it migrates first and signs in with the passwords of the data folder; without it the
 * three database addresses and the secrets come from the environment.
 */
const dataDir = dataDirOf();
const adminUrl = process.env.DATABASE_URL;
const port = Number(process.env.PORT ?? 3000);
const url = process.env.DAYBOOK_URL ?? `http://localhost:${port}`;

const end = endOnSignal(stopChildren);
try {
  if (adminUrl) {
    const sql = connect(adminUrl);
    const installation = await checkInstallation(sql).finally(() => sql.end());
    if (installation === "demo")
      throw new Error("This database is a demo. Start it with: npm run demo");
    if (installation === "empty")
      throw new Error("No school is set up in this database. Begin with: npm run setup");
    await step("Bringing the database up to date", () =>
      migrate(adminUrl, readSecrets(dataDir).passwords),
    );
  }
  await step("Building the product", build);
  const running = await step("Starting app and worker", () =>
    serve({ ...(adminUrl ? environmentFor(adminUrl, dataDir) : {}), DAYBOOK_URL: url }, port),
  );
  console.log(`Daybook is running: ${url}`);
  await running.ended;
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
}
await end(1);
