import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { readTestReport, testReport } from "@/lib/cases/read-tests";

const root = resolve(import.meta.dirname, "..");
const node = process.execPath;

/** Every process that was started here and has not ended. None outlives this one. */
const children = new Set<ChildProcess>();
function start(command: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { cwd: root, ...options });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});

/**
 * Ctrl and C, a terminate, or the death of whoever started us stops everything once, in order; a
 * second signal waits for the same end. Answers that end, for a script that ends by itself.
 */
export function endOnSignal(stop: () => Promise<void>): (code: number) => Promise<void> {
  let ending: Promise<void> | undefined;
  const end = (code: number, words = "") => {
    if (!ending && words) console.log(words);
    ending ??= stop().then(
      () => process.exit(code),
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        process.exit(1);
      },
    );
    return ending;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void end(0, "\nStopping"));
  process.on("disconnect", () => void end(1));
  process.channel?.unref();
  return (code) => end(code);
}

export async function step<T>(words: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  process.stdout.write(`${words} ... `);
  const result = await work();
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
}

export function run(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return new Promise((done, fail) => {
    const child = start(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk) => {
        said += chunk;
      });
    child.on("error", fail);
    child.on("exit", (code) =>
      code === 0 ? done(said) : fail(new Error(`${command} ${args[0]}:\n${said}`)),
    );
  });
}

/** A fingerprint of everything a build depends on, so that an unchanged tree is not built again. */
export function fingerprint(): string {
  const files = globSync(
    "{app,components,db,docs,lib,public}/**/*.{ts,tsx,css,json,sql,svg,png,py}",
    {
      cwd: root,
    },
  )
    .concat([
      "next.config.ts",
      "proxy.ts",
      "instrumentation.ts",
      "package-lock.json",
      "scripts/patch-postgres.mjs",
      "postcss.config.mjs",
    ])
    .filter((file) => !file.includes(".test."))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** How the product calls itself in its ledger and exports: by the source it was built from. */
export const buildName = () => process.env.DAYBOOK_BUILD ?? fingerprint().slice(0, 16);

/** What the suite said of this very source goes with the build; what it said of another does not. */
export function keepTestReport(): void {
  const [from, to] = [join(root, testReport), join(root, ".next/standalone", testReport)];
  rmSync(to, { force: true });
  if (existsSync(from) && readTestReport(root, buildName()).recorded) cpSync(from, to);
}

/** Builds the product unless this very tree was built before. */
export async function build(): Promise<void> {
  await buildChanged();
  keepTestReport();
}

async function buildChanged(): Promise<void> {
  const stamp = join(root, ".next", "daybook-build");
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  rmSync(join(root, ".next", "standalone"), { recursive: true, force: true });
  await run(node, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  });
  const standalone = join(root, ".next/standalone");
  cpSync(join(root, ".next/static"), join(standalone, ".next/static"), { recursive: true });
  if (existsSync(join(root, "public")))
    cpSync(join(root, "public"), join(standalone, "public"), { recursive: true });
  writeFileSync(stamp, now);
}

const takes = (port: number) =>
  new Promise<boolean>((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, () => server.close(() => done(true)));
  });

export async function freePort(from: number, only: boolean): Promise<number> {
  for (let port = from; port < from + 50; port++) {
    if (await takes(port)) return port;
    if (only)
      throw new Error(`Port ${port} is taken by another program. Choose another with --port`);
    console.log(`Port ${port} is taken by another program, trying the next`);
  }
  throw new Error("No free port was found");
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if (child.exitCode !== null) throw new Error("The server ended before it was ready");
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error("The server was not ready after a minute");
}

export type Running = {
  stop: () => Promise<void>;
  ended: Promise<void>;
  pids: { app: number; worker: number };
};

/** Ends every child, asked first, then forced. */
export const stopChildren = async (): Promise<void> =>
  void (await Promise.all([...children].map(end)));

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const late = setTimeout(() => child.kill("SIGKILL"), 8000);
    child.once("exit", () => {
      clearTimeout(late);
      done();
    });
    child.kill("SIGTERM");
  });
}

/** Starts the app and the worker and waits until the app answers. */
export async function serve(env: Record<string, string>, port: number): Promise<Running> {
  const all: NodeJS.ProcessEnv = {
    DAYBOOK_BUILD: buildName(),
    ...process.env,
    ...env,
    DAYBOOK_SUPERVISED: "1",
    NODE_ENV: "production",
    PORT: String(port),
    HOSTNAME: "0.0.0.0",
    // Longer than a proxy or a browser keeps a connection, so that none is closed under a request.
    KEEP_ALIVE_TIMEOUT: "75000",
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const quiet = process.env.DAYBOOK_VERBOSE ? "inherit" : ("ignore" as const);
  // Both end when this pipe does: even a killed parent leaves nobody behind.
  const stdio = ["pipe", quiet, "inherit"] satisfies SpawnOptions["stdio"];
  const app = start(node, [join(root, ".next/standalone/server.js")], { env: all, stdio });
  const worker = start(node, ["--import", "tsx", join(root, "worker.ts")], { env: all, stdio });
  await ready(`http://localhost:${port}`, app);
  const ended = Promise.race(
    [app, worker].map((child) => new Promise<void>((done) => child.once("exit", () => done()))),
  );
  return {
    ended,
    stop: async () => void (await Promise.all([end(app), end(worker)])),
    pids: { app: app.pid ?? 0, worker: worker.pid ?? 0 },
  };
}
