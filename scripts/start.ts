import { migrate } from "@/db/migrate";
import { dataDirOf, environmentFor, readSecrets } from "./environment.ts";
import { build, serve, step } from "./serve.ts";

/**
 * `npm start`: app and worker of a real installation. With DATABASE_URL (an administrator's
 * connection) it migrates first and signs in with the passwords of the data folder; without it the
 * three database addresses and the secrets come from the environment.
 */
const dataDir = dataDirOf();
const adminUrl = process.env.DATABASE_URL;
const port = Number(process.env.PORT ?? 3000);
const url = process.env.DAYBOOK_URL ?? `http://localhost:${port}`;

if (adminUrl) {
  await step("Bringing the database up to date", () =>
    migrate(adminUrl, readSecrets(dataDir).passwords),
  );
}
await step("Building the product", build);
const running = await step("Starting app and worker", () =>
  serve({ ...(adminUrl ? environmentFor(adminUrl, dataDir) : {}), DAYBOOK_URL: url }, port),
);
console.log(`Daybook is running: ${url}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => void running.stop().then(() => process.exit(0)));
}
await running.ended;
await running.stop();
process.exit(1);
