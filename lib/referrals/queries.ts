import { and, asc, desc, eq } from "drizzle-orm";
import { cases, decisions, referrals } from "@/db/schema/cases";
import { people } from "@/db/schema/people";
import { policyClauses } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";

const pageSize = 25;

/** Referrals to oneself, those that wait first, the soonest due first. */
export async function myReferrals(tx: Tx, actor: Actor, page: number) {
  const rows = await tx
    .select({
      id: referrals.id,
      reference: cases.reference,
      severity: cases.severity,
      sentAt: referrals.sentAt,
      dueAt: referrals.dueAt,
      state: referrals.state,
    })
    .from(referrals)
    .innerJoin(cases, and(eq(cases.schoolId, referrals.schoolId), eq(cases.id, referrals.caseId)))
    .where(and(eq(referrals.schoolId, actor.schoolId), eq(referrals.toPersonId, actor.personId)))
    .orderBy(desc(referrals.state), asc(referrals.dueAt), asc(referrals.id))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

export async function referralById(tx: Tx, actor: Actor, referralId: string) {
  const [row] = await tx
    .select({
      id: referrals.id,
      caseId: referrals.caseId,
      to: referrals.to,
      toPersonId: referrals.toPersonId,
      asked: referrals.asked,
      evidenceIds: referrals.evidenceIds,
      sentAt: referrals.sentAt,
      sentBy: referrals.sentBy,
      dueAt: referrals.dueAt,
      state: referrals.state,
      version: referrals.version,
      reference: cases.reference,
      type: cases.type,
      severity: cases.severity,
      sentByName: people.name,
    })
    .from(referrals)
    .innerJoin(cases, and(eq(cases.schoolId, referrals.schoolId), eq(cases.id, referrals.caseId)))
    .leftJoin(people, and(eq(people.schoolId, referrals.schoolId), eq(people.id, referrals.sentBy)))
    .where(and(eq(referrals.schoolId, actor.schoolId), eq(referrals.id, referralId)));
  if (!row) throw notFound();
  return row;
}

export async function caseReferrals(tx: Tx, actor: Actor, caseId: string) {
  return tx
    .select({
      id: referrals.id,
      to: referrals.to,
      asked: referrals.asked,
      sentAt: referrals.sentAt,
      dueAt: referrals.dueAt,
      state: referrals.state,
      decision: decisions.decision,
      outcome: decisions.outcome,
      reason: decisions.reason,
      decidedAt: decisions.decidedAt,
      decidedAs: decisions.decidedAs,
      clause: policyClauses.code,
    })
    .from(referrals)
    .leftJoin(
      decisions,
      and(eq(decisions.schoolId, referrals.schoolId), eq(decisions.referralId, referrals.id)),
    )
    .leftJoin(
      policyClauses,
      and(eq(policyClauses.schoolId, decisions.schoolId), eq(policyClauses.id, decisions.clauseId)),
    )
    .where(and(eq(referrals.schoolId, actor.schoolId), eq(referrals.caseId, caseId)))
    .orderBy(desc(referrals.sentAt));
}

export async function decisionOf(tx: Tx, actor: Actor, referralId: string) {
  const [row] = await tx
    .select({
      decision: decisions.decision,
      outcome: decisions.outcome,
      reason: decisions.reason,
      clause: policyClauses.code,
      decidedAt: decisions.decidedAt,
      evidence: decisions.evidence,
      rejected: decisions.rejected,
      bound: decisions.bound,
    })
    .from(decisions)
    .leftJoin(
      policyClauses,
      and(eq(policyClauses.schoolId, decisions.schoolId), eq(policyClauses.id, decisions.clauseId)),
    )
    .where(and(eq(decisions.schoolId, actor.schoolId), eq(decisions.referralId, referralId)));
  return row ?? null;
}
