import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** A C2SP tlog-checkpoint: origin, size and root in three lines, then an Ed25519 signature line. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array };

/** Whose heads are whose: each key signs those over more entries than `since`. In order. */
export type Ring = readonly { since: number; key: KeyObject }[];

/** Ed25519 in C2SP signed-note. Another algorithm gets its own number and its own line. */
const algorithm = Uint8Array.of(1);
/** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
const spki = Buffer.from("302a300506032b6570032100", "hex");

const publicHalf = (key: KeyObject) => (key.type === "private" ? createPublicKey(key) : key);
const derOf = (key: KeyObject) => publicHalf(key).export({ format: "der", type: "spki" });
const rawKey = (key: KeyObject) => derOf(key).subarray(spki.length);

/** The first four bytes of SHA-256 over name, newline, algorithm and key (C2SP signed-note). */
const keyId = (name: string, key: KeyObject) =>
  createHash("sha256")
    .update(`${name}\n`)
    .update(algorithm)
    .update(rawKey(key))
    .digest()
    .subarray(0, 4);

/** The key as other tools take it: name, key id and key in one line, to be printed and kept. */
export const verifierKey = (name: string, key: KeyObject) =>
  `${name}+${keyId(name, key).toString("hex")}+${Buffer.concat([algorithm, rawKey(key)]).toString("base64")}`;

/** The key in such a line. Base64 has plus signs of its own, a name has none. */
export function keyOf(verifier: string): KeyObject {
  const bytes = Buffer.from(verifier.split("+").slice(2).join("+"), "base64");
  if (bytes.length !== 33 || bytes[0] !== algorithm[0]) throw new Error("That is no Ed25519 key");
  const der = Buffer.concat([spki, bytes.subarray(1)]);
  return createPublicKey({ key: der, format: "der", type: "spki" });
}

/** SHA-256 of the key as `openssl pkey -pubin -outform DER` writes it, in hex. */
export const fingerprintOf = (key: KeyObject) =>
  createHash("sha256").update(derOf(key)).digest("hex");

/** A C2SP signed note: the text, then a line for each key that signs it. */
export function signNote(text: string, name: string, ...keys: KeyObject[]): string {
  if (!/^[^\s+]+$/.test(name)) throw new Error("A ledger's origin has no space and no plus");
  const lines = keys.map((key) => {
    const signature = Buffer.concat([keyId(name, key), sign(null, Buffer.from(text), key)]);
    return `— ${name} ${signature.toString("base64")}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

/**
 * The lines of a note, if it is signed by this key; null when it is not. A wrong signature of our
 * key beside a right one is a note that somebody has edited.
 */
export function openNote(note: string, key: KeyObject): string[] | null {
  const cut = note.indexOf("\n\n");
  if (cut < 0) return null;
  const text = note.slice(0, cut + 1);
  const [origin = "", ...rest] = text.split("\n").slice(0, -1);
  const id = keyId(origin, key);
  let signed = false;
  for (const line of note.slice(cut + 2).split("\n")) {
    const [, name, encoded] = line.match(/^— (\S+) (\S+)$/) ?? [];
    const bytes = Buffer.from(encoded ?? "", "base64");
    if (name !== origin || !bytes.subarray(0, 4).equals(id)) continue;
    signed = verify(null, Buffer.from(text), key, bytes.subarray(4));
    if (!signed) return null;
  }
  return signed ? [origin, ...rest] : null;
}

export function signCheckpoint({ origin, size, root }: Checkpoint, key: KeyObject): string {
  const text = `${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
  return signNote(text, origin, key);
}

/** What a head says, if it is signed by this key, or by that key of a ring whose turn it was. */
export function openCheckpoint(note: string, trusted: KeyObject | Ring): Checkpoint | null {
  const said = note.split("\n", 2)[1] ?? "";
  if (!/^(0|[1-9]\d*)$/.test(said)) return null;
  const size = Number(said);
  const key = "length" in trusted ? trusted.findLast(({ since }) => since < size)?.key : trusted;
  const [origin, , root] = (key && openNote(note, key)) ?? [];
  return origin && root ? { origin, size, root: Buffer.from(root, "base64") } : null;
}
