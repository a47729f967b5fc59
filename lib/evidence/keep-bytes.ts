import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { env } from "@/lib/env";
import { check } from "@/lib/errors";
import { Damaged, decryptBytes, encryptBytes } from "./encrypt-bytes";

export const megabyte = 1024 * 1024;
/** The largest item this version takes, in bytes. */
export const largestItem = 25 * megabyte;

/** What it takes to read an item: where its payload is, how long its bytes are, and its own key. */
export type Held = { storageKey: string; size: number; fileKey: Buffer };
export type Kept = { storageKey: string; size: number; sha256: string };

const pathOf = (key: string) => join(env().DAYBOOK_DATA_DIR, "evidence", key.slice(0, 2), key);

async function settle(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync();
  await handle.close();
}

/**
 * Streams bytes to the store under a name of our own, counting, hashing and encrypting on the way:
 * two chunks in memory, and nothing readable ever on the disk. When it answers, file and folder are on the disk. More than `limit`
 * bytes, or none: a sentence, and nothing is left behind.
 */
export async function keepBytes(
  stream: Readable,
  fileKey: Buffer,
  limit = largestItem,
): Promise<Kept> {
  const storageKey = randomUUID();
  const path = pathOf(storageKey);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.part`;
  const file = await open(part, "wx", 0o600);
  const hash = createHash("sha256");
  let size = 0;
  try {
    const measured = async function* () {
      for await (const chunk of stream) {
        const bytes = chunk as Buffer;
        size += bytes.length;
        if (size > limit) throw check({ file: "The selected file must be smaller than 25MB" });
        hash.update(bytes);
        yield bytes;
      }
    };
    for await (const sealed of encryptBytes(measured(), fileKey)) await file.writeFile(sealed);
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

/** The bytes of an item, or a part of them; what is not as it was kept ends in Damaged. */
export function readBytes(item: Held, start = 0, end = item.size): Readable {
  return Readable.from(
    (async function* () {
      const file = await open(pathOf(item.storageKey), "r").catch(
        (error: NodeJS.ErrnoException) => {
          throw error.code === "ENOENT" ? new Damaged("The file is missing") : error;
        },
      );
      try {
        yield* decryptBytes(file, item.fileKey, item.size, start, end);
      } finally {
        await file.close();
      }
    })(),
    { objectMode: false },
  );
}

/** Reads all of it once, so that nothing of a damaged item is ever handed out. */
export async function checkBytes(item: Held, sha256: string): Promise<void> {
  const hash = createHash("sha256");
  for await (const bytes of readBytes(item)) hash.update(bytes as Buffer);
  if (hash.digest("hex") !== sha256) throw new Damaged("These are the bytes of another item");
}

/** May run twice: bytes that are gone stay gone. */
export const dropBytes = (storageKey: string) => rm(pathOf(storageKey), { force: true });
