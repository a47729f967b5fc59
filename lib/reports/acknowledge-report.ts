import { sql } from "drizzle-orm";
import { z } from "zod";
import { messages } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { conflict } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { sentReport } from "./read-sent-report";
import { tellReporter } from "./tell-reporter";

export const acknowledgeReportSchema = z.object({
  reportId: z.uuid(),
  words: z.string().trim().max(2000, "Your words must be 2,000 characters or fewer").default(""),
});

/** A line manager tells the person who trusted them that they have read it, in their own words if they like. */
export async function acknowledgeReport(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof acknowledgeReportSchema>,
): Promise<{ reportId: string }> {
  const report = await sentReport(tx, actor, input.reportId);
  const [row] = (await tx.execute(
    sql`select sec.acknowledge(${report.id}::uuid) as first`,
  )) as unknown as { first: boolean }[];
  if (!row?.first) throw conflict("You have already acknowledged this report");
  const words = input.words || "I have read what you sent.";
  await tx.insert(messages).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    reportId: report.id,
    authorId: actor.personId,
    fromHandler: true,
    words,
    sentAt: actor.at,
  });
  await appendLedger(tx, {
    role: "line-manager",
    action: "report-acknowledged",
    object: { kind: "report", id: report.id },
    values: { words },
  });
  await tellReporter(tx, actor, report.id, "message");
  return { reportId: report.id };
}
