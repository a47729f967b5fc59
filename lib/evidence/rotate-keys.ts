import { subDays } from "date-fns/subDays";
import { and, asc, eq, gt, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { evidence, schoolKeys } from "@/db/schema/evidence";
import { type Tx, withJob, withJobs } from "@/db/scope";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { Damaged } from "./encrypt-bytes";
import { currentKey, fileKeyOf, makeKey } from "./hold-keys";
import { wrapKey } from "./wrap-key";

/** A key made within a day stays: a second run only finishes what the first left. */
async function renewKey(tx: Tx, schoolId: string, at: Date): Promise<void> {
  const retired = await tx
    .update(schoolKeys)
    .set({ retiredAt: at })
    .where(
      and(
        eq(schoolKeys.schoolId, schoolId),
        isNull(schoolKeys.retiredAt),
        lt(schoolKeys.madeAt, subDays(at, 1)),
      ),
    )
    .returning({ id: schoolKeys.id });
  if (retired.length === 0) return;
  await tx.insert(schoolKeys).values(await makeKey(schoolId, at));
  await appendLedger(tx, {
    role: "system",
    action: "evidence-key-changed",
    object: { kind: "school", id: schoolId },
  });
}

/** The next item whose header is under a retired key, wrapped anew in a transaction of its own. */
async function rewrapNext(
  tx: Tx,
  schoolId: string,
  after: string,
  at: Date,
): Promise<{ id: string; opened: boolean } | null> {
  const [item] = await tx
    .select({ id: evidence.id, header: evidence.header, wrapped: schoolKeys.wrapped })
    .from(evidence)
    .innerJoin(
      schoolKeys,
      and(eq(schoolKeys.schoolId, evidence.schoolId), eq(schoolKeys.id, evidence.keyId)),
    )
    .where(
      and(eq(evidence.schoolId, schoolId), gt(evidence.id, after), isNotNull(schoolKeys.retiredAt)),
    )
    .orderBy(asc(evidence.id))
    .limit(1)
    .for("update", { of: evidence });
  if (!item) return null;
  try {
    const fileKey = await fileKeyOf(item);
    const key = await currentKey(tx, { schoolId, at });
    await tx
      .update(evidence)
      .set({ header: wrapKey(fileKey, key.recipient), keyId: key.id })
      .where(and(eq(evidence.schoolId, schoolId), eq(evidence.id, item.id)));
    return { id: item.id, opened: true };
  } catch (error) {
    if (error instanceof Damaged) return { id: item.id, opened: false };
    throw error;
  }
}

/**
 * Gives a school a new key and wraps the key of each of its files for it, one row after the other
 * while people work; no file is touched. An item whose header does not open is left as it is, and
 * named. What came in under the old key meanwhile still opens, and is taken by the next run.
 */
export async function rotateKeys(
  schoolId: string,
  at: Date,
): Promise<{ changed: number; damaged: string[] }> {
  await withJob({ schoolId }, (tx) => renewKey(tx, schoolId, at));
  const damaged: string[] = [];
  let changed = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const from = after;
    const item = await withJob({ schoolId }, (tx) => rewrapNext(tx, schoolId, from, at));
    if (!item) return { changed, damaged };
    if (item.opened) changed++;
    else damaged.push(item.id);
    after = item.id;
  }
}

export const keySchools = async (): Promise<string[]> =>
  withJobs(async (tx) => {
    const rows = (await tx.execute(
      sql`select school from sec.key_schools() as school`,
    )) as unknown as { school: string }[];
    return rows.map(({ school }) => school);
  });
