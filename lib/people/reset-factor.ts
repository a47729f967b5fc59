import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { requireAdmin } from "./guard-routes";
import type { personSchema } from "./schema";

/**
 * Clears a lost authenticator without reading it; the person signs in again and sets up another.
 * They and a second person are told, so that nobody takes an account over in silence.
 */
export async function resetFactor(tx: Tx, actor: Actor, input: z.output<typeof personSchema>) {
  const role = requireAdmin(actor);
  if (input.personId === actor.personId) throw notFound();
  const told = (await tx.execute(
    sql`select sec.reset_factor(${input.personId}::uuid) as id`,
  )) as unknown as { id: string }[];
  if (told.length === 0) throw notFound();
  await appendLedger(tx, {
    role,
    action: "factor-reset",
    object: { kind: "person", id: input.personId },
  });
  for (const { id } of told)
    await enqueueJob(tx, "notice-created", { schoolId: actor.schoolId, noticeId: id });
  return { personId: input.personId };
}
