import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { caseActions } from "@/db/schema/cases";
import { fileTransfers } from "@/db/schema/transfers";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { momentOf, readAnswers } from "@/lib/cases/form-parts";
import { refreshDue } from "@/lib/cases/list-clocks";
import { loadCase } from "@/lib/cases/load-case";
import { moveCase } from "@/lib/cases/move-case";
import { settleRunning } from "@/lib/cases/settle-clock";
import { inWords } from "@/lib/cases/write-record";
import { startClock } from "@/lib/clocks/start-clock";
import { formatDay, localDay } from "@/lib/dates";
import { check, conflict, notFound } from "@/lib/errors";
import { schoolCalendar } from "@/lib/schools/queries";
import { type Transfer, transferById } from "./list-transfers";
import { addTask, sendTask } from "./start-transfer";
import { type moveTransferSchema, transferMoves } from "./transfer-forms";

const chaseTask = "Chase the receipt for the child protection file";

/** What was to be done before this step is done by it. */
async function finishTasks(tx: Tx, actor: Actor, caseId: string) {
  for (const words of [sendTask, chaseTask])
    await tx
      .update(caseActions)
      .set({ doneAt: actor.at, doneBy: actor.personId })
      .where(
        and(
          eq(caseActions.schoolId, actor.schoolId),
          eq(caseActions.caseId, caseId),
          eq(caseActions.words, words),
          isNull(caseActions.doneAt),
        ),
      );
}

/** A case that is closed is marked as transferred, with the receipt; one that is open stays so. */
async function markTransferred(
  tx: Tx,
  actor: Actor,
  row: Transfer,
  signed: { by: string; on: string },
) {
  const [year = "", month = "", day = ""] = signed.on.split("-");
  for (const one of row.cases.filter((found) => found.state === "closed"))
    await moveCase(tx, actor, {
      caseId: one.id,
      version: one.version,
      action: "transfer",
      school: row.toSchool,
      receipt: signed.by,
      "received-day": day,
      "received-month": month,
      "received-year": year,
    });
}

/**
 * One step of a transfer: sent once the pack of every case in it was given, signed for, chased, or
 * called off. Each ends the clock and the task that ran; while there is no receipt, another runs.
 */
export async function moveTransfer(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof moveTransferSchema>,
): Promise<{ transferId: string; action: string }> {
  if (!roleFor(actor, "transfer-files")) throw notFound();
  const row = await transferById(tx, actor, input.transferId);
  const move = transferMoves.find(
    (one) => one.action === input.action && one.from.includes(row.state),
  );
  if (!move || row.version !== input.version)
    throw conflict("This transfer has moved on. Look at it again before you change it");
  const answers = readAnswers(move.form, input, { now: actor.at });
  const open = row.cases.find((one) => !one.packId);
  if (move.action === "send" && open)
    throw check({ channel: `Give the pack of case ${open.reference} first` });
  const on = String(answers.signedOn ?? "");
  if (move.action === "sign" && row.sentAt && on < localDay(row.sentAt))
    throw check({ signedOn: `It was sent on ${formatDay(localDay(row.sentAt))}: not before` });
  const words = inWords(move.form, answers);
  // Where its clock is, or, if a wall has shut that case off since, another one of the child's.
  const at = row.cases.find((one) => one.id === row.clockCaseId) ?? row.cases[0];
  if (!at) throw notFound();
  const caseId = at.id;
  await settleRunning(tx, actor, { caseId, clockId: row.clockId, words });
  await finishTasks(tx, actor, caseId);
  let clock = { clockId: row.clockId, dueAt: row.dueAt };
  if (move.to === "sent") {
    const clockId = crypto.randomUUID();
    const dueAt = await startClock(tx, actor, {
      id: clockId,
      kind: "transfer-receipt",
      caseId,
      from: move.action === "send" ? momentOf(answers, "sent") : actor.at,
      school: await schoolCalendar(tx, actor),
    });
    clock = { clockId, dueAt };
    await addTask(tx, actor, { caseId, words: chaseTask, dueAt });
  }
  const changed = await tx
    .update(fileTransfers)
    .set({
      ...clock,
      state: move.to,
      ...(move.action === "send"
        ? { sentAt: momentOf(answers, "sent"), channel: String(answers.channel) }
        : {}),
      ...(move.action === "sign" ? { signedBy: String(answers.signedBy), signedOn: on } : {}),
      ...(move.action === "drop" ? { droppedWords: String(answers.words) } : {}),
      changedAt: actor.at,
      changedBy: actor.personId,
      version: row.version + 1,
    })
    .where(
      and(
        eq(fileTransfers.schoolId, actor.schoolId),
        eq(fileTransfers.id, row.id),
        eq(fileTransfers.version, row.version),
      ),
    )
    .returning({ id: fileTransfers.id });
  if (changed.length === 0)
    throw conflict("This transfer has moved on. Look at it again before you change it");
  for (const one of row.cases) {
    const { role } = await loadCase(tx, actor, one.id, "disclose");
    await addEvent(tx, actor, {
      caseId: one.id,
      role,
      kind: "disclosure",
      action: `transfer-${move.action}`,
      title: `${move.event ?? move.label}: the file for ${row.toSchool}`,
      words,
    });
  }
  if (move.action === "sign")
    await markTransferred(tx, actor, row, { by: String(answers.signedBy), on });
  await refreshDue(tx, actor, { caseId });
  return { transferId: row.id, action: move.action };
}
