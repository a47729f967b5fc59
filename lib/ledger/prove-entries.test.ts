import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { growTree, hashLeaf, rootOf } from "./grow-tree";
import { proveEntries } from "./prove-entries";

const node = (left: Uint8Array, right: Uint8Array) =>
  createHash("sha256").update(Uint8Array.of(1)).update(left).update(right).digest();

/** RFC 9162, section 2.1.3.2, to the letter. */
function leads(leaf: Uint8Array, seq: number, size: number, path: Uint8Array[]): string | null {
  let [fn, sn, root] = [seq, size - 1, Buffer.from(leaf)];
  for (const hash of path) {
    if (sn === 0) return null;
    if (fn % 2 === 1 || fn === sn) {
      root = node(hash, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else root = node(root, hash);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 ? root.toString("hex") : null;
}

async function* series(hashes: Uint8Array[]) {
  yield* hashes;
}

describe("inclusion proofs", () => {
  test("lead from every entry of every small tree to its root", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), async (size) => {
        const hashes = Array.from({ length: size }, (_, i) => hashLeaf(`leaf ${i}`));
        const edge = hashes.reduce<Uint8Array[]>((so, hash, i) => growTree(so, i, hash), []);
        const root = Buffer.from(rootOf(edge)).toString("hex");
        const { entries: proofs } = await proveEntries(series(hashes), size, {
          entries: [...hashes.keys()],
        });
        for (const [seq, path] of proofs)
          expect(leads(hashes[seq] as Uint8Array, seq, size, path)).toBe(root);
      }),
    );
  });

  test("are refused of a ledger that is shorter than its head says", async () => {
    await expect(proveEntries(series([hashLeaf("a")]), 2, { entries: [0] })).rejects.toThrow(
      "1 of 2 entries",
    );
  });
});
