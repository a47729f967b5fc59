import { and, eq, inArray } from "drizzle-orm";
import { reports } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { readRules } from "@/lib/policies/read-rules";

/** Types of B3 whose material is sexual, violent or extreme, or shows an adult with a child. */
const sensitive: ReadonlySet<string> = new Set(["IIC", "IIA", "SEX", "RAD", "HRM", "ADC"]);

/** Of these reports, those whose evidence opens for a reason only, by the school's rule (B13.6). */
export async function askReason(
  tx: Tx,
  actor: Actor,
  reportIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rule = (await readRules(tx, actor)).applied.viewReason;
  if (rule === "never" || reportIds.length === 0) return new Set();
  if (rule === "always") return new Set(reportIds);
  const rows = await tx
    .select({ id: reports.id, type: reports.type, restricted: reports.restricted })
    .from(reports)
    .where(and(eq(reports.schoolId, actor.schoolId), inArray(reports.id, [...reportIds])));
  return new Set(
    rows.filter((row) => row.restricted || sensitive.has(row.type)).map((row) => row.id),
  );
}
