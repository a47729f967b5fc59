import { sha256 } from "@noble/hashes/sha2.js";
import { BlobReader, type FileEntry, ZipReader } from "@zip.js/zip.js/lib/zip-core-native.js";
import { toHex } from "./read-note";

/** What is wrong, as docs/bundle-format.md names it, and where. */
export type Finding = { code: string; where: string };

/** A bundle's files by their path in the bag, read from the ZIP piece by piece. */
export type Bundle = {
  paths: readonly string[];
  /** SHA-256 in hex and the number of bytes; null when they cannot be read whole. */
  hash: (
    path: string,
    onBytes: (n: number) => void,
  ) => Promise<{ hash: string; size: number } | null>;
  /** The whole file, for what describes the bundle; null when it is not there or cannot be read. */
  read: (path: string) => Promise<Uint8Array | null>;
  size: number;
};

const part = "[A-Za-z0-9][A-Za-z0-9._-]*";
const safe = new RegExp(`^${part}(/${part})*$`);
export const isSafePath = (path: string) => path.length <= 200 && safe.test(path);

/** Files that describe the bundle are small; the rest is only ever hashed. */
const mostInMemory = 200_000_000;

/** Nothing is kept of a file's bytes, however large it is; nothing runs outside this page. */
const options = { useWebWorkers: false, checkSignature: true, useCompressionStream: true };

const isFile = (entry: { directory: boolean }): entry is FileEntry => !entry.directory;

/** Step 1 of the format: the container. A finding here is the only one. */
export async function readBundle(file: Blob): Promise<Bundle | Finding> {
  const reader = new ZipReader(new BlobReader(file), {
    ...options,
    filenameValidation: "tolerant",
  });
  const found = await reader.getEntries().catch(() => null);
  if (!found) return { code: "zip-damaged", where: "" };
  const files = new Map<string, FileEntry>();
  const names = new Set<string>();
  for (const entry of found.filter(isFile)) {
    const name = entry.filename;
    const known = entry.compressionMethod === 0 || entry.compressionMethod === 8;
    const again = names.has(name.toLowerCase());
    names.add(name.toLowerCase());
    if (!isSafePath(name) || again || entry.encrypted || !known)
      return { code: "zip-unsafe", where: name.slice(0, 200) };
    files.set(name, entry);
  }
  const folders = new Set([...files.keys()].map((name) => name.split("/", 1)[0]));
  const [folder] = folders;
  if (folders.size !== 1 || [...files.keys()].some((name) => !name.includes("/")))
    return { code: "layout", where: "" };
  const at = (path: string) => files.get(`${folder}/${path}`);

  async function stream(entry: FileEntry, take: (chunk: Uint8Array) => void): Promise<boolean> {
    const sink = new WritableStream<Uint8Array>({ write: take });
    return entry.getData(sink, options).then(
      () => true,
      () => false,
    );
  }
  return {
    paths: [...files.keys()].map((name) => name.slice(String(folder).length + 1)).toSorted(),
    size: [...files.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0),
    hash: async (path, onBytes) => {
      const entry = at(path);
      if (!entry) return null;
      const hash = sha256.create();
      let size = 0;
      const whole = await stream(entry, (chunk) => {
        hash.update(chunk);
        size += chunk.length;
        onBytes(chunk.length);
      });
      return whole ? { hash: toHex(hash.digest()), size } : null;
    },
    read: async (path) => {
      const entry = at(path);
      if (!entry || entry.uncompressedSize > mostInMemory) return null;
      const bytes = new Uint8Array(entry.uncompressedSize);
      let size = 0;
      const whole = await stream(entry, (chunk) => {
        if (size + chunk.length <= bytes.length) bytes.set(chunk, size);
        size += chunk.length;
      });
      return whole && size === bytes.length ? bytes : null;
    },
  };
}
