// `npm install` leaves out of the lock what the registry in use does not serve, such as builds for
// other systems, and `npm ci` then refuses it. This adds those optional packages back, by name,
// version and system, so that the lock is whole wherever it was written.
import { readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32", "aix", "sunos"];
const kinds = ["arm64", "x64", "ia32", "arm", "ppc64", "riscv64", "s390x", "wasm32"];

function limits(name) {
  const words = name.split("/").at(-1).split(/[-_]/);
  const os =
    systems.find((system) => words.includes(system)) ??
    (words.includes("windows") ? "win32" : null);
  const cpu =
    kinds.find((kind) => words.includes(kind)) ?? (words.includes("armv7") ? "arm" : null);
  const libc = words.some((word) => word.startsWith("musl"))
    ? "musl"
    : words.some((word) => word.startsWith("gnu"))
      ? "glibc"
      : null;
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(os ? { os: [os] } : {}),
    ...(libc && os === "linux" ? { libc: [libc] } : {}),
  };
}

let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const nested = `${path}/node_modules/${name}`;
    const known = [nested, `node_modules/${name}`].some((at) => lock.packages[at]);
    if (known) continue;
    const { cpu, os, libc } = limits(name);
    if (!os && !cpu) throw new Error(`${name} is missing from the lock and names no system`);
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[\^~]/, ""),
      ...(cpu ? { cpu } : {}),
      ...(entry.dev ? { dev: true } : {}),
      ...(libc ? { libc } : {}),
      optional: true,
      ...(os ? { os } : {}),
    };
    added++;
  }
}
const sorted = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync("package-lock.json", `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
console.log(`${added} optional packages for other systems added to the lock`);
