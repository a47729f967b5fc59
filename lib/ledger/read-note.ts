/** A key of `keys.txt`: its line, what it is called by, and from which size on it signs. */
export type NamedKey = { line: string; name: string; id: string; raw: Uint8Array; since: number };
export type Note = {
  text: string;
  lines: string[];
  signatures: { name: string; bytes: Uint8Array }[];
};
export type Head = { origin: string; size: number; root: Uint8Array; note: Note };

export const toHex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** The text of a file: UTF-8 without a mark or returns, a last line's end; null when it is none. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    const text = utf8.decode(bytes);
    return /^\ufeff|\r/.test(text) || !text.endsWith("\n") ? null : text;
  } catch {
    return null;
  }
}

/** Base64 as it is written in one way only. */
export function fromBase64(text: string): Uint8Array | null {
  if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  const binary = atob(text);
  return btoa(binary) === text ? Uint8Array.from(binary, (c) => c.charCodeAt(0)) : null;
}

export const hashFrom = (text: string): Uint8Array | null => {
  const bytes = fromBase64(text);
  return bytes?.length === 32 ? bytes : null;
};

export const digest = async (...parts: Uint8Array[]): Promise<Uint8Array> =>
  new Uint8Array(
    await crypto.subtle.digest("SHA-256", await new Blob(parts as BlobPart[]).arrayBuffer()),
  );

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A whole number as it is written in one way only. */
export function sizeFrom(text: string): number | null {
  const size = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : null;
  return size !== null && Number.isSafeInteger(size) ? size : null;
}

/** A C2SP signed note: text, an empty line, signature lines. */
export function readNote(bytes: Uint8Array): Note | null {
  const whole = textOf(bytes);
  const cut = whole?.indexOf("\n\n") ?? -1;
  if (whole === null || cut < 1) return null;
  const text = whole.slice(0, cut + 1);
  const signatures = whole
    .slice(cut + 2, -1)
    .split("\n")
    .map((line) => {
      const [, name = "", encoded = ""] = line.match(/^— (\S+) (\S+)$/) ?? [];
      const signed = fromBase64(encoded);
      return name && signed && signed.length > 4 ? { name, bytes: signed } : null;
    });
  const right = signatures.filter((signature) => signature !== null);
  if (right.length === 0 || right.length < signatures.length) return null;
  return { text, lines: text.slice(0, -1).split("\n"), signatures: right };
}

export function readHead(bytes: Uint8Array): Head | null {
  const note = readNote(bytes);
  const [origin, sized = "", rooted = ""] = note?.lines ?? [];
  const [size, root] = [sizeFrom(sized), hashFrom(rooted)];
  return note && origin && size !== null && root ? { origin, size, root, note } : null;
}

/** A line of `keys.txt`; null when it is none. */
export async function readKey(line: string): Promise<NamedKey | null> {
  const [, name, id, encoded = ""] = line.match(/^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/) ?? [];
  const bytes = fromBase64(encoded);
  if (!name || !id || bytes?.length !== 33 || bytes[0] !== 1) return null;
  const own = (await digest(bytesOf(`${name}\n`), bytes)).subarray(0, 4);
  return toHex(own) === id ? { line, name, id, raw: bytes.slice(1), since: 0 } : null;
}

/** SHA-256 of the key in DER form, to be read out and compared. */
export const fingerprintOf = async (key: NamedKey): Promise<string> =>
  toHex(
    await digest(
      Uint8Array.from([0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0]),
      key.raw,
    ),
  );

/** Signed by this key: one line at least has its name and id, and every such line is right. */
export async function isSignedBy(note: Note, key: NamedKey): Promise<boolean> {
  const ours = note.signatures.filter(
    ({ name, bytes }) => name === key.name && toHex(bytes.subarray(0, 4)) === key.id,
  );
  if (ours.length === 0) return false;
  const raw = new Uint8Array(key.raw);
  const opened = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  const said = bytesOf(note.text);
  for (const { bytes } of ours)
    if (!(await crypto.subtle.verify("Ed25519", opened, bytes.slice(4), said))) return false;
  return true;
}

/** Which key a head over so many entries belongs to. */
export const keyFor = (keys: readonly NamedKey[], size: number): NamedKey | undefined =>
  keys.findLast((key, i) => i === 0 || key.since < size);

export async function isSignedHead(head: Head, keys: readonly NamedKey[]): Promise<boolean> {
  const key = keyFor(keys, head.size);
  return key !== undefined && head.origin === key.name && (await isSignedBy(head.note, key));
}
