import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import { joinHashes, step } from "./grow-nodes";
import { rootOf } from "./grow-tree";

/** Entries from `start` up to `end`, which is not among them. */
type Range = readonly [start: number, end: number];

const below = (size: number) => 2 ** Math.ceil(Math.log2(size) - 1);

/** Which parts of a tree show that it extends its first `size` entries: RFC 9162, section 2.1.4.1. */
function rangesOf(size: number, [start, end]: Range, whole: boolean): Range[] {
  if (size === end - start) return whole ? [] : [[start, end]];
  const middle = start + below(end - start);
  return start + size <= middle
    ? [...rangesOf(size, [start, middle], whole), [middle, end]]
    : [...rangesOf(start + size - middle, [middle, end], false), [start, middle]];
}

/** A range as whole subtrees, the largest first. */
function subtreesOf([start, end]: Range): { level: number; index: number }[] {
  if (start === end) return [];
  const level = Math.floor(Math.log2(end - start));
  return [{ level, index: start / 2 ** level }, ...subtreesOf([start + 2 ** level, end])];
}

/** The hash of each range. Null when the entries are not there. */
async function hashesOf(tx: Tx, ranges: readonly Range[]): Promise<Uint8Array[] | null> {
  const subtrees = ranges.flatMap((range, i) =>
    subtreesOf(range).map((subtree) => ({ ...subtree, range: i })),
  );
  if (subtrees.length === 0) return ranges.map(() => rootOf([]));
  const asked = subtrees.map(({ level, index }) => {
    const kept = level - (level % step);
    const span = 2 ** (level - kept);
    return { level: kept, from: index * span, to: (index + 1) * span };
  });
  const list = (key: "level" | "from" | "to") => `{${asked.map((one) => one[key]).join(",")}}`;
  const rows = (await tx.execute(sql`select ord::int, hash from sec.ledger_hashes(
    ${list("level")}::int[], ${list("from")}::bigint[], ${list("to")}::bigint[])
    order by ord, index`)) as unknown as { ord: number; hash: Uint8Array }[];
  const found = asked.map(() => [] as Uint8Array[]);
  for (const row of rows) found[row.ord - 1]?.push(row.hash);
  if (asked.some((one, i) => found[i]?.length !== one.to - one.from)) return null;
  const nodes = found.map(joinHashes);
  return ranges.map((_, i) => rootOf(nodes.filter((_, n) => subtrees[n]?.range === i)));
}

/** The root over the first entries of today's ledger, and the proof that all of it extends them. */
export async function proveGrowth(
  tx: Tx,
  from: number,
  to: number,
): Promise<{ root: Uint8Array; proof: Uint8Array[] } | null> {
  if (from < 0 || from > to) return null;
  const proof = from === 0 ? [] : rangesOf(from, [0, to], true);
  const [root, ...hashes] = (await hashesOf(tx, [[0, from], ...proof])) ?? [];
  return root ? { root, proof: hashes } : null;
}
