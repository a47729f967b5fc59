import { type Bundle, type Finding, isSafePath } from "./read-bundle";
import { textOf } from "./read-note";

const required = [
  "README.txt",
  "bag-info.txt",
  "bagit.txt",
  "data/custody.json",
  "data/disclosure.json",
  "data/schedule.json",
  "data/system.json",
  "ledger/checkpoint",
  "ledger/entries.jsonl",
  "ledger/keys.txt",
  "manifest-sha256.txt",
  "tagmanifest-sha256.txt",
  "verify.py",
];
const tagManifest = "tagmanifest-sha256.txt";
export const dataManifest = "manifest-sha256.txt";

type Manifest = Map<string, string>;
/** A file as it really is; `null` when it cannot be read whole. */
export type Hashed = Map<string, { hash: string; size: number } | null>;

const letters = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

/** A manifest, or the number of the first line that breaks a rule. */
function readManifest(bytes: Uint8Array, takes: (path: string) => boolean): Manifest | number {
  const manifest: Manifest = new Map();
  const lines = textOf(bytes)?.slice(0, -1).split("\n");
  if (!lines) return 1;
  let before = "";
  for (const [i, line] of lines.entries()) {
    const [, hash, path = ""] = line.match(/^([0-9a-f]{64}) {2}(.+)$/) ?? [];
    if (!hash || !isSafePath(path) || !takes(path) || path <= before) return i + 1;
    before = path;
    manifest.set(path, hash);
  }
  return manifest;
}

const inData = (path: string) => path.startsWith("data/");

/** Step 2 of the format: each file against its manifest, and the bag's own two texts. */
export async function checkBag(
  bundle: Bundle,
  onBytes: (n: number) => void,
): Promise<{ findings: Finding[]; hashed: Hashed; manifest: Manifest | null }> {
  const findings: Finding[] = [];
  const say = (code: string, where: string) => findings.push({ code, where });
  const hashed: Hashed = new Map();
  for (const path of bundle.paths) hashed.set(path, await bundle.hash(path, onBytes));

  async function manifestAt(path: string, takes: (path: string) => boolean) {
    const bytes = await bundle.read(path);
    const read = bytes && readManifest(bytes, takes);
    if (typeof read !== "number") return read;
    say("manifest-malformed", `${path}:${read}`);
    return null;
  }
  const manifest = await manifestAt(dataManifest, inData);
  const tags = await manifestAt(tagManifest, (path) => !inData(path) && path !== tagManifest);

  const listed = new Map([...(manifest ?? []), ...(tags ?? [])]);
  for (const path of new Set([...required, ...listed.keys()]))
    if (!hashed.has(path)) say("file-missing", path);
  for (const [path, hash] of listed)
    if (hashed.has(path) && hashed.get(path)?.hash !== hash) say("file-changed", path);
  for (const path of bundle.paths) {
    const home = inData(path) ? manifest : tags;
    if (path !== tagManifest && home && !home.has(path)) say("file-added", path);
  }

  const bagit = await bundle.read("bagit.txt");
  if (bagit && letters(bagit) !== "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    say("bagit-malformed", "bagit.txt");
  const info = await bundle.read("bag-info.txt");
  if (info) {
    const lines = textOf(info)?.split("\n") ?? [];
    const data = bundle.paths.filter(inData);
    const bytes = data.reduce((sum, path) => sum + (hashed.get(path)?.size ?? 0), 0);
    const right = [`Daybook-Format: 1`, `Payload-Oxum: ${bytes}.${data.length}`];
    if (!right.every((line) => lines.includes(line))) say("info-malformed", "bag-info.txt");
  }
  return { findings, hashed, manifest };
}
