import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { enqueueJob } from "@/lib/jobs/enqueue-job";

/**
 * Tells every headteacher and DSL that a person was given a role, so that nobody is let in without
 * their knowledge (domain.md B12).
 */
export async function tellOthers(tx: Tx, actor: Actor, personId: string): Promise<void> {
  const told = (await tx.execute(
    sql`select sec.role_given(${personId}::uuid) as id`,
  )) as unknown as { id: string }[];
  for (const { id } of told)
    await enqueueJob(tx, "notice-created", { schoolId: actor.schoolId, noticeId: id });
}
