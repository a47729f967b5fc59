import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buffer, text } from "node:stream/consumers";

/** What reading one picture may take: milliseconds, and megabytes of memory (200 to 300 as a rule). */
export const limits = { time: 60_000, memory: 700 };
type Limits = typeof limits;
export type ReadingProblem = "too-slow" | "too-much" | "not-read";
const overMemory = 7;

/**
 * The text on a picture, read in a process of its own that has no right to anything: no key, no
 * database, none of our settings. It ends with the picture, or when it takes too long or too much.
 */
export async function readPicture(
  picture: Buffer,
  most: Limits = limits,
): Promise<{ text: string } | { problem: ReadingProblem }> {
  const { PATH = "", SystemRoot = "" } = process.env;
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${most.memory}`, import.meta.filename, String(most.memory)],
    { env: { PATH, SystemRoot, NODE_ENV: "production" }, stdio: ["pipe", "pipe", "ignore"] },
  );
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, most.time);
  const ended = new Promise<number | null>((done) => {
    child.once("error", () => done(null));
    child.once("close", done);
  });
  // It may be gone before it has read all of the picture.
  child.stdin.on("error", () => {});
  child.stdin.end(picture);
  const found = await text(child.stdout).catch(() => "");
  const code = await ended;
  clearTimeout(timer);
  if (late) return { problem: "too-slow" };
  if (code === 0) return { text: found };
  return { problem: code === overMemory ? "too-much" : "not-read" };
}

/** In the child: the recogniser works in a thread of its own, so that this one can watch it. */
async function read(memory: number): Promise<void> {
  const watch = () => {
    if (process.memoryUsage.rss() > memory * 1024 * 1024) process.exit(overMemory);
  };
  setInterval(watch, 50).unref();
  // Nobody is left to end it where the worker was killed.
  setTimeout(() => process.exit(1), limits.time + 5000).unref();
  const require = createRequire(import.meta.url);
  const data = join(dirname(require.resolve("@tesseract.js-data/eng")), "4.0.0_best_int");
  const { createWorker } = await import("tesseract.js");
  const reader = await createWorker("eng", 1, {
    langPath: data,
    gzip: true,
    cacheMethod: "none",
    errorHandler: () => process.exit(1),
  });
  const found = await reader.recognize(await buffer(process.stdin));
  process.stdout.write(found.data.text, () => process.exit(0));
}
if (process.argv[1] === import.meta.filename) await read(Number(process.argv[2]));
