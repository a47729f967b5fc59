import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { JobPayloads } from "./types";

/** Adds a job in the caller's transaction: it exists if and only if the change does. */
export async function enqueueJob<K extends keyof JobPayloads>(
  tx: Tx,
  task: K,
  payload: JobPayloads[K],
  key?: string,
): Promise<void> {
  await tx.execute(
    sql`select jobs.enqueue(${task}, ${JSON.stringify(payload)}::json, ${key ?? null})`,
  );
}
