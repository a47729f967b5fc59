import { createHmac, hkdfSync } from "node:crypto";
import sharp from "sharp";
import { rootKey } from "./hold-keys";
import { mostPixels } from "./inspect-bytes";

export type Mark = { kind: "handle" | "address" | "image" | "wording" | "word"; token: Buffer };
export type MarkKind = Mark["kind"];

/** A school's own key: nothing that two schools keep of one picture or handle is equal. */
const keyOf = (schoolId: string) =>
  Buffer.from(hkdfSync("sha256", rootKey(), schoolId, "daybook marks", 32));

const tokenOf = (key: Buffer, kind: MarkKind, value: string) =>
  createHmac("sha256", key).update(`${kind}\0${value}`).digest().subarray(0, 16);

/** "@Mean.Girl_99 " and "mean.girl_99" are one account. Shorter than three letters says nothing. */
const plainHandle = (typed: string) => {
  const plain = typed.trim().toLowerCase().replace(/^@+/, "");
  return plain.length < 3 ? null : plain;
};

/** An address without what differs by device or tracker. A site alone is no address. */
function plainAddress(typed: string): string | null {
  const text = typed.trim();
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  if (!url?.hostname.includes(".")) return null;
  const host = url.hostname.toLowerCase().replace(/^(www|m|mobile)\./, "");
  const kept = [...url.searchParams].filter(
    ([name]) => !/^(utm_.*|fbclid|igsh(id)?|si|ref)$/i.test(name),
  );
  const query = new URLSearchParams(kept.sort()).toString();
  const path = url.pathname.replace(/\/+$/, "");
  return path || query ? `${host}${path}${query ? `?${query}` : ""}` : null;
}

const wordsIn = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const run = 4;
const slots = 16;

/**
 * Sixteen numbers for the runs of four words of a text: as many of them are equal in two texts as
 * the texts share runs (min-hash). Fewer than twelve words are no wording of anybody's own.
 */
function wordingOf(key: Buffer, text: string): string[] {
  const words = wordsIn(text);
  if (words.length < 12) return [];
  const least = new Array<string>(slots).fill("~");
  for (let at = 0; at + run <= words.length; at++) {
    const shingle = words.slice(at, at + run).join(" ");
    const drawn = createHmac("sha512", key).update(shingle).digest("hex");
    for (let slot = 0; slot < slots; slot++) {
      const value = drawn.slice(slot * 8, slot * 8 + 8);
      if (value < (least[slot] ?? "~")) least[slot] = value;
    }
  }
  return least.map((value, slot) => `${slot} ${value}`);
}

/** The marks of what somebody wrote: each once. */
export function marksOf(
  schoolId: string,
  told: { handles: (string | null)[]; addresses: (string | null)[]; text?: string },
): Mark[] {
  const key = keyOf(schoolId);
  const values: [MarkKind, string | null][] = [
    ...told.handles.map((typed): [MarkKind, string | null] => [
      "handle",
      typed === null ? null : plainHandle(typed),
    ]),
    ...told.addresses.map((typed): [MarkKind, string | null] => [
      "address",
      typed === null ? null : plainAddress(typed),
    ]),
    ...wordingOf(key, told.text ?? "").map((value): [MarkKind, string] => ["wording", value]),
    ...wordsIn(told.text ?? "")
      .filter((word) => word.length > 2 && word.length <= 40)
      .map((word): [MarkKind, string] => ["word", word]),
  ];
  const once = new Map<string, Mark>();
  for (const [kind, value] of values)
    if (value !== null) once.set(`${kind} ${value}`, { kind, token: tokenOf(key, kind, value) });
  return [...once.values()];
}

/** What a search for this would have to find: the handle, the address, or all of the words. */
export function marksSought(schoolId: string, typed: string) {
  const found = marksOf(schoolId, { handles: [typed], addresses: [typed], text: typed });
  const of = (...kinds: MarkKind[]) =>
    found.filter((mark) => kinds.includes(mark.kind)).map((mark) => mark.token);
  return { any: of("handle", "address"), all: of("word") };
}

const side = 32;
const low = 16;
const cosines = Array.from({ length: low }, (_, u) =>
  Array.from({ length: side }, (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * side))),
);

/**
 * 256 bits of what a picture looks like from afar: the signs of its low frequencies (DCT) about
 * their median. A picture of one colour has none.
 */
export async function lookOf(picture: Buffer): Promise<number[] | null> {
  const grey = await sharp(picture, { limitInputPixels: mostPixels })
    .rotate()
    .flatten({ background: "#ffffff" })
    .greyscale()
    .resize(side, side, { fit: "fill" })
    .raw()
    .toBuffer();
  if (Math.max(...grey) - Math.min(...grey) < 16) return null;
  const rows = Array.from({ length: side }, (_, y) =>
    cosines.map((wave) => wave.reduce((sum, c, x) => sum + c * (grey[y * side + x] ?? 0), 0)),
  );
  const values = cosines.flatMap((wave) =>
    Array.from({ length: low }, (_, v) =>
      wave.reduce((sum, c, y) => sum + c * (rows[y]?.[v] ?? 0), 0),
    ),
  );
  // The first says how bright it is, which is no part of what it shows.
  values[0] = 0;
  const middle = values.toSorted((a, b) => a - b)[values.length / 2] ?? 0;
  return values.map((value) => (value > middle ? 1 : 0));
}

/** Sixteen marks of a picture, one for each sixteen bits of its look. */
export async function marksOfPicture(schoolId: string, picture: Buffer): Promise<Mark[]> {
  const bits = await lookOf(picture);
  if (!bits) return [];
  const key = keyOf(schoolId);
  return Array.from({ length: slots }, (_, band) => {
    const value = `${band} ${bits.slice(band * slots, (band + 1) * slots).join("")}`;
    return { kind: "image", token: tokenOf(key, "image", value) };
  });
}

/**
 * How many equal marks of a kind suggest a connection. Pictures: of 70 made ones, chats and photos,
 * every two different ones share at most 1 of 16; the same one saved again (JPEG 40, WebP 30, half
 * its size, twice over) shares 9 to 14 as a rule, 2 at the least (make-marks.test.ts). Wording: 6 of
 * 16 equal means about two runs of words in five are the same.
 */
export const enough: Record<Exclude<MarkKind, "word">, number> = {
  handle: 1,
  address: 1,
  image: 3,
  wording: 6,
};
