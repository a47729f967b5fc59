import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { sql } from "drizzle-orm";
import sharp from "sharp";
import { createWorker } from "tesseract.js";
import { marks } from "@/db/schema/connections";
import { readings, readWords } from "@/db/schema/uploads";
import { withJob } from "@/db/scope";
import { findStamp, wordsOf } from "./find-stamp";
import { fileKeyOf } from "./hold-keys";
import { mostPixels } from "./inspect-bytes";
import { readBytes } from "./keep-bytes";
import { type Mark, marksOfPicture } from "./make-marks";

/** Milliseconds for one picture, and pixels it is brought down to: about 300 MB while it is read. */
const longest = 60_000;
const pixels = 4_000_000;
const mostWords = 2_000;

const require = createRequire(import.meta.url);
const data = join(dirname(require.resolve("@tesseract.js-data/eng")), "4.0.0_best_int");

class TooSlow extends Error {}

/** The text on a picture. The recogniser comes and goes with it, so that its memory does too. */
async function readPicture(picture: Buffer): Promise<string> {
  const reader = await createWorker("eng", 1, { langPath: data, gzip: true, cacheMethod: "none" });
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new TooSlow()), longest);
    });
    const found = await Promise.race([reader.recognize(picture), late]);
    return found.data.text;
  } finally {
    clearTimeout(timer);
    await reader.terminate();
  }
}

type Readable = {
  storage_key: string;
  size: string;
  header: string | null;
  wrapped: string | null;
};
const readable = (job: { schoolId: string; evidenceId: string }) =>
  withJob(job, async (tx) => {
    const [row] = (await tx.execute(
      sql`select * from sec.readable_picture(${job.evidenceId}::uuid)`,
    )) as unknown as Readable[];
    return row;
  });

let before: Promise<unknown> = Promise.resolve();
/** One picture at a time in this process: recognition takes the most memory of all work here. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = before.then(work, work);
  before = mine.catch(() => {});
  return mine;
}

/**
 * Reads what stands on a picture, and what it looks like from afar, in this machine and nowhere else,
 * and keeps it under the picture's own rules. Never of one that is sealed or under B13: asked before a byte is opened, and again in
 * the transaction that writes. A failure is a row for the administrator; the person sees nothing.
 */
export async function recogniseText(job: { schoolId: string; evidenceId: string }): Promise<void> {
  return inTurn(async () => {
    const item = await readable(job);
    if (!item) return;
    let text = "";
    let problem: string | null = null;
    let look: Mark[] = [];
    try {
      const held = {
        storageKey: item.storage_key,
        size: Number(item.size),
        fileKey: await fileKeyOf(item),
      };
      const side = Math.floor(Math.sqrt(pixels) * 2);
      const picture = await sharp(await buffer(readBytes(held)), { limitInputPixels: mostPixels })
        .rotate()
        .resize({ width: side / 2, height: side, fit: "inside", withoutEnlargement: true })
        .greyscale()
        .png()
        .toBuffer();
      look = await marksOfPicture(job.schoolId, picture);
      text = await readPicture(picture);
    } catch (error) {
      problem = error instanceof TooSlow ? "too-slow" : "not-read";
    }
    const at = new Date();
    await withJob(job, async (tx) => {
      const still = await tx.execute(
        sql`select 1 from sec.readable_picture(${job.evidenceId}::uuid)`,
      );
      if (still.length === 0) return;
      const key = { schoolId: job.schoolId, evidenceId: job.evidenceId };
      const kept = await tx
        .insert(readings)
        .values({ ...key, words: text, ...findStamp(text, at), problem, readAt: at })
        .onConflictDoNothing()
        .returning({ id: readings.evidenceId });
      const words = wordsOf(text).slice(0, mostWords);
      if (kept.length > 0 && words.length > 0)
        await tx
          .insert(readWords)
          .values(words.map((word) => ({ ...key, word })))
          .onConflictDoNothing();
      if (kept.length > 0 && look.length > 0)
        await tx
          .insert(marks)
          .values(
            look.map((mark) => ({ schoolId: job.schoolId, sourceId: job.evidenceId, ...mark })),
          )
          .onConflictDoNothing();
    });
  });
}
