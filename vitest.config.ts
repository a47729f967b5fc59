import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const all = globSync("{app,components,db,lib,scripts,bench}/**/*.test.{ts,tsx}");
/** A test that imports db/testing gets a real PostgreSQL; every other runs without one. */
const database = all.filter((file) => readFileSync(file, "utf8").includes("@/db/testing"));
const unit = all.filter((file) => !database.includes(file));
/** They hurt a running product of their own, which they build: `npm test` runs them last. */
const faults = process.env.DAYBOOK_FAULTS ? ["e2e/faults.test.ts"] : [];
const alias = { "@": resolve(import.meta.dirname) };

export default defineConfig({
  resolve: { alias },
  test: {
    pool: "forks",
    maxWorkers: 2,
    projects: [
      { resolve: { alias }, test: { name: "unit", include: unit } },
      { resolve: { alias }, test: { name: "faults", include: faults } },
      {
        resolve: { alias },
        test: {
          name: "database",
          include: database,
          globalSetup: "db/test-server.ts",
          setupFiles: "db/test-setup.ts",
          testTimeout: 20_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
