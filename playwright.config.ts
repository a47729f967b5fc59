import { defineConfig } from "@playwright/test";
import { readDemo } from "./e2e/fixtures.ts";
import { findBrowser } from "./scripts/browser.ts";

// In the suite each worker has an installation of its own, so that no story disturbs another's.
const { TEST_PARALLEL_INDEX = "0", DAYBOOK_WORKERS = "1" } = process.env;
Object.assign(
  process.env,
  JSON.parse(process.env[`DAYBOOK_WORKER_${TEST_PARALLEL_INDEX}`] ?? "{}"),
);

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  workers: Number(DAYBOOK_WORKERS),
  timeout: 60_000,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [["line"], ["json"]] : [["line"]],
  use: {
    baseURL: process.env.DAYBOOK_DEMO_JSON ? readDemo().url : "http://localhost:3000",
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/London",
    launchOptions: {
      executablePath: findBrowser(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-sync",
      ],
    },
  },
});
