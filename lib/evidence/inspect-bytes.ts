import { open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import sharp from "sharp";
import { check } from "@/lib/errors";
import { bytesPath } from "./keep-bytes";

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

async function endsAsPdf(path: string, size: number): Promise<boolean> {
  const file = await open(path, "r");
  const tail = Buffer.alloc(Math.min(size, 2048));
  await file.read(tail, 0, tail.length, size - tail.length);
  await file.close();
  return tail.includes("%%EOF");
}

/** What the bytes are, decided by the bytes. Anything not understood is refused in a sentence. */
export async function inspectBytes(storageKey: string, size: number): Promise<Nature> {
  const path = bytesPath(storageKey);
  const found = await fileTypeFromFile(path);
  const mediaType = found?.mime ?? "";
  if (mediaType === "application/pdf") {
    if (await endsAsPdf(path, size)) return { kind: "pdf", mediaType, width: null, height: null };
    throw refuse("The PDF is damaged or not complete. Save it again, then choose it again");
  }
  if (mediaType === "image/heic" || mediaType === "image/heif") {
    throw refuse(
      "This is an iPhone photo (HEIC). Save it as JPG, or take a screenshot of it, then choose that",
    );
  }
  const format = images[mediaType];
  if (!format) throw refuse(wanted);
  try {
    const meta = await sharp(path, { limitInputPixels: mostPixels }).metadata();
    if (meta.format !== format || !meta.width || !meta.height) throw new Error("not what it says");
    // Decoding once proves that the picture is whole, and that it can be shown later.
    await sharp(path, { limitInputPixels: mostPixels, failOn: "error" }).resize(16).toBuffer();
    return { kind: "image", mediaType, width: meta.width, height: meta.height };
  } catch {
    throw refuse(
      "The picture is damaged or too large to open. Take a new screenshot, then choose that",
    );
  }
}
