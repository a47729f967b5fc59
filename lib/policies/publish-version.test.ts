import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { policyClauses, policyVersions } from "@/db/schema/policies";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, type TestSchool } from "@/db/testing";
import { mayAct } from "@/lib/access/permissions";
import { schoolTypes } from "@/lib/schools/queries";
import { discardVersion } from "./discard-version";
import { draftVersion, startPolicy } from "./draft-version";
import { addClause, editClause, moveClause, removeClause } from "./edit-clause";
import { hashVersion } from "./hash-version";
import { publishVersion } from "./publish-version";
import { clausesFor, draftOf, listPolicies, policyById, versionById } from "./queries";
import { saveVersion } from "./save-version";
import { publishVersionSchema } from "./schema";
import { noteVersion, signVersion } from "./sign-version";

const writers: CastKey[] = ["dsl", "deputy", "headteacher", "dpo", "trustLead"];
const others: CastKey[] = ["teacher", "manager", "chair", "governor", "admin"];
const clause = {
  code: "C1",
  kind: "prohibition" as const,
  heading: "What we expect",
  words: "Staff do not contact pupils through personal accounts.",
  types: ["APB"],
  severity: 2,
};
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

async function drafted(school: TestSchool, who: CastKey = "dsl") {
  return as(school, who, async (tx, actor) => {
    const made = await startPolicy(tx, actor, { title: "Online conduct" });
    const { clauseId } = await addClause(tx, actor, { versionId: made.versionId, ...clause });
    return { ...made, clauseId };
  });
}
async function published(school: TestSchool) {
  const made = await drafted(school);
  const { sha256 } = await as(school, "headteacher", (tx, actor) =>
    publishVersion(tx, actor, { versionId: made.versionId, ...approval }),
  );
  return { ...made, sha256 };
}

describe("a policy and its versions", () => {
  test("a draft is written, published and read by everybody it binds; both are in the ledger", async () => {
    const school = await makeSchool();
    const { policyId, sha256 } = await published(school);
    for (const who of [...writers, ...others]) {
      const { shown } = await as(school, who, (tx, actor) => policyById(tx, actor, policyId));
      expect(shown).toMatchObject({
        title: "Online conduct",
        number: 1,
        sha256,
        ...pick(approval),
      });
      expect(shown.clauses).toMatchObject([clause]);
      expect(hashVersion(shown)).toBe(sha256);
    }
    expect(await ledgerOf(policyId)).toEqual(["policy-drafted", "policy-published"]);
  });
  const pick = ({ accepted: _, ...rest }: typeof approval) => rest;

  test("each role writes, publishes and sees a draft as B12 says, in code and in the database", async () => {
    const school = await makeSchool();
    for (const who of [...writers, ...others]) {
      const { policyId, versionId, clauseId } = await drafted(school);
      const done = await as(school, who, async (tx, actor) => {
        const seen = await tx
          .select({ id: policyClauses.id })
          .from(policyClauses)
          .where(eq(policyClauses.id, clauseId));
        const changed = await tx
          .update(policyClauses)
          .set({ words: "Changed behind the verb." })
          .where(eq(policyClauses.id, clauseId))
          .returning({ id: policyClauses.id });
        const writes = mayAct(actor, "administer-policies");
        const publishes = mayAct(actor, "publish-policy");
        expect(seen, `${who} sees the draft`).toHaveLength(publishes ? 1 : 0);
        expect(changed, `${who} changes a clause`).toHaveLength(writes ? 1 : 0);
        return { writes, publishes };
      });
      expect(done.writes, who).toBe(writers.includes(who));
      expect(done.publishes, who).toBe(writers.includes(who) || who === "admin");
      const attempt = as(school, who, (tx, actor) =>
        addClause(tx, actor, { versionId, ...clause, code: "C2" }),
      );
      if (done.writes) await attempt;
      else await expect(attempt, who).rejects.toThrow("Page not found");
      const publishing = as(school, who, (tx, actor) =>
        publishVersion(tx, actor, { versionId, ...approval }),
      );
      if (done.publishes) await publishing;
      else await expect(publishing, who).rejects.toThrow("Page not found");
      const listed = await as(school, "teacher", (tx, actor) => listPolicies(tx, actor));
      expect(listed.some((row) => row.policyId === policyId)).toBe(done.publishes);
    }
  });

  test("another school finds neither the policy nor its draft", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    const first = await published(school);
    const { policyId } = first;
    const { versionId } = await as(school, "dsl", (tx, actor) =>
      draftVersion(tx, actor, { policyId }),
    );
    for (const who of ["headteacher", "dsl", "admin"] as CastKey[]) {
      for (const attempt of [
        () => as(other, who, (tx, actor) => policyById(tx, actor, policyId)),
        () => as(other, who, (tx, actor) => draftOf(tx, actor, policyId)),
        () => as(other, who, (tx, actor) => publishVersion(tx, actor, { versionId, ...approval })),
        () => as(other, who, (tx, actor) => removeClause(tx, actor, { clauseId: first.clauseId })),
        () => as(other, who, (tx, actor) => draftVersion(tx, actor, { policyId })),
      ]) {
        await expect(attempt()).rejects.toThrow("Page not found");
      }
    }
  });

  test("nothing of a published version changes, by any verb or behind them", async () => {
    const school = await makeSchool();
    const { versionId, clauseId, policyId, sha256 } = await published(school);
    for (const attempt of [
      () =>
        as(school, "dsl", (tx, actor) =>
          editClause(tx, actor, { clauseId, revision: 1, ...clause }),
        ),
      () => as(school, "dsl", (tx, actor) => removeClause(tx, actor, { clauseId })),
      () =>
        as(school, "dsl", (tx, actor) =>
          addClause(tx, actor, { versionId, ...clause, code: "C9" }),
        ),
      () => as(school, "dsl", (tx, actor) => discardVersion(tx, actor, { versionId })),
      () =>
        as(school, "headteacher", (tx, actor) =>
          publishVersion(tx, actor, { versionId, ...approval }),
        ),
    ]) {
      await expect(attempt()).rejects.toThrow("Page not found");
    }
    const touched = await as(school, "headteacher", async (tx) => [
      await tx
        .update(policyVersions)
        .set({ title: "Another" })
        .where(eq(policyVersions.id, versionId))
        .returning({ id: policyVersions.id }),
      await tx
        .delete(policyClauses)
        .where(eq(policyClauses.id, clauseId))
        .returning({ id: policyClauses.id }),
    ]);
    expect(touched).toEqual([[], []]);
    const { shown } = await as(school, "teacher", (tx, actor) => policyById(tx, actor, policyId));
    expect(hashVersion(shown)).toBe(sha256);
  });

  test("who publishes without writing rights leaves no draft changed", async () => {
    const school = await makeSchool();
    const { versionId } = await drafted(school);
    await expect(
      as(school, "admin", (tx) =>
        tx.update(policyVersions).set({ title: "Mine" }).where(eq(policyVersions.id, versionId)),
      ),
    ).rejects.toThrow();
    const text = await as(school, "dsl", (tx, actor) => versionById(tx, actor, versionId));
    expect(text.title).toBe("Online conduct");
  });

  test("a version is published with its approver and dates, in order, and with a clause", async () => {
    const typed = {
      versionId: crypto.randomUUID(),
      approvedBy: "Governing body",
      "approvedOn-day": "25",
      "approvedOn-month": "9",
      "approvedOn-year": "2025",
      "nextReviewOn-day": "31",
      "nextReviewOn-month": "8",
      "nextReviewOn-year": "2025",
    };
    const said = (input: object) =>
      publishVersionSchema
        .safeParse(input)
        .error?.issues.map((issue) => `${issue.path.join()}: ${issue.message}`);
    expect(said(typed)).toEqual([
      "nextReviewOn: The next review must be after the day it was approved",
    ]);
    expect(said({ ...typed, approvedBy: " " })).toEqual([
      "approvedBy: Enter who approved it, such as the governing body",
    ]);
    const none = { "approvedOn-day": "", "approvedOn-month": "", "approvedOn-year": "" };
    expect(said({ ...typed, ...none })).toEqual(["approvedOn: Enter the day it was approved"]);
    expect(said({ ...typed, "nextReviewOn-day": "31", "nextReviewOn-month": "2" })).toEqual([
      "nextReviewOn: Enter the day of the next review",
    ]);
    const school = await makeSchool();
    const { versionId } = await as(school, "dsl", (tx, actor) =>
      startPolicy(tx, actor, { title: "Empty" }),
    );
    await expect(
      as(school, "dsl", (tx, actor) => publishVersion(tx, actor, { versionId, ...approval })),
    ).rejects.toMatchObject({ fields: { form: "Add a clause before you publish" } });
  });

  test("what was found is read before it is published, and its codes are kept with the entry", async () => {
    const school = await makeSchool();
    const { versionId, policyId } = await drafted(school);
    const publish = (accepted: boolean) =>
      as(school, "dsl", (tx, actor) =>
        publishVersion(tx, actor, { versionId, ...approval, accepted }),
      );
    await expect(publish(false)).rejects.toMatchObject({
      fields: { accepted: "Tick that you have read what was found" },
    });
    await publish(true);
    const [kept] = await asOwner()`select o.value from ledger_openings o
      join ledger_leaves l on l.id = o.leaf_id where l.object_id = ${policyId}`;
    expect(JSON.parse(String(kept?.value)).defects).toContain("A6-3-indecent-images");
  });

  test("the next version starts as the one in force, which stays in force until it is published", async () => {
    const school = await makeSchool();
    const { policyId, versionId } = await published(school);
    const next = await as(school, "dsl", (tx, actor) => draftVersion(tx, actor, { policyId }));
    const again = await as(school, "headteacher", (tx, actor) =>
      draftVersion(tx, actor, { policyId }),
    );
    expect(again).toEqual(next);
    const draft = await as(school, "dsl", (tx, actor) => draftOf(tx, actor, policyId));
    expect(draft).toMatchObject({ number: 2, approvedOn: null, clauses: [clause] });
    const copied = draft.clauses[0]?.id ?? "";
    await as(school, "dsl", (tx, actor) =>
      editClause(tx, actor, { ...clause, clauseId: copied, revision: 1, words: "No contact." }),
    );
    const inForce = () => as(school, "teacher", (tx, actor) => clausesFor(tx, actor, "APB"));
    expect(await inForce()).toMatchObject([{ words: clause.words }]);
    const { sha256 } = await as(school, "admin", (tx, actor) =>
      publishVersion(tx, actor, { versionId: next.versionId, ...approval }),
    );
    expect(await inForce()).toMatchObject([{ words: "No contact." }]);
    const old = await as(school, "teacher", (tx, actor) => policyById(tx, actor, policyId, 1));
    expect(old.shown).toMatchObject({ versionId, clauses: [clause] });
    expect(old.shown.sha256).not.toBe(sha256);
  });

  test("two people in one clause: the second is told, and nothing is overwritten", async () => {
    const school = await makeSchool();
    const { clauseId, versionId } = await drafted(school);
    const write = (words: string, revision: number) =>
      as(school, "dsl", (tx, actor) =>
        editClause(tx, actor, { ...clause, clauseId, revision, words }),
      );
    expect(await write("First.", 1)).toMatchObject({ revision: 2 });
    await expect(write("Second.", 1)).rejects.toMatchObject({ code: "conflict" });
    const text = await as(school, "dsl", (tx, actor) => versionById(tx, actor, versionId));
    expect(text.clauses[0]?.words).toBe("First.");
    const head = {
      versionId,
      title: "Online conduct",
      approvedBy: null,
      approvedOn: null,
      reviewedOn: null,
      nextReviewOn: null,
      statutory: false,
      onWebsite: false,
      linked: [],
      binds: [],
    };
    const save = (title: string) =>
      as(school, "dsl", (tx, actor) => saveVersion(tx, actor, { ...head, title, revision: 1 }));
    await save("One");
    await expect(save("Two")).rejects.toMatchObject({ code: "conflict" });
  });

  test("a clause's code is its name: a second one of the same code is refused", async () => {
    const school = await makeSchool();
    const { versionId } = await drafted(school);
    await expect(
      as(school, "dsl", (tx, actor) => addClause(tx, actor, { versionId, ...clause })),
    ).rejects.toMatchObject({ fields: { code: "Clause C1 exists. Enter another code" } });
  });

  test("clauses move up and down, and are removed", async () => {
    const school = await makeSchool();
    const { versionId } = await drafted(school);
    const order = () =>
      as(school, "dsl", async (tx, actor) =>
        (await versionById(tx, actor, versionId)).clauses.map((item) => item.code),
      );
    const ids = await as(school, "dsl", async (tx, actor) => {
      const second = await addClause(tx, actor, { versionId, ...clause, code: "C2" });
      const third = await addClause(tx, actor, { versionId, ...clause, code: "C3" });
      return [second.clauseId, third.clauseId];
    });
    await as(school, "dsl", (tx, actor) =>
      moveClause(tx, actor, { clauseId: ids[1] ?? "", direction: "up" }),
    );
    expect(await order()).toEqual(["C1", "C3", "C2"]);
    await as(school, "dsl", (tx, actor) =>
      moveClause(tx, actor, { clauseId: ids[0] ?? "", direction: "down" }),
    );
    expect(await order()).toEqual(["C1", "C3", "C2"]);
    await as(school, "dsl", (tx, actor) => removeClause(tx, actor, { clauseId: ids[1] ?? "" }));
    expect(await order()).toEqual(["C1", "C2"]);
  });

  test("a discarded draft is gone, and a policy that was nothing else goes with it", async () => {
    const school = await makeSchool();
    const first = await drafted(school);
    await as(school, "dsl", (tx, actor) => discardVersion(tx, actor, first));
    const [row] = await asOwner()`select count(*)::int as n from policies
      where school_id = ${school.schoolId}`;
    expect(row?.n).toBe(0);
    expect(await ledgerOf(first.policyId)).toEqual(["policy-drafted", "policy-draft-discarded"]);
    const kept = await published(school);
    const next = await as(school, "dsl", (tx, actor) => draftVersion(tx, actor, kept));
    await as(school, "dsl", (tx, actor) => discardVersion(tx, actor, next));
    const { draft, shown } = await as(school, "dsl", (tx, actor) =>
      policyById(tx, actor, kept.policyId),
    );
    expect([draft, shown.number]).toEqual([null, 1]);
  });

  test("a clause changed while its version is being published does not slip under the hash", async () => {
    const school = await makeSchool();
    const { versionId, clauseId, policyId } = await drafted(school);
    const claims = [await school.as("dsl"), await school.as("headteacher")] as const;
    const results = await Promise.allSettled([
      withScope(claims[0], (tx, actor) =>
        editClause(tx, actor, { ...clause, clauseId, revision: 1, words: "Late words." }),
      ),
      withScope(claims[1], (tx, actor) => publishVersion(tx, actor, { versionId, ...approval })),
    ]);
    expect(results[1].status).toBe("fulfilled");
    const { shown } = await as(school, "teacher", (tx, actor) => policyById(tx, actor, policyId));
    expect(hashVersion(shown)).toBe(shown.sha256);
    const late = shown.clauses[0]?.words === "Late words.";
    expect(late).toBe(results[0].status === "fulfilled");
  });

  test("the chair signs exactly the hash they read, once; nobody else signs", async () => {
    const school = await makeSchool();
    const { versionId, sha256, policyId } = await published(school);
    const sign = (who: CastKey, hash: string) =>
      as(school, who, (tx, actor) =>
        signVersion(tx, actor, { versionId, sha256: hash, signer: "Carol Finch" }),
      );
    await expect(sign("chair", "0".repeat(64))).rejects.toThrow("not the version you read");
    for (const who of ["headteacher", "governor", "admin", "teacher"] as CastKey[])
      await expect(sign(who, sha256), who).rejects.toThrow("Page not found");
    await sign("chair", sha256);
    await expect(sign("chair", sha256)).rejects.toThrow("already");
    expect(await ledgerOf(policyId)).toContain("policy-signed");
    await as(school, "chair", (tx, actor) =>
      noteVersion(tx, actor, { versionId, words: "Read at the autumn meeting." }),
    );
    await expect(
      as(school, "teacher", (tx, actor) => noteVersion(tx, actor, { versionId, words: "Mine." })),
    ).rejects.toThrow("Page not found");
  });

  test("a definition in force is the one the report form shows, with where it comes from", async () => {
    const school = await makeSchool();
    const shownFor = async () =>
      (await as(school, "teacher", (tx, actor) => schoolTypes(tx, actor))).find(
        (type) => type.code === "CYB",
      );
    expect((await shownFor())?.source).toBe("national default");
    const { versionId } = await drafted(school);
    const definition = { kind: "definition" as const, heading: "", severity: null };
    await as(school, "dsl", async (tx, actor) => {
      await addClause(tx, actor, {
        versionId,
        ...definition,
        code: "D1",
        words: "Using technology to frighten or shame somebody.",
        types: ["CYB"],
      });
      await addClause(tx, actor, {
        versionId,
        ...definition,
        code: "D2",
        words: "Information is anything one can share.",
        types: ["CYB", "TRO"],
      });
    });
    expect((await shownFor())?.source).toBe("national default");
    await as(school, "dsl", (tx, actor) => publishVersion(tx, actor, { versionId, ...approval }));
    expect(await shownFor()).toMatchObject({
      definition: "Using technology to frighten or shame somebody.",
      source: "Online conduct, version 1, clause D1",
    });
  });

  test("row-level security lets nobody read a draft through another table", async () => {
    const school = await makeSchool();
    const { versionId } = await drafted(school);
    const counts = await as(school, "teacher", async (tx) => [
      ...(await tx.execute(sql`select
        (select count(*)::int from policy_versions where id = ${versionId}) as versions,
        (select count(*)::int from policy_clauses where version_id = ${versionId}) as clauses`)),
    ]);
    expect(counts).toEqual([{ versions: 0, clauses: 0 }]);
  });
});
