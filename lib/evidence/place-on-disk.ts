import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { sealedChunk } from "./encrypt-bytes";
import type { Place } from "./place-bytes";

const absent = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";

async function settle(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync();
  await handle.close();
}

/** A folder of this machine. The file is synced by whoever wrote it; its name is settled here. */
export function placeOnDisk(dataDir: string): Place {
  const folder = join(dataDir, "evidence");
  const pathOf = (key: string) => join(folder, key.slice(0, 2), key);
  const names = (path: string) =>
    readdir(path).catch((error: unknown) => {
      if (absent(error)) return [];
      throw error;
    });
  return {
    async take(key, path) {
      const own = dirname(pathOf(key));
      const made = await mkdir(own, { recursive: true, mode: 0o700 });
      await rename(path, pathOf(key));
      await settle(own);
      if (made) await settle(folder);
    },
    async read(key, start, end) {
      try {
        const { size } = await stat(pathOf(key));
        if (start >= Math.min(end, size)) return { total: size, bytes: [] };
        const range = { start, end: end - 1, highWaterMark: sealedChunk };
        return { total: size, bytes: createReadStream(pathOf(key), range) };
      } catch (error) {
        if (absent(error)) return null;
        throw error;
      }
    },
    async *list(letters) {
      for (const key of await names(join(folder, letters))) {
        if (key.endsWith(".part")) continue;
        const found = await stat(pathOf(key)).catch(() => null);
        if (found?.isFile()) yield { key, keptAt: found.mtime };
      }
    },
    drop: (key) => rm(pathOf(key), { force: true }),
    dropParts: (before) => dropParts(folder, before),
  };
}

/** Parts of uploads stay on the local disk, wherever whole files are kept. */
export async function dropParts(folder: string, before: Date): Promise<number> {
  let dropped = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      if (absent(error)) return [];
      throw error;
    },
  );
  for (const entry of entries) {
    const isPart = entry.name.endsWith(".part") || basename(entry.parentPath) === "parts";
    if (!entry.isFile() || !isPart) continue;
    const path = join(entry.parentPath, entry.name);
    const found = await stat(path).catch(() => null);
    if (!found || found.mtime >= before) continue;
    await rm(path, { force: true });
    dropped++;
  }
  return dropped;
}
