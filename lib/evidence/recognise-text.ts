import { buffer } from "node:stream/consumers";
import { sql } from "drizzle-orm";
import sharp from "sharp";
import { marks } from "@/db/schema/connections";
import { readings, readWords } from "@/db/schema/uploads";
import { type Tx, withJob } from "@/db/scope";
import { findStamp, wordsOf } from "./find-stamp";
import { fileKeyOf } from "./hold-keys";
import { mostPixels } from "./inspect-bytes";
import { readBytes } from "./keep-bytes";
import { type Mark, marksOfPicture } from "./make-marks";
import { limits, readPicture } from "./read-picture";

/** Pixels that a picture is brought down to before it is read. */
const pixels = 4_000_000;
const mostWords = 2_000;

type Readable = {
  storage_key: string;
  size: string;
  header: string | null;
  wrapped: string | null;
};
type Job = { schoolId: string; evidenceId: string };
const readable = (job: Job) =>
  withJob(job, async (tx) => {
    const [row] = (await tx.execute(
      sql`select * from sec.readable_picture(${job.evidenceId}::uuid)`,
    )) as unknown as Readable[];
    return row;
  });

/** A picture from the store, grey and small enough to be read. */
async function openPicture(item: Readable): Promise<Buffer> {
  const held = {
    storageKey: item.storage_key,
    size: Number(item.size),
    fileKey: await fileKeyOf(item),
  };
  const side = Math.floor(Math.sqrt(pixels) * 2);
  return sharp(await buffer(readBytes(held)), { limitInputPixels: mostPixels })
    .rotate()
    .resize({ width: side / 2, height: side, fit: "inside", withoutEnlargement: true })
    .greyscale()
    .png()
    .toBuffer();
}

/** What a picture looks like from afar; nothing of one that may not or cannot be opened. */
export async function lookAgain(job: Job): Promise<Mark[]> {
  const item = await readable(job);
  if (!item) return [];
  try {
    return await marksOfPicture(job.schoolId, await openPicture(item));
  } catch {
    return [];
  }
}

/** Keeps a picture's marks, unless it was sealed or taken away meanwhile. */
export async function keepLook(tx: Tx, job: Job, look: Mark[]): Promise<void> {
  const still = await tx.execute(sql`select 1 from sec.readable_picture(${job.evidenceId}::uuid)`);
  if (still.length === 0 || look.length === 0) return;
  const rows = look.map((mark) => ({ schoolId: job.schoolId, sourceId: job.evidenceId, ...mark }));
  await tx.insert(marks).values(rows).onConflictDoNothing();
}

let before: Promise<unknown> = Promise.resolve();
/** One picture at a time in this process: recognition takes the most memory of all work here. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = before.then(work, work);
  before = mine.catch(() => {});
  return mine;
}

/**
 * Reads what stands on a picture, and what it looks like from afar, in this machine and nowhere else,
 * and keeps it under the picture's own rules. Never of one that is sealed or under B13: asked before a
 * byte is opened, and again in the transaction that writes. Whatever comes of it the picture stays as
 * it is; that it could not be read is said to whoever added it, and counted for the administrator.
 */
export async function recogniseText(job: Job, most = limits): Promise<void> {
  return inTurn(async () => {
    const item = await readable(job);
    if (!item) return;
    let text = "";
    let problem: string | null = null;
    let look: Mark[] = [];
    try {
      const picture = await openPicture(item);
      look = await marksOfPicture(job.schoolId, picture);
      const read = await readPicture(picture, most);
      if ("text" in read) text = read.text;
      else problem = read.problem;
    } catch {
      problem = "not-read";
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
      if (kept.length > 0) await keepLook(tx, job, look);
    });
  });
}
