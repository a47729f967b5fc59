import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  evidenceOn,
  makeSchool,
  openAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { calendarOf } from "@/lib/clocks/find-holidays";
import {
  describeRules,
  type Minimum,
  minimums,
  noRules,
  rulesFor,
  rulesSchema,
} from "@/lib/policies/describe-rules";
import { loadPack } from "@/lib/policies/load-pack";
import { saveRulesSchema } from "@/lib/policies/parse-rules";
import { publishVersion } from "@/lib/policies/publish-version";
import { definitionsFor } from "@/lib/policies/queries";
import { readHelp } from "@/lib/policies/read-help";
import { readPack } from "@/lib/policies/read-pack";
import { readRules, rulesHere } from "@/lib/policies/read-rules";
import { checkRegister } from "@/lib/registers/check-register";
import { enterRegister } from "@/lib/registers/enter-register";
import { readKinds } from "@/lib/registers/read-kinds";
import { nameRoles } from "@/lib/reports/name-roles";
import { previewRoute } from "@/lib/reports/preview-route";
import { parseReport } from "@/lib/reports/schema";
import { schoolCalendar, schoolTypes } from "@/lib/schools/queries";
import { askReview, listReviews, reviewTask } from "./ask-review";
import type { CaseFormKind } from "./case-forms";
import { judgeHours } from "./judge-hours";
import { moveCase } from "./move-case";
import { writeRecord } from "./write-record";

const codes = ["S0", "S1", "S2", "S3", "S4"] as const;
const sql = asOwner();
const as = async <T>(
  school: TestSchool,
  who: CastKey,
  work: Parameters<typeof withScope<T>>[1],
): Promise<T> => withScope(await school.as(who), work);

async function schoolOf(pack: string | null, kind = "community") {
  const school = await makeSchool();
  await sql`update schools set kind = ${kind} where id = ${school.schoolId}`;
  if (pack === null) return school;
  const { versionId } = await as(school, "dsl", (tx, actor) => loadPack(tx, actor, { pack }));
  await as(school, "headteacher", (tx, actor) =>
    publishVersion(tx, actor, {
      versionId,
      approvedBy: "Governing body",
      approvedOn: "2026-07-06",
      nextReviewOn: "2027-07-05",
      accepted: true,
    }),
  );
  return school;
}
/** The same in each of the five schools, by the code of its policy. */
async function inFive<T>(work: (school: TestSchool, code: string) => Promise<T>) {
  const found: Record<string, T> = {};
  for (const code of codes) found[code] = await work(await schoolOf(code), code);
  return found;
}
const write = async (
  school: TestSchool,
  who: CastKey,
  caseId: string,
  kind: CaseFormKind,
  answers: Record<string, string>,
  aboutId = "",
) =>
  as(school, who, (tx, actor) =>
    writeRecord(tx, actor, { caseId, kind, aboutId, after: 0, ...answers }),
  );
const step = async (
  school: TestSchool,
  who: CastKey,
  caseId: string,
  action: string,
  answers: Record<string, string>,
) => {
  const [row] = await sql`select version from cases where id = ${caseId}`;
  return as(school, who, (tx, actor) =>
    moveCase(tx, actor, { caseId, version: Number(row?.version), action, ...answers }),
  );
};
/** What a refused step says; nothing when it was done. */
const refusal = (done: Promise<unknown>) =>
  done.then(
    () => "done",
    (error: { fields?: Record<string, string>; message: string }) =>
      Object.values(error.fields ?? { form: error.message }).join(" "),
  );

describe("the same event in five schools", () => {
  test("S0-43: without a wish the police are called by the target's word alone; elsewhere by the school", async () => {
    const found = await inFive(async (school) => {
      const { reportId } = await sendAs(school, "teacher", {});
      const { caseId } = await openAs(school, "headteacher", reportId);
      const hold = () =>
        step(school, "headteacher", caseId, "hold", { body: "police", reason: "PC Rowe, today" });
      return refusal(hold());
    });
    expect(found.S0).toContain("whoever it happened to decides about the police");
    for (const code of ["S1", "S2", "S3", "S4"]) expect(found[code], code).toBe("done");
  });

  test("S0-43: with the target's yes, or a reason that beats it, S0 calls the police too", async () => {
    const school = await schoolOf("S0");
    for (const policeWish of ["yes", "undecided"]) {
      const { reportId } = await sendAs(school, "teacher", { policeWish });
      const { caseId } = await openAs(school, "headteacher", reportId);
      if (policeWish === "undecided") {
        const answers = { basis: "life", reason: "A threat to kill", told: "yes" };
        const about = school.people.teacher;
        await write(school, "headteacher", caseId, "override", answers, about);
      }
      const answers = { body: "police", reason: "PC Rowe, today" };
      expect(await refusal(step(school, "headteacher", caseId, "hold", answers))).toBe("done");
    }
  });

  test("S3-35: private social media at 10:15 is put to the test of hours in S3 alone", async () => {
    const found = await inFive(async (school) => {
      const { reportId } = await sendAs(school, "teacher", {
        type: "APB",
        subtype: "APB.hours",
        affected: "school",
        named0Name: "Colin Webb",
      });
      const { caseId } = await openAs(school, "headteacher", reportId);
      await write(school, "headteacher", caseId, "disclosure", { protected: "no" });
      const investigate = () =>
        step(school, "headteacher", caseId, "investigate", {
          investigatorId: school.people.deputy,
          reason: "Look at the log",
          where: "school",
        });
      const first = await refusal(investigate());
      if (!first.includes("bars private social media")) return first;
      await write(school, "headteacher", caseId, "hours", { found: "in", reason: "The log" });
      return `${first} / ${await refusal(investigate())}`;
    });
    expect(found.S3).toMatch(/from 9:00 to 16:15.* \/ done$/);
    for (const code of ["S0", "S1", "S2", "S4"]) expect(found[code], code).toBe("done");
  });

  test("S3-35: a clock, a school day and the words of the report decide, lunch is asked", async () => {
    const school = await schoolOf("S3");
    const calendar = calendarOf(await as(school, "dsl", (tx, actor) => schoolCalendar(tx, actor)));
    const { applied } = await as(school, "dsl", (tx, actor) => readRules(tx, actor));
    if (!applied.hours) throw new Error("S3 sets hours");
    const judge = (happenedOn: string | null, happenedTime: string | null) =>
      judgeHours(applied.hours as never, { happenedOn, happenedTime }, calendar).found;
    expect(judge("2026-11-20", "10:15")).toBe("in");
    expect(judge("2026-11-20", "9.00")).toBe("in");
    expect(judge("2026-11-20", "16:15")).toBe("out");
    expect(judge("2026-11-20", "8:59")).toBe("out");
    expect(judge("2026-11-21", "10:15")).toBe("out");
    expect(judge("2026-11-20", null)).toBe("unknown");
    expect(judge(null, "10:15")).toBe("unknown");
  });

  test("S3-51: lost data is put to the council's data team in a community school of S3, and always to the DPO", async () => {
    const tasks = async (school: TestSchool) => {
      const { reportId } = await sendAs(school, "teacher", { type: "DBR", affected: "school" });
      const [owner] = await sql`select owner_id from triages where report_id = ${reportId}`;
      expect(owner?.owner_id).toBe(school.people.dpo);
      const { caseId } = await openAs(school, "dpo", reportId);
      const rows = await sql`select words from case_actions where case_id = ${caseId}`;
      const told = await as(school, "teacher", async (tx, actor) => {
        const { report } = parseReport(
          {
            safety: "no",
            type: "DBR",
            affected: "school",
            when: "today",
            platform: "E-mail",
            account: "A list went astray",
          },
          actor.at,
        );
        if (!report) throw new Error("not whole");
        return (await previewRoute(tx, actor, report, false)).words;
      });
      return [rows.length, told.filter((one) => one.includes("council")).length];
    };
    expect(await inFive((school) => tasks(school))).toEqual({
      S0: [0, 0],
      S1: [0, 0],
      S2: [0, 0],
      S3: [1, 1],
      S4: [0, 0],
    });
    expect(await tasks(await schoolOf("S3", "academy"))).toEqual([0, 0]);
    expect(await tasks(await schoolOf("S3", "voluntary-controlled"))).toEqual([1, 1]);
  });

  test("S1-22, S3-29, S4-11, S0-14: a close family friend is told everywhere and an exception in S3 alone", async () => {
    const found = await inFive(async (school) => {
      const kinds = await as(school, "teacher", (tx, actor) => readKinds(tx, actor));
      const of = (code: string) => kinds.find((kind) => kind.code === code);
      return {
        told: of("family-friend")?.enabled,
        friend: of("family-friend")?.noException === null,
        family: of("family-tie")?.noException === null,
        social: of("pupil-contact-social")?.enabled,
      };
    });
    expect(found).toEqual({
      S0: { told: true, friend: false, family: false, social: false },
      S1: { told: true, friend: false, family: true, social: true },
      S2: { told: true, friend: false, family: false, social: false },
      S3: { told: true, friend: true, family: true, social: true },
      S4: { told: true, friend: false, family: false, social: true },
    });
  });

  test("S1-22: a friend that was declared is no excuse at S1, and is one at S3", async () => {
    for (const [code, holds] of [
      ["S1", false],
      ["S3", true],
    ] as const) {
      const school = await schoolOf(code);
      const { entryId } = await as(school, "colleague", (tx, actor) =>
        enterRegister(tx, actor, {
          kind: "family-friend",
          answers: { who: "Poppy Ives", tie: "Our families are friends" },
          from: null,
          until: null,
        }),
      );
      await sql`update register_entries set state = 'acknowledged', decided_at = now(),
        decided_by = ${school.people.headteacher}
        where id = ${entryId}`;
      const [person] = await as(school, "headteacher", (tx, actor) =>
        checkRegister(tx, actor, {
          track: "T3",
          subtype: "pupil-contact",
          day: actor.at.toISOString().slice(0, 10),
          people: [
            {
              personId: school.people.colleague,
              name: "Colin Webb",
              kind: "staff",
              part: "named",
            },
          ],
        }),
      );
      const line = person?.lines.find((one) => one.id === entryId);
      expect([line?.holds, line?.words.includes("makes no exception")], code).toEqual([
        holds,
        !holds,
      ]);
    }
  });

  test("S4-22: pictures of a closed case are looked through again two years on, and none is deleted", async () => {
    const school = await schoolOf("S4");
    const { reportId } = await sendAs(school, "teacher", {
      affected: "",
      affectedName: "Poppy Ives",
    });
    const evidenceId = await evidenceOn(school, reportId);
    await sql`update evidence set captured_at = '2025-03-01T10:00:00Z' where id = ${evidenceId}`;
    const { caseId } = await openAs(school, "dsl", reportId);
    await as(school, "dsl", (tx, actor) => askReview(tx, actor, caseId));
    await as(school, "dsl", (tx, actor) => askReview(tx, actor, caseId));
    const due = async () =>
      (
        await sql`select due_on::text as day from case_actions where case_id = ${caseId}
        and words = ${reviewTask}`
      ).map((row) => row.day);
    expect(await due()).toEqual(["2027-03-01"]);
    const listed = () => as(school, "dsl", (tx, actor) => listReviews(tx, actor));
    expect(await listed()).toEqual([]);
    await sql`update case_actions set due_on = current_date - 1 where case_id = ${caseId}`;
    expect(await listed()).toMatchObject([{ caseId }]);
    expect(await as(school, "teacher", (tx, actor) => listReviews(tx, actor))).toEqual([]);
    const [kept] = await sql`select state from evidence where id = ${evidenceId}`;
    expect(kept?.state).toBe("attached");
  });

  test("S2-07, S1-41, S2-05: each school's names, and the kinds of concern it tells apart", async () => {
    const found = await inFive(async (school) => {
      const roles = await as(school, "teacher", (tx, actor) => nameRoles(tx, actor));
      const types = await as(school, "teacher", (tx, actor) => schoolTypes(tx, actor));
      const trolling = types.find((type) => type.code === "TRO");
      return [roles.dsl, roles.headteacher, trolling?.offered ? trolling.label : "not apart"];
    });
    const dsl = "designated safeguarding lead (DSL)";
    expect(found).toEqual({
      S0: [dsl, "headteacher", "not apart"],
      S1: [dsl, "head", "Trolling"],
      S2: ["CP leader (DSL)", "headteacher", "Inappropriate use, such as trolling"],
      S3: ["appropriate person (DSL)", "headteacher", "not apart"],
      S4: ["designated person (DSL)", "headteacher", "not apart"],
    });
  });

  test("S4-34, S0-39, S1-42, S2-14: what to do first is in each school's own terms, or the default's", async () => {
    const found = await inFive((school) =>
      as(school, "teacher", (tx, actor) => readHelp(tx, actor)),
    );
    expect(found.S4?.steps[0]).toBe("Do not retaliate or engage");
    expect(found.S0?.steps.join()).toContain("line manager or the headteacher");
    expect(found.S1?.steps.join()).toContain("the head at once");
    for (const code of ["S2", "S3"]) {
      expect(found[code]?.steps[0]).toContain("Do not reply");
      expect(found[code]?.source).toMatch(/^National default, \d/);
    }
    expect(found.S4?.source).toMatch(/, version 1, approved 6 July 2026$/);
    expect(found.S4?.policy?.title).toBe(readPack("S4")?.title);
    const bare = await schoolOf(null);
    const help = await as(bare, "teacher", (tx, actor) => readHelp(tx, actor));
    expect(help).toMatchObject({
      policy: null,
      national: true,
      source: expect.stringContaining("National default"),
    });
  });

  test("S0-05: doubt whether somebody is suitable is what S0 acts on, and S3 does not", async () => {
    for (const [code, said] of [
      ["S0", "done"],
      ["S3", "may not act on this"],
    ] as const) {
      const school = await schoolOf(code);
      const { reportId } = await sendAs(school, "teacher", {});
      const { caseId } = await openAs(school, "headteacher", reportId);
      const limbs = { limbs: "suitability", reason: "What it shows of them" };
      await write(school, "headteacher", caseId, "jurisdiction", limbs);
      const answers = { reason: "Look", where: "outside", investigatorId: school.people.deputy };
      const done = await refusal(step(school, "headteacher", caseId, "investigate", answers));
      expect(done, code).toContain(said);
    }
  });

  test("S1-05, S3-27, S4-03: what each policy means by its words is read where a breach is triaged", async () => {
    const found = await inFive((school) =>
      as(school, "headteacher", async (tx, actor) =>
        (await definitionsFor(tx, actor, "APB")).map((one) => one.code),
      ),
    );
    for (const code of codes) {
      const own = readPack(code)?.clauses.filter(
        ({ kind, types }) => kind === "definition" && (types.length === 0 || types.includes("APB")),
      );
      expect(found[code], code).toEqual(own?.map((clause) => clause.code));
    }
    expect(found.S1).toEqual(expect.arrayContaining(["S1-03", "S1-04", "S1-05", "S1-06"]));
    expect(found.S3).toEqual(expect.arrayContaining(["S3-19", "S3-27", "S3-28"]));
    expect(found.S4).toEqual(expect.arrayContaining(["S4-02", "S4-03", "S4-04", "S4-25"]));
    expect(found.S0).toEqual([]);
  });

  test("S4-29: abuse among colleagues is shown its procedure where it is triaged", async () => {
    const matter = { type: "CYB", subtype: null, track: "T1" };
    const found = await inFive((school) =>
      as(school, "headteacher", async (tx, actor) =>
        rulesHere(await readRules(tx, actor), rulesFor(matter)).find(
          (rule) => rule.name === "staffOnStaff",
        ),
      ),
    );
    expect(found.S4).toMatchObject({
      words: "By the grievance or bullying procedure",
      national: false,
    });
    for (const code of ["S0", "S1"])
      expect(found[code], code).toMatchObject({
        words: "By the disciplinary procedure",
        national: false,
      });
    for (const code of ["S2", "S3"]) expect(found[code], code).toMatchObject({ national: true });
  });

  test("S3-39, S4-30, S0-05: a post from home is acted on for what each policy names", async () => {
    const found = await inFive(async (school) => {
      const { reportId } = await sendAs(school, "teacher", {});
      const { caseId } = await openAs(school, "headteacher", reportId);
      await write(school, "headteacher", caseId, "jurisdiction", {
        limbs: "employment",
        reason: "A colleague",
      });
      return refusal(
        step(school, "headteacher", caseId, "investigate", {
          investigatorId: school.people.deputy,
          reason: "Look",
          where: "outside",
        }),
      );
    });
    for (const code of ["S1", "S2", "S4"]) expect(found[code], code).toBe("done");
    for (const code of ["S0", "S3"]) expect(found[code], code).toContain("may not act on this");
  });

  test("each rule is shown with the policy that makes it, or the national default, dated", async () => {
    const matter = { type: "APB", subtype: "hours", track: "T3" };
    const found = await inFive((school) =>
      as(school, "headteacher", async (tx, actor) =>
        rulesHere(await readRules(tx, actor), rulesFor(matter)),
      ),
    );
    expect(found.S3?.[0]).toMatchObject({ name: "hours", national: false });
    expect(found.S3?.[0]?.source).toContain("approved 6 July 2026");
    expect(found.S4?.[0]).toMatchObject({ words: "No rule", national: true });
    expect(found.S4?.[0]?.source).toMatch(/^National default, \d+ \w+ 20\d\d$/);
  });

  test("no two of the five set the same", () => {
    const all = codes.map((code) =>
      JSON.stringify(describeRules(readPack(code)?.rules ?? noRules, {})),
    );
    expect(new Set(all).size).toBe(codes.length);
  });
});

describe("a statutory minimum", () => {
  const all = Object.keys(minimums) as Minimum[];
  const form = { versionId: crypto.randomUUID(), revision: "1", imageYears: "" };
  const sentences = (error: { issues: { message: string }[] } | undefined) =>
    error?.issues.map((issue) => issue.message);

  test.each(all)("%s cannot be switched off by the form or by a pack", (code) => {
    const sentence = `This cannot be switched off. ${minimums[code]}`;
    expect(sentences(saveRulesSchema.safeParse({ ...form, off: code }).error)).toEqual([sentence]);
    const pack = { ...readPack("S0")?.rules, off: [code] };
    expect(sentences(rulesSchema.safeParse(pack).error)).toEqual([sentence]);
  });

  test("stands against a row that says otherwise: the default applies, not the row", async () => {
    const school = await schoolOf("S0");
    await sql`alter table policy_versions disable trigger user`;
    await sql`update policy_versions set rules = rules || '{"off": ["child-to-dsl"], "police": "nobody"}'
      where school_id = ${school.schoolId}`;
    await sql`alter table policy_versions enable trigger user`;
    const { applied } = await as(school, "dsl", (tx, actor) => readRules(tx, actor));
    expect([applied.off, applied.police]).toEqual([null, "headteacher"]);
    const { reportId } = await sendAs(school, "teacher", { type: "SEX", affected: "pupil" });
    const [owner] = await sql`select owner_id from triages where report_id = ${reportId}`;
    expect(owner?.owner_id).toBe(school.people.dsl);
  });

  test("leaves a school what it may leave out, and refuses anything else by name", () => {
    expect(saveRulesSchema.safeParse({ ...form, off: ["TRO"] }).data?.rules?.off).toEqual(["TRO"]);
    expect(sentences(saveRulesSchema.safeParse({ ...form, off: ["IIC"] }).error)).toEqual([
      "Select only what a school may leave out",
    ]);
  });
});
