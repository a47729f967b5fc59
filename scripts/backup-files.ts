import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { decryptBytes, encryptBytes, newFileKey } from "@/lib/evidence/encrypt-bytes";
import { unwrapKey, wrapKey } from "@/lib/evidence/wrap-key";

/** What a backup says of itself, readable without a key: no name and no word of any matter. */
export type Manifest = {
  format: 1;
  madeAt: string;
  origin: string;
  /** The root key's public half: whoever holds the other half opens this backup. */
  root: string;
  migrations: string[];
  /** Rows of each table. */
  tables: Record<string, number>;
  /** SHA-256 of each file beside this one. */
  files: Record<string, string>;
};

/** Written whole or not at all, and on the disk when it answers. */
export async function writeWhole(path: string, parts: AsyncIterable<Buffer>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.part`;
  const file = await open(draft, "w", 0o600);
  try {
    for await (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** An age file for one recipient. */
export async function* sealed(plain: AsyncIterable<Buffer>, recipient: string) {
  const key = newFileKey();
  yield Buffer.from(wrapKey(key, recipient));
  yield* encryptBytes(plain, key);
}

/** What such a file holds; a changed one ends in Damaged before anything after the change. */
export async function* unsealed(path: string, identity: string): AsyncGenerator<Buffer> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(Math.min(1024, size)), 0, undefined, 0);
    const end = buffer.indexOf("\n", buffer.indexOf("\n---") + 1) + 1;
    const key = unwrapKey(buffer.toString("latin1", 0, end), identity);
    const total = size - end;
    const chunks = Math.max(1, Math.ceil((total - 16) / (64 * 1024 + 16)));
    const source = async (from: number, to: number) => ({
      total,
      bytes:
        from < to
          ? (createReadStream(path, {
              start: end + from,
              end: end + to - 1,
            }) as AsyncIterable<Buffer>)
          : [],
    });
    yield* decryptBytes(source, key, total - 16 - 16 * chunks);
  } finally {
    await file.close();
  }
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest("hex");
}

export const readRoot = async (path: string): Promise<string> =>
  /^AGE-SECRET-KEY-1\w+$/m.exec(await readFile(path, "utf8"))?.[0] ?? "";
