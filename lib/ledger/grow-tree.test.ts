import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { growTree, hashLeaf, rootOf } from "./grow-tree";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test("the roots of the Certificate Transparency reference", () => {
  const leaves = [
    ["", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"],
    ["00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    ["10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"],
    ["2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    ["3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"],
    ["40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"],
    ["5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"],
    [
      "606162636465666768696a6b6c6d6e6f",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ],
  ] as const;
  let frontier: Uint8Array[] = [];
  expect(hex(rootOf(frontier))).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  leaves.forEach(([leaf, root], size) => {
    frontier = growTree(frontier, size, hashLeaf(Buffer.from(leaf, "hex").toString("latin1")));
    expect(hex(rootOf(frontier))).toBe(root);
  });
});

/** RFC 6962, section 2.1, word for word: the slow definition. */
function treeHash(leaves: readonly string[]): Buffer {
  const sha256 = createHash("sha256");
  if (leaves.length === 0) return sha256.digest();
  const [only] = leaves;
  if (leaves.length === 1) return sha256.update("\0").update(String(only)).digest();
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  const [left, right] = [treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k))];
  return sha256.update("\u0001").update(left).update(right).digest();
}

test("grows leaf by leaf to the root that the definition gives", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 70 }), (leaves) => {
      const frontier = leaves.reduce<Uint8Array[]>(
        (edge, leaf, size) => growTree(edge, size, hashLeaf(leaf)),
        [],
      );
      expect(hex(rootOf(frontier))).toBe(hex(treeHash(leaves)));
      expect(frontier.length).toBe(leaves.length.toString(2).replaceAll("0", "").length);
    }),
  );
});
