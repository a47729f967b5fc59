import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Entry, type Fault, findFault, type Head } from "./find-fault";
import { growTree, hashLeaf, rootOf } from "./grow-tree";
import { signCheckpoint } from "./sign-checkpoint";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const other = generateKeyPairSync("ed25519").privateKey;
const trusted = { keys: [{ since: -1, key: publicKey }], origin: "test" };

type Ledger = { entries: Entry[]; heads: Head[] };
const head = (size: number, root: Uint8Array, key = privateKey, origin = "test"): Head => ({
  size,
  note: signCheckpoint({ origin, size, root }, key),
});

function build(leaves: readonly string[], every: number, key = privateKey): Ledger {
  let frontier: Uint8Array[] = [];
  const heads: Head[] = [];
  const entries = leaves.map((leaf, seq) => {
    const leafHash = hashLeaf(leaf);
    frontier = growTree(frontier, seq, leafHash);
    const size = seq + 1;
    if (size % every === 0 || size === leaves.length) heads.push(head(size, rootOf(frontier), key));
    return { seq, leafId: `leaf-${seq}`, leafHash, leaf };
  });
  return { entries, heads };
}

const ledgers = fc
  .tuple(fc.array(fc.string(), { minLength: 3, maxLength: 40 }), fc.integer({ min: 1, max: 9 }))
  .map(([words, every]) =>
    build(
      words.map((word, i) => `${i}:${word}`),
      every,
    ),
  );

const renumber = (entries: readonly Entry[]) => entries.map((entry, seq) => ({ ...entry, seq }));
const change = <T>(list: readonly T[], at: number, by: (item: T) => T) =>
  list.map((item, i) => (i === at ? by(item) : item));
const flip = (bytes: Uint8Array, bit: number) =>
  Uint8Array.from(bytes, (byte, i) =>
    i === (bit >> 3) % bytes.length ? byte ^ (1 << (bit & 7)) : byte,
  );
const forged = (leaf: string) => ({ leaf, leafHash: hashLeaf(leaf) });
const swapped = (entries: readonly Entry[], a: number, b: number) =>
  renumber(entries.map((entry, i) => entries[i === a ? b : i === b ? a : i] ?? entry));

/** What somebody with every right to the database may do to entry `at`; `n` is any number. */
type Mutation = (ledger: Ledger, at: number, n: number) => Ledger;
/** Noticed, and this very entry named. */
const exact: [string, Fault["kind"], Mutation][] = [
  [
    "a bit of a leaf flipped",
    "altered",
    ({ entries, heads }, at, n) => ({
      heads,
      entries: change(entries, at, (e) => {
        const bytes = Buffer.from(e.leaf ?? "");
        // The lowest four bits, so that the text stays text.
        const i = n % bytes.length;
        bytes[i] = (bytes[i] ?? 0) ^ (1 << (n & 3));
        return { ...e, leaf: bytes.toString() };
      }),
    }),
  ],
  [
    "a bit of a stored hash flipped",
    "altered",
    ({ entries, heads }, at, n) => ({
      heads,
      entries: change(entries, at, (e) => ({ ...e, leafHash: flip(e.leafHash, n & 255) })),
    }),
  ],
  [
    "a leaf removed",
    "missing",
    ({ entries, heads }, at) => ({
      heads,
      entries: change(entries, at, (e) => ({ ...e, leaf: null })),
    }),
  ],
  [
    "an entry deleted",
    "missing",
    ({ entries, heads }, at) => ({
      heads,
      entries: entries.filter((_, i) => i !== at),
    }),
  ],
];
/** Noticed, and a range between two signed heads named that holds the entry. */
const ranged: [string, Mutation][] = [
  [
    "leaf and hash rewritten together",
    ({ entries, heads }, at) => ({
      heads,
      entries: change(entries, at, (e) => ({ ...e, ...forged(`${e.leaf}!`) })),
    }),
  ],
  [
    "an entry deleted and the rest renumbered",
    ({ entries, heads }, at) => ({
      heads,
      entries: renumber(entries.filter((_, i) => i !== at)),
    }),
  ],
  [
    "an entry put in and the rest renumbered",
    ({ entries, heads }, at) => ({
      heads,
      entries: renumber(entries.toSpliced(at, 0, { seq: 0, leafId: "new", ...forged("new") })),
    }),
  ],
  [
    "two entries swapped",
    ({ entries, heads }, at, n) => ({
      heads,
      entries: swapped(entries, at, (at + 1 + (n % (entries.length - 1))) % entries.length),
    }),
  ],
  [
    "a head edited",
    ({ entries, heads }, at) => ({
      entries,
      heads: heads.map((h) => (h.size > at ? { ...h, note: h.note.replace(/\n\w/, "\n0") } : h)),
    }),
  ],
  [
    "a head signed by another key",
    ({ entries, heads }, at) => ({
      entries,
      heads: heads.map((h) => (h.size > at ? head(h.size, hashLeaf("?"), other) : h)),
    }),
  ],
  [
    "a head of another ledger",
    ({ entries, heads }, at) => ({
      entries,
      heads: heads.map((h) => (h.size > at ? head(h.size, hashLeaf("?"), privateKey, "x") : h)),
    }),
  ],
  [
    "all rebuilt from there and signed with another key",
    ({ entries, heads }, at) => {
      const leaves = entries.map((e) => (e.seq === at ? "new" : (e.leaf ?? "")));
      const rebuilt = build(leaves, 1, other);
      const old = heads.filter((h) => h.size <= at);
      return { entries: rebuilt.entries, heads: [...old, ...rebuilt.heads.slice(at)] };
    },
  ],
];

async function faultOf({ entries, heads }: Ledger): Promise<Fault> {
  const verdict = await findFault(entries, heads, trusted);
  if (verdict.ok) throw new Error("Nothing was noticed");
  return verdict;
}
/** The heads before and after an entry: the narrowest range that a verifier can name. */
const around = ({ heads }: Ledger, at: number) => {
  const sizes = [0, ...heads.map((h) => h.size)];
  return {
    from: Math.max(...sizes.filter((size) => size <= at)),
    to: Math.min(...sizes.filter((size) => size > at)) - 1,
  };
};

describe("the verifier", () => {
  test("finds nothing in a ledger that is whole", async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, async ({ entries, heads }) => {
        const verdict = await findFault(entries, heads, trusted);
        expect(verdict).toMatchObject({ ok: true, size: entries.length, heads: heads.length });
      }),
    );
    expect(await findFault([], [], trusted)).toMatchObject({ ok: true, size: 0 });
  });

  test.each(exact)("%s: says where", async (_name, kind, mutate) => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.nat(), fc.nat(), async (ledger, where, n) => {
        // The last entry deleted is a tail cut off: below.
        const at = where % (ledger.entries.length - 1);
        const fault = await faultOf(mutate(ledger, at, n));
        expect(fault).toMatchObject({ kind, seq: at, upTo: at });
      }),
      { numRuns: 500 },
    );
  });

  test.each(ranged)("%s: says between which heads", async (_name, mutate) => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.nat(), fc.nat(), async (ledger, where, n) => {
        const at = where % ledger.entries.length;
        const changed = mutate(ledger, at, n);
        const fault = await faultOf(changed);
        const first = changed.entries.findIndex((e, i) => e.leaf !== ledger.entries[i]?.leaf);
        const { from, to } = around(ledger, first < 0 ? at : first);
        expect(fault.seq).toBe(from);
        expect(fault.upTo).toBeLessThanOrEqual(to);
      }),
      { numRuns: 500 },
    );
  });

  test("the end cut off: says since which head, unless its heads went with it", async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.nat(), async ({ entries, heads }, where) => {
        const at = where % entries.length;
        const cut = { entries: entries.slice(0, at), heads };
        const { from, to } = around({ entries, heads }, at);
        expect(await faultOf(cut)).toMatchObject({ kind: "cut short", seq: from, upTo: to });
        const without = { ...cut, heads: heads.filter((h) => h.size <= at) };
        const verdict = await findFault(without.entries, without.heads, trusted);
        // Only a head that is kept elsewhere shows a cut at a signed head (keep-head).
        expect(verdict.ok).toBe(at === 0 || heads.some((h) => h.size === at));
        if (!verdict.ok) expect(verdict.kind).toBe("unsigned");
      }),
    );
  });

  test("a row that is filed under another matter, school or time", async () => {
    const said = { event: "e", object: "case:c", case: null, school: "s", at: "t" };
    const columns = { schoolId: "s", objectId: "c", chainId: "c", at: "t" };
    const check = async (wrong: object) => {
      const leaf = JSON.stringify(said);
      const entry = { seq: 0, leafId: "e", ...forged(leaf), columns: { ...columns, ...wrong } };
      return findFault([entry], build([leaf], 1).heads, trusted);
    };
    expect((await check({})).ok).toBe(true);
    for (const key of Object.keys(columns)) {
      expect(await check({ [key]: "other" })).toMatchObject({
        kind: "altered",
        seq: 0,
        leafId: "e",
      });
    }
  });
});
