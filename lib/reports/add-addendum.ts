import { z } from "zod";
import { addenda } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { myReport } from "./queries";
import { tellOwner } from "./tell-owner";

export const addendumSchema = z.object({
  reportId: z.uuid(),
  words: z
    .string()
    .trim()
    .min(1, "Enter what you want to add")
    .max(20_000, "What you add must be 20,000 characters or fewer"),
});

/** Words added to one's own report after sending. What was sent stays as it was. */
export async function addAddendum(tx: Tx, actor: Actor, input: z.output<typeof addendumSchema>) {
  const report = await myReport(tx, actor, input.reportId);
  await tx.insert(addenda).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    reportId: report.id,
    authorId: actor.personId,
    words: input.words,
    addedAt: actor.at,
  });
  await appendLedger(tx, {
    role: "reporter",
    action: "addendum-added",
    object: { kind: "report", id: report.id },
    values: { words: input.words },
  });
  await tellOwner(tx, actor, report, "addendum");
  return { reportId: report.id };
}
