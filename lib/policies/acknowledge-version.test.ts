import { describe, expect, test } from "vitest";
import { policyAcknowledgements } from "@/db/schema/policies";
import { withScope } from "@/db/scope";
import {
  addPerson,
  asOwner,
  type CastKey,
  ledgerOf,
  makeSchool,
  openAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { acknowledgeVersion } from "./acknowledge-version";
import { draftVersion } from "./draft-version";
import { boundOn, listAcceptances, myAcceptance, waitingPolicies } from "./list-acceptances";
import { loadPack } from "./load-pack";
import { publishVersion } from "./publish-version";
import { acknowledgeVersionSchema } from "./schema";

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
  at?: Date,
): Promise<T> => withScope({ ...(await school.as(who)), ...(at ? { at } : {}) }, work);
const publish = (school: TestSchool, versionId: string) =>
  as(school, "headteacher", (tx, actor) => publishVersion(tx, actor, { versionId, ...approval }));

async function schoolWith(pack: string) {
  const school = await makeSchool();
  const made = await as(school, "dsl", (tx, actor) => loadPack(tx, actor, { pack }));
  const { sha256 } = await publish(school, made.versionId);
  return { school, ...made, sha256 };
}
const accept = (school: TestSchool, who: CastKey, policyId: string, sha256: string, at?: Date) =>
  as(
    school,
    who,
    (tx, actor) =>
      acknowledgeVersion(tx, actor, {
        policyId,
        sha256,
        accepted: "yes",
        name: "Tara Quinn",
        signature: "T Quinn",
        drawn: "",
      }),
    at,
  );

describe("accepting a policy", () => {
  test("is of exactly its hash, by oneself, once, and in the ledger", async () => {
    const { school, policyId, sha256, versionId } = await schoolWith("S3");
    await expect(accept(school, "teacher", policyId, "0".repeat(64))).rejects.toMatchObject({
      code: "conflict",
    });
    await accept(school, "teacher", policyId, sha256);
    await expect(accept(school, "teacher", policyId, sha256)).rejects.toThrow("already");
    const rows = await asOwner()`select person_id, sha256, name, signature
      from policy_acknowledgements where version_id = ${versionId}`;
    expect(rows).toEqual([
      { person_id: school.people.teacher, sha256, name: "Tara Quinn", signature: "T Quinn" },
    ]);
    expect(await ledgerOf(policyId)).toContain("policy-acknowledged");
  });

  test("asks for the tick and the printed name", () => {
    const said = acknowledgeVersionSchema
      .safeParse({ policyId: crypto.randomUUID(), sha256: "a".repeat(64), name: "", signature: "" })
      .error?.issues.map((issue) => issue.message);
    expect(said).toEqual(["Tick that you have read and accept it", "Enter your name in print"]);
  });

  test("waits again for a new version, and when a year is over", async () => {
    const { school, policyId, sha256, versionId } = await schoolWith("S3");
    const waits = (at?: Date) =>
      as(
        school,
        "teacher",
        async (tx, actor) => (await waitingPolicies(tx, actor)).has(policyId),
        at,
      );
    const due = (at?: Date) =>
      as(
        school,
        "teacher",
        async (tx, actor) => (await myAcceptance(tx, actor, versionId)).due,
        at,
      );
    expect(await waits()).toBe(true);
    await accept(school, "teacher", policyId, sha256);
    expect([await waits(), await due()]).toEqual([false, false]);
    const later = new Date(Date.now() + 366 * 24 * 60 * 60 * 1000);
    expect([await waits(later), await due(later)]).toEqual([true, true]);
    await accept(school, "teacher", policyId, sha256, later);
    const next = await as(school, "dsl", (tx, actor) => draftVersion(tx, actor, { policyId }));
    expect(await waits()).toBe(false);
    await publish(school, next.versionId);
    expect(await waits()).toBe(true);
    await expect(accept(school, "teacher", policyId, sha256)).rejects.toThrow("new version");
  });

  test("is for those the policy binds: S4 binds no governor, S3 does", async () => {
    const s3 = await schoolWith("S3");
    const s4 = await schoolWith("S4");
    await accept(s3.school, "governor", s3.policyId, s3.sha256);
    await expect(accept(s4.school, "governor", s4.policyId, s4.sha256)).rejects.toThrow(
      "Page not found",
    );
    await expect(accept(s3.school, "teacher", s4.policyId, s4.sha256)).rejects.toThrow(
      "Page not found",
    );
  });

  test("for somebody else, or of a hash nobody published, is refused by the database", async () => {
    const { school, versionId, sha256 } = await schoolWith("S3");
    const row = {
      schoolId: school.schoolId,
      id: crypto.randomUUID(),
      versionId,
      name: "x",
      signature: "x",
      acceptedAt: new Date(),
    };
    for (const wrong of [
      { ...row, personId: school.people.colleague, sha256 },
      { ...row, personId: school.people.teacher, sha256: "0".repeat(64) },
    ]) {
      await expect(
        as(school, "teacher", (tx) => tx.insert(policyAcknowledgements).values(wrong)),
      ).rejects.toThrow();
    }
  });
});

describe("who has accepted it", () => {
  test("all for those who administer policies, the team for its manager, a rate for governors, else nothing", async () => {
    const { school, policyId, sha256 } = await schoolWith("S3");
    const list = (who: CastKey) =>
      as(school, who, (tx, actor) => listAcceptances(tx, actor, policyId));
    await accept(school, "teacher", policyId, sha256);
    await accept(school, "dpo", policyId, sha256);
    const all = await list("dsl");
    expect(all.people?.filter((person) => person.at).map((person) => person.name)).toEqual(
      expect.arrayContaining(["Tara Quinn", "Dmitri Vale"]),
    );
    expect(all.people?.map((person) => person.name)).not.toContain("Poppy Ives");
    const team = await list("manager");
    expect(team.people?.map((person) => [person.name, person.at !== null])).toEqual([
      ["Colin Webb", false],
      ["Tara Quinn", true],
    ]);
    for (const who of ["governor", "chair"] as CastKey[])
      expect(await list(who), who).toMatchObject({ people: null, rate: null });
    for (const who of ["teacher", "admin"] as CastKey[])
      await expect(list(who), who).rejects.toThrow("Page not found");
    for (let n = 0; n < 10; n++) await addPerson(school.schoolId, { name: `Person ${n}` });
    const bound = all.people?.length ?? 0;
    expect((await list("governor")).rate).toBe(Math.round(200 / (bound + 10)));
  });

  test("a manager reads no row of anybody outside their team, behind the verb too", async () => {
    const { school, policyId, sha256 } = await schoolWith("S3");
    await accept(school, "teacher", policyId, sha256);
    await accept(school, "dpo", policyId, sha256);
    const seen = (who: CastKey) =>
      as(school, who, async (tx) =>
        (await tx.select({ id: policyAcknowledgements.personId }).from(policyAcknowledgements)).map(
          (row) => row.id,
        ),
      );
    expect(await seen("manager")).toEqual([school.people.teacher]);
    for (const who of ["governor", "chair", "admin", "colleague"] as CastKey[])
      expect(await seen(who), who).toEqual([]);
  });
});

describe("at a decision", () => {
  test("the case shows which version bound the person that day, and whether they had accepted it", async () => {
    const { school, policyId, versionId, sha256 } = await schoolWith("S3");
    const sql = asOwner();
    await sql`update policy_versions set published_at = '2026-09-10T09:00:00Z'
      where id = ${versionId}`;
    const { reportId } = await sendAs(school, "teacher", {
      type: "APB",
      affected: "school",
      named0Name: "Colin Webb",
    });
    const { caseId } = await openAs(school, "headteacher", reportId);
    const shown = (who: CastKey, day: string) =>
      as(school, who, (tx, actor) => boundOn(tx, actor, caseId, day));
    const bound = { person: "Colin Webb", policyId, number: 1 };
    expect(await shown("headteacher", "2026-09-09")).toEqual([]);
    expect(await shown("headteacher", "2026-09-10")).toMatchObject([
      { ...bound, acceptedAt: null },
    ]);
    const accepted = new Date("2026-10-01T08:00:00Z");
    await accept(school, "colleague", policyId, sha256, accepted);
    expect(await shown("headteacher", "2026-09-30")).toMatchObject([
      { ...bound, acceptedAt: null },
    ]);
    expect(await shown("headteacher", "2026-10-01")).toMatchObject([
      { ...bound, acceptedAt: accepted },
    ]);
    const next = await as(school, "dsl", (tx, actor) => draftVersion(tx, actor, { policyId }));
    await publish(school, next.versionId);
    await sql`update policy_versions set published_at = '2026-11-01T09:00:00Z'
      where id = ${next.versionId}`;
    expect(await shown("headteacher", "2026-10-31")).toMatchObject([{ ...bound, number: 1 }]);
    expect(await shown("headteacher", "2026-11-02")).toMatchObject([
      { ...bound, number: 2, acceptedAt: null },
    ]);
    for (const who of ["colleague", "teacher", "governor", "admin", "manager"] as CastKey[])
      expect(await shown(who, "2026-10-01"), who).toEqual([]);
  });
});
