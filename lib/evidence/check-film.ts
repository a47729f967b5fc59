import { buffer } from "node:stream/consumers";
import { type Held, readBytes } from "./keep-bytes";
import { refuseFile } from "./labels";

const boxed = /^(audio\/(mp4|x-m4a)|video\/(mp4|x-m4v|quicktime|3gpp2?))$/;

/**
 * A film or voice message of the MP4 family is a row of boxes, each of which says how long it is:
 * one that ends before its last box does is cut. Reads the boxes' heads alone, however long it is.
 */
export async function checkFilm(item: Held, mediaType: string): Promise<void> {
  if (!boxed.test(mediaType)) return;
  let at = 0;
  let film = false;
  for (let boxes = 0; at < item.size; boxes++) {
    const head = await buffer(readBytes(item, at, Math.min(at + 16, item.size)));
    const said = head.length >= 8 ? head.readUInt32BE(0) : -1;
    const size =
      said === 1 && head.length === 16
        ? Number(head.readBigUInt64BE(8))
        : said === 0
          ? item.size - at
          : said;
    film ||= head.toString("latin1", 4, 8) === "moov";
    if (size < 8 || at + size > item.size || boxes > 1000) {
      throw refuseFile("recording");
    }
    at += size;
  }
  if (!film) throw refuseFile("recording");
}
