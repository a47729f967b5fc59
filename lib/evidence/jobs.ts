import { sql } from "drizzle-orm";
import { withJob } from "@/db/scope";
import type { JobPayloads } from "@/lib/jobs/types";
import { dropBytes } from "./keep-bytes";
import { scanEvidence } from "./scan-evidence";

/** Bytes of an item that its uploader took back before sending. */
export const evidenceRemoved = async (payload: { storageKey: string }) =>
  dropBytes(payload.storageKey);

/** An item that the virus scanner has not answered for, or whose handlers are not told yet. */
export const evidenceWaiting = async (payload: { schoolId: string; evidenceId: string }) =>
  scanEvidence(payload, new Date());

/** Bytes that the police had destroyed, and the note that the store no longer holds them. */
export async function evidenceDestroyed(payload: JobPayloads["evidence-destroyed"]): Promise<void> {
  for (const storageKey of payload.storageKeys) await dropBytes(storageKey);
  await withJob(payload, (tx) =>
    tx.execute(sql`select sec.bytes_gone(${payload.destructionId}::uuid)`),
  );
}
