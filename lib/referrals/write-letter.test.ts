import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  ledgerOf,
  makeSchool,
  openAs,
  referAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { decideReferral } from "./decide-referral";
import { fillLetter, letterKinds, strangers } from "./fill-letter";
import { caseLetters, decidedFacts, letterById, templateOf } from "./list-letters";
import { saveTemplate } from "./save-template";
import { decideReferralSchema } from "./schema";
import { printLetter, writeLetter } from "./write-letter";

const sql = asOwner();

async function decided(
  answers: Record<string, string> = { affected: "", affectedName: "Poppy Ives" },
) {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", answers);
  const { caseId } = await openAs(school, "dsl", reportId);
  const referralId = await referAs(school, "dsl", caseId);
  const input = { referralId, version: "1", decision: "informal", reason: "A word was enough" };
  const decide = async () =>
    withScope(await school.as("headteacher"), (tx, actor) =>
      decideReferral(tx, actor, decideReferralSchema.parse(input)),
    );
  return { school, caseId, decide };
}
const write = async (
  school: TestSchool,
  who: CastKey,
  caseId: string,
  words = "Dear Theo,\n\nWe act.",
) =>
  withScope(await school.as(who), (tx, actor) =>
    writeLetter(tx, actor, { caseId, kind: "outcome", toName: "Theo", title: "Decision", words }),
  );

describe("a letter about a decision", () => {
  test("is kept as a version with its hash; a later one leaves it as it was", async () => {
    const { school, caseId, decide } = await decided();
    await expect(write(school, "dsl", caseId)).rejects.toMatchObject({ code: "conflict" });
    await decide();
    await expect(write(school, "dsl", caseId, "Dear {name}")).rejects.toMatchObject({
      fields: { words: expect.any(String) },
    });
    const first = await write(school, "dsl", caseId);
    await write(school, "headteacher", caseId, "Dear Theo,\n\nWe act now.");
    await withScope(await school.as("dsl"), async (tx, actor) => {
      expect((await caseLetters(tx, actor, caseId)).map((row) => row.version)).toEqual([2, 1]);
      const row = await letterById(tx, actor, first.letterId);
      expect(row).toMatchObject({ words: "Dear Theo,\n\nWe act.", by: "Dilys Parry" });
      expect(row.sha256).toMatch(/^[0-9a-f]{64}$/);
    });
    await expect(
      withScope(await school.as("dsl"), (tx) => tx.execute("update letters set words = 'x'")),
    ).rejects.toThrow();
    expect(await ledgerOf(caseId)).toContain("letter-written");
  });

  test("is drawn as tagged pages, and that it left is in the ledger", async () => {
    const { school, caseId, decide } = await decided();
    await decide();
    const { letterId } = await write(school, "dsl", caseId);
    const pdf = await withScope(await school.as("dsl"), (tx, actor) =>
      printLetter(tx, actor, letterId),
    );
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.toString("latin1")).toMatch(/\/MarkInfo[\s\S]*\/Marked true|\/StructTreeRoot/);
    expect(await ledgerOf(caseId)).toContain("letter-exported");
  });

  test("says what was decided, why and by whom, and leaves out the clause there is none of", async () => {
    const { school, caseId, decide } = await decided();
    await decide();
    await withScope(await school.as("dsl"), async (tx, actor) => {
      const facts = await decidedFacts(tx, actor, caseId);
      const { words } = await templateOf(tx, actor, "outcome");
      const filled = fillLetter(words, { ...facts?.values, name: "Theo" });
      expect(filled).toContain("Informal action");
      expect(filled).toContain("A word was enough");
      expect(filled).toContain("Helen Marsh, headteacher");
      expect(filled).not.toMatch(/\{|The rule it rests on/);
      const affected = fillLetter((await templateOf(tx, actor, "affected")).words, {
        ...facts?.values,
        name: "Poppy",
      });
      expect(affected).not.toMatch(/Informal|A word was enough/);
    });
  });

  test("is neither there nor written for staff, the walled and other schools", async () => {
    const { school, caseId, decide } = await decided();
    await decide();
    const { letterId } = await write(school, "dsl", caseId);
    await sql`insert into walls (school_id, person_id, matter_id, reason, built_at)
      values (${school.schoolId}, ${school.people.deputy}, ${caseId}, 'named', now())`;
    const elsewhere = await makeSchool();
    for (const [of, who] of [
      [school, "deputy"],
      [school, "colleague"],
      [school, "admin"],
      [elsewhere, "dsl"],
    ] as const) {
      await expect(write(of, who, caseId)).rejects.toMatchObject({ code: "not-found" });
      const claims = await of.as(who);
      await expect(
        withScope(claims, (tx, actor) => printLetter(tx, actor, letterId)),
      ).rejects.toMatchObject({ code: "not-found" });
      await withScope(claims, async (tx, actor) =>
        expect(await caseLetters(tx, actor, caseId)).toEqual([]),
      );
    }
  });
});

describe("the words of a letter", () => {
  test("are the school's own once somebody wrote them, each version after the last", async () => {
    const school = await makeSchool();
    const save = async (who: CastKey, words: string, after: number) =>
      withScope(await school.as(who), (tx, actor) =>
        saveTemplate(tx, actor, { kind: "outcome", title: "Decision", words, after }),
      );
    for (const who of ["teacher", "admin", "deputy", "chair"] as const)
      await expect(save(who, "x", 0)).rejects.toMatchObject({ code: "not-found" });
    await expect(save("dsl", "Dear {nme}", 0)).rejects.toMatchObject({
      fields: { words: expect.stringMatching(/^\{nme\}/) },
    });
    await save("dsl", "Hello {name}", 0);
    await expect(save("headteacher", "Bye {name}", 0)).rejects.toMatchObject({ code: "conflict" });
    await save("headteacher", "Bye {name}", 1);
    await withScope(await school.as("dsl"), async (tx, actor) => {
      expect((await templateOf(tx, actor, "outcome")).words).toBe("Bye {name}");
      expect((await templateOf(tx, actor, "parents")).version).toBe(0);
    });
  });

  test("that come with the product ask for nothing that cannot be filled in", () => {
    for (const letter of letterKinds) expect(strangers(letter.words), letter.kind).toEqual([]);
  });
});
