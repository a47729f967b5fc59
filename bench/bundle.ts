import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { zipBundle } from "@/lib/cases/zip-bundle";
import { newFileKey } from "@/lib/evidence/encrypt-bytes";
import { keepBytes, readBytes } from "@/lib/evidence/keep-bytes";

const megabyte = 1024 * 1024;
const [count, each] = [40, 25 * megabyte];

/**
 * A bundle of 1 GB (40 files of 25 MB) opened, zipped and written; then hashed by verify.py. The
 * bytes kept are encrypted, as in the product; the ledger's part is left out: it has no size.
 */
export async function measureBundle(): Promise<{ words: string; missed: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));
  // The store wants no more of its settings than a folder, and all of them to be there.
  const settings = {
    APP_DATABASE_URL: "none",
    DAYBOOK_URL: "http://localhost",
    ROOT_KEY_FILE: "none",
  };
  const secret = "a secret for the bench only, 32 letters";
  process.env = {
    ...settings,
    AUTH_SECRET: secret,
    UPLOAD_SECRET: secret,
    ...process.env,
    DAYBOOK_DATA_DIR: folder,
  };
  try {
    const held = [];
    for (let n = 0; n < count; n++) {
      const fileKey = newFileKey();
      const kept = await keepBytes(Readable.from([randomBytes(each)]), fileKey);
      held.push({ ...kept, fileKey });
    }
    globalThis.gc?.();
    const idle = process.memoryUsage().rss;
    let peak = idle;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    const parts = held.map((item, n) => ({
      path: `data/originals/${n}.bin`,
      size: item.size,
      open: async () => readBytes(item),
    }));
    const path = join(folder, "bundle.zip");
    const began = performance.now();
    const { zip, size } = zipBundle("bundle", parts, new Date(0));
    await pipeline(zip, createWriteStream(path));
    const took = (performance.now() - began) / 1000;
    clearInterval(watch);
    const before = performance.now();
    spawnSync("python3", ["public/verify.py", "--json", path]);
    const verified = (performance.now() - before) / 1000;
    const [rate, more] = [size / megabyte / took, (peak - idle) / megabyte];
    return {
      words: `Export of ${Math.round(size / megabyte)} MB: ${took.toFixed(1)} s, ${rate.toFixed(0)} MB/s, memory ${more.toFixed(0)} MB above idle. verify.py: ${verified.toFixed(1)} s.`,
      missed: [
        ...(more > 80 ? ["export over 80 MB above idle"] : []),
        ...(verified > 10 ? ["verify.py over 10 s for 1 GB"] : []),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
