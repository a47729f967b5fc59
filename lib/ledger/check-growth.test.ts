import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkGrowth } from "./check-growth";
import { growTree, hashLeaf, rootOf } from "./grow-tree";

const rootUpTo = (hashes: readonly Uint8Array[]) =>
  rootOf(hashes.reduce<Uint8Array[]>((edge, hash, i) => growTree(edge, i, hash), []));

/** RFC 6962, section 2.1.2, word for word. */
function proofOf(m: number, hashes: Uint8Array[], whole = true): Uint8Array[] {
  if (m === hashes.length) return whole ? [] : [rootUpTo(hashes)];
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)];
  return m <= k
    ? [...proofOf(m, left, whole), rootUpTo(right)]
    : [...proofOf(m - k, right, false), rootUpTo(left)];
}

const hashes = Array.from({ length: 70 }, () => hashLeaf(randomUUID()));
const sizes = fc
  .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }))
  .map((pair) => pair.toSorted((a, b) => a - b) as [number, number]);
const growth = (m: number, n: number) => ({
  from: { size: m, root: rootUpTo(hashes.slice(0, m)) },
  to: { size: n, root: rootUpTo(hashes.slice(0, n)) },
  proof: proofOf(m, hashes.slice(0, n)),
});
const flipped = (bytes: Uint8Array, bit: number) =>
  bytes.map((byte, i) => (i === (bit >> 3) % bytes.length ? byte ^ (1 << (bit & 7)) : byte));

test("accepts the proof of each pair of sizes", async () => {
  for (let n = 1; n <= 70; n++)
    for (let m = 1; m <= n; m++) expect(await checkGrowth(growth(m, n)), `${m} ${n}`).toBe(true);
});

test("refuses it when a bit, a size, an order or a length is different", async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(255), fc.nat(), async ([m, n], bit, at) => {
      const good = growth(m, n);
      const i = at % Math.max(1, good.proof.length);
      const wrong = [
        { ...good, from: { ...good.from, root: flipped(good.from.root, bit) } },
        { ...good, to: { ...good.to, root: flipped(good.to.root, bit) } },
        { ...good, proof: [...good.proof, good.to.root] },
        { ...good, from: good.to, to: good.from, proof: m === n ? [good.to.root] : good.proof },
        ...(good.proof.length > 0
          ? [
              { ...good, proof: good.proof.with(i, flipped(good.proof[i] ?? good.to.root, bit)) },
              { ...good, proof: good.proof.toSpliced(i, 1) },
            ]
          : []),
      ];
      for (const one of wrong) expect(await checkGrowth(one)).toBe(false);
    }),
    { numRuns: 300 },
  );
});
