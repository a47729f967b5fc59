import { and, eq } from "drizzle-orm";
import { reports } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import type { NoticeKind } from "@/lib/notifications/labels";
import { notifyPerson } from "@/lib/notifications/notify-person";

/** Tells a report's writer that there is something to read, unless they are the one acting. */
export async function tellReporter(
  tx: Tx,
  actor: Actor,
  reportId: string,
  kind: NoticeKind,
): Promise<void> {
  const [report] = await tx
    .select({ reporterId: reports.reporterId, reference: reports.reference })
    .from(reports)
    .where(and(eq(reports.schoolId, actor.schoolId), eq(reports.id, reportId)));
  if (!report || report.reporterId === actor.personId) return;
  await notifyPerson(tx, actor, {
    personId: report.reporterId,
    matterId: reportId,
    kind,
    reference: report.reference,
    path: `/reports/${reportId}`,
  });
}
