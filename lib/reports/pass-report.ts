import { z } from "zod";
import type { Tx } from "@/db/scope";
import { letIn } from "@/lib/access/let-in";
import { walledFrom } from "@/lib/access/queries";
import type { Actor } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { roleHolders } from "@/lib/schools/queries";
import { sentReport } from "./read-sent-report";

export const passReportSchema = z.object({
  reportId: z.uuid(),
  to: z.enum(["dsl", "headteacher"], { error: "Select who to pass it to" }),
});

/**
 * A line manager passes on what they were sent. Whoever of that role is walled learns nothing, and
 * the line manager does not learn that they are: the answer is the same either way (B5.1).
 */
export async function passReport(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof passReportSchema>,
): Promise<{ reportId: string }> {
  const report = await sentReport(tx, actor, input.reportId);
  const walled = await walledFrom(tx, report.id);
  const mayReceive = (await roleHolders(tx, actor)).filter(
    (holder) =>
      holder.role === input.to &&
      !walled.has(holder.personId) &&
      (!report.restricted || holder.role === "dsl"),
  );
  for (const holder of mayReceive) {
    await letIn(tx, report, holder, "told");
    await notifyPerson(tx, actor, {
      personId: holder.personId,
      matterId: report.id,
      kind: "report-passed",
      reference: report.reference,
      path: `/queue/${report.id}`,
    });
  }
  await appendLedger(tx, {
    role: "line-manager",
    action: "report-passed",
    object: { kind: "report", id: report.id },
    reason: `to-${input.to}`,
  });
  return { reportId: report.id };
}
