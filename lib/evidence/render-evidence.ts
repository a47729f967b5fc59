import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { mostPixels } from "./inspect-bytes";
import { type Held, readBytes } from "./keep-bytes";

/**
 * A picture made anew, so that nothing of the file itself reaches a browser: no metadata, no
 * trailing bytes, no trick. Blurred is small and past reading; view keeps up to 2,400 pixels.
 */
export async function renderEvidence(item: Held, as: "blurred" | "view"): Promise<Buffer> {
  const picture = sharp(await buffer(readBytes(item)), { limitInputPixels: mostPixels }).rotate();
  return as === "blurred"
    ? picture
        .resize({ width: 320, height: 240, fit: "inside" })
        .blur(14)
        .webp({ quality: 40 })
        .toBuffer()
    : picture
        .resize({ width: 2400, height: 2400, fit: "inside", withoutEnlargement: true })
        .webp({ quality: 88 })
        .toBuffer();
}
