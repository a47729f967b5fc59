import { buffer } from "node:stream/consumers";
import readExif from "exif-reader";
import sharp from "sharp";
import { mostPixels } from "./inspect-bytes";
import { type Held, readBytes } from "./keep-bytes";
import { openPages } from "./render-page";

const clean = (value: unknown): string =>
  (value instanceof Date ? value.toISOString() : String(value ?? ""))
    .replace(/\p{C}/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);

/** Degrees, minutes and seconds with their half of the globe, as one number. */
function degrees(parts: unknown, half: unknown): number | null {
  if (!Array.isArray(parts) || parts.length !== 3) return null;
  const [d, m, s] = parts.map(Number);
  const value = (d ?? 0) + (m ?? 0) / 60 + (s ?? 0) / 3600;
  return Number.isFinite(value) ? value * (half === "S" || half === "W" ? -1 : 1) : null;
}

async function ofPicture(bytes: Buffer): Promise<Record<string, unknown>> {
  const { exif } = await sharp(bytes, { limitInputPixels: mostPixels }).metadata();
  if (!exif) return {};
  const { Image, Photo, GPSInfo } = readExif(exif);
  const north = degrees(GPSInfo?.GPSLatitude, GPSInfo?.GPSLatitudeRef);
  const east = degrees(GPSInfo?.GPSLongitude, GPSInfo?.GPSLongitudeRef);
  const taken = Photo?.DateTimeOriginal ?? Image?.DateTime;
  return {
    taken: taken instanceof Date ? taken.toISOString().slice(0, 16).replace("T", " ") : taken,
    camera: [Image?.Make, Image?.Model].filter(Boolean).join(" "),
    software: Image?.Software,
    place: north !== null && east !== null ? `${north.toFixed(5)}, ${east.toFixed(5)}` : "",
  };
}

async function ofDocument(bytes: Buffer): Promise<Record<string, unknown>> {
  const document = await openPages(bytes);
  try {
    const info = await document.info();
    return {
      pages: document.pages,
      title: info.Title,
      author: info.Author,
      software: [info.Creator, info.Producer].filter(Boolean).join(", "),
      made: info.CreationDate,
    };
  } finally {
    await document.close();
  }
}

/**
 * What a file says of itself: EXIF of a picture, the properties of a PDF. A statement, not a proof:
 * anybody can write it. A file that says nothing readable has none.
 */
export async function readMetadata(
  item: Held,
  kind: string,
): Promise<Record<string, string> | null> {
  if (kind !== "image" && kind !== "pdf") return null;
  const bytes = await buffer(readBytes(item));
  const found = await (kind === "image" ? ofPicture(bytes) : ofDocument(bytes)).catch(() => ({}));
  const said = Object.entries(found)
    .map(([name, value]) => [name, clean(value)] as const)
    .filter(([, value]) => value !== "");
  return said.length > 0 ? Object.fromEntries(said) : null;
}
