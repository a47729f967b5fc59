import { and, eq, inArray } from "drizzle-orm";
import type { z } from "zod";
import { caseReports, decisions, referrals } from "@/db/schema/cases";
import { evidence } from "@/db/schema/evidence";
import { reportProgress } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { type Actor, holds } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { changeCase } from "@/lib/cases/load-case";
import { caseById } from "@/lib/cases/queries";
import { stopClocks } from "@/lib/clocks/start-clock";
import { conflict, notFound } from "@/lib/errors";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { tellReporter } from "@/lib/reports/tell-reporter";
import { decisionWords } from "./labels";
import { referralById } from "./queries";
import type { decideReferralSchema } from "./schema";

/**
 * Decides a referral to oneself: what, why, under which clause, on which evidence with its hashes
 * at that moment. Made once and never changed; whoever asked for it does not decide it (B7).
 */
export async function decideReferral(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof decideReferralSchema>,
) {
  const referral = await referralById(tx, actor, input.referralId);
  const role = (["headteacher", "chair", "vice-chair", "trust-lead"] as const).find((r) =>
    holds(actor, r),
  );
  if (referral.toPersonId !== actor.personId || referral.sentBy === actor.personId || !role)
    throw notFound();
  if (referral.state !== "open") throw conflict("This decision was already made");
  const taken = await tx
    .update(referrals)
    .set({ state: "decided", version: input.version + 1 })
    .where(
      and(
        eq(referrals.schoolId, actor.schoolId),
        eq(referrals.id, input.referralId),
        eq(referrals.version, input.version),
        eq(referrals.state, "open"),
      ),
    )
    .returning({ id: referrals.id });
  if (taken.length === 0)
    throw conflict("This referral was changed. Look at it again before you decide");
  const items =
    referral.evidenceIds.length === 0
      ? []
      : await tx
          .select({ id: evidence.id, sha256: evidence.sha256 })
          .from(evidence)
          .where(
            and(eq(evidence.schoolId, actor.schoolId), inArray(evidence.id, referral.evidenceIds)),
          );
  await tx.insert(decisions).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId: referral.caseId,
    referralId: referral.id,
    decision: input.decision,
    outcome: input.decision === "formal" ? input.outcome : null,
    reason: input.reason,
    clauseId: input.clauseId || null,
    evidence: items,
    decidedAt: actor.at,
    decidedBy: actor.personId,
    decidedAs: role,
  });
  const found = await caseById(tx, actor, referral.caseId);
  await changeCase(
    tx,
    actor,
    { caseId: found.id, version: found.version },
    { state: "outcome", outcome: input.decision, waitingOn: null, dueAt: null },
  );
  await stopClocks(tx, actor, { caseId: found.id, kind: "decision" });
  await addEvent(tx, actor, {
    caseId: found.id,
    role,
    kind: "decision",
    action: "referral-decided",
    title: `Decided: ${decisionWords[input.decision]}`,
    words: input.reason,
    reason: input.decision,
  });
  const joined = await tx
    .select({ reportId: caseReports.reportId })
    .from(caseReports)
    .where(and(eq(caseReports.schoolId, actor.schoolId), eq(caseReports.caseId, found.id)));
  for (const { reportId } of joined) {
    await tx
      .update(reportProgress)
      .set({
        words:
          "A decision was made, and the school is acting on it. What it was stays between those it concerns.",
        changedAt: actor.at,
      })
      .where(
        and(eq(reportProgress.schoolId, actor.schoolId), eq(reportProgress.reportId, reportId)),
      );
    await tellReporter(tx, actor, reportId, "progress");
  }
  for (const personId of new Set([referral.sentBy, found.ownerId])) {
    if (personId === actor.personId) continue;
    await notifyPerson(tx, actor, {
      personId,
      matterId: found.id,
      kind: "decision-made",
      reference: found.reference,
      path: `/cases/${found.id}`,
    });
  }
  return { referralId: referral.id };
}
