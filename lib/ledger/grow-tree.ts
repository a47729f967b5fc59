import { createHash } from "node:crypto";

const sha256 = (...parts: Uint8Array[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const zero = Uint8Array.of(0);
const one = Uint8Array.of(1);

/** RFC 6962: a leaf's hash begins with 0x00, an inner node's with 0x01. */
export const hashLeaf = (leaf: string) => sha256(zero, Buffer.from(leaf, "utf8"));
const hashNode = (left: Uint8Array, right: Uint8Array) => sha256(one, left, right);

/** The right edge of a tree: the roots of its perfect subtrees, the largest first. */
export type Frontier = readonly Uint8Array[];

/** The edge after one more leaf; equal subtrees at the right join, as when adding one in binary. */
export function growTree(frontier: Frontier, size: number, leaf: Uint8Array): Uint8Array[] {
  const edge = [...frontier];
  let node = leaf;
  for (let n = size; n % 2 === 1; n = (n - 1) / 2) {
    const left = edge.pop();
    if (!left) throw new Error("The tree's edge does not fit its size");
    node = hashNode(left, node);
  }
  edge.push(node);
  return edge;
}

/** The root over everything left of the edge; of no leaves, the hash of nothing. */
export function rootOf(frontier: Frontier): Uint8Array {
  const [last, ...rest] = frontier.toReversed();
  return last ? rest.reduce((right, left) => hashNode(left, right), last) : sha256();
}
