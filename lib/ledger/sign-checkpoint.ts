import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** A C2SP tlog-checkpoint: origin, size and root in three lines, then an Ed25519 signature line. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array };

/** Ed25519 in C2SP signed-note. Another algorithm gets its own number and its own line. */
const algorithm = Uint8Array.of(1);

const rawKey = (key: KeyObject) => {
  const jwk = (key.type === "private" ? createPublicKey(key) : key).export({ format: "jwk" });
  return Buffer.from(String(jwk.x), "base64url");
};

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

export function signCheckpoint(checkpoint: Checkpoint, key: KeyObject): string {
  const { origin, size } = checkpoint;
  if (!/^[^\s+]+$/.test(origin)) throw new Error("A ledger's origin has no space and no plus");
  const root = Buffer.from(checkpoint.root).toString("base64");
  const text = `${origin}\n${size}\n${root}\n`;
  const signature = Buffer.concat([keyId(origin, key), sign(null, Buffer.from(text), key)]);
  return `${text}\n— ${origin} ${signature.toString("base64")}\n`;
}

/**
 * What a note says, if it is signed by this key; null when it is not. The first line that names
 * our key decides: a wrong signature beside a right one is a note that somebody has edited.
 */
export function openCheckpoint(note: string, key: KeyObject): Checkpoint | null {
  const cut = note.indexOf("\n\n");
  if (cut < 0) return null;
  const text = note.slice(0, cut + 1);
  const [origin, size, root] = text.split("\n");
  if (!origin || !size || !root || !/^(0|[1-9]\d*)$/.test(size)) return null;
  const id = keyId(origin, key);
  for (const line of note.slice(cut + 2).split("\n")) {
    const [, name, encoded] = line.match(/^— (\S+) (\S+)$/) ?? [];
    const bytes = Buffer.from(encoded ?? "", "base64");
    if (name !== origin || !bytes.subarray(0, 4).equals(id)) continue;
    if (!verify(null, Buffer.from(text), key, bytes.subarray(4))) return null;
    return { origin, size: Number(size), root: Buffer.from(root, "base64") };
  }
  return null;
}
