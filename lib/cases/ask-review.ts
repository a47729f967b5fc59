import { and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import { caseActions, caseReports, cases } from "@/db/schema/cases";
import { evidence } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { planReview } from "@/lib/evidence/plan-review";
import { readRules } from "@/lib/policies/read-rules";

export const reviewTask =
  "Look through the pictures again: is each still needed? Nothing is deleted by itself";

/**
 * The task that a case with pictures leaves behind when it closes (S4-22): on the day the last of
 * them has been kept as long as the school's rule says, a person looks. No rule deletes anything.
 */
export async function askReview(tx: Tx, actor: Actor, caseId: string): Promise<void> {
  const { imageYears } = (await readRules(tx, actor)).applied;
  if (imageYears === null) return;
  const items = await tx
    .select({
      kind: evidence.kind,
      capturedAt: evidence.capturedAt,
      receivedAt: evidence.receivedAt,
    })
    .from(evidence)
    .innerJoin(
      caseReports,
      and(
        eq(caseReports.schoolId, evidence.schoolId),
        eq(caseReports.reportId, evidence.reportId),
        eq(caseReports.caseId, caseId),
      ),
    )
    .where(and(eq(evidence.schoolId, actor.schoolId), inArray(evidence.state, ["attached"])));
  const last = items
    .flatMap((item) => planReview(item, imageYears) ?? [])
    .toSorted()
    .at(-1);
  if (!last) return;
  const [asked] = await tx
    .select({ id: caseActions.id })
    .from(caseActions)
    .where(
      and(
        eq(caseActions.schoolId, actor.schoolId),
        eq(caseActions.caseId, caseId),
        eq(caseActions.words, reviewTask),
        isNull(caseActions.doneAt),
      ),
    );
  if (asked) return;
  await tx.insert(caseActions).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId,
    words: reviewTask,
    dueOn: [last, localDay(actor.at)].toSorted().at(-1) ?? last,
    forId: actor.personId,
    addedAt: actor.at,
    addedBy: actor.personId,
  });
}

/** Cases the actor sees whose pictures are due to be looked through, the longest due first. */
export async function listReviews(tx: Tx, actor: Actor) {
  return tx
    .select({ caseId: cases.id, reference: cases.reference, dueOn: caseActions.dueOn })
    .from(caseActions)
    .innerJoin(
      cases,
      and(eq(cases.schoolId, caseActions.schoolId), eq(cases.id, caseActions.caseId)),
    )
    .where(
      and(
        eq(caseActions.schoolId, actor.schoolId),
        eq(caseActions.words, reviewTask),
        isNull(caseActions.doneAt),
        lte(caseActions.dueOn, sql`${localDay(actor.at)}::date`),
      ),
    )
    .orderBy(asc(caseActions.dueOn))
    .limit(20);
}
