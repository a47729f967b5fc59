import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const dir = mkdtempSync(join(tmpdir(), "daybook-serve-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A child that takes its time to end, and says when it has: "gently", and not by force. */
const child = `const { writeFileSync } = require("node:fs");
process.on("SIGTERM", () => setTimeout(() => {
  writeFileSync(process.argv[1] + ".end", "gently");
  process.exit(0);
}, 700));
setInterval(() => {}, 1000);
writeFileSync(process.argv[1], String(process.pid));`;

/** A script of ours with two children, one of them started later, behind the real bootstrap. */
const script = (
  files: string[],
) => `import { endOnSignal, run, stopChildren } from ${JSON.stringify(join(root, "scripts/serve.ts"))};
endOnSignal(stopChildren);
for (const file of ${JSON.stringify(files)})
  void run(process.execPath, ["-e", ${JSON.stringify(child)}, file]).catch(() => {});
await new Promise(() => setInterval(() => {}, 1000));`;

const read = (file: string) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};
/** Running: one that has ended and that nobody has buried yet (state Z) is not. */
const alive = (pid: number) => {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.startsWith("Z");
};
async function until(what: string, holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    if (holds()) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`Not within 20 s: ${what}`);
}

async function startBoth(name: string) {
  const files = [join(dir, `${name}-1`), join(dir, `${name}-2`)];
  const entry = join(dir, `${name}.mts`);
  writeFileSync(entry, script(files));
  const boot = spawn(process.execPath, [join(root, "scripts/bootstrap.mjs"), entry], {
    cwd: root,
    stdio: "ignore",
  });
  const ended = new Promise<number | null>((done) => boot.once("exit", (code) => done(code)));
  await until("both children run", () => files.every((file) => read(file) !== ""));
  return { boot, ended, files, pids: files.map((file) => Number(read(file))) };
}

test("two signals, one after the other, end every child gently", { timeout: 60_000 }, async () => {
  const { boot, ended, files, pids } = await startBoth("twice");
  const signal = (to: ChildProcess) => to.kill("SIGINT");
  signal(boot);
  await new Promise((done) => setTimeout(done, 100));
  signal(boot);
  expect(await ended).toBe(0);
  expect(pids.map(alive)).toEqual([false, false]);
  expect(files.map((file) => read(`${file}.end`))).toEqual(["gently", "gently"]);
});

test("nobody is left when whoever started them is killed", { timeout: 60_000 }, async () => {
  const { boot, pids } = await startBoth("killed");
  boot.kill("SIGKILL");
  await until("both children have ended", () => pids.every((pid) => !alive(pid)));
});
