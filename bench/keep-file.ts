import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";

/**
 * A process by itself: keeps and reads a file of 500 MB as the product does, and prints how fast, how
 * that compares with one core at the same hash and cipher alone, and the most memory above idle.
 */
const mb = 1024 * 1024;
const total = 500 * mb;
const piece = randomBytes(64 * 1024);
// Begins like a film, for only sounds and films may be this long.
Buffer.from("00000018667479706d703432000000006d70343269736f6d", "hex").copy(piece);
const dir = mkdtempSync(join(tmpdir(), "daybook-keep-"));
Object.assign(process.env, {
  APP_DATABASE_URL: "unused",
  DAYBOOK_URL: "http://localhost:3000",
  AUTH_SECRET: "unused".repeat(8),
  UPLOAD_SECRET: "unused".repeat(8),
  DAYBOOK_DATA_DIR: dir,
  ROOT_KEY_FILE: "unused",
});
const { keepBytes, checkBytes, dropBytes } = await import("@/lib/evidence/keep-bytes");
const { newFileKey } = await import("@/lib/evidence/encrypt-bytes");

/** Seconds by the clock, and of work on any core: the second does not mind what else runs here. */
async function timed(work: () => unknown): Promise<{ took: number; cpu: number }> {
  const began = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { took: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 };
}

function raw(): void {
  const hash = createHash("sha256");
  const key = randomBytes(32);
  for (let at = 0, i = 0; at < total; at += piece.length, i++) {
    hash.update(piece);
    const nonce = Buffer.alloc(12);
    nonce.writeUIntBE(i, 5, 6);
    const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
    cipher.update(piece);
    cipher.final();
    cipher.getAuthTag();
  }
  hash.digest();
}
/** The same bytes to the same disk until it has them: what no program is quicker than. */
async function disk(): Promise<void> {
  const path = join(dir, "alone");
  const file = await open(path, "w");
  const many = Buffer.concat(Array.from({ length: 16 }, () => piece));
  for (let at = 0; at < total; at += many.length) await file.write(many);
  await file.sync();
  await file.close();
  await rm(path);
}
async function* arriving() {
  for (let at = 0; at < total; at += piece.length) yield piece;
}

try {
  const fileKey = newFileKey();
  const keep = () =>
    keepBytes(Readable.from(arriving(), { objectMode: false }), fileKey, { longest: total });
  globalThis.gc?.();
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  const kept = await keep();
  const memory = (peak - idle) / mb;
  const read = await timed(() => checkBytes({ ...kept, fileKey }, kept.sha256));
  await dropBytes(kept.storageKey);
  const readMemory = (peak - idle) / mb;
  clearInterval(watch);
  // In turn, so that other work on the machine weighs on both alike; the best of each.
  const floors: Awaited<ReturnType<typeof timed>>[] = [];
  const keeps: typeof floors = [];
  const disks: typeof floors = [];
  for (let n = 0; n < 3; n++) {
    floors.push(await timed(raw));
    let held = kept;
    keeps.push(
      await timed(async () => {
        held = await keep();
      }),
    );
    // The memory its bytes were cached in is taken for the next, as on a machine that has run a while.
    await dropBytes(held.storageKey);
    disks.push(await timed(disk));
  }
  const best = (runs: typeof floors, of: "took" | "cpu") => Math.min(...runs.map((run) => run[of]));
  const mbs = (seconds: number) => total / mb / seconds;
  console.log(
    JSON.stringify({
      raw: mbs(best(floors, "took")),
      disk: mbs(best(disks, "took")),
      kept: mbs(best(keeps, "took")),
      read: mbs(read.took),
      ratio: best(floors, "took") / best(keeps, "took"),
      cpuRatio: best(floors, "cpu") / best(keeps, "cpu"),
      memory,
      readMemory,
    }),
  );
} finally {
  rmSync(dir, { recursive: true, force: true });
}
