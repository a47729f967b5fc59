import type { Json } from "./canonicalise-json";
import { checkAnchors, type SizedStamp } from "./check-anchors";
import type { Bundle, Finding } from "./read-bundle";
import { isObject, readCanonical } from "./read-canonical";
import {
  digest,
  fingerprintOf,
  type Head,
  hashFrom,
  isSignedBy,
  isSignedHead,
  type NamedKey,
  readHead,
  readKey,
  readNote,
  sizeFrom,
  textOf,
  toHex,
} from "./read-note";

type Leaf = { [member: string]: string | number | null };
export type ProvenEntry = {
  entry: number;
  leaf: Leaf;
  /** What a right opening opens; null when there is none. */
  value: { [member: string]: Json } | null;
};
export type Proofs = {
  findings: Finding[];
  keys: { line: string; fingerprint: string }[];
  head: { origin: string; size: number } | null;
  /** Null when the entries cannot be used. */
  entries: ProvenEntry[] | null;
  stamps: SizedStamp[];
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const hex64 = /^[0-9a-f]{64}$/;

const says = (like: RegExp) => (value: Json | undefined) =>
  typeof value === "string" && like.test(value);
const orNull = (rule: (value: Json | undefined) => boolean) => (value: Json | undefined) =>
  value === null || rule(value);
const anything = says(/^/);
const leafMembers: Record<string, (value: Json | undefined) => boolean> = {
  action: anything,
  actor: anything,
  at: says(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
  build: anything,
  case: orNull(anything),
  commitment: orNull(says(hex64)),
  event: says(uuid),
  object: anything,
  origin: anything,
  prev: orNull(says(hex64)),
  reason: orNull(anything),
  role: anything,
  school: says(uuid),
  v: (value) => value === 1,
};

const hasExactly = (value: Json | undefined, members: readonly string[]) =>
  isObject(value) && Object.keys(value).toSorted().join() === members.toSorted().join();

function readLeaf(text: string): Leaf | null {
  const leaf = readCanonical(text);
  if (!isObject(leaf) || !hasExactly(leaf, Object.keys(leafMembers))) return null;
  // Its members were just looked at one by one.
  return Object.entries(leafMembers).every(([name, rule]) => rule(leaf[name]))
    ? (leaf as Leaf)
    : null;
}

type Say = (code: string, where: string) => void;
type Line = { entry: number; leaf: string; proof: Uint8Array[]; opening: Json };
function readLine(text: string): Line | null {
  const line = readCanonical(text);
  if (!isObject(line) || !hasExactly(line, ["entry", "leaf", "opening", "proof"])) return null;
  const { entry, leaf, proof, opening } = line;
  if (typeof entry !== "number" || typeof leaf !== "string" || !Array.isArray(proof)) return null;
  const hashes = proof.map((one) => (typeof one === "string" ? hashFrom(one) : null));
  const right = hashes.filter((hash) => hash !== null);
  if (right.length < hashes.length) return null;
  const opens =
    isObject(opening) &&
    hasExactly(opening, ["salt", "value"]) &&
    says(hex64)(opening.salt) &&
    typeof opening.value === "string";
  return opening === null || opens ? { entry, leaf, proof: right, opening: opening ?? null } : null;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const same = (a: Uint8Array, b: Uint8Array) => toHex(a) === toHex(b);

/** RFC 9162, section 2.1.3.2. */
async function isIncluded(line: Line, head: Head): Promise<boolean> {
  if (line.entry >= head.size) return false;
  let [first, second] = [line.entry, head.size - 1];
  let hash = await digest(Uint8Array.of(0), bytesOf(line.leaf));
  const half = (n: number) => Math.floor(n / 2);
  for (const node of line.proof) {
    if (second === 0) return false;
    if (first % 2 === 1 || first === second) {
      hash = await digest(Uint8Array.of(1), node, hash);
      while (first % 2 === 0 && first !== 0) [first, second] = [half(first), half(second)];
    } else hash = await digest(Uint8Array.of(1), hash, node);
    [first, second] = [half(first), half(second)];
  }
  return second === 0 && same(hash, head.root);
}

async function opened(line: Line, leaf: Leaf): Promise<Json | undefined> {
  if (!isObject(line.opening)) return undefined;
  const { salt, value } = line.opening as { salt: string; value: string };
  const bytes = Uint8Array.from(salt.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  if (toHex(await digest(bytes, bytesOf(value))) !== leaf.commitment) return undefined;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return null;
  }
}

/** Step 3: every key, and how each took over from the one before. Null when none may be used. */
async function checkKeys(bundle: Bundle, say: Say): Promise<NamedKey[] | null> {
  const path = "ledger/keys.txt";
  const bytes = await bundle.read(path);
  if (!bytes) return null;
  const lines = textOf(bytes)?.slice(0, -1).split("\n") ?? [""];
  const keys: NamedKey[] = [];
  for (const [i, line] of lines.entries()) {
    const key = await readKey(line);
    if (!key || key.name !== (keys[0] ?? key).name || keys.some((k) => k.line === line)) {
      say("key-malformed", `${path}:${i + 1}`);
      return null;
    }
    keys.push(key);
  }
  for (const [i, key] of keys.entries()) {
    const from = keys[i - 1];
    if (!from) continue;
    const where = `ledger/changes/${i + 1}.note`;
    const read = await bundle.read(where);
    const note = read && readNote(read);
    const [origin, kind, size = "", root = "", out, into] = note?.lines ?? [];
    key.since = sizeFrom(size) ?? -1;
    const said = origin === key.name && kind === "change of key" && hashFrom(root) !== null;
    const named = note?.lines.length === 6 && out === from.line && into === key.line;
    const signed = note && (await isSignedBy(note, from)) && (await isSignedBy(note, key));
    if (!said || !named || !signed || key.since <= from.since) {
      say("key-unlinked", where);
      return null;
    }
  }
  return keys.length > 0 ? keys : null;
}

/** Step 5: each entry under the head, and what it opens. */
async function checkEntries(bundle: Bundle, head: Head | null, say: Say) {
  const path = "ledger/entries.jsonl";
  const bytes = await bundle.read(path);
  if (!bytes) return null;
  // What is no text at all is wrong in its first line.
  const texts = textOf(bytes)?.slice(0, -1).split("\n") ?? [""];
  const lines: Line[] = [];
  for (const [i, text] of texts.entries()) {
    const line = readLine(text);
    if (!line) {
      say("entries-malformed", `${path}:${i + 1}`);
      return null;
    }
    lines.push(line);
  }
  const entries: ProvenEntry[] = [];
  let before = -1;
  for (const line of lines) {
    const where = `entry ${line.entry}`;
    if (line.entry <= before) say("entry-disordered", where);
    before = line.entry;
    const leaf = readLeaf(line.leaf);
    const ours = leaf && (!head || leaf.origin === head.origin);
    if (!ours) say("entry-malformed", where);
    if (!leaf) continue;
    if (head && !(await isIncluded(line, head))) say("entry-unproven", where);
    const value = await opened(line, leaf);
    if (line.opening !== null && value === undefined) say("opening-mismatch", where);
    if (ours) entries.push({ entry: line.entry, leaf, value: isObject(value) ? value : null });
  }
  return entries;
}

/** Steps 3 to 6 of the format: keys, head, entries and time stamps. */
export async function checkProofs(bundle: Bundle, trusted: string): Promise<Proofs> {
  const findings: Finding[] = [];
  const say: Say = (code, where) => void findings.push({ code, where });
  const keys = await checkKeys(bundle, say);
  const named = await Promise.all(
    (keys ?? []).map(async (key) => ({ line: key.line, fingerprint: await fingerprintOf(key) })),
  );
  const wanted = trusted.trim();
  const asHex = wanted.replaceAll(/[\s:]/g, "").toLowerCase();
  if (keys && wanted && !named.some((key) => key.line === wanted || key.fingerprint === asHex))
    say("key-untrusted", "ledger/keys.txt");
  const note = await bundle.read("ledger/checkpoint");
  const head = note && readHead(note);
  if (note && !head) say("checkpoint-malformed", "ledger/checkpoint");
  if (head && keys && !(await isSignedHead(head, keys)))
    say("checkpoint-unsigned", "ledger/checkpoint");
  const entries = await checkEntries(bundle, head, say);
  const stamps = head ? await checkAnchors(bundle, head, keys, say) : [];
  return {
    findings,
    keys: named,
    head: head && { origin: head.origin, size: head.size },
    entries,
    stamps,
  };
}
