import { and, eq, inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import { caseReports, referrals } from "@/db/schema/cases";
import { evidence } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { statusWords } from "@/lib/cases/labels";
import { changeCase, loadCase } from "@/lib/cases/load-case";
import { type CaseState, moves } from "@/lib/cases/transitions";
import { dueFor, startClock } from "@/lib/clocks/start-clock";
import { localDay, localInstant } from "@/lib/dates";
import { check, conflict } from "@/lib/errors";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { roleWords } from "@/lib/reports/labels";
import { schoolCalendar } from "@/lib/schools/queries";
import { chooseDecider } from "./choose-decider";
import { nobodyDecides } from "./labels";
import type { referCaseSchema } from "./schema";

const counted = (n: number) =>
  n === 0 ? "no evidence" : n === 1 ? "1 item of evidence" : `${n} items of evidence`;

/** The items chosen that do belong to the case. */
async function chosenEvidence(tx: Tx, actor: Actor, caseId: string, ids: string[]) {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectDistinct({ id: evidence.id })
    .from(evidence)
    .innerJoin(
      caseReports,
      and(eq(caseReports.schoolId, evidence.schoolId), eq(caseReports.reportId, evidence.reportId)),
    )
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        eq(caseReports.caseId, caseId),
        inArray(evidence.id, ids),
      ),
    );
  return rows.map((row) => row.id);
}

/** Asks for a disciplinary decision, with the evidence chosen for it and a deadline. */
export async function referCase(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof referCaseSchema>,
): Promise<{ caseId: string }> {
  const { found, role } = await loadCase(tx, actor, input.caseId, "refer");
  const move = moves.find((row) => row.page === "refer");
  if (!move?.from.includes(found.state as CaseState)) {
    throw conflict(
      `The case is ${statusWords(found.state).toLowerCase()}. It cannot be referred from there`,
    );
  }
  const open = await tx
    .select({ id: referrals.id })
    .from(referrals)
    .where(
      and(
        eq(referrals.schoolId, actor.schoolId),
        eq(referrals.caseId, found.id),
        eq(referrals.state, "open"),
      ),
    );
  if (open.length > 0) throw conflict("A decision is already asked for in this case");
  if (input.dueOn && input.dueOn < localDay(actor.at))
    throw check({ due: "The date must be today or later" });
  const chosen = await chosenEvidence(tx, actor, found.id, input.evidence);
  const decider = await chooseDecider(tx, actor, found.id);
  if (!decider) throw conflict(nobodyDecides);
  const school = await schoolCalendar(tx, actor);
  const byRule = dueFor("decision", actor.at, school);
  const dueAt = input.dueOn ? localInstant(input.dueOn, "17:00") : byRule;
  // By name even where their role shows the case: who decides may decide on any track.
  await tx.execute(
    sql`select sec.let_in(${found.id}::uuid, ${decider.personId}::uuid, 'decider', null)`,
  );
  const referralId = crypto.randomUUID();
  await tx.insert(referrals).values({
    schoolId: actor.schoolId,
    id: referralId,
    caseId: found.id,
    to: decider.role,
    toPersonId: decider.personId,
    asked: input.asked,
    evidenceIds: chosen,
    sentAt: actor.at,
    sentBy: actor.personId,
    dueAt,
    state: "open",
  });
  await startClock(tx, actor, { kind: "decision", caseId: found.id, dueAt, school });
  await changeCase(tx, actor, input, { state: "decision", dueAt, waitingOn: decider.role });
  await addEvent(tx, actor, {
    caseId: found.id,
    role,
    kind: "referral",
    action: "case-referred",
    title: `Referred to the ${roleWords[decider.role] ?? decider.role} with ${counted(chosen.length)}`,
    words: input.asked,
    reason: decider.role,
  });
  await notifyPerson(tx, actor, {
    personId: decider.personId,
    matterId: found.id,
    kind: "decision-asked",
    reference: found.reference,
    path: `/decisions/${referralId}`,
  });
  return { caseId: found.id };
}
