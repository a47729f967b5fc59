import { and, eq, gt, isNull, or } from "drizzle-orm";
import { circle } from "@/db/schema/cases";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { type Report, reportById } from "./queries";

export type SentReport = Report & { acknowledgedAt: Date | null };

/** A report this line manager was let in to, by a live entry of the circle; anything else is not there. */
export async function sentReport(tx: Tx, actor: Actor, reportId: string): Promise<SentReport> {
  const report = await reportById(tx, actor, reportId);
  const [entry] = await tx
    .select({ acknowledgedAt: circle.acknowledgedAt })
    .from(circle)
    .where(
      and(
        eq(circle.schoolId, actor.schoolId),
        eq(circle.matterId, reportId),
        eq(circle.personId, actor.personId),
        eq(circle.capacity, "line-manager"),
        or(isNull(circle.endsAt), gt(circle.endsAt, actor.at)),
      ),
    );
  if (!entry) throw notFound();
  return { ...report, ...entry };
}

/** Opens it to read: the view is in the ledger. */
export async function readSentReport(tx: Tx, actor: Actor, reportId: string): Promise<SentReport> {
  const report = await sentReport(tx, actor, reportId);
  await appendLedger(tx, {
    role: "line-manager",
    action: "report-viewed",
    object: { kind: "report", id: reportId },
  });
  return report;
}
