// The one script that runs before anything is installed, so it must run on Node 18 and later.
// It installs what the lock file names when that changed, then hands over to Node 24 from there.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { patchPostgres } from "./patch-postgres.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const [script, ...rest] = process.argv.slice(2);
const lock = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const stamp = join(root, "node_modules", ".daybook-lock");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  const began = Date.now();
  console.log("Installing what package-lock.json names");
  const done = spawnSync("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
  writeFileSync(stamp, lock);
  console.log(`  done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

patchPostgres(root);

// `.ci/run` wants the dependencies alone.
if (script === "install") process.exit(0);

const newer = join(root, "node_modules", ".bin", "node");
const node = existsSync(newer) ? newer : process.execPath;
const child = spawn(node, ["--import", "tsx", resolve(root, "scripts", script), ...rest], {
  cwd: root,
  // The channel tells the script when this process ends, however it ends.
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  env: { ...process.env, PATH: `${join(root, "node_modules", ".bin")}:${process.env.PATH}` },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
