import { eq, sql } from "drizzle-orm";
import { markFills, marks } from "@/db/schema/connections";
import { withJob, withJobs } from "@/db/scope";
import { type Mark, marksOf } from "./make-marks";
import { keepLook, lookAgain } from "./recognise-text";

/** How many reports and files at a time, and milliseconds of one turn; the next turn goes on. */
const batch = 50;
const turn = 60_000;
const first = "00000000-0000-0000-0000-000000000000";

type Source = {
  id: string;
  handles: string[];
  address: string | null;
  account: string | null;
  picture: boolean;
};

/** Marks the next few, and answers whether there may be more. */
async function fillSome(schoolId: string, most: number): Promise<boolean> {
  const found = await withJob({ schoolId }, async (tx) => {
    await tx.insert(markFills).values({ schoolId, after: first }).onConflictDoNothing();
    const [fill] = await tx
      .select({ after: markFills.after, doneAt: markFills.doneAt })
      .from(markFills)
      .where(eq(markFills.schoolId, schoolId));
    if (!fill || fill.doneAt) return [];
    return (await tx.execute(
      sql`select id, handles, address, account, picture from sec.unmarked(${fill.after}::uuid, ${most})`,
    )) as unknown as Source[];
  });
  // Between the transactions: what a picture looks like takes its time.
  const looks = new Map<string, Mark[]>();
  for (const { id, picture } of found)
    if (picture) looks.set(id, await lookAgain({ schoolId, evidenceId: id }));
  await withJob({ schoolId }, async (tx) => {
    const rows = found.flatMap(({ id, handles, address, account }) =>
      marksOf(schoolId, { handles, addresses: [address], text: account ?? "" }).map((mark) => ({
        schoolId,
        sourceId: id,
        ...mark,
      })),
    );
    if (rows.length > 0) await tx.insert(marks).values(rows).onConflictDoNothing();
    for (const [evidenceId, look] of looks) await keepLook(tx, { schoolId, evidenceId }, look);
    const last = found.at(-1);
    await tx
      .update(markFills)
      .set(last ? { after: last.id } : { doneAt: new Date() })
      .where(eq(markFills.schoolId, schoolId));
  });
  return found.length > 0;
}

/**
 * Gives what was sent before there were marks its own, once a school: reports by their words, files
 * by what was noted of them, pictures by their look. A few at a time, so that ten years take no more
 * memory than a day; begun again it goes on where it was, and twice at once it does no harm.
 */
export async function fillMarks(schoolId: string, most = batch): Promise<void> {
  const until = performance.now() + turn;
  while (await fillSome(schoolId, most)) {
    if (performance.now() < until) continue;
    await askForMarks([schoolId]);
    return;
  }
}

/** When the worker starts: a job for each school whose older reports still wait for their marks. */
export async function askForMarks(only?: string[]): Promise<void> {
  await withJobs(async (tx) => {
    const schools =
      only ??
      (
        (await tx.execute(sql`select sec.unmarked_schools() as id`)) as unknown as { id: string }[]
      ).map(({ id }) => id);
    for (const schoolId of schools)
      await tx.execute(sql`select jobs.enqueue('marks-missed',
        ${JSON.stringify({ schoolId })}::json, ${`marks-missed ${schoolId}`})`);
  });
}
