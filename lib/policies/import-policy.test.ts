import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, type TestSchool } from "@/db/testing";
import { discardVersion } from "./discard-version";
import { confirmClauses, importPolicy } from "./import-policy";
import { publishVersion } from "./publish-version";
import { draftOf, fileContent } from "./queries";
import { confirmClausesSchema } from "./schema";

const words = `Online conduct policy

Approved by: Governing body

Phones

Staff must not use a phone near pupils.

Be kind.

Contact the office.`;
const document = { name: "Policy 2026.txt", bytes: Buffer.from(words) };
const approval = {
  approvedBy: "Governing body",
  approvedOn: "2026-07-06",
  nextReviewOn: "2027-07-05",
  accepted: true,
};
const as = async <T>(
  school: TestSchool,
  who: CastKey,
  work: Parameters<typeof withScope<T>>[1],
): Promise<T> => withScope(await school.as(who), work);
const imported = (school: TestSchool, who: CastKey = "dsl") =>
  as(school, who, (tx, actor) => importPolicy(tx, actor, document));

describe("a document", () => {
  test("becomes a draft of proposed clauses, keeps its bytes, and is in the ledger", async () => {
    const school = await makeSchool();
    const { policyId, versionId } = await imported(school);
    const draft = await as(school, "dsl", (tx, actor) => draftOf(tx, actor, policyId));
    expect(draft).toMatchObject({ origin: "document", approvedBy: "Governing body" });
    expect(draft.clauses.map((clause) => [clause.kind, clause.proposed])).toEqual([
      ["prohibition", true],
      ["duty", true],
      ["duty", true],
    ]);
    const file = await as(school, "admin", (tx, actor) => fileContent(tx, actor, versionId));
    expect(Buffer.from(file.content)).toEqual(document.bytes);
    expect(await ledgerOf(policyId)).toEqual(["policy-drafted"]);
  });

  test("is read in once: the same bytes lead to the same draft", async () => {
    const school = await makeSchool();
    const first = await imported(school);
    expect(await imported(school, "headteacher")).toEqual(first);
  });

  test("is brought only by those who write policies, and its draft is seen by no one else", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    for (const who of ["teacher", "admin", "chair", "governor", "manager"] as CastKey[])
      await expect(imported(school, who), who).rejects.toThrow("Page not found");
    const { versionId } = await imported(school);
    for (const [where, who] of [
      [school, "teacher"],
      [school, "chair"],
      [other, "dsl"],
      [other, "headteacher"],
    ] as const) {
      await expect(
        as(where, who, (tx, actor) => fileContent(tx, actor, versionId)),
        who,
      ).rejects.toThrow("Page not found");
    }
  });

  test("is not published before a person confirmed each clause; then everybody reads it", async () => {
    const school = await makeSchool();
    const { policyId, versionId } = await imported(school);
    const publish = () =>
      as(school, "dsl", (tx, actor) => publishVersion(tx, actor, { versionId, ...approval }));
    await expect(publish()).rejects.toMatchObject({
      fields: { form: "Confirm the clauses of the document first: 3 left" },
    });
    const { clauses } = await as(school, "dsl", (tx, actor) => draftOf(tx, actor, policyId));
    const [phones, kind, office] = clauses.map((clause) => clause.id);
    const typed = { versionId, right: [phones, kind], [`kind-${kind}`]: "support", drop: office };
    const input = confirmClausesSchema.parse({ ...typed, [`kind-${phones}`]: "prohibition" });
    await as(school, "dsl", (tx, actor) => confirmClauses(tx, actor, input));
    const after = await as(school, "dsl", (tx, actor) => draftOf(tx, actor, policyId));
    expect(after.clauses.map((clause) => [clause.kind, clause.proposed])).toEqual([
      ["prohibition", false],
      ["support", false],
    ]);
    await publish();
    const file = await as(school, "teacher", (tx, actor) => fileContent(tx, actor, versionId));
    expect(file.name).toBe("Policy 2026.txt");
  });

  test("nothing ticked is said, and nobody else confirms", async () => {
    expect(
      confirmClausesSchema.safeParse({ versionId: crypto.randomUUID() }).error?.issues[0]?.message,
    ).toBe("Tick what is right");
    const school = await makeSchool();
    const { versionId } = await imported(school);
    for (const who of ["teacher", "admin", "chair"] as CastKey[]) {
      await expect(
        as(school, who, (tx, actor) =>
          confirmClauses(tx, actor, { versionId, right: [], drop: [crypto.randomUUID()] }),
        ),
        who,
      ).rejects.toThrow("Page not found");
    }
  });

  test("goes with a draft that is thrown away", async () => {
    const school = await makeSchool();
    const made = await imported(school);
    await as(school, "dsl", (tx, actor) => discardVersion(tx, actor, made));
    const [row] = await asOwner()`select count(*)::int as n from policy_files
      where school_id = ${school.schoolId}`;
    expect(row?.n).toBe(0);
  });
});
