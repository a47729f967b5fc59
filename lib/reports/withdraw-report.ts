import { sql } from "drizzle-orm";
import { z } from "zod";
import { addenda } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { conflict } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { myReport } from "./queries";
import { tellOwner } from "./tell-owner";

export const withdrawReportSchema = z
  .object({ reportId: z.uuid(), why: z.string().trim().max(20_000).default("") })
  .transform(({ reportId, why }) => ({ reportId, words: why }));

/**
 * The reporter no longer wants it followed. Nothing is deleted and nothing stops by itself: whoever
 * handles it reads that they withdrew, and decides (B7).
 */
export async function withdrawReport(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof withdrawReportSchema>,
) {
  const report = await myReport(tx, actor, input.reportId);
  const [row] = (await tx.execute(
    sql`select sec.withdraw_report(${report.id}::uuid) as done`,
  )) as unknown as { done: boolean }[];
  if (!row?.done) throw conflict("You withdrew this report before");
  await tx.insert(addenda).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    reportId: report.id,
    authorId: actor.personId,
    words: ["I withdraw this report.", input.words].filter(Boolean).join(" "),
    addedAt: actor.at,
  });
  await appendLedger(tx, {
    role: "reporter",
    action: "report-withdrawn",
    object: { kind: "report", id: report.id },
    values: { words: input.words },
  });
  await tellOwner(tx, actor, report, "addendum");
  return { reportId: report.id };
}
