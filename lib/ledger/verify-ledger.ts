import type { KeyObject } from "node:crypto";
import type postgres from "postgres";
import { checkStamp } from "./check-stamp";
import { type Entry, type Fault, findFault, type Head, type Verdict } from "./find-fault";
import { joinHashes, step } from "./grow-nodes";
import { readKeys } from "./read-keys";
import { openCheckpoint } from "./sign-checkpoint";

type Verified = Extract<Verdict, { ok: true }> & { signedAt: Date | null; anchors: number };

/** Rows of a query, a few thousand at a time, whatever their number. */
async function* stream<T>(tx: postgres.TransactionSql, name: string, select: string) {
  await tx.unsafe(`declare ${name} no scroll cursor for ${select}`);
  for (;;) {
    const rows = await tx.unsafe(`fetch 2000 from ${name}`);
    if (rows.length === 0) return;
    // The columns are those of the select beside the type.
    yield* rows as unknown as T[];
  }
}

type EntryRow = Omit<Entry, "columns"> & NonNullable<Entry["columns"]>;
async function* entriesOf(tx: postgres.TransactionSql): AsyncGenerator<Entry> {
  const rows = stream<EntryRow>(
    tx,
    "entries",
    `select e.seq::float8, e.leaf_id as "leafId", e.leaf_hash as "leafHash", l.leaf,
      l.school_id as "schoolId", l.object_id as "objectId", l.chain_id as "chainId",
      to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from ledger_entries e left join ledger_leaves l on l.id = e.leaf_id order by e.seq`,
  );
  for await (const { seq, leafId, leafHash, leaf, ...columns } of rows)
    yield { seq, leafId, leafHash, leaf, columns };
}

/** Which kept inner node is not the one that follows from the entries: the first they stand for. */
async function findWrongNode(tx: postgres.TransactionSql, size: number): Promise<number | null> {
  const nodes = stream<{ level: number; index: number; hash: Uint8Array; below: Uint8Array[] }>(
    tx,
    "nodes",
    `select n.level, n.index::float8, n.hash, (select array_agg(h.hash order by h.index)
        from sec.ledger_hashes(array[n.level - ${step}], array[n.index * ${2 ** step}],
          array[(n.index + 1) * ${2 ** step}]) h) as below
      from ledger_nodes n order by n.level, n.index`,
  );
  for await (const { level, index, hash, below } of nodes) {
    const first = index * 2 ** level;
    if (first + 2 ** level > size || !Buffer.from(hash).equals(joinHashes(below ?? [])))
      return first;
  }
  return null;
}

/** How many stamps hold, or the first that does not. */
async function checkAnchors(
  tx: postgres.TransactionSql,
  trusted: string,
): Promise<number | { size: number; reason: string }> {
  const anchors = stream<{
    size: number;
    stampedAt: Date;
    answer: Uint8Array;
    note: string | null;
  }>(
    tx,
    "anchors",
    `select a.size::float8, a.stamped_at as "stampedAt", a.answer, c.note from ledger_anchors a
      left join ledger_checkpoints c using (size) order by a.size, a.stamped_at`,
  );
  let checked = 0;
  for await (const { size, stampedAt, answer, note } of anchors) {
    try {
      const stamp = await checkStamp(answer, Buffer.from(note ?? ""), trusted);
      if (+stamp.at !== +stampedAt) throw new Error("its time is another");
    } catch (error) {
      const why = error instanceof Error ? error.message : "it cannot be read";
      return { size, reason: `the time stamp over ${size} entries is not right: ${why}` };
    }
    checked++;
  }
  return checked;
}

/** What the entries cannot show: leaves that are in no line, and words behind a commitment. */
async function findStray(
  tx: postgres.TransactionSql,
): Promise<Pick<Fault, "leafId" | "reason" | "kind"> | null> {
  const [lost] = await tx`select l.id from ledger_leaves l
    where not exists (select from ledger_entries e where e.leaf_id = l.id)
      and not exists (select from ledger_pending p where p.leaf_id = l.id) limit 1`;
  if (lost) return { leafId: lost.id, kind: "missing", reason: "its leaf was never numbered" };
  const [gone] = await tx`select p.leaf_id from ledger_pending p
    where not exists (select from ledger_leaves l where l.id = p.leaf_id) limit 1`;
  if (gone)
    return {
      leafId: gone.leaf_id,
      kind: "missing",
      reason: "its leaf was removed before it was numbered",
    };
  const [opening] = await tx`select sec.altered_opening() as id`;
  if (opening?.id)
    return { leafId: opening.id, kind: "altered", reason: "the words kept with it were altered" };
  const [other] = await tx`select pseudonym, leaf_id from sec.altered_pseudonym()`;
  return other
    ? {
        leafId: other.leaf_id,
        kind: "altered",
        reason: `whose pseudonym ${other.pseudonym} is does not fit what was written when it was made`,
      }
    : null;
}

/**
 * Reads all of the ledger as it stands at one instant, and answers whether it is as it was signed.
 * `remembered` is a head kept outside the database: a ledger that was cut back to an earlier
 * signed head, or restored from a backup, is whole in itself and fails against it alone. Time stamps
 * are checked against `authorities` (certificates in PEM); without them they are left out.
 */
export async function verifyLedger(
  sql: postgres.Sql,
  key: KeyObject,
  remembered: string | null,
  authorities: string | null = null,
): Promise<Verified | Fault> {
  return sql.begin("isolation level repeatable read read only", async (tx) => {
    const [installation] = await tx`select origin from installation`;
    const heads = stream<Head>(
      tx,
      "heads",
      "select size::float8, note from ledger_checkpoints order by size",
    );
    const keys = await readKeys(tx, key).catch((error: Error) => error.message);
    if (typeof keys === "string")
      return { ok: false, seq: 0, upTo: 0, leafId: null, kind: "bad signature", reason: keys };
    const trusted = { keys, origin: String(installation?.origin) };
    const verdict = await findFault(entriesOf(tx), heads, trusted);
    if (!verdict.ok) return verdict;
    const known = remembered === null ? null : openCheckpoint(remembered, keys);
    const [row] = await tx`select root from ledger_checkpoints where size = ${known?.size ?? -1}`;
    if (remembered !== null && (!known || !row || !Buffer.from(known.root).equals(row.root)))
      return {
        ok: false,
        seq: verdict.size,
        upTo: Math.max(verdict.size, (known?.size ?? 0) - 1),
        leafId: null,
        kind: "cut short",
        reason: known
          ? `this machine signed a head over ${known.size} entries that is not in the database`
          : "the head this machine remembers is not signed by our key",
      };
    const stray = await findStray(tx);
    if (stray) {
      const [entry] =
        await tx`select seq::float8 from ledger_entries where leaf_id = ${stray.leafId}`;
      const seq = Number(entry?.seq ?? verdict.size);
      return { ok: false, seq, upTo: seq, ...stray };
    }
    const wrong = await findWrongNode(tx, verdict.size);
    if (wrong !== null)
      return {
        ok: false,
        seq: wrong,
        upTo: Math.max(wrong, verdict.size - 1),
        leafId: null,
        kind: "altered",
        reason: "a hash kept for proofs does not follow from the entries",
      };
    const anchors = authorities === null ? 0 : await checkAnchors(tx, authorities);
    if (typeof anchors !== "number") {
      const at = Math.max(0, anchors.size - 1);
      return {
        ok: false,
        seq: at,
        upTo: at,
        leafId: null,
        kind: "bad stamp",
        reason: anchors.reason,
      };
    }
    const [last] = await tx`select signed_at from ledger_checkpoints order by size desc limit 1`;
    return { ...verdict, anchors, signedAt: (last?.signed_at as Date | undefined) ?? null };
  });
}
