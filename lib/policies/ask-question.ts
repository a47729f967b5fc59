import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { policyQuestions } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import { type Actor, holds } from "@/lib/access/types";
import { conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { namesOf } from "@/lib/people/queries";
import { policyById } from "./queries";
import type { answerQuestionSchema, askQuestionSchema } from "./schema";

const tell = (tx: Tx, actor: Actor, questionId: string) =>
  tx.execute(sql`select jobs.enqueue('notice-created',
    json_build_object('schoolId', ${actor.schoolId}::text, 'noticeId', id), null)
    from sec.notify_question(${questionId}::uuid) id`);

/** A question about a policy goes to the headteacher, theirs to the chair; it is no case (S1-16). */
export async function askQuestion(tx: Tx, actor: Actor, input: z.output<typeof askQuestionSchema>) {
  const { shown } = await policyById(tx, actor, input.policyId);
  if (!shown.publishedAt) throw notFound();
  const id = crypto.randomUUID();
  await tx.insert(policyQuestions).values({
    schoolId: actor.schoolId,
    id,
    policyId: shown.policyId,
    versionId: shown.versionId,
    askedOf: holds(actor, "headteacher") ? "chair" : "headteacher",
    words: input.question,
    askedAt: actor.at,
    askedBy: actor.personId,
  });
  await appendLedger(tx, {
    role: "reporter",
    action: "policy-asked",
    object: { kind: "policy", id: shown.policyId },
    reason: `version-${shown.number}`,
    values: { question: input.question },
  });
  await tell(tx, actor, id);
  return { policyId: shown.policyId };
}

/** Whoever it was asked of answers, once; whoever asked is told that there is an answer. */
export async function answerQuestion(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof answerQuestionSchema>,
) {
  const mine = and(
    eq(policyQuestions.schoolId, actor.schoolId),
    eq(policyQuestions.id, input.questionId),
  );
  const [question] = await tx
    .select({ policyId: policyQuestions.policyId, askedOf: policyQuestions.askedOf })
    .from(policyQuestions)
    .where(mine);
  const role =
    question?.askedOf === "headteacher"
      ? holds(actor, "headteacher") && "headteacher"
      : holds(actor, "chair")
        ? "chair"
        : holds(actor, "vice-chair") && "vice-chair";
  if (!question || !role) throw notFound();
  const answered = await tx
    .update(policyQuestions)
    .set({ answer: input.answer, answeredAt: actor.at, answeredBy: actor.personId })
    .where(and(mine, isNull(policyQuestions.answer)))
    .returning({ id: policyQuestions.id });
  if (answered.length === 0) throw conflict("This question was answered already");
  await appendLedger(tx, {
    role,
    action: "policy-answered",
    object: { kind: "policy", id: question.policyId },
    values: { answer: input.answer },
  });
  await tell(tx, actor, input.questionId);
  return { policyId: question.policyId };
}

/** Questions about a policy that this actor asked or may answer; row-level security decides which. */
export async function listQuestions(tx: Tx, actor: Actor, policyId: string) {
  const rows = await tx
    .select({
      id: policyQuestions.id,
      words: policyQuestions.words,
      askedAt: policyQuestions.askedAt,
      askedBy: policyQuestions.askedBy,
      answer: policyQuestions.answer,
      answeredAt: policyQuestions.answeredAt,
      answeredBy: policyQuestions.answeredBy,
    })
    .from(policyQuestions)
    .where(
      and(eq(policyQuestions.schoolId, actor.schoolId), eq(policyQuestions.policyId, policyId)),
    )
    .orderBy(sql`${policyQuestions.answeredAt} desc nulls first`, desc(policyQuestions.askedAt))
    .limit(50);
  const names = await namesOf(
    tx,
    actor,
    rows.flatMap((row) => [row.askedBy, row.answeredBy]),
  );
  return rows.map((row) => ({
    id: row.id,
    words: row.words,
    askedAt: row.askedAt,
    mine: row.askedBy === actor.personId,
    by: names.get(row.askedBy) ?? "Somebody",
    answer: row.answer,
    answeredAt: row.answeredAt,
    answeredBy: row.answeredBy === null ? null : (names.get(row.answeredBy) ?? "Somebody"),
  }));
}
