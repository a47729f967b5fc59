import { type Readable, Transform } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from "yauzl";
import { KnownError } from "@/lib/errors";
import { type Held, megabyte, readBytes } from "./keep-bytes";
import { refuseFile } from "./labels";

/** Together, when unpacked. A small archive that says it is more, or turns out to be, is refused. */
const largestUnpacked = 200 * megabyte;
const mostEntries = 2000;

class Kept extends RandomAccessReader {
  constructor(readonly item: Held) {
    super();
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return readBytes(this.item, start, end);
  }
}

export type Packed = { name: string; size: number; open: () => Promise<Readable> };

/** Whole and unchanged, or an error: the sum that the archive gives for each of its files is checked. */
function checked(stream: Readable, entry: Entry): Readable {
  let sum = 0;
  const check = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      sum = crc32(bytes, sum);
      done(null, bytes);
    },
    flush: (done) => done(sum >>> 0 === entry.crc32 >>> 0 ? null : refuseFile("zip")),
  });
  stream.on("error", () => check.destroy(refuseFile("zip")));
  return stream.pipe(check);
}

function checkEntry(entry: Entry): void {
  if (entry.isEncrypted()) throw refuseFile("password");
  const unixMode = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (unixMode === 0o120000) throw refuseFile("names");
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw refuseFile("zip");
}

async function listEntries(zip: ZipFile): Promise<Packed[]> {
  const names = new Set<string>();
  const files: Packed[] = [];
  let unpacked = 0;
  if (zip.entryCount > mostEntries) throw refuseFile("entries");
  for await (const entry of zip.eachEntry()) {
    checkEntry(entry);
    const path = entry.fileName;
    if (names.has(path.toLowerCase())) throw refuseFile("names");
    names.add(path.toLowerCase());
    unpacked += entry.uncompressedSize;
    if (unpacked > largestUnpacked) throw refuseFile("unpacked");
    const name = path.split("/").at(-1) ?? "";
    if (name === "" || name.startsWith(".") || path.startsWith("__MACOSX/")) continue;
    files.push({
      name,
      size: entry.uncompressedSize,
      open: async () => checked(await zip.openReadStreamPromise(entry), entry),
    });
  }
  return files;
}

/**
 * What is in an archive that is kept, without unpacking any of it: read in place, and never written
 * under a name of its own. Names that lead elsewhere, links, doubles and bombs are refused.
 */
export async function openArchive(item: Held): Promise<Packed[]> {
  try {
    const zip = await fromRandomAccessReaderPromise(new Kept(item), item.size, {
      lazyEntries: true,
      autoClose: false,
      strictFileNames: true,
      validateEntrySizes: true,
    });
    return await listEntries(zip);
  } catch (error) {
    const said = error instanceof Error ? error.message : "";
    if (/relative path|absolute path|invalid characters/.test(said)) throw refuseFile("names");
    if (error instanceof KnownError) throw error;
    throw refuseFile("zip");
  }
}
