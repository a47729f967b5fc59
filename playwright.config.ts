import { defineConfig } from "@playwright/test";
import { readDemo } from "./e2e/installation.ts";
import { findBrowser } from "./scripts/browser.ts";

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  workers: Number(process.env.DAYBOOK_WORKERS ?? "1"),
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
