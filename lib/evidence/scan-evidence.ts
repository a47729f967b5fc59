import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { evidence, schoolKeys } from "@/db/schema/evidence";
import { type Tx, withJob } from "@/db/scope";
import { env } from "@/lib/env";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { Damaged } from "./encrypt-bytes";
import { fileKeyOf } from "./hold-keys";
import { readBytes } from "./keep-bytes";
import { scanBytes, type Verdict } from "./scan-bytes";

type Job = { schoolId: string; evidenceId: string };
const waiting = ["pending", "error"];

async function verdictOf(job: Job): Promise<Verdict | null> {
  const [item] = await withJob(job, (tx) =>
    tx
      .select({
        storageKey: evidence.storageKey,
        size: evidence.size,
        header: evidence.header,
        wrapped: schoolKeys.wrapped,
      })
      .from(evidence)
      .leftJoin(
        schoolKeys,
        and(eq(schoolKeys.schoolId, evidence.schoolId), eq(schoolKeys.id, evidence.keyId)),
      )
      .where(
        and(
          eq(evidence.schoolId, job.schoolId),
          eq(evidence.id, job.evidenceId),
          inArray(evidence.state, ["staged", "attached"]),
          inArray(evidence.scan, waiting),
        ),
      ),
  );
  if (!item) return null;
  const address = env().CLAMAV_SOCKET;
  if (!address) return "error";
  try {
    const { storageKey, size } = item;
    return await scanBytes(
      address,
      readBytes({ storageKey, size, fileKey: await fileKeyOf(item) }),
    );
  } catch (error) {
    if (error instanceof Damaged) return "error";
    throw error;
  }
}

/** Whoever handles it, and the administrators, once: a reference, and never the file's name. */
async function tellOnce(tx: Tx, job: Job, at: Date): Promise<void> {
  const first = await tx
    .update(evidence)
    .set({ suspectToldAt: at })
    .where(
      and(
        eq(evidence.schoolId, job.schoolId),
        eq(evidence.id, job.evidenceId),
        eq(evidence.scan, "suspect"),
        isNotNull(evidence.reportId),
        isNull(evidence.suspectToldAt),
      ),
    )
    .returning({ id: evidence.id });
  if (first.length === 0) return;
  const hearers = (await tx.execute(
    sql`select * from sec.suspect_hearers(${job.evidenceId}::uuid)`,
  )) as unknown as { report_id: string; reference: string; person_id: string }[];
  for (const { report_id: matterId, reference, person_id: personId } of hearers) {
    await notifyPerson(tx, job, {
      personId,
      matterId,
      kind: "evidence-suspect",
      reference,
      path: "/notices",
    });
  }
}

/**
 * Has an item checked that waits for it, and tells of one that is suspect once it belongs to a
 * report. Without an answer it says so on the item and fails, so that the queue tries it again.
 */
export async function scanEvidence(job: Job, at: Date): Promise<void> {
  const verdict = await verdictOf(job);
  await withJob(job, async (tx) => {
    if (verdict) {
      const changed = await tx
        .update(evidence)
        .set({ scan: verdict, scannedAt: at })
        .where(
          and(
            eq(evidence.schoolId, job.schoolId),
            eq(evidence.id, job.evidenceId),
            inArray(evidence.scan, waiting),
          ),
        )
        .returning({ reportId: evidence.reportId });
      if (changed[0] && verdict !== "error") {
        await appendLedger(tx, {
          role: "system",
          action: `evidence-${verdict}`,
          object: { kind: "evidence", id: job.evidenceId },
          caseId: changed[0].reportId ?? undefined,
        });
      }
    }
    await tellOnce(tx, job, at);
  });
  if (verdict === "error") throw new Error("The virus scanner gave no answer");
}
