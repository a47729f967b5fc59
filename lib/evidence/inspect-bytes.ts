import { buffer } from "node:stream/consumers";
import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";
import { check } from "@/lib/errors";
import { type Held, megabyte, readBytes } from "./keep-bytes";

export type Nature = {
  kind: "image" | "pdf";
  mediaType: string;
  width: number | null;
  height: number | null;
};

const images: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpeg",
  "image/webp": "webp",
  "image/gif": "gif",
};
/** Fifty million pixels: a screenshot of a very long chat, and not a decompression bomb. */
export const mostPixels = 50_000_000;

const refuse = (sentence: string) => check({ file: sentence });
const wanted = "The selected file must be a PNG, JPG, WEBP, GIF or PDF";

const endsAsPdf = async (item: Held) =>
  (await buffer(readBytes(item, Math.max(0, item.size - 2048)))).includes("%%EOF");

/**
 * What the bytes are, decided by the bytes. Anything not understood is refused in a sentence. They
 * are opened in memory alone: a picture whole (25 MB at most), a PDF at its two ends.
 */
export async function inspectBytes(item: Held): Promise<Nature> {
  const found = await fileTypeFromBuffer(await buffer(readBytes(item, 0, megabyte)));
  const mediaType = found?.mime ?? "";
  if (mediaType === "application/pdf") {
    if (await endsAsPdf(item)) return { kind: "pdf", mediaType, width: null, height: null };
    throw refuse("The PDF is damaged or not complete. Save it again, then choose it again");
  }
  if (mediaType === "image/heic" || mediaType === "image/heif") {
    throw refuse(
      "This is an iPhone photo (HEIC). Save it as JPG, or take a screenshot of it, then choose that",
    );
  }
  const format = images[mediaType];
  if (!format) throw refuse(wanted);
  const picture = await buffer(readBytes(item));
  try {
    const meta = await sharp(picture, { limitInputPixels: mostPixels }).metadata();
    if (meta.format !== format || !meta.width || !meta.height) throw new Error("not what it says");
    // Decoding once proves that the picture is whole, and that it can be shown later.
    await sharp(picture, { limitInputPixels: mostPixels, failOn: "error" }).resize(16).toBuffer();
    return { kind: "image", mediaType, width: meta.width, height: meta.height };
  } catch {
    throw refuse(
      "The picture is damaged or too large to open. Take a new screenshot, then choose that",
    );
  }
}
