import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
} from "node:crypto";
import { BlobReader, BlobWriter, ZipWriter } from "@zip.js/zip.js/lib/zip-core-native.js";
import { canonicaliseJson, type Json } from "@/lib/ledger/canonicalise-json";
import { growTree, hashLeaf, rootOf } from "@/lib/ledger/grow-tree";
import { signChange } from "@/lib/ledger/read-keys";
import { signCheckpoint, verifierKey } from "@/lib/ledger/sign-checkpoint";

/** A bundle's files by path, made from docs/bundle-format.md alone, for both verifiers to look at. */
export type Parts = Map<string, Blob>;

const origin = "elm.example/daybook";
const sha256 = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};
const rootUpTo = (hashes: readonly Uint8Array[]) =>
  rootOf(hashes.reduce<Uint8Array[]>((edge, hash, i) => growTree(edge, i, hash), []));
const split = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1);

/** RFC 6962, section 2.1.1 and 2.1.2, word for word. */
function pathOf(m: number, hashes: readonly Uint8Array[]): Uint8Array[] {
  if (hashes.length === 1) return [];
  const k = split(hashes.length);
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)];
  return m < k ? [...pathOf(m, left), rootUpTo(right)] : [...pathOf(m - k, right), rootUpTo(left)];
}
function growthOf(m: number, hashes: readonly Uint8Array[], whole = true): Uint8Array[] {
  if (m === hashes.length) return whole ? [] : [rootUpTo(hashes)];
  const k = split(hashes.length);
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)];
  return m <= k
    ? [...growthOf(m, left, whole), rootUpTo(right)]
    : [...growthOf(m - k, right, false), rootUpTo(left)];
}
const base64 = (hash: Uint8Array) => Buffer.from(hash).toString("base64");

/** The two manifests over what is there, as `make` leaves them: also for a bundle changed on purpose. */
export async function sealBag(parts: Parts): Promise<void> {
  const list = async (inData: boolean) => {
    const lines: string[] = [];
    for (const path of [...parts.keys()].toSorted()) {
      if (path.startsWith("data/") !== inData || path === "tagmanifest-sha256.txt") continue;
      const hash = sha256(new Uint8Array(await (parts.get(path) as Blob).arrayBuffer()));
      lines.push(`${hash}  ${path}\n`);
    }
    return lines.join("");
  };
  parts.set("manifest-sha256.txt", new Blob([await list(true)]));
  parts.set("tagmanifest-sha256.txt", new Blob([await list(false)]));
}

/**
 * A bundle of one original and one redacted copy, with one change of key; with a time stamp when
 * `stamp` makes one of a checkpoint's bytes.
 */
export async function makeBundle(
  options: {
    original?: Blob;
    stamp?: { answer: (note: string) => Uint8Array; trusted: string };
  } = {},
): Promise<Parts> {
  const parts: Parts = new Map();
  const put = (path: string, text: string | Blob) =>
    parts.set(path, typeof text === "string" ? new Blob([text]) : text);
  const json = (path: string, value: Json) => put(path, `${canonicaliseJson(value)}\n`);
  const hashOf = async (blob: Blob) => sha256(new Uint8Array(await blob.arrayBuffer()));
  const [first, second] = [0, 1].map(() => generateKeyPairSync("ed25519").privateKey) as [
    KeyObject,
    KeyObject,
  ];

  const original = options.original ?? new Blob(["a picture, as it came"]);
  const redacted = new Blob(["a picture with a box"]);
  const items = [
    {
      number: "001",
      kind: "original",
      evidence: randomUUID(),
      path: "data/originals/001-screen.png",
      sha256: await hashOf(original),
      size: original.size,
    },
    {
      number: "002",
      kind: "redacted",
      evidence: randomUUID(),
      path: "data/redacted/002-screen.png",
      sha256: await hashOf(redacted),
      size: redacted.size,
      original: await hashOf(original),
    },
    {
      number: "003",
      kind: "left-out",
      evidence: randomUUID(),
      path: null,
      sha256: null,
      size: null,
      reason: "About another child",
    },
  ];
  put("data/originals/001-screen.png", original);
  put("data/redacted/002-screen.png", redacted);
  json("data/schedule.json", { format: 1, items });

  const leaves: string[] = [];
  const openings = new Map<number, { salt: string; value: string }>();
  const [school, matter] = [randomUUID(), randomUUID()];
  const write = (action: string, object: string, value: Json | null) => {
    const salt = randomBytes(32);
    const said = value === null ? null : JSON.stringify(value);
    if (said !== null) openings.set(leaves.length, { salt: salt.toString("hex"), value: said });
    const leaf = {
      action,
      actor: randomUUID(),
      at: `2026-11-20T09:3${leaves.length}:00.000Z`,
      build: "dev",
      case: matter,
      commitment: said === null ? null : sha256(salt, said),
      event: randomUUID(),
      object,
      origin,
      prev: null,
      reason: null,
      role: "dsl",
      school,
      v: 1,
    };
    leaves.push(canonicaliseJson(leaf));
    return leaf;
  };
  const events = [
    write("evidence-received", `evidence:${items[0]?.evidence}`, {
      sha256: items[0]?.sha256 ?? "",
      size: 1,
    }),
    write("evidence-viewed", `evidence:${items[0]?.evidence}`, null),
    write("evidence-redacted", `evidence:${items[1]?.evidence}`, {
      sha256: items[1]?.sha256 ?? "",
      original: items[1]?.original ?? "",
    }),
  ].map(({ event, at, action, object }) => ({ event, at, action, object }));
  // Somebody else's entries lie between.
  write("case-viewed", `case:${randomUUID()}`, null);
  write("case-viewed", `case:${randomUUID()}`, null);
  const shown = [0, 1, 2, 5];
  json("data/custody.json", { format: 1, events });
  const disclosure = randomUUID();
  json("data/disclosure.json", { format: 1, id: disclosure, purpose: "police" });
  json("data/system.json", { format: 1, build: "dev" });
  await sealBag(parts);
  const manifest = await hashOf(parts.get("manifest-sha256.txt") as Blob);
  write("case-disclosed", `case:${matter}`, { disclosure, manifest });

  const hashes = leaves.map((leaf) => hashLeaf(leaf));
  const headAt = (size: number) => ({ origin, size, root: rootUpTo(hashes.slice(0, size)) });
  const note = signCheckpoint(headAt(6), second);
  put("ledger/checkpoint", note);
  put("ledger/keys.txt", `${verifierKey(origin, first)}\n${verifierKey(origin, second)}\n`);
  put("ledger/changes/2.note", signChange({ ...headAt(4), from: first, to: second }));
  put(
    "ledger/entries.jsonl",
    shown
      .map(
        (entry) =>
          `${canonicaliseJson({
            entry,
            leaf: leaves[entry] ?? "",
            opening: openings.get(entry) ?? null,
            proof: pathOf(entry, hashes).map(base64),
          })}\n`,
      )
      .join(""),
  );
  if (options.stamp) {
    const early = signCheckpoint(headAt(4), first);
    const at = "ledger/anchors/4";
    put(`${at}/checkpoint`, early);
    json(`${at}/consistency.json`, growthOf(4, hashes).map(base64));
    put(`${at}/token-1.tsr`, new Blob([new Uint8Array(options.stamp.answer(early))]));
    put(`${at}/authority-1.pem`, options.stamp.trusted);
  }
  put("README.txt", "A bundle.\n");
  put("verify.py", "# not here\n");
  put("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  const data = [...parts].filter(([path]) => path.startsWith("data/"));
  put(
    "bag-info.txt",
    `Daybook-Format: 1\nPayload-Oxum: ${data.reduce((n, [, blob]) => n + blob.size, 0)}.${data.length}\n`,
  );
  await sealBag(parts);
  return parts;
}

/** As one ZIP, stored or deflated, in one folder. */
export async function zipBundle(
  parts: Iterable<readonly [string, Blob]>,
  options: { level?: number; folder?: string; password?: string } = {},
): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter("application/zip"), {
    level: options.level ?? 0,
    useWebWorkers: false,
    ...(options.password ? { password: options.password } : {}),
  });
  for (const [path, blob] of parts)
    await writer.add(`${options.folder ?? "disclosure-OS-26/"}${path}`, new BlobReader(blob));
  return writer.close();
}
