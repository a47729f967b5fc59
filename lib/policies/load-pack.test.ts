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
import { decideReferral } from "@/lib/referrals/decide-referral";
import { choicesWithin, outcomeWords } from "@/lib/referrals/labels";
import { decideReferralSchema } from "@/lib/referrals/schema";
import { schoolDetails, schoolTypes } from "@/lib/schools/queries";
import { describeRules, noRules } from "./describe-rules";
import { draftVersion } from "./draft-version";
import { hashVersion } from "./hash-version";
import { loadPack } from "./load-pack";
import { saveRulesSchema } from "./parse-rules";
import { publishVersion } from "./publish-version";
import { allowedOutcomes, clausesFor, draftOf, policyById } from "./queries";
import { readPack, readPacks } from "./read-pack";
import { saveVersion } from "./save-version";

const codes = ["S0", "S1", "S2", "S3", "S4"] as const;
const approval = { approvedBy: "Governing body", approvedOn: "2026-07-06" };

/** A school whose policy is a pack, as approved in our time. */
async function schoolOf(pack: string) {
  const school = await makeSchool();
  const { policyId, versionId } = await as(school, "dsl", (tx, actor) =>
    loadPack(tx, actor, { pack }),
  );
  await as(school, "headteacher", (tx, actor) =>
    publishVersion(tx, actor, {
      versionId,
      ...approval,
      nextReviewOn: "2027-07-05",
      accepted: true,
    }),
  );
  return { school, policyId };
}
const as = async <T>(
  school: TestSchool,
  who: CastKey,
  work: Parameters<typeof withScope<T>>[1],
): Promise<T> => withScope(await school.as(who), work);

const clausesOf = (pack: string) => readPack(pack)?.clauses ?? [];
const sql = asOwner();
const ownerOf = async (school: TestSchool, reportId: string) => {
  const [row] = await sql`select p.id from triages t join people p on p.id = t.owner_id
    where t.report_id = ${reportId}`;
  return Object.entries(school.people).find(([, id]) => id === row?.id)?.[0];
};
const seesIt = (school: TestSchool, who: CastKey, reportId: string) =>
  as(school, who, async (tx) => {
    const { reports } = await import("@/db/schema/reports");
    const { eq } = await import("drizzle-orm");
    return (
      (await tx.select({ id: reports.id }).from(reports).where(eq(reports.id, reportId))).length ===
      1
    );
  });

describe("the packs", () => {
  test("are whole: every clause id of part A is there once, and nothing else", () => {
    const counts = readPacks().map((pack) => [pack.code, pack.clauses.length]);
    expect(Object.fromEntries(counts)).toEqual({ N: 15, S0: 44, S1: 44, S2: 14, S3: 53, S4: 42 });
    for (const code of codes) {
      const numbers = clausesOf(code).map((clause) => Number(clause.code.slice(3)));
      expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
    }
  });

  test("only those who write policies load one, and a pack that is not there is refused", async () => {
    const school = await makeSchool();
    for (const who of ["teacher", "admin", "chair", "governor", "manager"] as CastKey[]) {
      await expect(
        as(school, who, (tx, actor) => loadPack(tx, actor, { pack: "S0" })),
        who,
      ).rejects.toThrow("Page not found");
    }
    await expect(
      as(school, "dsl", (tx, actor) => loadPack(tx, actor, { pack: "S9" })),
    ).rejects.toMatchObject({ fields: { pack: "Select where to start" } });
  });

  test.each(["N", ...codes])(
    "%s: every clause is read by everybody it binds, once it is published",
    async (code) => {
      const { school, policyId } = await schoolOf(code);
      expect(await ledgerOf(policyId)).toEqual(["policy-drafted", "policy-published"]);
      for (const who of ["teacher", "governor", "dpo"] as CastKey[]) {
        const { shown } = await as(school, who, (tx, actor) => policyById(tx, actor, policyId));
        expect(shown.clauses).toMatchObject(clausesOf(code));
        expect(shown).toMatchObject({ origin: code, binds: readPack(code)?.binds });
      }
    },
  );

  test.each(codes)(
    "%s: a rule is offered first when what it speaks of is decided",
    async (code) => {
      const { school } = await schoolOf(code);
      const rules = clausesOf(code).filter((clause) => clause.kind !== "definition");
      for (const type of new Set(rules.flatMap((clause) => clause.types))) {
        const offered = await as(school, "headteacher", (tx, actor) => clausesFor(tx, actor, type));
        const speaking = rules.filter((clause) => clause.types.includes(type));
        expect(
          offered.slice(0, speaking.length).map((clause) => clause.code),
          type,
        ).toEqual(speaking.map((clause) => clause.code));
      }
    },
  );

  test("the report form explains cyberbullying and trolling as each school does, or as the default", async () => {
    const own: Record<string, string[]> = {
      S0: ["clause S0-37", "national default"],
      S1: ["clause S1-39", "clause S1-41"],
      S2: ["national default", "national default"],
      S3: ["national default", "national default"],
      S4: ["clause S4-31", "national default"],
    };
    for (const code of codes) {
      const { school } = await schoolOf(code);
      const types = await as(school, "teacher", (tx, actor) => schoolTypes(tx, actor));
      const found = ["CYB", "TRO"].map((type) => types.find((item) => item.code === type));
      expect(
        found.map((type) => type?.source.split(", ").at(-1)),
        code,
      ).toEqual(own[code]);
      const clause = clausesOf(code).find((item) => own[code]?.[0]?.endsWith(item.code));
      if (clause) expect(found[0]?.definition).toBe(clause.words);
    }
  });
});

describe("one event in five schools", () => {
  test.each(codes)(
    "%s: an indecent image of a child goes to the DSL alone, in words, whatever the policy says",
    async (code) => {
      const { school } = await schoolOf(code);
      const { reportId } = await sendAs(school, "teacher", {
        safety: "image",
        type: "IIC",
        affected: "pupil",
      });
      expect(await ownerOf(school, reportId)).toBe("dsl");
      const [row] = await sql`select text_only, restricted from reports where id = ${reportId}`;
      expect(row).toMatchObject({ text_only: true, restricted: true });
      expect(await seesIt(school, "headteacher", reportId)).toBe(false);
    },
  );

  test.each(codes)(
    "%s: a sign that a child may be at risk goes to the DSL at once",
    async (code) => {
      const { school } = await schoolOf(code);
      for (const type of ["SEX", "HRM", "RAD"]) {
        const { reportId } = await sendAs(school, "teacher", { type, affected: "pupil" });
        expect(await ownerOf(school, reportId), type).toBe("dsl");
      }
    },
  );

  test.each(codes)(
    "%s: abuse of a member of staff goes to the headteacher, and to the line manager who was chosen",
    async (code) => {
      const { school } = await schoolOf(code);
      const plain = await sendAs(school, "teacher", {});
      expect(await ownerOf(school, plain.reportId)).toBe("headteacher");
      expect(await seesIt(school, "manager", plain.reportId)).toBe(false);
      if (readPack(code)?.rules?.recipients?.includes("line-manager") === false) return;
      const chosen = await sendAs(school, "teacher", { recipient: "line-manager" });
      expect(await seesIt(school, "manager", chosen.reportId)).toBe(true);
    },
  );

  test.each(codes)(
    "%s: a concern about the headteacher goes round them to the chair",
    async (code) => {
      const { school } = await schoolOf(code);
      const { reportId } = await sendAs(school, "teacher", { type: "APB", about: ["headteacher"] });
      expect(await ownerOf(school, reportId)).toBe("chair");
      expect(await seesIt(school, "headteacher", reportId)).toBe(false);
    },
  );

  test.each(codes)(
    "%s: the wish about the police is kept, and what the reporter would like",
    async (code) => {
      const { school } = await schoolOf(code);
      const { reportId } = await sendAs(school, "teacher", {
        policeWish: "no",
        wish: "That it stops",
      });
      const [row] = await sql`select police_wish, wish from reports where id = ${reportId}`;
      expect(row).toMatchObject({ police_wish: "no", wish: "That it stops" });
    },
  );

  test.each(codes)("%s: data that was lost goes to the data protection officer", async (code) => {
    const { school } = await schoolOf(code);
    const { reportId } = await sendAs(school, "teacher", { type: "DBR", affected: "school" });
    expect(await ownerOf(school, reportId)).toBe("dpo");
  });
});

describe("what the five set differently", () => {
  test("whom a reporter may tell as well is whom the policy names, and nobody else is taken", async () => {
    const own: Record<string, string[]> = {
      S0: ["line-manager", "headteacher"],
      S1: ["headteacher"],
      S2: ["line-manager", "dsl", "headteacher"],
      S3: ["headteacher"],
      S4: ["line-manager"],
    };
    for (const code of codes) {
      const { school } = await schoolOf(code);
      const { recipientChoices } = await as(school, "teacher", (tx, actor) =>
        schoolDetails(tx, actor),
      );
      expect(recipientChoices, code).toEqual(own[code]);
      const told = sendAs(school, "teacher", { recipient: "line-manager" });
      if (own[code]?.includes("line-manager")) await told;
      else await expect(told, code).rejects.toMatchObject({ code: "check" });
    }
  });

  test("a formal decision takes a step the policy has: S3 dismisses, and not without notice", async () => {
    const steps = async (school: TestSchool) =>
      choicesWithin(await as(school, "headteacher", (tx, actor) => allowedOutcomes(tx, actor)))
        .map((choice) => choice.value)
        .filter((value) => value.startsWith("formal/"));
    for (const code of ["S0", "S2", "S4"])
      expect(await steps((await schoolOf(code)).school), code).toHaveLength(7);
    const { school } = await schoolOf("S3");
    expect(await steps(school)).toEqual([
      "formal/warning-1",
      "formal/warning-final",
      "formal/suspension",
      "formal/dismissal",
    ]);
    const { reportId } = await sendAs(school, "teacher", {
      affected: "",
      affectedName: "Poppy Ives",
    });
    const { caseId } = await openAs(school, "dsl", reportId);
    const referralId = await referAs(school, "dsl", caseId);
    const decide = (decision: string) =>
      as(school, "headteacher", (tx, actor) =>
        decideReferral(
          tx,
          actor,
          decideReferralSchema.parse({
            referralId,
            version: "1",
            decision,
            reason: "Decided",
            mitigation: "None",
            balance: "Weighed",
            rejected: "A warning",
          }),
        ),
      );
    await expect(decide("formal/summary-dismissal")).rejects.toMatchObject({
      fields: { decision: "The school's policy does not have this step" },
    });
    await decide("formal/dismissal");
  });

  test("each rule says whether the school's policy or the national default makes it", () => {
    const told = codes.map((code) => describeRules(readPack(code)?.rules ?? noRules, outcomeWords));
    const all = told.map((rules) => rules.map((rule) => rule.words).join("; "));
    expect(new Set(all).size).toBe(codes.length);
    const rule = (n: number, name: string) => told[n]?.find((item) => item.name === name);
    expect(rule(0, "adviceFirst")).toMatchObject({ national: false });
    expect(rule(1, "pupilContact")?.words).toBe("Declared family only");
    expect(rule(2, "imageYears")).toMatchObject({
      words: "2 years, or until consent is withdrawn",
      national: true,
    });
    expect(rule(3, "hours")?.words).toBe("None from 9:00 to 16:15, except at lunch");
    expect(rule(3, "outOfSchool")?.words).toBe(
      "When it could disturb the running of the school, it threatens somebody of its community, it could harm its name",
    );
    expect(rule(3, "dataBreach")?.words).toContain("council's data team");
    expect(rule(4, "imageYears")).toMatchObject({ national: false });
    expect(rule(4, "hours")).toMatchObject({ words: "No rule", national: true });
  });

  test("rules are set in a draft, bind from when it is published, and are part of its hash", async () => {
    const { school, policyId } = await schoolOf("S1");
    const { versionId } = await as(school, "dsl", (tx, actor) =>
      draftVersion(tx, actor, { policyId }),
    );
    const typed = {
      versionId,
      revision: "1",
      recipientsSaid: "yes",
      recipients: ["dsl"],
      imageYears: "",
      "hours-from": "9:00",
    };
    const said = (input: object) =>
      saveRulesSchema.safeParse(input).error?.issues.map((issue) => issue.message);
    expect(said(typed)).toEqual(["Enter both times, or neither"]);
    expect(said({ ...typed, "hours-to": "25:00" })).toEqual(["Enter a time, such as 9:00"]);
    expect(said({ ...typed, "hours-to": "16:00", outcomesSaid: "yes" })).toEqual([
      "Select at least one step",
    ]);
    const input = saveRulesSchema.parse({ ...typed, "hours-to": "16:00" });
    await as(school, "dsl", (tx, actor) => saveVersion(tx, actor, input));
    const draft = await as(school, "dsl", (tx, actor) => draftOf(tx, actor, policyId));
    expect(draft.rules).toEqual({
      ...noRules,
      recipients: ["dsl"],
      hours: { from: "9:00", to: "16:00" },
    });
    const now = async () =>
      (await as(school, "teacher", (tx, actor) => schoolDetails(tx, actor))).recipientChoices;
    expect(await now()).toEqual(["headteacher"]);
    await as(school, "headteacher", (tx, actor) =>
      publishVersion(tx, actor, {
        versionId,
        ...approval,
        nextReviewOn: "2027-07-05",
        accepted: true,
      }),
    );
    expect(await now()).toEqual(["dsl"]);
    const { shown } = await as(school, "teacher", (tx, actor) => policyById(tx, actor, policyId));
    expect(hashVersion({ ...shown, rules: null })).not.toBe(shown.sha256);
    expect(hashVersion(shown)).toBe(shown.sha256);
  });
});
