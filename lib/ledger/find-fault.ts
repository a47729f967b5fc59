import { growTree, hashLeaf, rootOf } from "./grow-tree";
import { openCheckpoint, type Ring } from "./sign-checkpoint";

/** The columns beside a leaf, by which the product finds it. They must say what the leaf says. */
export type LeafColumns = { schoolId: string; objectId: string; chainId: string; at: string };
export type Entry = {
  seq: number;
  leafId: string;
  leafHash: Uint8Array;
  leaf: string | null;
  columns?: LeafColumns;
};
export type Head = { size: number; note: string };
export type FaultKind =
  | "altered"
  | "missing"
  | "inserted"
  | "reordered or replaced"
  | "cut short"
  | "bad signature"
  | "bad stamp"
  | "unsigned";
/** The first entry that is not as it was signed, or the first and last of those it may be. */
export type Fault = {
  ok: false;
  seq: number;
  upTo: number;
  leafId: string | null;
  kind: FaultKind;
  reason: string;
};
export type Verdict = { ok: true; size: number; root: Uint8Array; heads: number } | Fault;
type Series<T> = AsyncIterable<T> | Iterable<T>;

async function* inTurn<T>(series: Series<T>): AsyncGenerator<T, undefined> {
  yield* series;
  return undefined;
}

function parse(leaf: string): Record<string, string | null | undefined> | null {
  try {
    return JSON.parse(leaf);
  } catch {
    return null;
  }
}

/** Does the row say what its leaf says? A leaf without a school was written before schools were. */
function misfiled(entry: Entry, leaf: string): string | null {
  if (!entry.columns) return null;
  const { schoolId, objectId, chainId, at } = entry.columns;
  const said = parse(leaf);
  if (!said) return "its leaf cannot be read";
  const object = said.object?.split(":")[1];
  if (said.event !== entry.leafId) return "its leaf belongs to another entry";
  if ((said.school ?? schoolId) !== schoolId) return "it was filed under another school";
  if (object !== objectId || (said.case ?? object) !== chainId)
    return "it was filed under another matter";
  return said.at === at ? null : "it was filed under another time";
}

/**
 * Reads the whole ledger in order and answers the first entry that is not as it was signed, or
 * that all is (section 6 of the architecture). What was rewritten together with its stored hash
 * shows at the next signed head: the fault is then the range since the head before. Heads come in
 * order of size. Needs the same memory for ten entries as for ten million.
 */
export async function findFault(
  entries: Series<Entry>,
  heads: Series<Head>,
  trusted: { keys: Ring; origin: string },
): Promise<Verdict> {
  let frontier: Uint8Array[] = [];
  let size = 0;
  let verified = 0;
  let seen = 0;
  const fault = (kind: FaultKind, reason: string, at?: Partial<Fault>): Fault => ({
    ok: false,
    seq: size,
    upTo: at?.seq ?? size,
    leafId: null,
    kind,
    reason,
    ...at,
  });
  const since = (kind: FaultKind, upTo: number, reason: string) =>
    fault(kind, reason, { seq: verified, upTo: Math.max(verified, upTo) });

  const remaining = inTurn(heads);
  let head = (await remaining.next()).value;
  for await (const entry of entries) {
    if (entry.seq > size)
      return fault("missing", `entry ${size} is missing`, { upTo: entry.seq - 1 });
    const own = { leafId: entry.leafId };
    if (entry.seq < size) return fault("inserted", `a second entry ${entry.seq} was added`, own);
    if (entry.leaf === null) return fault("missing", "its leaf is missing", own);
    const hash = hashLeaf(entry.leaf);
    if (!hash.equals(entry.leafHash)) return fault("altered", "it was altered", own);
    const wrong = misfiled(entry, entry.leaf);
    if (wrong) return fault("altered", wrong, own);
    frontier = growTree(frontier, size, hash);
    size++;
    if (head && head.size <= size) {
      const signed = openCheckpoint(head.note, trusted.keys);
      if (signed?.size !== size || head.size !== size || signed.origin !== trusted.origin)
        return since(
          "bad signature",
          size - 1,
          `the head over ${head.size} is not signed by our key`,
        );
      if (!Buffer.from(signed.root).equals(rootOf(frontier)))
        return since("reordered or replaced", size - 1, `it differs from the signed head`);
      verified = size;
      seen++;
      head = (await remaining.next()).value;
    }
  }
  if (head) {
    const signed = openCheckpoint(head.note, trusted.keys);
    return signed?.size === head.size && signed.origin === trusted.origin
      ? since("cut short", head.size - 1, `a signed head says that there are ${head.size} entries`)
      : since("bad signature", size - 1, `the head over ${head.size} is not signed by our key`);
  }
  if (size > verified) return since("unsigned", size - 1, "it stands after the last signed head");
  return { ok: true, size, root: rootOf(frontier), heads: seen };
}
