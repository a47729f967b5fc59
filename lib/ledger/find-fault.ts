import type { KeyObject } from "node:crypto";
import { growTree, hashLeaf, rootOf } from "./grow-tree";
import { openCheckpoint } from "./sign-checkpoint";

export type Entry = { seq: number; leafId: string; leafHash: Uint8Array; leaf: string | null };
export type Head = { size: number; note: string };
export type Verdict =
  | { ok: true; size: number; root: string; heads: number }
  | { ok: false; seq: number; leafId: string | null; reason: string };

/**
 * Reads the whole ledger in order and answers the first entry that is not as it was signed, or
 * that all is. An entry rewritten together with its stored hash shows at the next signed head: the
 * verdict then names the first entry since the head before. Constant memory.
 */
export async function findFault(
  entries: AsyncIterable<Entry> | Iterable<Entry>,
  heads: readonly Head[],
  key: KeyObject,
): Promise<Verdict> {
  const waiting = [...heads].sort((a, b) => a.size - b.size);
  let frontier: Uint8Array[] = [];
  let size = 0;
  let verified = 0;
  const bad = (seq: number, leafId: string | null, reason: string): Verdict => ({
    ok: false,
    seq,
    leafId,
    reason,
  });
  for await (const entry of entries) {
    if (entry.seq !== size) return bad(size, null, `entry ${size} is missing`);
    if (entry.leaf === null) return bad(size, entry.leafId, "its leaf is missing");
    const hash = hashLeaf(entry.leaf);
    if (!hash.equals(entry.leafHash)) return bad(size, entry.leafId, "it was altered");
    frontier = growTree(frontier, size, hash);
    size++;
    while (waiting[0]?.size === size) {
      const head = waiting.shift();
      const signed = head ? openCheckpoint(head.note, key) : null;
      if (!signed || signed.size !== size)
        return bad(verified, null, `the head over ${size} entries is not signed by our key`);
      if (!Buffer.from(signed.root).equals(rootOf(frontier))) {
        return bad(
          verified,
          null,
          `an entry from ${verified} to ${size - 1} was altered, moved or replaced`,
        );
      }
      verified = size;
    }
  }
  const next = waiting[0];
  if (next)
    return bad(size, null, `the signed head over ${next.size} entries says that more follow`);
  if (size > verified) return bad(verified, null, "it stands after the last signed head");
  return {
    ok: true,
    size,
    root: Buffer.from(rootOf(frontier)).toString("hex"),
    heads: heads.length,
  };
}
