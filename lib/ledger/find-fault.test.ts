import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Entry, findFault, type Head } from "./find-fault";
import { growTree, hashLeaf, rootOf } from "./grow-tree";
import { openCheckpoint, signCheckpoint } from "./sign-checkpoint";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const other = generateKeyPairSync("ed25519").privateKey;

function build(leaves: string[], every: number): { entries: Entry[]; heads: Head[] } {
  let frontier: Uint8Array[] = [];
  const heads: Head[] = [];
  const entries = leaves.map((leaf, seq) => {
    const leafHash = hashLeaf(leaf);
    frontier = growTree(frontier, seq, leafHash);
    const size = seq + 1;
    if (size % every === 0 || size === leaves.length) {
      heads.push({
        size,
        note: signCheckpoint({ origin: "test", size, root: rootOf(frontier) }, privateKey),
      });
    }
    return { seq, leafId: `leaf-${seq}`, leafHash, leaf };
  });
  return { entries, heads };
}

describe("the tree", () => {
  test("has the roots of RFC 6962's reference", () => {
    const inputs = [
      "",
      "00",
      "10",
      "2021",
      "3031",
      "40414243",
      "5051525354555657",
      "606162636465666768696a6b6c6d6e6f",
    ];
    let frontier: Uint8Array[] = [];
    const roots = inputs.map((hex, size) => {
      frontier = growTree(frontier, size, hashLeaf(Buffer.from(hex, "hex").toString("latin1")));
      return Buffer.from(rootOf(frontier)).toString("hex");
    });
    expect(Buffer.from(rootOf([])).toString("hex")).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
    expect(roots[0]).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    expect(roots[7]).toBe("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  });
  test("a note opens with its key and with no other", () => {
    const note = signCheckpoint({ origin: "test", size: 3, root: hashLeaf("x") }, privateKey);
    expect(openCheckpoint(note, publicKey)?.size).toBe(3);
    expect(openCheckpoint(note.replace("\n3\n", "\n4\n"), publicKey)).toBeNull();
    expect(openCheckpoint(note, other)).toBeNull();
  });
});

const ledgers = fc
  .tuple(fc.array(fc.string(), { minLength: 2, maxLength: 40 }), fc.integer({ min: 1, max: 7 }))
  .map(([leaves, every]) =>
    build(
      leaves.map((leaf, i) => `${i}:${leaf}`),
      every,
    ),
  );

describe("the verifier", () => {
  test("finds nothing in a ledger that is whole", async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, async ({ entries, heads }) => {
        expect((await findFault(entries, heads, publicKey)).ok).toBe(true);
      }),
    );
  });

  const mutations: [string, (e: Entry[], h: Head[], at: number) => [Entry[], Head[]], boolean][] = [
    [
      "a leaf altered",
      (e, h, at) => [e.map((x, i) => (i === at ? { ...x, leaf: `${x.leaf}!` } : x)), h],
      true,
    ],
    [
      "a stored hash altered",
      (e, h, at) => [e.map((x, i) => (i === at ? { ...x, leafHash: hashLeaf("?") } : x)), h],
      true,
    ],
    [
      "a leaf gone",
      (e, h, at) => [e.map((x, i) => (i === at ? { ...x, leaf: null } : x)), h],
      true,
    ],
    ["an entry dropped", (e, h, at) => [e.filter((_, i) => i !== at), h], true],
    [
      "leaf and hash rewritten together",
      (e, h, at) => [
        e.map((x, i) => (i === at ? { ...x, leaf: "new", leafHash: hashLeaf("new") } : x)),
        h,
      ],
      false,
    ],
    [
      "an entry dropped and the rest renumbered",
      (e, h, at) => [e.filter((_, i) => i !== at).map((x, seq) => ({ ...x, seq })), h],
      false,
    ],
    ["the end cut off", (e, h, at) => [e.slice(0, at), h], false],
    [
      "the end cut off with its heads",
      (e, h, at) => [e.slice(0, at), h.filter((x) => x.size <= at - 1)],
      false,
    ],
    [
      "a head signed by another key",
      (e, h) => [
        e,
        h.map((x, i) =>
          i === 0
            ? {
                ...x,
                note: signCheckpoint({ origin: "test", size: x.size, root: hashLeaf("") }, other),
              }
            : x,
        ),
      ],
      false,
    ],
  ];
  test.each(mutations)("%s is noticed", async (_name, mutate, exact) => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.nat(), async ({ entries, heads }, n) => {
        const at = 1 + (n % (entries.length - 1));
        const [e, h] = mutate(entries, heads, at);
        const verdict = await findFault(e, h, publicKey);
        // A cut that falls on a signed head is whole up to there: only an anchor outside shows it.
        const clean =
          e.length === at && h.some((x) => x.size === at) && h.every((x) => x.size <= at);
        if (clean || e.length === 0) return;
        expect(verdict.ok).toBe(false);
        if (!verdict.ok && exact) expect(verdict.seq).toBe(at);
      }),
    );
  });
});
