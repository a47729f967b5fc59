import {
  edit,
  flip,
  list,
  type Mutation,
  type Node,
  rewrite,
  set,
  tags,
  unproven,
  uuid,
  without,
} from "./edit-bundle";
import { refit, sha256 } from "./make-bag";

/** Bytes changed by accident or by somebody who does not know the format: each file, each list. */
const plain: Mutation[] = [
  "README.txt",
  "verify.py",
  "data/originals/001-shot.png",
  "data/originals/002-letter.pdf",
  "data/redacted/003-shot.png",
  "data/schedule.pdf",
  "data/system.json",
  "data/chronology.json",
].map((path) => ({
  name: `a bit of ${path} flipped`,
  change: (bag) => set(bag, path, flip(bag.get(path) as Buffer)),
  finds: [
    `file-changed ${path}`,
    ...(/(originals|redacted)\/(\d+)/.test(path)
      ? [`item-differs item ${/(\d{3})-/.exec(path)?.[1]}`]
      : []),
  ],
}));

const container: Mutation[] = [
  {
    name: "a file taken out",
    change: (bag) => without(bag, "data/originals/002-letter.pdf"),
    finds: ["file-missing data/originals/002-letter.pdf", "info-malformed bag-info.txt"],
  },
  {
    name: "a file put in",
    change: (bag) => set(bag, "data/originals/005-new.png", "new"),
    finds: [
      "file-added data/originals/005-new.png",
      "info-malformed bag-info.txt",
      "item-unlisted data/originals/005-new.png",
    ],
  },
  {
    name: "a tag file put in",
    change: (bag) => set(bag, "ledger/extra", "new"),
    finds: ["file-added ledger/extra"],
  },
  {
    name: "a file cut short",
    change: (bag) => set(bag, "data/schedule.pdf", "%PDF"),
    finds: ["file-changed data/schedule.pdf", "info-malformed bag-info.txt"],
  },
  {
    name: "two originals exchanged",
    change: (bag) => {
      const [a, b] = ["data/originals/001-shot.png", "data/originals/002-letter.pdf"];
      return set(set(bag, a, bag.get(b) as Buffer), b, bag.get(a) as Buffer);
    },
    finds: [
      "file-changed data/originals/001-shot.png",
      "file-changed data/originals/002-letter.pdf",
      "item-differs item 001",
      "item-differs item 002",
    ],
  },
  {
    name: "a line of the manifest dropped",
    change: (bag) =>
      edit(bag, "manifest-sha256.txt", (text) => text.replace(/.*chronology.*\n/, "")),
    finds: ["file-changed manifest-sha256.txt", "file-added data/chronology.json", unproven],
  },
  {
    name: "a hash in the manifest changed",
    change: (bag) =>
      edit(bag, "manifest-sha256.txt", (text) => text.replace(/^[0-9a-f]{64}/, "0".repeat(64))),
    finds: ["file-changed manifest-sha256.txt", "file-changed data/chronology.json", unproven],
  },
  {
    name: "lines of the manifest exchanged",
    change: (bag) =>
      edit(bag, "manifest-sha256.txt", (text) => text.replace(/(.*\n)(.*\n)/, "$2$1")),
    finds: [
      "file-changed manifest-sha256.txt",
      "manifest-malformed manifest-sha256.txt:2",
      unproven,
    ],
  },
  {
    name: "a line of the tag manifest written twice",
    change: (bag) => edit(bag, "tagmanifest-sha256.txt", (text) => text.replace(/(.*\n)/, "$1$1")),
    finds: ["manifest-malformed tagmanifest-sha256.txt:2"],
  },
  {
    name: "the tag manifest's hash of the checkpoint changed",
    change: (bag) =>
      edit(bag, "tagmanifest-sha256.txt", (text) =>
        text.replace(/[0-9a-f]{64} {2}ledger\/checkpoint/, `${"0".repeat(64)}  ledger/checkpoint`),
      ),
    finds: ["file-changed ledger/checkpoint"],
  },
  {
    name: "bagit.txt of another version",
    change: (bag) => tags(edit(bag, "bagit.txt", (text) => text.replace("1.0", "0.9"))),
    finds: ["bagit-malformed bagit.txt"],
  },
  {
    name: "bag-info.txt with another count",
    change: (bag) => tags(edit(bag, "bag-info.txt", (text) => text.replace(/\.\d+\n/, ".3\n"))),
    finds: ["info-malformed bag-info.txt"],
  },
];

/** Somebody who makes every list fit again, and has no key. */
const refitted: Mutation[] = [
  {
    name: "an original changed, every list fitted",
    change: (bag) => refit(set(bag, "data/originals/001-shot.png", "another picture")),
    finds: ["item-differs item 001", unproven],
  },
  {
    name: "an original changed, the schedule too",
    change: (bag) => {
      const bytes = Buffer.from("another picture");
      const changed = set(bag, "data/originals/001-shot.png", bytes);
      return refit(
        rewrite(changed, "data/schedule.json", (value) => {
          Object.assign(list(value.items)[0] as Node, {
            sha256: sha256(bytes),
            size: bytes.length,
          });
        }),
      );
    },
    finds: ["item-unproven item 001", unproven],
  },
  {
    name: "an item dropped with its file",
    change: (bag) =>
      refit(
        rewrite(without(bag, "data/originals/002-letter.pdf"), "data/schedule.json", (value) => {
          list(value.items).splice(1, 1);
        }),
      ),
    finds: [unproven],
  },
  {
    name: "another original named for a copy",
    change: (bag) =>
      refit(
        rewrite(bag, "data/schedule.json", (value) => {
          Object.assign(list(value.items)[2] as Node, { original: "0".repeat(64) });
        }),
      ),
    finds: ["redaction-unproven item 003", unproven],
  },
  {
    name: "a copy passed off as an original",
    change: (bag) =>
      refit(
        rewrite(bag, "data/schedule.json", (value) => {
          Object.assign(list(value.items)[2] as Node, { kind: "original" });
        }),
      ),
    finds: ["item-unproven item 003", unproven],
  },
  {
    name: "an item listed twice",
    change: (bag) =>
      refit(
        rewrite(bag, "data/schedule.json", (value) => {
          list(value.items).push(list(value.items)[0] as Node);
        }),
      ),
    finds: ["item-unlisted data/originals/001-shot.png", unproven],
  },
  {
    name: "words of the chronology changed",
    change: (bag) =>
      refit(
        rewrite(bag, "data/chronology.json", (value) => {
          list(value.events).push({ title: "x" });
        }),
      ),
    finds: [unproven],
  },
  {
    name: "a member of the schedule left out",
    change: (bag) =>
      refit(
        rewrite(bag, "data/schedule.json", (value) => {
          delete (list(value.items)[0] as Node).size;
        }),
      ),
    finds: ["json-malformed data/schedule.json", unproven],
  },
  {
    name: "a member of the disclosure written twice",
    change: (bag) =>
      refit(edit(bag, "data/disclosure.json", (text) => text.replace("{", '{"format":1,'))),
    finds: ["json-malformed data/disclosure.json"],
  },
  {
    name: "an event of the custody record dropped",
    change: (bag) =>
      refit(
        rewrite(bag, "data/custody.json", (value) => {
          list(value.events).splice(2, 1);
        }),
      ),
    finds: ["event-unlisted entry 3", unproven],
  },
  {
    name: "an event of the custody record made up",
    change: (bag) =>
      refit(
        rewrite(bag, "data/custody.json", (value) => {
          list(value.events).push({ ...(list(value.events)[0] as Node), event: uuid(77) });
        }),
      ),
    finds: [`event-missing event ${uuid(77)}`, unproven],
  },
  ...(["at", "action", "object"] as const).map((name) => ({
    name: `the ${name} of an event changed`,
    change: (bag: Parameters<Mutation["change"]>[0]) =>
      refit(
        rewrite(bag, "data/custody.json", (value) => {
          Object.assign(list(value.events)[2] as Node, { [name]: "x" });
        }),
      ),
    finds: [`event-differs event ${uuid(3)}`, unproven],
  })),
  {
    name: "an event listed twice",
    change: (bag) =>
      refit(
        rewrite(bag, "data/custody.json", (value) => {
          list(value.events).push(list(value.events)[2] as Node);
        }),
      ),
    finds: [`event-differs event ${uuid(3)}`, unproven],
  },
];

export const fileMutations: Mutation[] = [...plain, ...container, ...refitted];
