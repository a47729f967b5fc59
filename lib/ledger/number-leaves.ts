import type { KeyObject } from "node:crypto";
import type postgres from "postgres";
import { growTree, hashLeaf, rootOf } from "./grow-tree";
import { openCheckpoint, signCheckpoint } from "./sign-checkpoint";

const batch = 5_000;
const lock = "daybook sequencer";

/**
 * Numbers the leaves that are committed and not numbered yet, grows the tree and signs its head.
 * Two at once are harmless: one holds the lock and the other does nothing. It never signs a head
 * that does not follow from the last one it can verify. Answers how many it numbered.
 */
export async function numberLeaves(sql: postgres.Sql, key: KeyObject, at: Date): Promise<number> {
  return sql.begin(async (tx) => {
    const [got] = await tx`select pg_try_advisory_xact_lock(hashtext(${lock})) as ours`;
    if (!got?.ours) return 0;
    const pending = await tx`select l.id, l.leaf from ledger_pending p
      join ledger_leaves l on l.id = p.leaf_id order by l.at, l.id limit ${batch}`;
    if (pending.length === 0) return 0;
    const [last] = await tx`select size::int, root, frontier, note from ledger_checkpoints
      order by size desc limit 1`;
    const [installation] = await tx`select origin from installation`;
    let size = Number(last?.size ?? 0);
    let frontier: Uint8Array[] = last ? [...(last.frontier as Uint8Array[])] : [];
    if (last) {
      const signed = openCheckpoint(String(last.note), key);
      const same =
        signed && signed.size === size && Buffer.from(signed.root).equals(rootOf(frontier));
      if (!same)
        throw new Error("The ledger's last head does not fit its signature: nothing is signed");
    }
    const [numbered] = await tx`select count(*)::int as n from ledger_entries`;
    if (numbered?.n !== size)
      throw new Error("The ledger's entries do not fit its last head: nothing is signed");
    const rows = pending.map((leaf) => {
      const hash = hashLeaf(String(leaf.leaf));
      frontier = growTree(frontier, size, hash);
      return { seq: size++, leaf_id: leaf.id as string, leaf_hash: hash };
    });
    await tx`insert into ledger_entries ${tx(rows)}`;
    const root = rootOf(frontier);
    const note = signCheckpoint({ origin: String(installation?.origin), size, root }, key);
    // postgres.js would send a list of one as a single value; the literal is an array of any length.
    const edge = `{${frontier.map((node) => `"\\\\x${Buffer.from(node).toString("hex")}"`).join(",")}}`;
    await tx`insert into ledger_checkpoints (size, root, frontier, note, signed_at)
      values (${size}, ${root}, ${edge}::text::bytea[], ${note}, ${at})`;
    await tx`delete from ledger_pending where leaf_id = any(${rows.map((row) => row.leaf_id)}::uuid[])`;
    return rows.length;
  });
}
