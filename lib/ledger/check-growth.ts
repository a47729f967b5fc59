/**
 * Does a tree extend an earlier one? RFC 9162, section 2.1.4.2, with WebCrypto alone: the same
 * lines run in a handler's browser, on the open page and in the server.
 */
export type Growth = {
  from: { size: number; root: Uint8Array };
  to: { size: number; root: Uint8Array };
  proof: readonly Uint8Array[];
};

const same = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

async function hashNode(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export async function checkGrowth({ from, to, proof }: Growth): Promise<boolean> {
  if (from.size > to.size || from.size < 0) return false;
  if (from.size === to.size) return proof.length === 0 && same(from.root, to.root);
  if (from.size === 0) return proof.length === 0;
  const half = (n: number) => Math.floor(n / 2);
  let first = from.size - 1;
  let second = to.size - 1;
  while (first % 2 === 1) [first, second] = [half(first), half(second)];
  // A whole subtree is its own first node.
  const [start, ...path] = first === 0 ? [from.root, ...proof] : proof;
  if (!start) return false;
  let [old, now] = [start, start];
  for (const node of path) {
    if (second === 0) return false;
    if (first % 2 === 1 || first === second) {
      [old, now] = [await hashNode(node, old), await hashNode(node, now)];
      while (first % 2 === 0 && first !== 0) [first, second] = [half(first), half(second)];
    } else now = await hashNode(now, node);
    [first, second] = [half(first), half(second)];
  }
  return second === 0 && same(old, from.root) && same(now, to.root);
}
