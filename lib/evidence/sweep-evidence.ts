import { subDays } from "date-fns/subDays";
import { subHours } from "date-fns/subHours";
import { sql } from "drizzle-orm";
import { type Tx, withJob } from "@/db/scope";
import { env } from "@/lib/env";
import { Damaged, type Flaw } from "./encrypt-bytes";
import { fileKeyOf } from "./hold-keys";
import { checkBytes, megabyte } from "./keep-bytes";
import { noteCheck } from "./note-check";

type Due = {
  id: string;
  storage_key: string;
  size: string;
  sha256: string;
  header: string | null;
  wrapped: string | null;
  report_id: string | null;
  reference: string | null;
};
export type Swept = { items: number; bytes: number; damaged: { id: string; found: Flaw }[] };

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Keeps reading to so many bytes a second: whoever is ahead of that waits. */
export function paceOf(rate: number, now = () => performance.now(), wait = pause) {
  const began = now();
  let read = 0;
  return async (bytes: number): Promise<void> => {
    read += bytes;
    const ahead = (read / rate) * 1000 - (now() - began);
    // Shorter waits than this would cost more than they spare.
    if (ahead > 20) await wait(ahead);
  };
}

export const ratePace = () => paceOf(env().EVIDENCE_CHECK_RATE * megabyte);

async function findFlaw(item: Due, pace: ReturnType<typeof paceOf>): Promise<Flaw | "whole"> {
  try {
    const fileKey = await fileKeyOf(item);
    const held = { storageKey: item.storage_key, size: Number(item.size), fileKey };
    await checkBytes(held, item.sha256, pace);
    return "whole";
  } catch (error) {
    if (error instanceof Damaged) return error.flaw;
    // A sector of the disk that cannot be read is a lost file, not a reason to stop at it for ever.
    if ((error as NodeJS.ErrnoException).code === "EIO") return "missing";
    throw error;
  }
}

const dueItems = (tx: Tx, before: Date, again: Date) =>
  tx.execute(sql`select * from sec.due_evidence(${before.toISOString()}::timestamptz,
    ${again.toISOString()}::timestamptz, 20)`) as unknown as Promise<Due[]>;

/**
 * Reads whole and compares with its SHA-256 every item of a school that was not for so many days,
 * the longest unchecked first, until `until`. What was checked is written down item by item, so a
 * restart goes on where it was.
 */
export async function sweepSchool(
  schoolId: string,
  at: Date,
  { days = env().EVIDENCE_CHECK_DAYS, until = (): boolean => false, pace = ratePace() } = {},
): Promise<Swept> {
  const before = subDays(at, days);
  const swept: Swept = { items: 0, bytes: 0, damaged: [] };
  for (;;) {
    const due = await withJob({ schoolId }, (tx) => dueItems(tx, before, subHours(at, 20)));
    if (due.length === 0) return swept;
    for (const item of due) {
      if (until()) return swept;
      const found = await findFlaw(item, pace);
      const { id, report_id: reportId, reference } = item;
      await withJob({ schoolId }, (tx) =>
        noteCheck(tx, { schoolId, at }, { id, reportId, reference }, found),
      );
      swept.items++;
      swept.bytes += Number(item.size);
      if (found !== "whole") swept.damaged.push({ id, found });
    }
  }
}
