import { buffer } from "node:stream/consumers";
import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";
import { checkFilm } from "./check-film";
import { type Held, megabyte, readBytes } from "./keep-bytes";
import { refuseFile } from "./labels";

export type Kind = "image" | "pdf" | "audio" | "video" | "email" | "chat" | "text";
export type Nature = {
  kind: Kind;
  mediaType: string;
  width: number | null;
  height: number | null;
};

const images: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpeg",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/heic": "heif",
  "image/heif": "heif",
};
const recordings = new Set([
  "audio/mpeg",
  "audio/mp4",
  "audio/x-m4a",
  "audio/aac",
  "audio/amr",
  "audio/wav",
  "audio/flac",
  "audio/x-flac",
  "audio/ogg",
  "audio/opus",
  "video/mp4",
  "video/x-m4v",
  "video/quicktime",
  "video/3gpp",
  "video/3gpp2",
  "video/webm",
  "video/matroska",
  "video/x-matroska",
  "video/ogg",
  "video/x-msvideo",
  "video/vnd.avi",
]);
/** Fifty million pixels: a screenshot of a very long chat, and not a decompression bomb. */
export const mostPixels = 50_000_000;
/** What is opened in memory to be read: a picture, an e-mail, a text. */
export const largestRead = 25 * megabyte;

const endsAsPdf = async (item: Held) =>
  (await buffer(readBytes(item, Math.max(0, item.size - 2048)))).includes("%%EOF");

async function inspectPicture(item: Held, mediaType: string, format: string): Promise<Nature> {
  if (item.size > largestRead) throw refuseFile("picture");
  const picture = await buffer(readBytes(item));
  try {
    const meta = await sharp(picture, { limitInputPixels: mostPixels }).metadata();
    if (meta.format !== format || !meta.width || !meta.height) throw new Error("not what it says");
    // Decoding once proves that the picture is whole, and that it can be shown later.
    await sharp(picture, { limitInputPixels: mostPixels, failOn: "error" }).resize(16).toBuffer();
    return { kind: "image", mediaType, width: meta.width, height: meta.height };
  } catch {
    // The libvips that comes with sharp reads no HEIC; one of the platform's own may.
    throw refuseFile(format === "heif" ? "heic" : "picture");
  }
}

/** Bytes that are words: UTF-8, UTF-16 with its mark, or Windows' own; nothing that only a program writes. */
export function readText(bytes: Buffer): string | null {
  const mark = bytes.readUInt16BE.bind(bytes);
  const wide = bytes.length > 1 && (mark(0) === 0xfffe || mark(0) === 0xfeff);
  const decode = (encoding: string, fatal: boolean) => {
    try {
      return new TextDecoder(encoding, { fatal }).decode(bytes);
    } catch {
      return null;
    }
  };
  const text = wide
    ? decode(mark(0) === 0xfffe ? "utf-16le" : "utf-16be", true)
    : (decode("utf-8", true) ?? decode("windows-1252", false));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are looked for
  return text === null || /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text) ? null : text;
}

const headerLine = /^[\x21-\x39\x3b-\x7e]{1,76}:/;
const ofMail =
  /^(from|to|date|subject|received|message-id|mime-version|return-path|delivered-to|sender):/i;

/** An e-mail begins with a block of headers, several of them those of mail. */
export function looksLikeEmail(head: string): boolean {
  const lines: string[] = [];
  for (const line of head.slice(0, 64 * 1024).split(/\r?\n/)) {
    if (line === "") break;
    if (/^[ \t]/.test(line) && lines.length > 0) continue;
    if (!headerLine.test(line)) return false;
    lines.push(line);
  }
  return new Set(lines.flatMap((line) => line.match(ofMail)?.[1]?.toLowerCase() ?? [])).size >= 3;
}

async function inspectWords(item: Held, head: Buffer): Promise<Nature | null> {
  const words = { width: null, height: null };
  if (looksLikeEmail(head.toString("latin1"))) {
    if (item.size > largestRead) throw refuseFile("mail");
    return { kind: "email", mediaType: "message/rfc822", ...words };
  }
  // A character may be cut where the head ends.
  if (item.size <= megabyte ? readText(head) === null : head.includes(0)) return null;
  if (/^\W{0,3}\s*<(!|\?|[a-z])/i.test(head.toString("utf8", 0, 400))) return null;
  if (item.size > 10 * megabyte) throw refuseFile("text");
  return { kind: "text", mediaType: "text/plain", ...words };
}

/**
 * What the bytes are, decided by the bytes. Anything not understood is refused in a sentence. They
 * are opened in memory alone: a picture or text whole (25 MB at most), the rest in parts.
 */
export async function inspectBytes(item: Held): Promise<Nature> {
  const head = await buffer(readBytes(item, 0, Math.min(item.size, megabyte)));
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  const mediaType = found?.mime.split(";")[0] ?? "";
  const shapeless = { mediaType, width: null, height: null };
  if (mediaType === "application/pdf") {
    if (await endsAsPdf(item)) return { kind: "pdf", ...shapeless };
    throw refuseFile("pdf");
  }
  const format = images[mediaType];
  if (format) return inspectPicture(item, mediaType, format);
  if (recordings.has(mediaType)) {
    await checkFilm(item, mediaType);
    return { kind: mediaType.startsWith("audio/") ? "audio" : "video", ...shapeless };
  }
  // Whether it is a chat is seen when it is read.
  if (mediaType === "application/zip") return { kind: "chat", ...shapeless };
  if (mediaType === "application/x-cfb") throw refuseFile("outlook");
  const words = mediaType === "" ? await inspectWords(item, head) : null;
  if (!words) throw refuseFile("type");
  return words;
}
