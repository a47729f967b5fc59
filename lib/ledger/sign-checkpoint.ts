import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** A C2SP tlog-checkpoint: origin, size and root in three lines, then an Ed25519 signature line. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array };

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

export function signCheckpoint(checkpoint: Checkpoint, key: KeyObject): string {
  const root = Buffer.from(checkpoint.root).toString("base64");
  const text = `${checkpoint.origin}\n${checkpoint.size}\n${root}\n`;
  const signature = Buffer.concat([
    keyId(checkpoint.origin, key),
    sign(null, Buffer.from(text), key),
  ]);
  return `${text}\n— ${checkpoint.origin} ${signature.toString("base64")}\n`;
}

/** What a note says, if one of its signatures is by this key; null when none is. */
export function openCheckpoint(note: string, key: KeyObject): Checkpoint | null {
  const cut = note.indexOf("\n\n");
  if (cut < 0) return null;
  const text = note.slice(0, cut + 1);
  const [origin, size, root] = text.split("\n");
  if (!origin || !size || !root || !/^\d+$/.test(size)) return null;
  const id = keyId(origin, key);
  const good = note
    .slice(cut + 2)
    .split("\n")
    .some((line) => {
      const match = line.match(/^— (\S+) (\S+)$/);
      if (!match || match[1] !== origin || !match[2]) return false;
      const bytes = Buffer.from(match[2], "base64");
      return (
        bytes.subarray(0, 4).equals(id) && verify(null, Buffer.from(text), key, bytes.subarray(4))
      );
    });
  return good ? { origin, size: Number(size), root: Buffer.from(root, "base64") } : null;
}
