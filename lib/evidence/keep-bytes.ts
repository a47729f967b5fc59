import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { env } from "@/lib/env";
import { check, StoreAway } from "@/lib/errors";
import { Damaged, decryptBytes, encryptBytes } from "./encrypt-bytes";
import { problemWords } from "./labels";
import { place } from "./place-bytes";

export const megabyte = 1024 * 1024;
/** The largest item this version takes, in bytes. */
export const largestItem = 25 * megabyte;

/** What it takes to read an item: where its payload is, how long its bytes are, and its own key. */
export type Held = { storageKey: string; size: number; fileKey: Buffer };
export type Kept = { storageKey: string; size: number; sha256: string };

/** Where a file is while it comes in: always on the local disk. */
const partOf = (key: string) =>
  join(env().DAYBOOK_DATA_DIR, "evidence", key.slice(0, 2), `${key}.part`);

/** Each chunk goes to the disk while the next is hashed and encrypted; one waits at most. */
async function writeAll(file: FileHandle, sealed: AsyncIterable<Buffer>): Promise<void> {
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of sealed) {
      await writing;
      writing = file.writeFile(chunk);
      // Whoever waits for it next is told; until then nobody listens.
      writing.catch(() => {});
    }
  } finally {
    await writing;
  }
}

/**
 * Streams bytes to the store under a name of our own, counting, hashing and encrypting on the way:
 * a few chunks in memory, and nothing readable ever on the disk. When it answers, the file is in its
 * place for good. More than `limit` bytes, or none: a sentence, and nothing is left behind.
 */
export async function keepBytes(
  stream: Readable,
  fileKey: Buffer,
  limit = largestItem,
): Promise<Kept> {
  const storageKey = randomUUID();
  const part = partOf(storageKey);
  await mkdir(dirname(part), { recursive: true, mode: 0o700 });
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
    await writeAll(file, encryptBytes(measured(), fileKey));
    if (size === 0) throw check({ file: "The selected file is empty" });
    await file.sync();
    await file.close();
    await (await place()).take(storageKey, part);
    return { storageKey, size, sha256: hash.digest("hex") };
  } catch (error) {
    await file.close().catch(() => {});
    await rm(part, { force: true });
    throw error instanceof StoreAway ? check({ file: problemWords.away ?? "" }) : error;
  }
}

/** The bytes of an item, or a part of them; what is not as it was kept ends in Damaged. */
export function readBytes(item: Held, start = 0, end = item.size): Readable {
  const source = async (from: number, to: number) => {
    const found = await (await place()).read(item.storageKey, from, to);
    if (!found) throw new Damaged("missing", "The file is missing");
    return found;
  };
  return Readable.from(decryptBytes(source, item.fileKey, item.size, start, end), {
    objectMode: false,
  });
}

/** Reads all of it once, so that nothing of a damaged item is ever handed out. */
export async function checkBytes(
  item: Held,
  sha256: string,
  pace?: (bytes: number) => Promise<void>,
): Promise<void> {
  const hash = createHash("sha256");
  for await (const bytes of readBytes(item)) {
    hash.update(bytes as Buffer);
    await pace?.((bytes as Buffer).length);
  }
  if (hash.digest("hex") !== sha256)
    throw new Damaged("exchanged", "These are the bytes of another item");
}

/** May run twice: bytes that are gone stay gone. */
export const dropBytes = async (storageKey: string) => (await place()).drop(storageKey);
