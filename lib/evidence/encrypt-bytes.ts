import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { payloadKey } from "./wrap-key";

/** The STREAM payload of age v1 (https://c2sp.org/age): a nonce of 16 bytes, chunks of 64 KiB. */
export const chunk = 64 * 1024;
const nonceSize = 16;
const tagSize = 16;
const tagged = { authTagLength: tagSize } as const;

/** One chunk as it is stored, in bytes. */
export const sealedChunk = chunk + tagSize;

/** missing: no file. changed: cut, altered, or another in its place. exchanged: a file that opens
 * but is not the one its row tells of. key: no key, or a wrong one. */
export type Flaw = "missing" | "changed" | "exchanged" | "key";

/** Bytes that are not those which were kept. */
export class Damaged extends Error {
  constructor(
    readonly flaw: Flaw,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Where a payload is read from: a part of it, and how many bytes it has in all. */
export type Source = (
  start: number,
  end: number,
) => Promise<{ total: number; bytes: AsyncIterable<Buffer> | Iterable<Buffer> }>;

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

export const newFileKey = (): Buffer => randomBytes(16);

/**
 * The payload of some bytes; two chunks in memory at most. With a nonce of one's own the same bytes
 * give the same payload: for one file that is sent more than once, and for nothing else.
 */
export async function* encryptBytes(
  plain: AsyncIterable<Buffer>,
  fileKey: Buffer,
  nonce = randomBytes(nonceSize),
): AsyncGenerator<Buffer> {
  const key = createSecretKey(payloadKey(fileKey, nonce));
  let index = 0;
  const seal = (bytes: Buffer, last: boolean) => {
    const cipher = createCipheriv("chacha20-poly1305", key, nonceOf(index++, last), tagged);
    return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  };
  yield nonce;
  const held = Buffer.alloc(chunk);
  let filled = 0;
  for await (const bytes of plain) {
    for (let at = 0; at < bytes.length; ) {
      // A full chunk waits for one more byte: only then it is known not to be the last.
      if (filled === chunk) {
        yield seal(held, false);
        filled = 0;
      }
      const taken = bytes.copy(held, filled, at, at + chunk - filled);
      filled += taken;
      at += taken;
    }
  }
  yield seal(held.subarray(0, filled), true);
}

export const payloadSize = (size: number) =>
  nonceSize + size + Math.max(1, Math.ceil(size / chunk)) * tagSize;

/** The same bytes in pieces of one size; a last one may be shorter. */
async function* inPieces(
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
  size: number,
): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let long = 0;
  for await (const more of bytes) {
    held.push(more);
    long += more.length;
    while (long >= size) {
      const all = held.length === 1 ? (held[0] ?? more) : Buffer.concat(held);
      yield all.subarray(0, size);
      held = all.length > size ? [all.subarray(size)] : [];
      long = all.length - size;
    }
  }
  if (long > 0) yield Buffer.concat(held);
}

function openChunk(key: Buffer, sealed: Buffer, index: number, last: boolean): Buffer {
  const open = createDecipheriv("chacha20-poly1305", key, nonceOf(index, last), tagged);
  const long = Math.max(0, sealed.length - tagSize);
  try {
    open.setAuthTag(sealed.subarray(long));
    const plain = open.update(sealed.subarray(0, long));
    open.final();
    return plain;
  } catch (error) {
    throw new Damaged("changed", `Chunk ${index} is not what was kept`, { cause: error });
  }
}

/** How many bytes a payload that was cut holds in whole chunks. */
export const wholeBytes = (held: number): number =>
  Math.max(0, Math.floor((held - nonceSize) / (chunk + tagSize))) * chunk;

/** The first bytes of a payload that was cut: whole chunks, none of them the last. */
export async function* decryptCut(
  from: FileHandle,
  fileKey: Buffer,
  bytes: number,
): AsyncGenerator<Buffer> {
  const nonce = Buffer.alloc(nonceSize);
  await from.read(nonce, 0, nonceSize, 0);
  const key = payloadKey(fileKey, nonce);
  const sealed = Buffer.alloc(chunk + tagSize);
  for (let i = 0; i < bytes / chunk; i++) {
    await from.read(sealed, 0, sealed.length, nonceSize + i * sealed.length);
    yield openChunk(key, sealed, i, false);
  }
}

/**
 * The bytes from `start` up to `end`, of a payload that holds `size` of them: only the chunks they
 * lie in are read and opened, one after the other, and nothing unproven is handed out.
 */
export async function* decryptBytes(
  source: Source,
  fileKey: Buffer,
  size: number,
  start = 0,
  end = size,
): AsyncGenerator<Buffer> {
  const head = await source(0, nonceSize);
  if (head.total !== payloadSize(size)) throw new Damaged("changed", "The size is not right");
  let key = fileKey;
  for await (const nonce of inPieces(head.bytes, nonceSize)) key = payloadKey(fileKey, nonce);
  const last = Math.max(0, Math.ceil(size / chunk) - 1);
  let i = Math.floor(start / chunk);
  const past = Math.min(last + 1, Math.ceil(end / chunk) || (size === 0 ? 1 : 0));
  if (i >= past) return;
  const from = nonceSize + i * sealedChunk;
  const body = await source(from, Math.min(head.total, nonceSize + past * sealedChunk));
  for await (const sealed of inPieces(body.bytes, sealedChunk)) {
    const plain = openChunk(key, sealed, i, i === last);
    yield plain.subarray(Math.max(0, start - i * chunk), Math.max(0, end - i * chunk));
    i++;
  }
  if (i < past) throw new Damaged("changed", `Chunk ${i} is missing`);
}
