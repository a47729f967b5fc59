import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { payloadKey } from "./wrap-key";

/** The STREAM payload of age v1 (https://c2sp.org/age): a nonce of 16 bytes, chunks of 64 KiB. */
const chunk = 64 * 1024;
const nonceSize = 16;
const tagSize = 16;
const tagged = { authTagLength: tagSize } as const;

/** Bytes that are not those which were kept: missing, cut, changed, or of another file. */
export class Damaged extends Error {}

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

export const newFileKey = (): Buffer => randomBytes(16);

/** The payload of some bytes; two chunks in memory at most. */
export async function* encryptBytes(
  plain: AsyncIterable<Buffer>,
  fileKey: Buffer,
): AsyncGenerator<Buffer> {
  const nonce = randomBytes(nonceSize);
  const key = payloadKey(fileKey, nonce);
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

const payloadSize = (size: number) =>
  nonceSize + size + Math.max(1, Math.ceil(size / chunk)) * tagSize;

/**
 * The bytes from `start` up to `end`, of a payload that holds `size` of them: only the chunks they
 * lie in are read and opened, one after the other, and nothing unproven is handed out.
 */
export async function* decryptBytes(
  from: FileHandle | Buffer,
  fileKey: Buffer,
  size: number,
  start = 0,
  end = size,
): AsyncGenerator<Buffer> {
  const held = Buffer.isBuffer(from) ? from.length : (await from.stat()).size;
  if (held !== payloadSize(size)) throw new Damaged("The size is not right");
  const piece = async (at: number, length: number): Promise<Buffer> => {
    if (Buffer.isBuffer(from)) return from.subarray(at, at + length);
    const bytes = Buffer.alloc(length);
    await from.read(bytes, 0, length, at);
    return bytes;
  };
  const nonce = await piece(0, nonceSize);
  const key = payloadKey(fileKey, nonce);
  const last = Math.max(0, Math.ceil(size / chunk) - 1);
  for (let i = Math.floor(start / chunk); i <= last && i * chunk < end; i++) {
    const long = Math.min(chunk, size - i * chunk);
    const sealed = await piece(nonceSize + i * (chunk + tagSize), long + tagSize);
    const open = createDecipheriv("chacha20-poly1305", key, nonceOf(i, i === last), tagged);
    open.setAuthTag(sealed.subarray(long));
    const plain = open.update(sealed.subarray(0, long));
    try {
      open.final();
    } catch (error) {
      throw new Damaged(`Chunk ${i} is not what was kept`, { cause: error });
    }
    yield plain.subarray(Math.max(0, start - i * chunk), Math.max(0, end - i * chunk));
  }
}
