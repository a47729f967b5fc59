import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import type { NoticeKind } from "./labels";

/**
 * Tells one person that something needs them: a reference and a link. A wall between them and the
 * matter means that nothing happens, and nobody learns that it would have.
 */
export async function notifyPerson(
  tx: Tx,
  asking: Pick<Actor, "schoolId">,
  notice: { personId: string; matterId: string; kind: NoticeKind; reference: string; path: string },
): Promise<void> {
  const [row] = (await tx.execute(sql`select sec.notify(${notice.personId}::uuid,
    ${notice.matterId}::uuid, ${notice.kind}, ${notice.reference}, ${notice.path}) as id`)) as unknown as {
    id: string | null;
  }[];
  if (row?.id)
    await enqueueJob(tx, "notice-created", { schoolId: asking.schoolId, noticeId: row.id });
}
