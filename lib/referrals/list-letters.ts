import { and, desc, eq } from "drizzle-orm";
import { cases, decisions, referrals } from "@/db/schema/cases";
import { letters, letterTemplates } from "@/db/schema/letters";
import { policyClauses } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { formatDate } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { namesOf } from "@/lib/people/queries";
import { roleWords } from "@/lib/reports/labels";
import { letterOf } from "./fill-letter";
import { decidedWords } from "./labels";

/** The school's own words of a letter, or the national ones; with the version that was read. */
export async function templateOf(tx: Tx, actor: Actor, kind: string) {
  const national = letterOf(kind);
  if (!national) throw notFound();
  const [own] = await tx
    .select({
      title: letterTemplates.title,
      words: letterTemplates.words,
      version: letterTemplates.version,
    })
    .from(letterTemplates)
    .where(and(eq(letterTemplates.schoolId, actor.schoolId), eq(letterTemplates.kind, kind)))
    .orderBy(desc(letterTemplates.version))
    .limit(1);
  return { ...national, version: 0, ...own };
}

const columns = {
  id: letters.id,
  caseId: letters.caseId,
  decisionId: letters.decisionId,
  kind: letters.kind,
  toName: letters.toName,
  title: letters.title,
  words: letters.words,
  version: letters.version,
  sha256: letters.sha256,
  writtenAt: letters.writtenAt,
  writtenBy: letters.writtenBy,
};

export async function caseLetters(tx: Tx, actor: Actor, caseId: string) {
  return tx
    .select(columns)
    .from(letters)
    .where(and(eq(letters.schoolId, actor.schoolId), eq(letters.caseId, caseId)))
    .orderBy(desc(letters.writtenAt), desc(letters.version))
    .limit(200);
}

export async function letterById(tx: Tx, actor: Actor, letterId: string) {
  const [row] = await tx
    .select(columns)
    .from(letters)
    .where(and(eq(letters.schoolId, actor.schoolId), eq(letters.id, letterId)));
  if (!row) throw notFound();
  const names = await namesOf(tx, actor, [row.writtenBy]);
  return { ...row, by: names.get(row.writtenBy) ?? "Somebody" };
}

/** What a letter about the latest decision of a case can say; null while nothing is decided. */
export async function decidedFacts(tx: Tx, actor: Actor, caseId: string) {
  const [row] = await tx
    .select({
      id: decisions.id,
      reference: cases.reference,
      decision: decisions.decision,
      outcome: decisions.outcome,
      reason: decisions.reason,
      clause: policyClauses.code,
      clauseWords: policyClauses.words,
      decidedAt: decisions.decidedAt,
      decidedBy: decisions.decidedBy,
      decidedAs: decisions.decidedAs,
    })
    .from(decisions)
    .innerJoin(
      referrals,
      and(eq(referrals.schoolId, decisions.schoolId), eq(referrals.id, decisions.referralId)),
    )
    .innerJoin(cases, and(eq(cases.schoolId, decisions.schoolId), eq(cases.id, decisions.caseId)))
    .leftJoin(
      policyClauses,
      and(eq(policyClauses.schoolId, decisions.schoolId), eq(policyClauses.id, decisions.clauseId)),
    )
    .where(and(eq(decisions.schoolId, actor.schoolId), eq(decisions.caseId, caseId)))
    .orderBy(desc(decisions.decidedAt))
    .limit(1);
  if (!row) return null;
  const names = await namesOf(tx, actor, [row.decidedBy]);
  return {
    decisionId: row.id,
    values: {
      reference: row.reference,
      decision: decidedWords(row.decision, row.outcome),
      reasons: row.reason,
      clause: row.clause ? `${row.clause}, ${row.clauseWords}` : "",
      date: formatDate(row.decidedAt),
      decider: `${names.get(row.decidedBy) ?? ""}, ${roleWords[row.decidedAs] ?? row.decidedAs}`,
      school: actor.schoolName,
    },
  };
}
