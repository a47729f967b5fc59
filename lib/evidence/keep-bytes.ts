import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { env } from "@/lib/env";
import { check } from "@/lib/errors";

export const megabyte = 1024 * 1024;
/** The largest item this version takes, in bytes. */
export const largestItem = 25 * megabyte;

export type Kept = { storageKey: string; size: number; sha256: string };

const pathOf = (key: string) => join(env().DAYBOOK_DATA_DIR, "evidence", key.slice(0, 2), key);

async function settle(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync();
  await handle.close();
}

/**
 * Streams bytes to the store under a name of our own, counting and hashing on the way; never more
 * than one chunk in memory. When it answers, file and folder are on the disk. More than `limit`
 * bytes, or none: a sentence, and nothing is left behind.
 */
export async function keepBytes(stream: Readable, limit = largestItem): Promise<Kept> {
  const storageKey = randomUUID();
  const path = pathOf(storageKey);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.part`;
  const file = await open(part, "wx", 0o600);
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > limit) throw check({ file: "The selected file must be smaller than 25MB" });
      hash.update(bytes);
      await file.writeFile(bytes);
    }
    if (size === 0) throw check({ file: "The selected file is empty" });
    await file.sync();
    await file.close();
    await rename(part, path);
    await settle(dirname(path));
    return { storageKey, size, sha256: hash.digest("hex") };
  } catch (error) {
    await file.close().catch(() => {});
    await rm(part, { force: true });
    throw error;
  }
}

export const readBytes = (storageKey: string): Readable => createReadStream(pathOf(storageKey));
export const bytesPath = pathOf;

/** May run twice: bytes that are gone stay gone. */
export const dropBytes = (storageKey: string) => rm(pathOf(storageKey), { force: true });
