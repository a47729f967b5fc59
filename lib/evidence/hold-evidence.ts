import { Damaged } from "./encrypt-bytes";
import { fileKeyOf } from "./hold-keys";
import { checkBytes, type Held } from "./keep-bytes";
import { reportDamage } from "./report-damage";
import type { viewEvidence } from "./view-evidence";

/**
 * An item that was let be seen, with its key, once all of it was read and is what was kept. Null
 * when it is not: that is written down and told.
 */
export async function holdEvidence(
  claims: { tokenHash: string },
  item: Awaited<ReturnType<typeof viewEvidence>>,
): Promise<Held | null> {
  try {
    const { storageKey, size } = item;
    const held = { storageKey, size, fileKey: await fileKeyOf(item) };
    await checkBytes(held, item.sha256);
    return held;
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    await reportDamage(claims, item);
    return null;
  }
}
