import { describe, expect, test } from "vitest";
import { policyQuestions } from "@/db/schema/policies";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, type TestSchool } from "@/db/testing";
import { answerQuestion, askQuestion, listQuestions } from "./ask-question";
import { loadPack } from "./load-pack";
import { publishVersion } from "./publish-version";

const as = async <T>(
  school: TestSchool,
  who: CastKey,
  work: Parameters<typeof withScope<T>>[1],
): Promise<T> => withScope(await school.as(who), work);

async function schoolWith() {
  const school = await makeSchool();
  const { versionId, policyId } = await as(school, "dsl", (tx, actor) =>
    loadPack(tx, actor, { pack: "S1" }),
  );
  await as(school, "headteacher", (tx, actor) =>
    publishVersion(tx, actor, {
      versionId,
      approvedBy: "Governing body",
      approvedOn: "2026-07-06",
      nextReviewOn: "2027-07-05",
      accepted: true,
    }),
  );
  return { school, policyId, versionId };
}
const ask = (school: TestSchool, who: CastKey, policyId: string, question = "May I join in?") =>
  as(school, who, (tx, actor) => askQuestion(tx, actor, { policyId, question }));
const seen = (school: TestSchool, who: CastKey, policyId: string) =>
  as(school, who, (tx, actor) => listQuestions(tx, actor, policyId));
const notices = async (school: TestSchool) =>
  (
    await asOwner()`select p.name, n.kind, n.reference, n.path from notices n join people p
      on p.school_id = n.school_id and p.id = n.person_id where n.school_id = ${school.schoolId}
      order by n.created_at`
  ).map((row) => ({ ...row }));

describe("a question about a policy", () => {
  test("goes to the headteacher without a word in the notice, is answered once, and is no case", async () => {
    const { school, policyId } = await schoolWith();
    await ask(school, "teacher", policyId);
    const path = `/policies/${policyId}#questions`;
    expect(await notices(school)).toEqual([
      { name: "Helen Marsh", kind: "policy-question", reference: "version 1", path },
    ]);
    const [question] = await seen(school, "headteacher", policyId);
    expect(question).toMatchObject({ by: "Tara Quinn", words: "May I join in?", answer: null });
    const answer = (who: CastKey) =>
      as(school, who, (tx, actor) =>
        answerQuestion(tx, actor, { questionId: question?.id ?? "", answer: "Yes, with care." }),
      );
    for (const who of ["teacher", "colleague", "dsl", "chair", "admin"] as CastKey[])
      await expect(answer(who), who).rejects.toThrow("Page not found");
    await answer("headteacher");
    await expect(answer("headteacher")).rejects.toThrow("already");
    expect((await notices(school)).slice(1)).toEqual([
      { name: "Tara Quinn", kind: "policy-answer", reference: "version 1", path },
    ]);
    expect(await seen(school, "teacher", policyId)).toMatchObject([
      { answer: "Yes, with care.", answeredBy: "Helen Marsh" },
    ]);
    expect((await ledgerOf(policyId)).slice(-2)).toEqual(["policy-asked", "policy-answered"]);
    const [cases] = await asOwner()`select (select count(*)::int from cases
      where school_id = ${school.schoolId}) + (select count(*)::int from reports
      where school_id = ${school.schoolId}) as n`;
    expect(cases?.n).toBe(0);
  });

  test("is read by nobody else, in the product or behind it", async () => {
    const { school, policyId } = await schoolWith();
    await ask(school, "teacher", policyId);
    for (const who of [
      "colleague",
      "manager",
      "dsl",
      "deputy",
      "chair",
      "admin",
      "dpo",
    ] as CastKey[]) {
      expect(await seen(school, who, policyId), who).toEqual([]);
      const rows = await as(school, who, (tx) => tx.select().from(policyQuestions));
      expect(rows, who).toEqual([]);
    }
    const other = await makeSchool();
    await expect(ask(other, "teacher", policyId)).rejects.toThrow("Page not found");
  });

  test("of a headteacher goes to the chair, and nobody answers their own", async () => {
    const { school, policyId } = await schoolWith();
    await ask(school, "headteacher", policyId);
    expect((await notices(school)).map((row) => row.name)).toEqual(["Carol Finch"]);
    const [own] = await seen(school, "headteacher", policyId);
    const answer = (who: CastKey) =>
      as(school, who, (tx, actor) =>
        answerQuestion(tx, actor, { questionId: own?.id ?? "", answer: "Yes." }),
      );
    await expect(answer("headteacher")).rejects.toThrow();
    await answer("chair");
    expect(await seen(school, "headteacher", policyId)).toMatchObject([{ answer: "Yes." }]);
  });
});
