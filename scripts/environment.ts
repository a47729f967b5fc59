import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Embedded, startEmbedded } from "@/db/embedded";
import { type Passwords, urlFor } from "@/db/migrate";
import { makeIdentity } from "@/lib/evidence/wrap-key";

export type Environment = {
  APP_DATABASE_URL: string;
  WORKER_DATABASE_URL: string;
  SEQUENCER_DATABASE_URL: string;
  AUTH_SECRET: string;
  UPLOAD_SECRET: string;
  DAYBOOK_DATA_DIR: string;
  LEDGER_KEY_FILE: string;
  ROOT_KEY_FILE: string;
};
type Secrets = { passwords: Passwords; AUTH_SECRET: string; UPLOAD_SECRET: string };

const rootFileOf = (dataDir: string) => process.env.ROOT_KEY_FILE ?? join(dataDir, "root-key.txt");
const hex = () => randomBytes(24).toString("hex");

/** The installation's own secrets, made once, readable by its owner only. */
export function readSecrets(dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json");
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(file)) {
    const secrets: Secrets = {
      passwords: {
        daybook_app: hex(),
        daybook_worker: hex(),
        daybook_sequencer: hex(),
        daybook_backup: hex(),
      },
      AUTH_SECRET: hex(),
      UPLOAD_SECRET: hex(),
    };
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  }
  const keyFile = join(dataDir, "ledger-key.pem");
  if (!existsSync(keyFile)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    writeFileSync(keyFile, privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
  }
  // Where evidence is kept already, a new root key would only hide that the right one is missing.
  const rootFile = rootFileOf(dataDir);
  if (!existsSync(rootFile) && !existsSync(join(dataDir, "evidence")))
    writeFileSync(rootFile, `${makeIdentity()}\n`, { mode: 0o600 });
  return JSON.parse(readFileSync(file, "utf8")) as Secrets;
}

export function environmentFor(adminUrl: string, dataDir: string): Environment {
  const { passwords, AUTH_SECRET, UPLOAD_SECRET } = readSecrets(dataDir);
  return {
    APP_DATABASE_URL: urlFor(adminUrl, "daybook_app", passwords.daybook_app),
    WORKER_DATABASE_URL: urlFor(adminUrl, "daybook_worker", passwords.daybook_worker),
    SEQUENCER_DATABASE_URL: urlFor(adminUrl, "daybook_sequencer", passwords.daybook_sequencer),
    AUTH_SECRET,
    UPLOAD_SECRET,
    DAYBOOK_DATA_DIR: dataDir,
    LEDGER_KEY_FILE: join(dataDir, "ledger-key.pem"),
    ROOT_KEY_FILE: rootFileOf(dataDir),
  };
}

export const dataDirOf = (given?: string) =>
  resolve(given ?? process.env.DAYBOOK_DATA_DIR ?? ".daybook");

/** The database to use: the one DATABASE_URL names, or a PostgreSQL of our own in the data folder. */
export async function openDatabase(
  dataDir: string,
  options: { forTests?: boolean } = {},
): Promise<Embedded & { own: boolean }> {
  const given = process.env.DATABASE_URL;
  if (given) return { adminUrl: given, stop: async () => {}, own: false };
  const embedded = await startEmbedded({ ...options, dir: join(dataDir, "postgres") });
  writeFileSync(join(dataDir, "database-url"), embedded.adminUrl, { mode: 0o600 });
  return { ...embedded, own: true };
}

/** For scripts beside a running installation: its environment, given or as the demo left it. */
export async function loadEnvironment(): Promise<Environment> {
  const dataDir = dataDirOf();
  if (process.env.SEQUENCER_DATABASE_URL && process.env.LEDGER_KEY_FILE) {
    return process.env as unknown as Environment;
  }
  const file = join(dataDir, "database-url");
  const adminUrl = process.env.DATABASE_URL ?? (existsSync(file) ? readFileSync(file, "utf8") : "");
  if (!adminUrl) throw new Error("Set DATABASE_URL, or start the demo first");
  return environmentFor(adminUrl, dataDir);
}
