import { and, eq } from "drizzle-orm";
import { receipts } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import { conflict } from "@/lib/errors";
import type { Actor } from "./types";

/**
 * Runs a verb once for one idempotency key: a second click, or a retry after a lost answer, gets
 * the first one's result. The receipt is written in the verb's own transaction, so a failed
 * verb leaves none and may be tried again.
 */
export async function runOnce<R>(
  tx: Tx,
  actor: Actor,
  key: string,
  verb: string,
  run: () => Promise<R>,
): Promise<R> {
  const mine = and(
    eq(receipts.schoolId, actor.schoolId),
    eq(receipts.personId, actor.personId),
    eq(receipts.key, key),
  );
  const fresh = await tx
    .insert(receipts)
    .values({
      schoolId: actor.schoolId,
      personId: actor.personId,
      key,
      verb,
      createdAt: actor.at,
    })
    .onConflictDoNothing()
    .returning({ key: receipts.key });
  if (fresh.length === 0) {
    const [first] = await tx
      .select({ result: receipts.result, verb: receipts.verb })
      .from(receipts)
      .where(mine);
    if (first?.verb !== verb) throw conflict("This page was already used. Open it again");
    return first.result as R;
  }
  const result = await run();
  await tx
    .update(receipts)
    .set({ result: result ?? null })
    .where(mine);
  return result;
}
