import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** The shell without windows first: it takes a third of the processor's time for the same pages. */
const usual = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const there = () =>
  [process.env.CHROMIUM_PATH ?? "", ...usual].find((path) => path && existsSync(path));

/** A Chromium for the browser tests; on Debian, as root, it is installed when there is none. */
export function findBrowser(): string {
  const found = there();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Debian's chromium for the browser tests");
    spawnSync("apt-get", ["update"], { stdio: "ignore" });
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium-headless-shell"], {
      stdio: "ignore",
    });
  }
  const now = there();
  if (now) return now;
  throw new Error(
    "No Chromium was found. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH",
  );
}
