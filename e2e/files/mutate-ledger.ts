import { verifierKey } from "../../lib/ledger/sign-checkpoint";
import {
  edit,
  entries,
  entry,
  everyEntry,
  flip,
  type Mutation,
  note,
  origin,
  type Row,
  set,
  tags,
  unproven,
  uuid,
  without,
} from "./edit-bundle";
import { firstKey, strangeKey } from "./make-bag";

/** A head that is not the log's has not grown from the stamped one either. */
const grown = "anchor-inconsistent ledger/anchors/4";

/** The ledger's part: nothing of it is in the manifest that the ledger commits to. */
export const ledgerMutations: Mutation[] = [
  {
    name: "a leaf changed",
    change: (bag) =>
      tags(entry(bag, 3, (row) => ({ ...row, leaf: row.leaf.replace("reporter", "reporteR") }))),
    finds: ["entry-unproven entry 3"],
  },
  {
    name: "the commitment of a leaf changed",
    change: (bag) =>
      tags(
        entry(bag, 2, (row) => ({
          ...row,
          leaf: row.leaf.replace(/"commitment":"[0-9a-f]{64}"/, `"commitment":"${"0".repeat(64)}"`),
        })),
      ),
    finds: ["entry-unproven entry 2", "opening-mismatch entry 2", "item-unproven item 002"],
  },
  {
    name: "a leaf with a space in it",
    change: (bag) => tags(entry(bag, 3, (row) => ({ ...row, leaf: row.leaf.replace(":", ": ") }))),
    finds: ["entry-malformed entry 3", "entry-unproven entry 3", `event-missing event ${uuid(3)}`],
  },
  {
    name: "a leaf of another log",
    change: (bag) =>
      tags(entry(bag, 3, (row) => ({ ...row, leaf: row.leaf.replace(origin, "other.example") }))),
    finds: ["entry-malformed entry 3", "entry-unproven entry 3", `event-missing event ${uuid(3)}`],
  },
  {
    name: "a hash of a proof changed",
    change: (bag) =>
      tags(
        entry(bag, 5, (row) => ({
          ...row,
          proof: row.proof.map((hash, i) => (i === 1 ? Buffer.alloc(32).toString("base64") : hash)),
        })),
      ),
    finds: ["entry-unproven entry 5"],
  },
  {
    name: "a proof cut short",
    change: (bag) => tags(entry(bag, 5, (row) => ({ ...row, proof: row.proof.slice(0, -1) }))),
    finds: ["entry-unproven entry 5"],
  },
  {
    name: "a proof made longer",
    change: (bag) =>
      tags(entry(bag, 5, (row) => ({ ...row, proof: [...row.proof, row.proof[0] ?? ""] }))),
    finds: ["entry-unproven entry 5"],
  },
  {
    name: "an entry under another number",
    change: (bag) => tags(entry(bag, 5, (row) => ({ ...row, entry: 6 }))),
    finds: ["entry-unproven entry 6"],
  },
  {
    name: "an entry dropped",
    change: (bag) => tags(entries(bag, (rows) => rows.filter((row) => row.entry !== 3))),
    finds: [`event-missing event ${uuid(3)}`],
  },
  {
    name: "the receipt of an original dropped",
    change: (bag) => tags(entries(bag, (rows) => rows.filter((row) => row.entry !== 1))),
    finds: ["item-unproven item 001", `event-missing event ${uuid(1)}`],
  },
  {
    name: "the entry of the disclosure dropped",
    change: (bag) => tags(entries(bag, (rows) => rows.filter((row) => row.entry !== 7))),
    finds: [unproven],
  },
  {
    name: "the entries cut short",
    change: (bag) => tags(entries(bag, (rows) => rows.slice(0, 2))),
    finds: [
      "redaction-unproven item 003",
      unproven,
      `event-missing event ${uuid(3)}`,
      `event-missing event ${uuid(5)}`,
    ],
  },
  {
    name: "two entries exchanged",
    change: (bag) => tags(entries(bag, ([a, b, ...rows]) => [b as Row, a as Row, ...rows])),
    finds: ["entry-disordered entry 1"],
  },
  {
    name: "an entry written twice",
    change: (bag) => tags(entries(bag, ([a, ...rows]) => [a as Row, a as Row, ...rows])),
    finds: ["entry-disordered entry 1", "event-unlisted entry 1"],
  },
  {
    name: "the words of an opening changed",
    change: (bag) =>
      tags(
        entry(bag, 1, (row) => ({
          ...row,
          opening: { ...row.opening, value: String(row.opening?.value).replace("17", "18") },
        })),
      ),
    finds: ["opening-mismatch entry 1", "item-unproven item 001"],
  },
  {
    name: "the salt of an opening changed",
    change: (bag) =>
      tags(entry(bag, 7, (row) => ({ ...row, opening: { ...row.opening, salt: "0".repeat(64) } }))),
    finds: ["opening-mismatch entry 7", unproven, "event-unlisted entry 7"],
  },
  {
    name: "an opening taken out",
    change: (bag) => tags(entry(bag, 5, (row) => ({ ...row, opening: null }))),
    finds: ["redaction-unproven item 003"],
  },
  {
    name: "an opening for an entry that has none",
    change: (bag) =>
      tags(entry(bag, 3, (row) => ({ ...row, opening: { salt: "0".repeat(64), value: "{}" } }))),
    finds: ["opening-mismatch entry 3"],
  },
  {
    name: "a line of the entries damaged",
    change: (bag) =>
      tags(edit(bag, "ledger/entries.jsonl", (text) => text.replace('"entry":2', '"entry":02'))),
    finds: ["entries-malformed ledger/entries.jsonl:2"],
  },
  {
    name: "the checkpoint's root changed",
    change: (bag) =>
      tags(
        edit(bag, "ledger/checkpoint", (text) =>
          text.replace(/\n9\n.*\n/, `\n9\n${Buffer.alloc(32).toString("base64")}\n`),
        ),
      ),
    finds: ["checkpoint-unsigned ledger/checkpoint", ...everyEntry, grown],
  },
  {
    name: "the checkpoint's size changed",
    change: (bag) =>
      tags(edit(bag, "ledger/checkpoint", (text) => text.replace("\n9\n", "\n99\n"))),
    finds: ["checkpoint-unsigned ledger/checkpoint", ...everyEntry, grown],
  },
  {
    name: "the checkpoint's signature changed",
    change: (bag) =>
      tags(
        edit(bag, "ledger/checkpoint", (text) =>
          text.replace(/(— \S+ )(\S+)/, (_, begin, encoded: string) => {
            return begin + flip(Buffer.from(encoded, "base64"), 40).toString("base64");
          }),
        ),
      ),
    finds: ["checkpoint-unsigned ledger/checkpoint"],
  },
  {
    name: "the checkpoint signed with a key that is not listed",
    change: (bag) => tags(set(bag, "ledger/checkpoint", note(9, strangeKey))),
    finds: ["checkpoint-unsigned ledger/checkpoint", ...everyEntry, grown],
  },
  {
    name: "the checkpoint signed with the key before",
    change: (bag) => tags(set(bag, "ledger/checkpoint", note(9, firstKey))),
    finds: ["checkpoint-unsigned ledger/checkpoint", ...everyEntry, grown],
  },
  {
    name: "the checkpoint of another tree, signed",
    change: (bag) => tags(set(bag, "ledger/checkpoint", note(9))),
    finds: [...everyEntry, grown],
  },
  {
    name: "the checkpoint without its signature",
    change: (bag) =>
      tags(edit(bag, "ledger/checkpoint", (text) => text.slice(0, text.indexOf("— ")))),
    finds: ["checkpoint-malformed ledger/checkpoint"],
  },
  {
    name: "a bit of the key flipped",
    change: (bag) =>
      tags(
        edit(bag, "ledger/keys.txt", (text) =>
          text.replace(/(.*\n.*\+)(\S+)\n$/, (_, begin, encoded: string) => {
            return `${begin + flip(Buffer.from(encoded, "base64"), 9).toString("base64")}\n`;
          }),
        ),
      ),
    finds: ["key-malformed ledger/keys.txt:2"],
  },
  {
    name: "another key added",
    change: (bag) =>
      tags(edit(bag, "ledger/keys.txt", (text) => `${text}${verifierKey(origin, strangeKey)}\n`)),
    finds: ["key-unlinked ledger/changes/3.note"],
  },
  {
    name: "the change of key changed",
    change: (bag) =>
      tags(edit(bag, "ledger/changes/2.note", (text) => text.replace("\n6\n", "\n5\n"))),
    finds: ["key-unlinked ledger/changes/2.note"],
  },
  {
    name: "the first key taken out",
    change: (bag) =>
      tags(edit(bag, "ledger/keys.txt", (text) => text.split("\n").slice(1).join("\n"))),
    finds: ["checkpoint-unsigned ledger/anchors/4/checkpoint"],
  },
];

/** The stamped head, in a bundle that has one. */
export const anchorMutations: Mutation[] = [
  {
    name: "a bit of the token flipped",
    change: (bag) =>
      tags(
        set(
          bag,
          "ledger/anchors/4/token-1.tsr",
          flip(bag.get("ledger/anchors/4/token-1.tsr") as Buffer, 200),
        ),
      ),
    finds: ["token-invalid ledger/anchors/4/token-1.tsr"],
  },
  {
    name: "the token cut short",
    change: (bag) =>
      tags(
        set(
          bag,
          "ledger/anchors/4/token-1.tsr",
          (bag.get("ledger/anchors/4/token-1.tsr") as Buffer).subarray(0, 300),
        ),
      ),
    finds: ["token-invalid ledger/anchors/4/token-1.tsr"],
  },
  {
    name: "the stamped head exchanged for a later one",
    change: (bag) =>
      tags(set(bag, "ledger/anchors/4/checkpoint", bag.get("ledger/checkpoint") as Buffer)),
    finds: ["anchor-malformed ledger/anchors/4"],
  },
  {
    name: "the stamped head's root changed",
    change: (bag) => tags(set(bag, "ledger/anchors/4/checkpoint", note(4, firstKey))),
    finds: ["anchor-inconsistent ledger/anchors/4", "token-invalid ledger/anchors/4/token-1.tsr"],
  },
  {
    name: "the proof of growth changed",
    change: (bag) =>
      tags(
        edit(bag, "ledger/anchors/4/consistency.json", (text) =>
          text.replace(/"[^"]{44}"/, `"${Buffer.alloc(32).toString("base64")}"`),
        ),
      ),
    finds: ["anchor-inconsistent ledger/anchors/4"],
  },
  {
    name: "the token taken out",
    change: (bag) => tags(without(bag, "ledger/anchors/4/token-1.tsr")),
    finds: ["anchor-malformed ledger/anchors/4"],
  },
  {
    name: "another authority's certificate",
    change: (bag) => tags(set(bag, "ledger/anchors/4/authority-1.pem", "none\n")),
    finds: ["token-invalid ledger/anchors/4/token-1.tsr"],
  },
];
