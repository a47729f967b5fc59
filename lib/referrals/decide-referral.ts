import { and, eq, inArray, min, sql } from "drizzle-orm";
import type { z } from "zod";
import { caseReports, decisions, referrals } from "@/db/schema/cases";
import { evidence } from "@/db/schema/evidence";
import { reportProgress, reports } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { ownHandling, ownJudges, partOf } from "@/lib/cases/bar-people";
import { askHours } from "@/lib/cases/judge-hours";
import { recordsInForce } from "@/lib/cases/list-records";
import { changeCase } from "@/lib/cases/load-case";
import { aimOf, type Case, caseById } from "@/lib/cases/queries";
import { deciders, moves } from "@/lib/cases/transitions";
import { keepRecord } from "@/lib/cases/write-record";
import { dueFor, startClock, stopClocks } from "@/lib/clocks/start-clock";
import { localDay } from "@/lib/dates";
import { check, conflict, notFound } from "@/lib/errors";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { boundOn } from "@/lib/policies/list-acceptances";
import { allowedOutcomes, clausesFor } from "@/lib/policies/queries";
import { tellReporter } from "@/lib/reports/tell-reporter";
import { schoolCalendar } from "@/lib/schools/queries";
import { breachTypes, decidedWords, outcomeWords } from "./labels";
import { referralById } from "./queries";
import type { decideReferralSchema } from "./schema";

type Input = z.output<typeof decideReferralSchema>;

/** A decision against somebody for a breach names the clause, when the school has one for it. */
async function checkClause(tx: Tx, actor: Actor, input: Input, found: Case): Promise<void> {
  const { type } = found;
  const clauses = await clausesFor(tx, actor, type, await dayOfCase(tx, actor, found.id));
  if (input.clauseId && !clauses.some((clause) => clause.id === input.clauseId)) {
    throw check({ clauseId: "Select a clause of the school's policies" });
  }
  const against = input.decision === "informal" || input.decision === "formal";
  if (against && breachTypes.includes(type) && clauses.length > 0 && !input.clauseId) {
    throw check({ clauseId: "Select the clause that was broken" });
  }
}

/**
 * What a decision rests on besides its reasons (B7): before formal action what speaks for the
 * person, and free expression and equality weighed (S4-17); the wishes of the person affected as
 * they are now; and on T3 whether it is a breach at all (A6-10). Kept as a record of the case.
 */
async function weigh(tx: Tx, actor: Actor, input: Input, found: Case): Promise<void> {
  const records = await recordsInForce(tx, actor, found.id);
  const wishes = records.every("wishes");
  const errors: Record<string, string> = {};
  if (input.decision === "formal") {
    if (!input.mitigation)
      errors.mitigation = "Enter what speaks for the person, or that nothing does";
    if (!input.rejected) errors.rejected = "Enter what else could have been decided, and why not";
    if (!input.balance) errors.balance = "Enter how free expression and equality were weighed";
  }
  if (wishes.length > 0 && input.wishesSeen !== "yes")
    errors.wishesSeen = "Read what the person affected would like, then tick that you have";
  const against = input.decision === "formal" || input.decision === "informal";
  if (against && found.track === "T3" && !records.of("disclosure"))
    errors.decision =
      "Before this is called a breach, somebody must write down under Fair process whether it is one";
  const hours = against ? await askHours(tx, actor, found, records) : undefined;
  if (hours) errors.decision ??= hours;
  if (Object.keys(errors).length > 0) throw check(errors);
  await keepRecord(tx, actor, {
    caseId: found.id,
    kind: "decide",
    aboutId: found.id,
    after: records.of("decide")?.version ?? 0,
    answers: {
      standard: "balance-of-probabilities",
      ...(input.mitigation ? { mitigation: input.mitigation } : {}),
      ...(input.balance ? { balance: input.balance } : {}),
      wishes: wishes.map((row) => `${row.aboutId} ${row.version}`),
    },
  });
}

/** The local day the first of it happened, or was reported when nobody knows. */
export async function dayOfCase(tx: Tx, actor: Actor, caseId: string): Promise<string> {
  const [row] = await tx
    .select({
      day: min(
        sql<string>`coalesce(${reports.happenedOn},
          (${reports.sentAt} at time zone 'Europe/London')::date)::text`,
      ),
    })
    .from(caseReports)
    .innerJoin(
      reports,
      and(eq(reports.schoolId, caseReports.schoolId), eq(reports.id, caseReports.reportId)),
    )
    .where(and(eq(caseReports.schoolId, actor.schoolId), eq(caseReports.caseId, caseId)));
  return row?.day ?? localDay(actor.at);
}

/** Evidence that is not what was kept carries no decision: by the last thing the ledger says of it. */
async function checkWhole(tx: Tx, ids: readonly string[]): Promise<void> {
  const [row] = (await tx.execute(
    sql`select sec.items_broken(${sql.param([...ids])}::uuid[]) as broken`,
  )) as unknown as { broken: boolean }[];
  if (row?.broken)
    throw check({
      decision:
        "An item of the evidence is not what was kept. It must be put right before a decision rests on it",
    });
}

/** What every reporter of the case may know: that it was decided, and nothing of what. */
async function tellReporters(tx: Tx, actor: Actor, caseId: string): Promise<void> {
  const joined = await tx
    .select({ reportId: caseReports.reportId })
    .from(caseReports)
    .where(and(eq(caseReports.schoolId, actor.schoolId), eq(caseReports.caseId, caseId)));
  for (const { reportId } of joined) {
    await tx
      .update(reportProgress)
      .set({
        words:
          "A decision has been made. The school acts on it. What it was stays with the people it concerns.",
        changedAt: actor.at,
      })
      .where(
        and(eq(reportProgress.schoolId, actor.schoolId), eq(reportProgress.reportId, reportId)),
      );
    await tellReporter(tx, actor, reportId, "progress");
  }
}

/**
 * Decides a referral to oneself: what, why, under which clause, on which evidence with its hashes
 * at that moment. Made once and never changed. Nobody decides what they asked for, investigated or
 * have a part in (B7 of the domain specification).
 */
export async function decideReferral(
  tx: Tx,
  actor: Actor,
  input: Input,
): Promise<{ referralId: string }> {
  const referral = await referralById(tx, actor, input.referralId);
  if (referral.toPersonId !== actor.personId) throw notFound();
  const found = await caseById(tx, actor, referral.caseId);
  const role = roleFor(actor, "decide-outcome", aimOf(found));
  if (!role || role === "reporter" || !deciders.includes(role)) throw notFound();
  if (referral.state !== "open") throw conflict("This decision was already made or withdrawn");
  if (
    referral.sentBy === actor.personId ||
    (await partOf(tx, actor, found.id)).has(actor.personId)
  ) {
    throw conflict("You have a part in this case, so somebody else must decide it");
  }
  if ((await ownJudges(tx, found.id, [actor.personId])).size > 0) throw conflict(ownHandling);
  await checkWhole(tx, referral.evidenceIds);
  await checkClause(tx, actor, input, found);
  await weigh(tx, actor, input, found);
  const allowed = await allowedOutcomes(tx, actor);
  if (input.outcome && input.outcome in outcomeWords && allowed && !allowed.includes(input.outcome))
    throw check({ decision: "The school's policy does not have this step" });
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
  if (taken.length === 0) {
    throw conflict("This referral was changed. Look at it again before you decide");
  }
  const items = await tx
    .select({ id: evidence.id, sha256: evidence.sha256 })
    .from(evidence)
    .where(
      and(eq(evidence.schoolId, actor.schoolId), inArray(evidence.id, [...referral.evidenceIds])),
    );
  await tx.insert(decisions).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId: referral.caseId,
    referralId: referral.id,
    decision: input.decision,
    outcome: input.outcome,
    reason: input.reason,
    clauseId: input.clauseId || null,
    evidence: items,
    rejected: input.rejected,
    bound: (await boundOn(tx, actor, found.id, await dayOfCase(tx, actor, found.id))).map(
      ({ person, title, number, acceptedAt }) => ({
        person,
        title,
        number,
        acceptedAt: acceptedAt?.toISOString() ?? null,
      }),
    ),
    decidedAt: actor.at,
    decidedBy: actor.personId,
    decidedAs: role,
  });
  const school = await schoolCalendar(tx, actor);
  await changeCase(
    tx,
    actor,
    { caseId: found.id, version: found.version },
    {
      state: moves.find((move) => move.page === "decide")?.to ?? found.state,
      outcome: input.outcome ?? input.decision,
      waitingOn: null,
      dueAt: dueFor("review", actor.at, school),
    },
  );
  await stopClocks(tx, actor, { caseId: found.id, kind: "decision" });
  await stopClocks(tx, actor, { caseId: found.id, kind: "review" });
  await startClock(tx, actor, { kind: "review", caseId: found.id, school });
  await addEvent(tx, actor, {
    caseId: found.id,
    role,
    kind: "decision",
    action: "referral-decided",
    title: `Decided: ${decidedWords(input.decision, input.outcome)}`,
    words: input.reason,
    reason: input.decision,
  });
  await tellReporters(tx, actor, found.id);
  for (const personId of new Set([referral.sentBy, found.ownerId])) {
    if (personId === actor.personId) continue;
    await notifyPerson(tx, actor, {
      personId,
      matterId: found.id,
      kind: "decision-made",
      reference: found.reference,
      path: `/cases/${found.id}/referrals`,
    });
  }
  return { referralId: referral.id };
}
