import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { canonicaliseJson, type Json } from "../../lib/ledger/canonicalise-json";
import { growTree, hashLeaf, rootOf } from "../../lib/ledger/grow-tree";
import { proveEntries } from "../../lib/ledger/prove-entries";
import { signCheckpoint, verifierKey } from "../../lib/ledger/sign-checkpoint";

/** The files of a bag by their path, in the order they stand in the ZIP. */
export type Bag = Map<string, Buffer>;

export const sha256 = (bytes: Uint8Array | string) =>
  createHash("sha256").update(bytes).digest("hex");
const keyOf = (seed: number) =>
  createPrivateKey({
    key: Buffer.concat([
      Buffer.from("302e020100300506032b657004220420", "hex"),
      Buffer.alloc(32, seed),
    ]),
    format: "der",
    type: "pkcs8",
  });
export const [firstKey, secondKey, strangeKey] = [keyOf(1), keyOf(2), keyOf(3)] as const;
const origin = "log.example";
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const at = (n: number) => `2026-11-20T09:${String(n).padStart(2, "0")}:00.000Z`;
const jsonOf = (value: Json) => Buffer.from(`${canonicaliseJson(value)}\n`);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

type Written = { leaf: string; opening: { salt: string; value: string } | null };
function write(n: number, action: string, object: string, value?: Json): Written {
  const salt = Buffer.alloc(32, n);
  const text = value === undefined ? null : JSON.stringify(value);
  const leaf = canonicaliseJson({
    action,
    actor: id(900),
    at: at(n),
    build: "test",
    case: null,
    commitment: text === null ? null : sha256(Buffer.concat([salt, Buffer.from(text)])),
    event: id(n),
    object,
    origin,
    prev: null,
    reason: null,
    role: "reporter",
    school: id(901),
    v: 1,
  });
  return { leaf, opening: text === null ? null : { salt: salt.toString("hex"), value: text } };
}

/** A note of six lines, by which one key hands over to the next. */
export function changeOfKey(size: number, root: Uint8Array, keys: [KeyObject, KeyObject]): string {
  const lines = keys.map((key) => verifierKey(origin, key));
  const text = `${origin}\nchange of key\n${size}\n${base64(root)}\n${lines.join("\n")}\n`;
  const signatures = keys.map((key, i) => {
    const hint = Buffer.from(lines[i]?.split("+")[1] ?? "", "hex");
    return `— ${origin} ${Buffer.concat([hint, sign(null, Buffer.from(text), key)]).toString("base64")}\n`;
  });
  return `${text}\n${signatures.join("")}`;
}

const manifest = (bag: Bag, payload: boolean) =>
  [...bag]
    .filter(([path]) => path.startsWith("data/") === payload && path !== "tagmanifest-sha256.txt")
    .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`)
    .join("");

/** What somebody does who knows the format and has no key: every list fits its files again. */
export function refit(bag: Bag, only?: "tags"): Bag {
  const out = new Map(bag);
  const payload = [...out].filter(([path]) => path.startsWith("data/"));
  if (!only) {
    const size = payload.reduce((sum, [, bytes]) => sum + bytes.length, 0);
    const info = `Daybook-Format: 1\nPayload-Oxum: ${size}.${payload.length}\n`;
    out.set("bag-info.txt", Buffer.from(info));
    out.set("manifest-sha256.txt", Buffer.from(manifest(out, true)));
  }
  out.set("tagmanifest-sha256.txt", Buffer.from(manifest(out, false)));
  return out;
}

/**
 * A whole bundle without a school: two originals, a redacted copy, one item left out, a key that was
 * changed, and, with `stamp`, a time-stamped head. Entries 0, 4 and 6 of its log are others'.
 */
export async function makeBundle(
  stamp?: (note: string) => { token: Buffer; authority: Buffer },
): Promise<Bag> {
  const bag: Bag = new Map();
  const files = {
    "data/originals/001-shot.png": Buffer.from("the first picture"),
    "data/originals/002-letter.pdf": Buffer.from("the second file"),
    "data/redacted/003-shot.png": Buffer.from("the picture without a name"),
  };
  const [one, two, copy] = Object.values(files).map((bytes) => sha256(bytes)) as [
    string,
    string,
    string,
  ];
  bag.set("bagit.txt", Buffer.from("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"));
  bag.set("README.txt", Buffer.from("Read me\n"));
  bag.set("verify.py", Buffer.from("print('me')\n"));
  for (const [path, bytes] of Object.entries(files)) bag.set(path, bytes);
  const item = (number: number, kind: string, path: string, more: Record<string, Json> = {}) => ({
    number: String(number).padStart(3, "0"),
    kind,
    evidence: id(100 + number),
    path,
    sha256: sha256(bag.get(path) ?? ""),
    size: bag.get(path)?.length ?? 0,
    ...more,
  });
  const [pictured, lettered, copied] = Object.keys(files) as [string, string, string];
  const left = { number: "004", kind: "left-out", evidence: id(104), reason: "sealed" };
  bag.set(
    "data/schedule.json",
    jsonOf({
      format: 1,
      items: [
        item(1, "original", pictured),
        item(2, "original", lettered),
        item(3, "redacted", copied, { original: one }),
        { ...left, path: null, sha256: null, size: null },
      ],
    }),
  );
  bag.set("data/system.json", jsonOf({ product: "Daybook" }));
  bag.set("data/disclosure.json", jsonOf({ format: 1, id: id(500) }));
  const custody: [number, string, number][] = [
    [1, "evidence-received", 1],
    [2, "evidence-received", 2],
    [3, "evidence-viewed", 1],
    [5, "evidence-redacted", 3],
  ];
  const object = (number: number) => `evidence:${id(100 + number)}`;
  bag.set(
    "data/custody.json",
    jsonOf({
      format: 1,
      events: custody.map(([n, action, number]) => ({
        event: id(n),
        at: at(n),
        action,
        object: object(number),
        who: "Tara Quinn",
      })),
    }),
  );
  bag.set("data/chronology.json", jsonOf({ format: 1, events: [] }));
  bag.set("data/schedule.pdf", Buffer.from("%PDF-1.7"));
  const given = { disclosure: id(500), manifest: sha256(manifest(bag, true)) };
  const log = [
    write(0, "signed-in", `account:${id(700)}`),
    write(1, "evidence-received", object(1), { sha256: one, size: 17, reportId: null }),
    write(2, "evidence-received", object(2), { sha256: two, size: 15, reportId: null }),
    write(3, "evidence-viewed", object(1)),
    write(4, "signed-in", `account:${id(700)}`),
    write(5, "evidence-redacted", object(3), { sha256: copy, original: one }),
    write(6, "signed-in", `account:${id(700)}`),
    write(7, "case-disclosed", `case:${id(800)}`, given),
    write(8, "signed-in", `account:${id(700)}`),
  ];
  const hashes = log.map(({ leaf }) => hashLeaf(leaf));
  const heads: Uint8Array[][] = [[]];
  for (const [i, hash] of hashes.entries()) heads.push(growTree(heads[i] ?? [], i, hash));
  const headOf = (size: number, key: KeyObject) =>
    signCheckpoint({ origin, size, root: rootOf(heads[size] ?? []) }, key);
  const proofs = await proveEntries(
    (async function* () {
      yield* hashes;
    })(),
    log.length,
    { entries: [1, 2, 3, 5, 7], heads: [4] },
  );
  const lines = [...proofs.entries].map(([entry, proof]) => {
    const { leaf, opening } = log[entry] as Written;
    return canonicaliseJson({ entry, leaf, opening, proof: proof.map(base64) });
  });
  bag.set("ledger/entries.jsonl", Buffer.from(`${lines.join("\n")}\n`));
  bag.set("ledger/checkpoint", Buffer.from(headOf(log.length, secondKey)));
  const keys = [firstKey, secondKey].map((key) => `${verifierKey(origin, key)}\n`);
  bag.set("ledger/keys.txt", Buffer.from(keys.join("")));
  const change = changeOfKey(6, rootOf(heads[6] ?? []), [firstKey, secondKey]);
  bag.set("ledger/changes/2.note", Buffer.from(change));
  if (stamp) {
    const note = headOf(4, firstKey);
    const { token, authority } = stamp(note);
    bag.set("ledger/anchors/4/checkpoint", Buffer.from(note));
    const growth = proofs.heads.get(4)?.map(base64) ?? [];
    bag.set("ledger/anchors/4/consistency.json", jsonOf(growth));
    bag.set("ledger/anchors/4/token-1.tsr", token);
    bag.set("ledger/anchors/4/authority-1.pem", authority);
  }
  return refit(bag);
}

/** The bag as the ZIP that is handed over. */
export async function zipOf(bag: Iterable<[string, Buffer]>, top = "bundle/"): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, bytes] of bag)
    zip.addBuffer(bytes, `${top}${path}`, { compress: false, mtime: new Date(0) });
  zip.end();
  return buffer(zip.outputStream);
}
