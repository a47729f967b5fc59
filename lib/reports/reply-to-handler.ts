import { sql } from "drizzle-orm";
import { z } from "zod";
import { messages } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { myReport } from "./queries";
import { tellOwner } from "./tell-owner";

export const replyToHandlerSchema = z
  .object({
    reportId: z.uuid(),
    reply: z
      .string()
      .trim()
      .min(1, "Enter your reply")
      .max(20_000, "Your reply must be 20,000 characters or fewer"),
  })
  .transform(({ reportId, reply }) => ({ reportId, words: reply }));

/** The reporter's side of the conversation with whoever handles it. */
export async function replyToHandler(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof replyToHandlerSchema>,
) {
  const report = await myReport(tx, actor, input.reportId);
  await tx.insert(messages).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    reportId: report.id,
    authorId: actor.personId,
    fromHandler: false,
    words: input.words,
    sentAt: actor.at,
  });
  await tx.execute(sql`select sec.answer_question(${report.id}::uuid)`);
  await appendLedger(tx, {
    role: "reporter",
    action: "message-sent",
    object: { kind: "report", id: report.id },
    values: { words: input.words },
  });
  await tellOwner(tx, actor, report, "reply");
  return { reportId: report.id };
}
