import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { outsideReferrals, outsideSteps } from "@/db/schema/outside";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { readAnswers } from "@/lib/cases/form-parts";
import { refreshDue } from "@/lib/cases/list-clocks";
import { loadCase } from "@/lib/cases/load-case";
import { settleRunning } from "@/lib/cases/settle-clock";
import { inWords } from "@/lib/cases/write-record";
import { startClock } from "@/lib/clocks/start-clock";
import { localInstant } from "@/lib/dates";
import { conflict } from "@/lib/errors";
import { schoolCalendar } from "@/lib/schools/queries";
import { bodyOf } from "./list-bodies";
import { outsideById } from "./list-outside";
import type { moveOutsideSchema } from "./schema";
import { outsideForm, outsideMovesFor } from "./transitions";

/**
 * One move of a referral outside: what came back, who was asked again, what is still to be seen.
 * An answer, an end or a new date meets the deadline that ran; a new date starts the next.
 */
export async function moveOutside(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof moveOutsideSchema>,
): Promise<{ caseId: string; outsideId: string; action: string }> {
  const { caseId, outsideId, action } = input;
  const { role } = await loadCase(tx, actor, caseId, "refer");
  const row = await outsideById(tx, actor, { caseId, outsideId });
  const move = outsideMovesFor(row.state, row.takedown).find((one) => one.action === action);
  if (!move) throw conflict("This referral has moved on. Look at it again before you change it");
  const form = outsideForm(move, row.takedown);
  const answers = readAnswers(form, input, { now: actor.at });
  const said = (name: string) => (name in answers ? String(answers[name]) : null);
  const words = inWords(form, answers);
  const chaseOn = said("chase");
  const chaseAt = chaseOn ? localInstant(chaseOn, "17:00") : row.chaseAt;
  const ends = move.to === "answered" || move.to === "ended";
  let clockId = row.clockId;
  if (clockId && (chaseOn || ends)) {
    await settleRunning(tx, actor, { caseId, clockId, words });
    clockId = null;
  }
  if (chaseOn) {
    clockId = crypto.randomUUID();
    await startClock(tx, actor, {
      id: clockId,
      kind: "outside-reply",
      caseId,
      dueAt: chaseAt,
      school: await schoolCalendar(tx, actor),
    });
  }
  const changed = await tx
    .update(outsideReferrals)
    .set({
      state: move.to ?? row.state,
      reference: said("reference") ?? row.reference,
      reply: action === "reply" ? said("words") : row.reply,
      visible: said("visible") ?? row.visible,
      chaseAt,
      clockId,
      version: input.version + 1,
    })
    .where(
      and(
        eq(outsideReferrals.schoolId, actor.schoolId),
        eq(outsideReferrals.id, outsideId),
        eq(outsideReferrals.version, input.version),
      ),
    )
    .returning({ id: outsideReferrals.id });
  if (changed.length === 0)
    throw conflict("Somebody changed this referral. Look at it again before you change it");
  await tx.insert(outsideSteps).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId,
    referralId: outsideId,
    action,
    words,
    at: actor.at,
    byId: actor.personId,
  });
  await refreshDue(tx, actor, { caseId });
  await addEvent(tx, actor, {
    caseId,
    role,
    kind: "referral",
    action: `outside-${action}`,
    title: `${bodyOf(row.body).name}: ${move.event}`,
    words,
    reason: row.body,
  });
  return { caseId, outsideId, action };
}
