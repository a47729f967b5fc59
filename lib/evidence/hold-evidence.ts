import { Readable } from "node:stream";
import { Damaged } from "./encrypt-bytes";
import { fileKeyOf } from "./hold-keys";
import { checkBytes, type Held, readBytes } from "./keep-bytes";
import { reportDamage } from "./report-damage";
import type { viewEvidence } from "./view-evidence";

type Item = Awaited<ReturnType<typeof viewEvidence>>;
const heldOf = async (item: Item): Promise<Held> => {
  const { storageKey, size } = item;
  return { storageKey, size, fileKey: await fileKeyOf(item) };
};

/**
 * An item that was let be seen, with its key, once all of it was read and is what was kept. Null
 * when it is not: that is written down and told.
 */
export async function holdEvidence(
  claims: { tokenHash: string },
  item: Item,
): Promise<Held | null> {
  try {
    const held = await heldOf(item);
    await checkBytes(held, item.sha256);
    return held;
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    await reportDamage(claims, item, error.flaw);
    return null;
  }
}

/**
 * A part of an item that was let be seen, without reading the rest: each chunk of 64 KiB proves
 * itself before a byte of it leaves. Null when the first does not; a later one ends the stream.
 */
export async function holdPart(
  claims: { tokenHash: string },
  item: Item,
  part: { start: number; end: number },
): Promise<Readable | null> {
  try {
    const bytes = readBytes(await heldOf(item), part.start, part.end)[Symbol.asyncIterator]();
    const first = await bytes.next();
    return Readable.from(
      (async function* () {
        try {
          for (let next = first; !next.done; next = await bytes.next()) yield next.value as Buffer;
        } catch (error) {
          if (error instanceof Damaged) await reportDamage(claims, item, error.flaw);
          throw error;
        } finally {
          await bytes.return?.();
        }
      })(),
      { objectMode: false },
    );
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    await reportDamage(claims, item, error.flaw);
    return null;
  }
}
