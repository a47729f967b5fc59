import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { fileTypeFromBuffer } from "file-type";
import { env } from "@/lib/env";
import { check, KnownError, StoreAway } from "@/lib/errors";
import {
  chunk,
  Damaged,
  decryptBytes,
  decryptCut,
  encryptBytes,
  wholeBytes,
} from "./encrypt-bytes";
import { problemWords } from "./labels";
import { place } from "./place-bytes";

export const megabyte = 1024 * 1024;
/** The largest picture or document, in bytes; a sound or film may be as long as the school says. */
export const largestItem = 25 * megabyte;

/** What it takes to read an item: where its payload is, how long its bytes are, and its own key. */
export type Held = { storageKey: string; size: number; fileKey: Buffer };
export type Kept = { storageKey: string; size: number; sha256: string };

/** Where a file is while it comes in: always on the local disk. Not written to for a day, it is
 * abandoned. */
const partOf = (part: string) => join(env().DAYBOOK_DATA_DIR, "evidence", "parts", part);

/** More than may come. */
export class TooLarge extends KnownError {
  constructor(file: string) {
    super("check", "There is a problem", { file });
  }
}
export const tooLarge = (most: number) =>
  new TooLarge(`The selected file must be smaller than ${most / megabyte}MB`);
/** The stream ended before the file did. */
export class Cut extends Error {}

/** How many bytes of a part are safe: a cut leaves whole chunks, and what follows them is no use. */
export const safeBytes = async (part: string): Promise<number> =>
  wholeBytes((await stat(partOf(part)).catch(() => ({ size: 0 }))).size);

export const dropPart = (part: string) => rm(partOf(part), { force: true });

export async function* readPart(part: string, fileKey: Buffer, bytes: number) {
  const file = await open(partOf(part), "r");
  try {
    yield* decryptCut(file, fileKey, bytes);
  } finally {
    await file.close();
  }
}

/** How many bytes of this may come, by its beginning: sounds and films may be longer. */
async function mostOf(head: Buffer, longest: number): Promise<number> {
  const mime = (await fileTypeFromBuffer(head))?.mime ?? "";
  return /^(audio|video)\//.test(mime) ? longest : largestItem;
}

/** Each chunk goes to the disk while the next is hashed and encrypted; one waits at most. */
async function writeAll(file: FileHandle, sealed: AsyncIterable<Buffer>): Promise<void> {
  let writing: Promise<void> = Promise.resolve();
  let chunks = 0;
  try {
    for await (const chunk of sealed) {
      await writing;
      // Somebody began again, or cancelled: this part is no longer anybody's.
      if (++chunks % 16 === 0 && (await file.stat()).nlink === 0) throw new Cut("Taken over");
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
 * place for good. Too many bytes, or none: a sentence, and nothing is left behind. Of an upload that
 * can be taken up again (`resume`) a cut leaves its part.
 */
export async function keepBytes(
  stream: Readable,
  fileKey: Buffer,
  limits: { most?: number; longest?: number } = {},
  resume?: {
    part: string;
    /** What an earlier part kept: proven, hashed and written anew under this part's own key. */
    before: AsyncIterable<Buffer> | null;
    /** Makes this the part that counts; from then on another one is gone. */
    claim: () => Promise<void>;
  },
): Promise<Kept> {
  const storageKey = randomUUID();
  const { most = Number.POSITIVE_INFINITY, longest = largestItem } = limits;
  const part = partOf(resume?.part ?? storageKey);
  await mkdir(dirname(part), { recursive: true, mode: 0o700 });
  const file = await open(part, "wx", 0o600);
  const hash = createHash("sha256");
  let [size, claimed, limit] = [0, false, largestItem];
  let head: Buffer = Buffer.alloc(0);
  const measured = async function* (from: AsyncIterable<Buffer>) {
    for await (const bytes of from) {
      size += bytes.length;
      if (head.length < chunk) head = Buffer.concat([head, bytes.subarray(0, chunk)]);
      if (size > most) throw new TooLarge("The file did not arrive whole. Choose it again");
      if (size > limit) limit = await mostOf(head, longest);
      if (size > limit) throw tooLarge(limit);
      hash.update(bytes);
      yield bytes;
    }
  };
  const all = async function* () {
    if (resume?.before) yield* measured(resume.before);
    await resume?.claim();
    claimed = resume !== undefined;
    yield* measured(arriving(stream));
  };
  try {
    await writeAll(file, encryptBytes(all(), fileKey));
    if (size === 0) throw check({ file: "The selected file is empty" });
    await file.sync();
    await file.close();
    await (await place()).take(storageKey, part);
    return { storageKey, size, sha256: hash.digest("hex") };
  } catch (error) {
    const keep = claimed && error instanceof Cut;
    if (keep) await file.sync().catch(() => {});
    await file.close().catch(() => {});
    if (!keep) await rm(part, { force: true });
    throw error instanceof StoreAway ? check({ file: problemWords.away ?? "" }) : error;
  }
}

/** The stream's own end before its time is a cut; whatever else fails is not. */
async function* arriving(stream: Readable): AsyncGenerator<Buffer> {
  const chunks = stream[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await chunks.next().catch((cause: unknown) => {
        throw new Cut("The upload was cut", { cause });
      });
      if (next.done) return;
      yield next.value as Buffer;
    }
  } finally {
    await chunks.return?.();
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
