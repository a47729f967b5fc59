import { buffer } from "node:stream/consumers";
import sharp, { type Sharp } from "sharp";
import { notFound } from "@/lib/errors";
import { mostPixels } from "./inspect-bytes";
import { type Held, readBytes } from "./keep-bytes";
import type { Area } from "./read-areas";
import { openPages } from "./render-page";

/** What can be shown: a picture, or one page of a document drawn as one. Upright, without metadata. */
export async function drawEvidence(item: Held, kind: string, page: number): Promise<Sharp> {
  const bytes = await buffer(readBytes(item));
  if (kind === "image") return sharp(bytes, { limitInputPixels: mostPixels }).rotate();
  if (kind !== "pdf") throw notFound();
  const document = await openPages(bytes);
  try {
    return sharp(await document.picture(page));
  } finally {
    await document.close();
  }
}

/** Blacks the areas of one page out, in the pixels themselves; a pixel that is touched goes. */
export async function burnAreas(picture: Sharp, areas: readonly Area[]): Promise<Sharp> {
  const { data, info } = await picture
    .flatten({ background: "#ffffff" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const within = (value: number, most: number) => Math.max(0, Math.min(most, value));
  for (const area of areas) {
    const left = within(Math.floor((area.x * info.width) / 1000), info.width);
    const right = within(Math.ceil(((area.x + area.w) * info.width) / 1000), info.width);
    const top = within(Math.floor((area.y * info.height) / 1000), info.height);
    const bottom = within(Math.ceil(((area.y + area.h) * info.height) / 1000), info.height);
    for (let row = top; row < bottom; row++) {
      const start = row * info.width;
      data.fill(0, (start + left) * info.channels, (start + right) * info.channels);
    }
  }
  return sharp(data, {
    raw: { width: info.width, height: info.height, channels: info.channels },
    limitInputPixels: mostPixels,
  });
}

/**
 * A picture made anew, so that nothing of the file itself reaches a browser: no metadata, no
 * trailing bytes, no trick. Blurred is small and past reading; view keeps what zooming in needs,
 * up to 16,000 pixels a side and 16 million in all.
 */
export async function renderEvidence(
  item: Held,
  as: "blurred" | "view",
  { kind = "image", page = 1, areas = [] as readonly Area[] } = {},
): Promise<Buffer> {
  const picture = await drawEvidence(item, kind, page);
  if (as === "blurred") {
    return picture
      .resize({ width: 320, height: 240, fit: "inside" })
      .blur(14)
      .webp({ quality: 40 })
      .toBuffer();
  }
  const { width, height } = (await picture.metadata()).autoOrient;
  const scale = Math.min(
    1,
    Math.sqrt(16_000_000 / (width * height)),
    16_000 / width,
    16_000 / height,
  );
  const own = areas.filter((area) => area.page === page);
  return (own.length > 0 ? await burnAreas(picture, own) : picture)
    .resize({ width: Math.round(width * scale) })
    .webp({ quality: 88 })
    .toBuffer();
}
