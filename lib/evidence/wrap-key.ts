import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  randomBytes,
  scryptSync,
  timingSafeEqual,
} from "node:crypto";

/**
 * Keys and headers of age v1 (https://c2sp.org/age): X25519 identities in their Bech32 spelling, and
 * the header that wraps one file's key. A header and its payload, one after the other, are a file
 * that `age -d -i identity` opens.
 */
const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const secret = "age-secret-key-";
const version = "age-encryption.org/v1";

export class WrongKey extends Error {}

function checksum(values: number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [i, part] of [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].entries())
      if ((top >>> i) & 1) sum ^= part;
  }
  return sum >>> 0;
}
const spread = (prefix: string) => [
  ...[...prefix].map((c) => c.charCodeAt(0) >> 5),
  0,
  ...[...prefix].map((c) => c.charCodeAt(0) & 31),
];

/** Regroups bits, 8 to 5 or 5 to 8; what is left over is padded with zeros or must be zero. */
function regroup(from: Iterable<number>, bits: number, to: number): number[] | null {
  const out: number[] = [];
  let [held, count] = [0, 0];
  for (const value of from) {
    held = ((held << bits) | value) & 0xfff;
    count += bits;
    while (count >= to) {
      count -= to;
      out.push((held >> count) & ((1 << to) - 1));
    }
  }
  if (to === 5 && count > 0) out.push((held << (5 - count)) & 31);
  const rest = held & ((1 << count) - 1);
  return to === 8 && (count >= 5 || rest !== 0) ? null : out;
}

function spell(prefix: string, key: Buffer): string {
  const data = regroup(key, 8, 5) ?? [];
  const sum = checksum([...spread(prefix), ...data, 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = [0, 1, 2, 3, 4, 5].map((i) => (sum >>> (5 * (5 - i))) & 31);
  return `${prefix}1${[...data, ...tail].map((v) => letters[v]).join("")}`;
}

function unspell(prefix: string, said: string): Buffer {
  const mixed = said !== said.toLowerCase() && said !== said.toUpperCase();
  const text = said.toLowerCase();
  const data = [...text.slice(prefix.length + 1)].map((c) => letters.indexOf(c));
  const key = regroup(data.slice(0, -6), 5, 8);
  const whole = !data.includes(-1) && checksum([...spread(prefix), ...data]) === 1;
  if (mixed || !text.startsWith(`${prefix}1`) || !whole || key?.length !== 32)
    throw new WrongKey("This is not an age key");
  return Buffer.from(key);
}

const pkcs8 = Buffer.from("302e020100300506032b656e04220420", "hex");
const spki = Buffer.from("302a300506032b656e032100", "hex");
const privateKey = (raw: Buffer) =>
  createPrivateKey({ key: Buffer.concat([pkcs8, raw]), format: "der", type: "pkcs8" });
const publicKey = (raw: Buffer) =>
  createPublicKey({ key: Buffer.concat([spki, raw]), format: "der", type: "spki" });
const rawPublic = (key: KeyObject) =>
  createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);

/** A new key pair; the identity is the secret, `AGE-SECRET-KEY-1...`. */
export const makeIdentity = (): string => spell(secret, randomBytes(32)).toUpperCase();
/** The public half, `age1...`, of an identity. */
export const recipientOf = (identity: string): string =>
  spell("age", rawPublic(privateKey(unspell(secret, identity))));

const derive = (key: Buffer, salt: Buffer, info: string) =>
  Buffer.from(hkdfSync("sha256", key, salt, info, 32));
const base64 = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
const noNonce = Buffer.alloc(12);
const tagged = { authTagLength: 16 } as const;
/** A tenth of a second for whoever knows it; the passcode itself is a hundred random bits. */
const scryptWork = 15;
const wrapInfo = "age-encryption.org/v1/X25519";

export const payloadKey = (fileKey: Buffer, nonce: Buffer) => derive(fileKey, nonce, "payload");
const mac = (fileKey: Buffer, header: string) =>
  createHmac("sha256", derive(fileKey, Buffer.alloc(0), "header"))
    .update(header)
    .digest();

/** The header of a file with this key, for one recipient. */
export function wrapKey(fileKey: Buffer, recipient: string): string {
  const theirs = unspell("age", recipient);
  const once = privateKey(randomBytes(32));
  const share = rawPublic(once);
  const shared = diffieHellman({ privateKey: once, publicKey: publicKey(theirs) });
  const key = derive(shared, Buffer.concat([share, theirs]), wrapInfo);
  const cipher = createCipheriv("chacha20-poly1305", key, noNonce, tagged);
  const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
  const header = `${version}\n-> X25519 ${base64(share)}\n${base64(body)}\n---`;
  return `${header} ${base64(mac(fileKey, header))}\n`;
}

/** The header of a file for whoever knows the passcode: age's scrypt stanza, which stands alone. */
export function wrapForPasscode(fileKey: Buffer, passcode: string): string {
  const salt = randomBytes(16);
  const label = Buffer.concat([Buffer.from("age-encryption.org/v1/scrypt"), salt]);
  const cost = { N: 2 ** scryptWork, r: 8, p: 1, maxmem: 2 ** (scryptWork + 11) };
  const key = scryptSync(passcode, label, 32, cost);
  const cipher = createCipheriv("chacha20-poly1305", key, noNonce, tagged);
  const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
  const header = `${version}\n-> scrypt ${base64(salt)} ${scryptWork}\n${base64(body)}\n---`;
  return `${header} ${base64(mac(fileKey, header))}\n`;
}

const shape =
  /^(age-encryption\.org\/v1\n-> X25519 ([\w+/]{43})\n([\w+/]{43})\n---) ([\w+/]{43})\n$/;

/** The file's key, or WrongKey: another identity, or a header that was changed. */
export function unwrapKey(header: string, identity: string): Buffer {
  const [, signed = "", share = "", body = "", said = ""] = shape.exec(header) ?? [];
  if (!signed) throw new WrongKey("This is not a header of age");
  const own = privateKey(unspell(secret, identity));
  const theirs = Buffer.from(share, "base64");
  const wrapped = Buffer.from(body, "base64");
  try {
    const shared = diffieHellman({ privateKey: own, publicKey: publicKey(theirs) });
    const key = derive(shared, Buffer.concat([theirs, rawPublic(own)]), wrapInfo);
    const open = createDecipheriv("chacha20-poly1305", key, noNonce, tagged);
    open.setAuthTag(wrapped.subarray(16));
    const fileKey = Buffer.concat([open.update(wrapped.subarray(0, 16)), open.final()]);
    if (timingSafeEqual(mac(fileKey, signed), Buffer.from(said, "base64"))) return fileKey;
  } catch (error) {
    throw new WrongKey("The key does not open this header", { cause: error });
  }
  throw new WrongKey("The header was changed");
}
