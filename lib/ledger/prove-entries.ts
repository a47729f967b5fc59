import { growTree, rootOf } from "./grow-tree";

/** Entries from `start` up to `end`, which is not among them. */
type Range = readonly [start: number, end: number];

const middleOf = ([start, end]: Range) => start + 2 ** Math.ceil(Math.log2(end - start) - 1);

/** What stands beside entry `seq` on its way up, the nearest first (RFC 6962, 2.1.1). */
function pathOf(seq: number, range: Range): Range[] {
  const [start, end] = range;
  if (end - start === 1) return [];
  const middle = middleOf(range);
  return seq < middle
    ? [...pathOf(seq, [start, middle]), [middle, end]]
    : [...pathOf(seq, [middle, end]), [start, middle]];
}

/** What shows that a tree extends its first `size` entries (RFC 6962, 2.1.2). */
function growthOf(size: number, range: Range, whole = true): Range[] {
  const [start, end] = range;
  if (start + size === end) return whole ? [] : [range];
  const middle = middleOf(range);
  return start + size <= middle
    ? [...growthOf(size, [start, middle], whole), [middle, end]]
    : [...growthOf(start + size - middle, [middle, end], false), [start, middle]];
}

export type Proofs = { entries: Map<number, Uint8Array[]>; heads: Map<number, Uint8Array[]> };

/**
 * Proofs in the tree over the first `size` entries, of some entries and of some earlier heads, from
 * one reading of its leaf hashes in order: memory for the proofs alone, whatever the size.
 */
export async function proveEntries(
  hashes: AsyncIterable<Uint8Array>,
  size: number,
  wanted: { entries: readonly number[]; heads?: readonly number[] },
): Promise<Proofs> {
  const paths = new Map(wanted.entries.map((seq) => [seq, pathOf(seq, [0, size])]));
  const growths = new Map((wanted.heads ?? []).map((head) => [head, growthOf(head, [0, size])]));
  const ranges = [...paths.values(), ...growths.values()].flat();
  const parts = new Map(ranges.map((range) => [range.join(), { range, edge: [] as Uint8Array[] }]));
  const waiting = [...parts.values()].toSorted((a, b) => b.range[0] - a.range[0]);
  let open: typeof waiting = [];
  let seq = 0;
  for await (const hash of hashes) {
    for (let next = waiting.at(-1); next?.range[0] === seq; next = waiting.at(-1)) {
      open.push(next);
      waiting.pop();
    }
    for (const part of open) part.edge = growTree(part.edge, seq - part.range[0], hash);
    seq++;
    open = open.filter((part) => part.range[1] > seq);
  }
  if (seq !== size) throw new Error(`The ledger has ${seq} of ${size} entries`);
  const proofOf = (path: Range[]) =>
    path.map((range) => rootOf(parts.get(range.join())?.edge ?? []));
  const all = (of: Map<number, Range[]>) =>
    new Map([...of].map(([key, path]) => [key, proofOf(path)]));
  return { entries: all(paths), heads: all(growths) };
}
