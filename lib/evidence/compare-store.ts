import { subDays } from "date-fns/subDays";
import { sql } from "drizzle-orm";
import { withJob, withJobs } from "@/db/scope";
import { type Checked, noteCheck } from "./note-check";
import { type Place, place } from "./place-bytes";

type Row = {
  school_id: string;
  id: string;
  report_id: string | null;
  reference: string | null;
  storage_key: string;
  gone: boolean;
  received_at: string;
};

export type Compared = {
  /** Files that no row tells of, by their keys: named, and left alone. */
  strays: string[];
  /** Items whose file is not in the store. */
  missing: (Checked & { schoolId: string })[];
  /** What was removed: parts of uploads, and files of items taken back before sending. */
  dropped: number;
};

const everyTwoLetters = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));

async function filesUnder(store: Place, letters: string): Promise<Map<string, Date>> {
  const files = new Map<string, Date>();
  for await (const { key, keptAt } of store.list(letters)) files.set(key, keptAt);
  return files;
}

/**
 * Compares the store with the rows, one 256th of both in memory at a time. A file without a row is
 * never removed, however old: after a backup of the database was put back it may be the only trace
 * of a report that came in later. Removed are, a day after they were last touched, parts of uploads
 * (nobody was ever told that they arrived) and files of items that their uploader took back before
 * sending or that were destroyed (their rows say so); so nothing that anybody relies on can go.
 */
export async function compareStore(at: Date): Promise<Compared> {
  const store = await place();
  const yesterday = subDays(at, 1);
  const result: Compared = { strays: [], missing: [], dropped: await store.dropParts(yesterday) };
  for (const letters of everyTwoLetters) {
    // The files first: what comes in meanwhile has a file that is not asked about.
    const files = await filesUnder(store, letters);
    const rows = (await withJobs((tx) =>
      tx.execute(sql`select * from sec.placed_evidence(${letters})`),
    )) as unknown as Row[];
    const known = new Map(rows.map((row) => [row.storage_key, row]));
    for (const [key, keptAt] of files) {
      const row = known.get(key);
      if (keptAt >= yesterday || (row && !row.gone)) continue;
      if (!row) result.strays.push(key);
      else {
        await store.drop(key);
        result.dropped++;
      }
    }
    for (const row of rows) {
      if (row.gone || files.has(row.storage_key)) continue;
      // Asked for by itself: it may have come in after the list was made.
      if (await store.read(row.storage_key, 0, 1)) continue;
      const { id, report_id: reportId, reference, school_id: schoolId } = row;
      await withJob({ schoolId }, (tx) =>
        noteCheck(tx, { schoolId, at }, { id, reportId, reference }, "missing"),
      );
      result.missing.push({ id, reportId, reference, schoolId });
    }
  }
  return result;
}
