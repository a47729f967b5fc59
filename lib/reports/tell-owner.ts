import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import type { NoticeKind } from "@/lib/notifications/labels";
import { notifyPerson } from "@/lib/notifications/notify-person";

/**
 * Tells whoever handles a report of one's own that something came, without learning who that is:
 * the database answers with the person to notify and nothing a reporter's page could show.
 */
export async function tellOwner(
  tx: Tx,
  actor: Actor,
  report: { id: string; reference: string },
  kind: NoticeKind,
): Promise<void> {
  const rows = (await tx.execute(
    sql`select person_id, matter_id, path from sec.owners_of(${report.id}::uuid)`,
  )) as unknown as { person_id: string; matter_id: string; path: string }[];
  for (const row of rows) {
    await notifyPerson(tx, actor, {
      personId: row.person_id,
      matterId: report.id,
      kind,
      reference: report.reference,
      path: row.path,
    });
  }
}
