import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
} from "node:crypto";
import { sql } from "drizzle-orm";
import { env } from "@/lib/env";

const key = () => Buffer.from(hkdfSync("sha256", env().AUTH_SECRET, "", "daybook totp", 32));

/** AES-256-GCM under a key of its own: nonce, tag, then the text. */
export function sealSecret(text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key(), nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

export function openSecret(sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", key(), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

/** What the database keeps of a random token: enough to know it again, useless to sign in with. */
export const hashToken = (token: string) => createHash("sha256").update(token).digest();

/** Bytes as a parameter of a statement. */
export const hex = (bytes: Uint8Array) => sql`decode(${Buffer.from(bytes).toString("hex")}, 'hex')`;

/** A throttle's key: an e-mail address or a network address that the database cannot read back. */
export const hashThrottle = (kind: "account" | "address" | "proof" | "reset", value: string) =>
  createHmac("sha256", env().AUTH_SECRET).update(`${kind}:${value.toLowerCase()}`).digest();

/** A secret for one purpose and one row, made again from the row's id and kept nowhere. */
export const deriveToken = (purpose: string, id: string) =>
  createHmac("sha256", Buffer.from(hkdfSync("sha256", env().AUTH_SECRET, "", purpose, 32)))
    .update(id)
    .digest("base64url");
