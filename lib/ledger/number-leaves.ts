import type { KeyObject } from "node:crypto";
import type postgres from "postgres";
import { growNodes } from "./grow-nodes";
import { growTree, hashLeaf, rootOf } from "./grow-tree";
import { keepHead, lastHead } from "./keep-head";
import { readKeys } from "./read-keys";
import { type Checkpoint, openCheckpoint, signCheckpoint, verifierKey } from "./sign-checkpoint";

const batch = 5_000;
const lock = "daybook sequencer";

/** What the sequencer signs with: its key, and the file where it remembers its last head. */
export type Signer = { key: KeyObject; headFile: string };
type Tree = { origin: string; size: number; frontier: Uint8Array[]; root: Uint8Array };

const same = (signed: Checkpoint | null, size: number, root: Uint8Array) =>
  signed !== null && signed.size === size && Buffer.from(signed.root).equals(root);

/** The tree as it was last signed, or an error: nothing is ever signed on top of a doubt. */
async function signedTree(tx: postgres.TransactionSql, signer: Signer): Promise<Tree> {
  const keys = await readKeys(tx, signer.key);
  const [installation] = await tx`select origin from installation`;
  const [last] = await tx`select size::float8, frontier, note from ledger_checkpoints
    order by size desc limit 1`;
  const size = Number(last?.size ?? 0);
  const frontier = [...((last?.frontier ?? []) as Uint8Array[])];
  const root = rootOf(frontier);
  if (last && !same(openCheckpoint(String(last.note), keys), size, root))
    throw new Error("The ledger's last head does not fit its signature: nothing is signed");
  const [end] = await tx`select seq::float8 from ledger_entries order by seq desc limit 1`;
  if (Number(end?.seq ?? -1) !== size - 1)
    throw new Error("The ledger's entries do not fit its last head: nothing is signed");
  const tree = { origin: String(installation?.origin), size, frontier, root };
  const note = lastHead(signer.headFile);
  if (note === null) return tree;
  const known = openCheckpoint(note, keys);
  const [row] = await tx`select root from ledger_checkpoints where size = ${known?.size ?? -1}`;
  if (!known || !row || !Buffer.from(known.root).equals(row.root as Uint8Array))
    throw new Error(
      `The ledger is not the one last signed here (${known?.size ?? "unreadable"} entries, now ${size}): nothing is signed. After a restore run npm run verify-ledger -- --after-restore`,
    );
  return tree;
}

/** Waits until no other sequencer is at work, and keeps them out until the transaction ends. */
export async function holdTree(tx: postgres.TransactionSql, signer: Signer): Promise<Tree> {
  await tx`select pg_advisory_xact_lock(hashtext(${lock}))`;
  return signedTree(tx, signer);
}

/**
 * Numbers the leaves that are committed and not numbered yet, grows the tree and signs its head
 * (section 6 of the architecture). Two at once are harmless: one holds the lock and the other does
 * nothing. It never signs a head that does not follow from the last one in the database and the
 * last one this machine remembers. Answers how many it numbered.
 */
export async function numberLeaves(sql: postgres.Sql, signer: Signer, at: Date): Promise<number> {
  const signed = await sql.begin(async (tx) => {
    const [got] = await tx`select pg_try_advisory_xact_lock(hashtext(${lock})) as ours`;
    if (!got?.ours) return null;
    const pending = await tx`select l.id, l.leaf from ledger_pending p
      join ledger_leaves l on l.id = p.leaf_id
      where not exists (select from ledger_entries e where e.leaf_id = p.leaf_id)
      order by l.at, l.id limit ${batch}`;
    if (pending.length === 0) return null;
    const { origin, ...tree } = await signedTree(tx, signer);
    let { size, frontier } = tree;
    const rows = pending.map((leaf) => {
      const hash = hashLeaf(String(leaf.leaf));
      frontier = growTree(frontier, size, hash);
      return { seq: size++, leaf_id: leaf.id as string, leaf_hash: hash };
    });
    await tx`insert into ledger_entries ${tx(rows)}`;
    await growNodes(tx, size);
    const root = rootOf(frontier);
    const note = signCheckpoint({ origin, size, root }, signer.key);
    await tx`insert into ledger_keys (since, verifier, made_at)
      select 0, ${verifierKey(origin, signer.key)}, ${at} where not exists (select from ledger_keys)`;
    // postgres.js would send a list of one as a single value; the literal is an array of any length.
    const edge = `{${frontier.map((node) => `"\\\\x${Buffer.from(node).toString("hex")}"`).join(",")}}`;
    await tx`insert into ledger_checkpoints (size, root, frontier, note, signed_at)
      values (${size}, ${root}, ${edge}::text::bytea[], ${note}, ${at})`;
    await tx`delete from ledger_pending where leaf_id = any(${rows.map((row) => row.leaf_id)}::uuid[])`;
    return { note, numbered: rows.length };
  });
  if (!signed) return 0;
  // After the commit: a head that was never committed may not be remembered.
  await keepHead(signer.headFile, signed.note);
  return signed.numbered;
}
