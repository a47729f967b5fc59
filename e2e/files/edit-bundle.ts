import { canonicaliseJson, type Json } from "../../lib/ledger/canonicalise-json";
import { growTree, hashLeaf, rootOf } from "../../lib/ledger/grow-tree";
import { signCheckpoint } from "../../lib/ledger/sign-checkpoint";
import { type Bag, refit, secondKey, sha256 } from "./make-bag";

/** What is done to a bundle, and every finding that it must have: `code where`. */
export type Mutation = { name: string; change: (bag: Bag) => Bag; finds: string[] };

export const flip = (bytes: Buffer, at = bytes.length >> 1): Buffer => {
  const out = Buffer.from(bytes);
  out[at] = (out[at] ?? 0) ^ 1;
  return out;
};
export const set = (bag: Bag, path: string, bytes: Buffer | string): Bag =>
  new Map(bag).set(path, Buffer.from(bytes));
export const edit = (bag: Bag, path: string, by: (text: string) => string): Bag => {
  const before = bag.get(path)?.toString() ?? "";
  const after = by(before);
  if (after === before) throw new Error(`Nothing of ${path} was changed`);
  return set(bag, path, after);
};
export const without = (bag: Bag, path: string): Bag => {
  const out = new Map(bag);
  if (!out.delete(path)) throw new Error(`There is no ${path}`);
  return out;
};
export type Node = { [key: string]: Json };
export const rewrite = (bag: Bag, path: string, by: (value: Node) => void): Bag =>
  edit(bag, path, (text) => {
    const value = JSON.parse(text) as Node;
    by(value);
    return `${canonicaliseJson(value)}\n`;
  });
export type Row = { entry: number; leaf: string; proof: string[]; opening: Node | null };
export const entries = (bag: Bag, by: (rows: Row[]) => Row[]): Bag =>
  edit(bag, "ledger/entries.jsonl", (text) => {
    const rows = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Row);
    return by(rows)
      .map((row) => `${canonicaliseJson(row as unknown as Json)}\n`)
      .join("");
  });
/** Entry `n`, by its number. */
export const entry = (bag: Bag, n: number, by: (row: Row) => Row): Bag =>
  entries(bag, (rows) => rows.map((row) => (row.entry === n ? by(row) : row)));
export const list = (value: Json | undefined) => value as unknown as Node[];
export const tags = (bag: Bag) => refit(bag, "tags");
export const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
export const origin = "log.example";
export const note = (size: number, key = secondKey, name = origin) =>
  signCheckpoint({ origin: name, size, root: rootOf(growTree([], 0, hashLeaf("x"))) }, key);
export const everyEntry = [1, 2, 3, 5, 7].map((n) => `entry-unproven entry ${n}`);
export const unproven = "disclosure-unproven data/disclosure.json";

/** The fingerprints of the keys in a bundle, as they are read out. */
export const fingerprintsOf = (bag: Bag): string[] =>
  (bag.get("ledger/keys.txt")?.toString() ?? "")
    .trimEnd()
    .split("\n")
    .map((line) => {
      const raw = Buffer.from(line.split("+").slice(2).join("+"), "base64").subarray(1);
      return sha256(Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]));
    });
