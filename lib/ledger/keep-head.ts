import { existsSync, readFileSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** The last head this machine signed, outside the database, as it was signed; null before any. */
export const lastHead = (file: string): string | null =>
  existsSync(file) ? readFileSync(file, "utf8") : null;

/** Remembers a head. Written whole or not at all, so that a power cut leaves the one before. */
export async function keepHead(file: string, note: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const path = `${file}.${process.pid}`;
  const draft = await open(path, "w", 0o600);
  try {
    await draft.writeFile(note);
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(path, file);
}
