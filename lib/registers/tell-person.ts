import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import type { NoticeKind } from "@/lib/notifications/labels";

/** Tells one person that an entry needs them: a reference and a link, or nothing where they may not read it. */
export async function tellPerson(
  tx: Tx,
  asking: Pick<Actor, "schoolId">,
  notice: { entryId: string; personId: string; kind: Extract<NoticeKind, `register-${string}`> },
): Promise<void> {
  const [row] = (await tx.execute(sql`select sec.notify_register(${notice.entryId}::uuid,
    ${notice.personId}::uuid, ${notice.kind}) as id`)) as unknown as { id: string | null }[];
  if (row?.id)
    await enqueueJob(tx, "notice-created", { schoolId: asking.schoolId, noticeId: row.id });
}
