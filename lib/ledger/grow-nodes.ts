import type postgres from "postgres";
import { growTree, rootOf } from "./grow-tree";

/** Inner nodes are kept of each eighth level: 1 row for 256 entries, and a proof reads few of them. */
export const step = 8;
const width = 2 ** step;
const batch = 16;

/** The root over whole subtrees of one level, side by side. */
export const joinHashes = (hashes: readonly Uint8Array[]): Uint8Array =>
  rootOf(hashes.reduce<Uint8Array[]>((edge, hash, i) => growTree(edge, i, hash), []));

/**
 * Keeps the inner nodes that became whole under a tree of this size. They can be worked out from
 * the entries again at any time; a ledger from before they were kept gets all of them at once.
 */
export async function growNodes(tx: postgres.TransactionSql, size: number): Promise<void> {
  for (let level = step; size >= 2 ** level; level += step) {
    const [last] = await tx`select index::float8 from ledger_nodes where level = ${level}
      order by index desc limit 1`;
    const whole = Math.floor(size / 2 ** level);
    for (let index = Number(last?.index ?? -1) + 1; index < whole; index += batch) {
      const upTo = Math.min(whole, index + batch);
      const rows = await tx`select hash from sec.ledger_hashes(array[${level - step}]::int[],
        array[${index * width}]::bigint[], array[${upTo * width}]::bigint[]) order by index`;
      const hashes = rows.map((row) => row.hash as Uint8Array);
      const nodes = Array.from({ length: upTo - index }, (_, i) => ({
        level,
        index: index + i,
        hash: joinHashes(hashes.slice(i * width, (i + 1) * width)),
      }));
      await tx`insert into ledger_nodes ${tx(nodes)}`;
    }
  }
}
