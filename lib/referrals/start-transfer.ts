import { sql } from "drizzle-orm";
import type { z } from "zod";
import { caseActions } from "@/db/schema/cases";
import { fileTransfers } from "@/db/schema/transfers";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { refreshDue } from "@/lib/cases/list-clocks";
import { loadCase } from "@/lib/cases/load-case";
import { startClock } from "@/lib/clocks/start-clock";
import { formatDateTime, formatDay, localDay, localInstant } from "@/lib/dates";
import { check, conflict, notFound } from "@/lib/errors";
import { personById } from "@/lib/people/queries";
import { schoolCalendar } from "@/lib/schools/queries";
import { casesOfChild, transferUnderWay } from "./list-transfers";
import { type startTransferSchema, timings } from "./transfer-forms";

/** Something to be done about a transfer, in the case that holds its clock. */
export async function addTask(
  tx: Tx,
  actor: Actor,
  task: { caseId: string; words: string; dueAt: Date },
): Promise<void> {
  await tx.insert(caseActions).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId: task.caseId,
    words: task.words,
    dueOn: localDay(task.dueAt),
    forId: actor.personId,
    addedAt: actor.at,
    addedBy: actor.personId,
  });
}
export const sendTask = "Send the child protection file to the next school";

/**
 * Begins to hand a child's protection file to the next school (KCSIE; B8): what goes, to whom, and
 * by when. Only cases that its maker sees can go, and nothing says whether there are others: their
 * owners are told instead. The clock runs in a case that is open, so that it cannot close over it, or else in the latest.
 */
export async function startTransfer(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof startTransferSchema>,
): Promise<{ transferId: string }> {
  if (!roleFor(actor, "transfer-files")) throw notFound();
  const person = await personById(tx, actor, input.personId);
  if (!person || !["pupil", "former-pupil"].includes(person.kind)) throw notFound();
  if (await transferUnderWay(tx, actor, person.id))
    throw conflict("This file is on its way already");
  const offered = await casesOfChild(tx, actor, person.id);
  const chosen = offered.filter((one) => input.cases.includes(one.id));
  const holder = chosen.find((one) => !["closed", "transferred"].includes(one.state)) ?? chosen[0];
  if (!holder || chosen.length < new Set(input.cases).size)
    throw check({ cases: "Select what goes" });
  const transferId = crypto.randomUUID();
  const clockId = crypto.randomUUID();
  const dueAt = await startClock(tx, actor, {
    id: clockId,
    kind: input.timing === "in-year" ? "file-transfer" : "file-transfer-term",
    caseId: holder.id,
    from: localInstant(input.counts, "00:00"),
    school: await schoolCalendar(tx, actor),
  });
  await tx.insert(fileTransfers).values({
    schoolId: actor.schoolId,
    id: transferId,
    pupilId: person.id,
    caseIds: chosen.map((one) => one.id),
    toSchool: input.school,
    contact: input.contact,
    rung: true,
    timing: input.timing,
    countsFrom: input.counts,
    state: "preparing",
    clockId,
    clockCaseId: holder.id,
    dueAt,
    madeAt: actor.at,
    madeBy: actor.personId,
    changedAt: actor.at,
    changedBy: actor.personId,
  });
  await addTask(tx, actor, { caseId: holder.id, words: sendTask, dueAt });
  for (const one of chosen) {
    const { role } = await loadCase(tx, actor, one.id, "disclose");
    await addEvent(tx, actor, {
      caseId: one.id,
      role,
      kind: "disclosure",
      action: "transfer-started",
      title: `The file goes to ${input.school}`,
      words: `${timings[input.timing as keyof typeof timings]}, ${formatDay(input.counts)}. For ${input.contact}, who was rung. Due ${formatDateTime(dueAt)}`,
    });
  }
  await refreshDue(tx, actor, { caseId: holder.id });
  await tx.execute(sql`select sec.tell_left_behind(${transferId}::uuid)`);
  return { transferId };
}
