import { and, eq, inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import { caseReports, referrals } from "@/db/schema/cases";
import { evidence } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { changeCase, loadCase } from "@/lib/cases/load-case";
import { dueFor, startClock } from "@/lib/clocks/start-clock";
import { localDay, localInstant } from "@/lib/dates";
import { check, conflict } from "@/lib/errors";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { roleSees } from "@/lib/reports/plan-route";
import { roleHolders, schoolCalendar } from "@/lib/schools/queries";
import type { referCaseSchema } from "./schema";

/** Who decides: the headteacher, or in their place the next who is neither walled nor the sender. */
const deciders: Role[] = ["headteacher", "chair", "vice-chair", "trust-lead"];

export async function deciderFor(tx: Tx, actor: Actor, caseId: string) {
  const rows = (await tx.execute(
    sql`select w as id from sec.walled_from(${caseId}::uuid) w`,
  )) as unknown as { id: string }[];
  const walled = new Set([...rows.map((row) => row.id), actor.personId]);
  const holders = await roleHolders(tx, actor);
  const found = deciders.flatMap((role) =>
    holders.filter((holder) => holder.role === role && !walled.has(holder.personId)),
  )[0];
  if (!found)
    throw conflict("Nobody at the school could decide this. Ask the local authority for advice");
  return found;
}

/** Asks for a disciplinary decision, with the evidence chosen for it and a deadline. */
export async function referCase(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof referCaseSchema>,
): Promise<{ caseId: string }> {
  const { found, role } = await loadCase(tx, actor, input.caseId, "refer");
  if (found.state === "closed") throw conflict("The case is closed. Reopen it first");
  if (found.state === "external-hold")
    throw conflict("The case is on hold for an outside body. Release it first");
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
  const chosen =
    input.evidence.length === 0
      ? []
      : await tx
          .select({ id: evidence.id })
          .from(evidence)
          .innerJoin(
            caseReports,
            and(
              eq(caseReports.schoolId, evidence.schoolId),
              eq(caseReports.reportId, evidence.reportId),
            ),
          )
          .where(
            and(
              eq(evidence.schoolId, actor.schoolId),
              eq(caseReports.caseId, found.id),
              inArray(evidence.id, input.evidence),
            ),
          );
  const decider = await deciderFor(tx, actor, found.id);
  const school = await schoolCalendar(tx, actor);
  const byRule = dueFor("decision", actor.at, school);
  const dueAt = input.dueOn ? localInstant(input.dueOn, "17:00") : byRule;
  if (!roleSees(decider.role, found.track as never, found.restricted)) {
    await tx.execute(
      sql`select sec.let_in(${found.id}::uuid, ${decider.personId}::uuid, 'decider', null)`,
    );
  }
  const referralId = crypto.randomUUID();
  await tx.insert(referrals).values({
    schoolId: actor.schoolId,
    id: referralId,
    caseId: found.id,
    to: decider.role,
    toPersonId: decider.personId,
    asked: input.asked,
    evidenceIds: chosen.map((item) => item.id),
    sentAt: actor.at,
    sentBy: actor.personId,
    dueAt,
    state: "open",
  });
  await startClock(tx, actor, { kind: "decision", caseId: found.id, school });
  await changeCase(tx, actor, input, { state: "decision", dueAt, waitingOn: decider.role });
  await addEvent(tx, actor, {
    caseId: found.id,
    role,
    kind: "referral",
    action: "case-referred",
    title: `Referred for a decision (${chosen.length} items of evidence)`,
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
