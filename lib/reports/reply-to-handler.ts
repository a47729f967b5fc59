import { sql } from "drizzle-orm";
import { z } from "zod";
import { messages } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { extendDue } from "@/lib/clocks/compute-due";
import { calendarOf } from "@/lib/clocks/find-holidays";
import type { ClockUnit } from "@/lib/clocks/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { schoolCalendar } from "@/lib/schools/queries";
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

/** What stood still for the answer runs again, due as much later as it stood. */
async function resumeTargets(tx: Tx, actor: Actor, reportId: string): Promise<void> {
  const waited = (await tx.execute(
    sql`select clock_id, unit, due_at, paused_at from sec.answer_question(${reportId}::uuid)`,
  )) as unknown as { clock_id: string; unit: ClockUnit; due_at: string; paused_at: string }[];
  const calendar = calendarOf(await schoolCalendar(tx, actor));
  for (const clock of waited) {
    const due = extendDue(
      { unit: clock.unit, dueAt: new Date(clock.due_at) },
      { from: new Date(clock.paused_at), to: actor.at },
      calendar,
    );
    await tx.execute(sql`select sec.resume_answered(${reportId}::uuid, ${clock.clock_id}::uuid,
      ${due.toISOString()}::timestamptz)`);
  }
}

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
  await resumeTargets(tx, actor, report.id);
  await appendLedger(tx, {
    role: "reporter",
    action: "message-sent",
    object: { kind: "report", id: report.id },
    values: { words: input.words },
  });
  await tellOwner(tx, actor, report, "reply");
  return { reportId: report.id };
}
