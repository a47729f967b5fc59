import { and, eq } from "drizzle-orm";
import { marks } from "@/db/schema/connections";
import { evidence } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { marksOf } from "@/lib/evidence/make-marks";

/**
 * Part of sending: what this report and what was noted of its evidence may have in common with
 * others. Nothing that can be read: keyed hashes (lib/evidence/make-marks.ts).
 */
export async function markReport(
  tx: Tx,
  actor: Actor,
  report: {
    id: string;
    handles: (string | null)[];
    address: string | null;
    account: string;
  },
): Promise<void> {
  const { schoolId } = actor;
  const items = await tx
    .select({ id: evidence.id, handle: evidence.handle, address: evidence.address })
    .from(evidence)
    .where(
      and(
        eq(evidence.schoolId, schoolId),
        eq(evidence.reportId, report.id),
        eq(evidence.state, "attached"),
      ),
    );
  const own = marksOf(schoolId, {
    handles: report.handles,
    addresses: [report.address],
    text: report.account,
  }).map((mark) => ({ schoolId, sourceId: report.id, ...mark }));
  const ofItems = items.flatMap((item) =>
    marksOf(schoolId, { handles: [item.handle], addresses: [item.address] }).map((mark) => ({
      schoolId,
      sourceId: item.id,
      ...mark,
    })),
  );
  const rows = [...own, ...ofItems];
  if (rows.length > 0) await tx.insert(marks).values(rows);
}
