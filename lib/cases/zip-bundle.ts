import { PassThrough, type Readable } from "node:stream";
import { ZipFile } from "yazl";

export type ZipPart = { path: string; size: number } & (
  | { bytes: Buffer }
  | { open: () => Promise<Readable> }
);

/**
 * A ZIP whose length is known before its first byte, of parts that are opened one after the other
 * when their turn comes: the same parts give the same bytes. A part that fails breaks it off.
 */
export function zipBundle(
  folder: string,
  parts: readonly ZipPart[],
  mtime: Date,
): { zip: Readable; size: number } {
  const zip = new ZipFile();
  const out = new PassThrough();
  let current: Readable | undefined;
  out.on("close", () => current?.destroy());
  const options = { mtime, mode: 0o100644, compress: false };
  for (const part of parts) {
    const path = `${folder}/${part.path}`;
    if ("bytes" in part) {
      zip.addBuffer(part.bytes, path, options);
      continue;
    }
    zip.addReadStreamLazy(path, { ...options, size: part.size }, (give) => {
      part.open().then(
        (bytes) => {
          bytes.on("error", (error) => out.destroy(error));
          current = bytes;
          give(null, bytes);
        },
        (error: Error) => out.destroy(error),
      );
    });
  }
  zip.on("error", (error: Error) => out.destroy(error));
  let size = 0;
  const end = zip.end as (options: object, told: (size: number) => void) => void;
  end.call(zip, {}, (total) => {
    size = total;
  });
  zip.outputStream.pipe(out);
  return { zip: out, size };
}
