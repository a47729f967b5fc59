import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { patchPostgres } from "@/scripts/patch-postgres.mjs";
import { startEmbedded } from "./embedded.ts";
import { connect, migrate, type Passwords } from "./migrate.ts";

declare module "vitest" {
  interface ProvidedContext {
    adminUrl: string;
    passwords: Passwords;
    dir: string;
  }
}

const secret = () => randomBytes(16).toString("hex");

/** One PostgreSQL and one migrated template a run. TEST_DATABASE_URL uses a server that is there. */
export default async function startTestServer(project: TestProject) {
  patchPostgres(join(import.meta.dirname, ".."));
  const dir = mkdtempSync(join(tmpdir(), "daybook-test-"));
  // Whoever PostgreSQL runs as walks through it to its own folder, so that all goes with it.
  chmodSync(dir, 0o711);
  const given = process.env.TEST_DATABASE_URL;
  const server = given
    ? { adminUrl: given, stop: async () => {} }
    : await startEmbedded({ dir, forTests: true });
  const passwords: Passwords = {
    daybook_app: secret(),
    daybook_worker: secret(),
    daybook_sequencer: secret(),
    daybook_backup: secret(),
  };
  const sql = connect(server.adminUrl);
  for (const { datname } of await sql`select datname from pg_database
    where datname like 'daybook_t%'`) {
    await sql.unsafe(`drop database if exists ${datname} with (force)`);
  }
  await sql`create database daybook_template`;
  const template = new URL(server.adminUrl);
  template.pathname = "/daybook_template";
  // A server that is there keeps the logins of the run before.
  process.env.DAYBOOK_RESET_LOGINS = "1";
  await migrate(template.href, passwords);
  await sql.end();
  project.provide("adminUrl", server.adminUrl);
  project.provide("passwords", passwords);
  project.provide("dir", dir);
  return async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}
