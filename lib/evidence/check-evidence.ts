import { sql } from "drizzle-orm";
import { evidenceNights } from "@/db/schema/evidence";
import { withJob, withJobs } from "@/db/scope";
import { env } from "@/lib/env";
import { StoreAway } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { type Compared, compareStore } from "./compare-store";
import { checkRootKey } from "./hold-keys";
import { place } from "./place-bytes";
import { ratePace, type Swept, sweepSchool } from "./sweep-evidence";

/** Why nothing can be checked: then no item is called damaged. */
type Problem = "root-key" | "store" | null;

const allSchools = () =>
  withJobs(async (tx) => {
    const rows = await tx.execute(sql`select school from sec.all_schools() as school`);
    return (rows as unknown as { school: string }[]).map(({ school }) => school);
  });

async function noteNight(
  schoolId: string,
  at: Date,
  night: Partial<typeof evidenceNights.$inferInsert>,
  swept?: Swept,
): Promise<void> {
  const row = { schoolId, night: at.toISOString().slice(0, 10) };
  await withJob({ schoolId }, async (tx) => {
    await tx
      .insert(evidenceNights)
      .values({ ...row, ...night, items: swept?.items ?? 0, bytes: swept?.bytes ?? 0 })
      .onConflictDoUpdate({
        target: [evidenceNights.schoolId, evidenceNights.night],
        set: {
          ...night,
          items: sql`${evidenceNights.items} + ${swept?.items ?? 0}`,
          bytes: sql`${evidenceNights.bytes} + ${swept?.bytes ?? 0}`,
        },
      });
    if (!swept || swept.items === 0) return;
    const { items, bytes, damaged } = swept;
    await appendLedger(tx, {
      role: "system",
      action: "evidence-checked",
      object: { kind: "school", id: schoolId },
      values: { items, bytes, damaged: damaged.length },
    });
  });
}

async function noteStrays(schoolId: string, { strays, dropped }: Compared): Promise<void> {
  if (strays.length === 0 && dropped === 0) return;
  await withJob({ schoolId }, (tx) =>
    appendLedger(tx, {
      role: "system",
      action: "evidence-store-compared",
      object: { kind: "school", id: schoolId },
      values: { strays: strays.length, dropped },
    }),
  );
}

async function findProblem(): Promise<Problem> {
  try {
    await checkRootKey(withJobs);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("ROOT_KEY_FILE")) return "root-key";
    throw error;
  }
  try {
    for await (const _ of (await place()).list("00")) break;
    return null;
  } catch (error) {
    if (error instanceof StoreAway) return "store";
    throw error;
  }
}

const comparedOn = (schoolId: string, at: Date) =>
  withJob({ schoolId }, async (tx) => {
    const rows = await tx
      .select({ night: evidenceNights.night, at: evidenceNights.comparedAt })
      .from(evidenceNights);
    return rows.some((row) => row.night === at.toISOString().slice(0, 10) && row.at !== null);
  });

/**
 * One turn of the nightly check: the store against the rows, once a night, then every item that is
 * due, school by school. It ends by itself after `minutes`; the next turn goes on where it was.
 */
export async function checkEvidence(
  at: Date,
  { minutes = 8, compare = false, days = env().EVIDENCE_CHECK_DAYS } = {},
): Promise<{ problem: Problem; compared: Compared | null; swept: Swept }> {
  const ends = performance.now() + minutes * 60_000;
  const swept: Swept = { items: 0, bytes: 0, damaged: [] };
  const schools = await allSchools();
  const problem = await findProblem();
  let compared: Compared | null = null;
  if (problem) {
    for (const schoolId of schools) await noteNight(schoolId, at, { problem });
    return { problem, compared, swept };
  }
  const [first] = schools;
  if (first && (compare || !(await comparedOn(first, at)))) {
    compared = await compareStore(at);
    const { strays, dropped } = compared;
    for (const schoolId of schools) {
      await noteStrays(schoolId, compared);
      await noteNight(schoolId, at, { comparedAt: at, strays: strays.length, dropped });
    }
  }
  const pace = ratePace();
  const until = () => performance.now() > ends;
  for (const schoolId of schools) {
    const one = await sweepSchool(schoolId, at, { days, until, pace });
    await noteNight(schoolId, at, { problem: null, ...(until() ? {} : { endedAt: at }) }, one);
    swept.items += one.items;
    swept.bytes += one.bytes;
    swept.damaged.push(...one.damaged);
    if (until()) break;
  }
  return { problem, compared, swept };
}
