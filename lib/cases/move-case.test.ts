import { sql as query } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  evidenceOn,
  ledgerOf,
  makeSchool,
  openAs,
  referAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { filled, writeAs } from "@/db/testing-forms";
import { runOnce } from "@/lib/access/run-once";
import { roles } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { decideReferral } from "@/lib/referrals/decide-referral";
import { decideReferralSchema } from "@/lib/referrals/schema";
import { freePanel } from "./bar-people";
import { changeSeverity } from "./change-severity";
import { convenePanel } from "./convene-panel";
import { limitAppeal } from "./limit-appeal";
import { moveCase } from "./move-case";
import { caseById } from "./queries";
import { readCase } from "./read-case";
import { type CaseState, caseStates, formOf, moves, movesFor } from "./transitions";

const sql = asOwner();
const aPupil = { affected: "", affectedName: "Poppy Ives" };

async function openedCase() {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", aPupil);
  return { school, reportId, ...(await openAs(school, "dsl", reportId)) };
}

const state = async (caseId: string) => {
  const [row] = await sql`select state, version, outcome, due_at from cases where id = ${caseId}`;
  return {
    state: String(row?.state),
    version: Number(row?.version),
    outcome: row?.outcome as string | null,
    dueAt: row?.due_at as Date | null,
  };
};
/** A step with its form filled in; `change` takes answers away or gives others. */
const move = async (
  school: TestSchool,
  caseId: string,
  action: string,
  who: CastKey = "dsl",
  change: Record<string, unknown> = {},
) => {
  const { version } = await state(caseId);
  const answers = filled(school);
  return withScope(await school.as(who), (tx, actor) =>
    moveCase(tx, actor, { ...answers, ...change, caseId, version, action }),
  );
};

describe("the workflow table", () => {
  test("names an action once for each state, and leads only to states there are", () => {
    for (const from of caseStates) {
      const actions = moves.filter((row) => row.from.includes(from)).map((row) => row.action);
      expect(new Set(actions).size).toBe(actions.length);
    }
    for (const row of moves) expect(caseStates).toContain(row.to);
  });

  test("offers nothing to somebody without a role, nor in a state it does not know", () => {
    expect(movesFor("active", ["staff", "governor", "admin", "line-manager"])).toEqual([]);
    expect(movesFor("nonsense", [...roles])).toEqual([]);
  });

  test("leaves no live state without a way on", () => {
    const ends: CaseState[] = ["due-review", "disposed", "transferred"];
    for (const from of caseStates.filter((name) => !ends.includes(name))) {
      expect(movesFor(from, ["headteacher"])[0]?.main).toContain(from);
    }
  });
});

const refuses = (done: Promise<unknown>, sentence: RegExp, field = "reason") =>
  expect(done).rejects.toMatchObject({ fields: { [field]: expect.stringMatching(sentence) } });
const stateOf = async (caseId: string) => (await state(caseId)).state;

/** The same change by SQL alone, as the app's own role: only the database can refuse it. */
const byHand = async (school: TestSchool, caseId: string, to: CaseState, who: CastKey = "dsl") =>
  withScope(await school.as(who), (tx, actor) =>
    tx.execute(query`update cases set state = ${to}, closed_by = ${actor.personId}::uuid,
      outcome = coalesce(outcome, 'support-only') where id = ${caseId}::uuid`),
  );

/** A conduct case about Colin Webb, opened by the headteacher. */
async function conductCase(answers: Record<string, string> = {}) {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", {
    type: "APB",
    affected: "school",
    named0Name: "Colin Webb",
    ...answers,
  });
  return { school, reportId, ...(await openAs(school, "headteacher", reportId)) };
}
const decide = async (
  school: TestSchool,
  who: CastKey,
  referralId: string,
  change: Record<string, string> = {},
) =>
  withScope(await school.as(who), (tx, actor) =>
    decideReferral(
      tx,
      actor,
      decideReferralSchema.parse({
        referralId,
        version: "1",
        decision: "no-action",
        reason: "Nothing in it",
        ...change,
      }),
    ),
  );
/** Decided by the headteacher, on a pupil's case. */
async function decidedCase() {
  const made = await openedCase();
  await decide(made.school, "headteacher", await referAs(made.school, "dsl", made.caseId));
  return made;
}

describe("B7 each step", () => {
  const paths: [from: CaseState, actions: [string, CastKey][]][] = [
    ["active", []],
    ["external-hold", [["hold", "dsl"]]],
    ["investigation", [["investigate", "dsl"]]],
    [
      "decision",
      [
        ["investigate", "dsl"],
        ["conclude", "deputy"],
      ],
    ],
    ["monitoring", [["monitor", "dsl"]]],
    ["closed", [["close", "dsl"]]],
  ];
  test.each(paths)("does from %s exactly what the table says", async (from, actions) => {
    for (const row of moves.filter((one) => !one.page && one.action !== "conclude")) {
      const { school, caseId } = await openedCase();
      for (const [action, who] of actions) await move(school, caseId, action, who);
      expect(await stateOf(caseId)).toBe(from);
      const done = move(school, caseId, row.action);
      if (row.from.includes(from) && row.by.includes("dsl")) {
        await done;
        expect(await stateOf(caseId)).toBe(row.to);
      } else {
        await expect(done).rejects.toMatchObject({ code: "conflict" });
        expect(await stateOf(caseId)).toBe(from);
      }
    }
  });

  test("needs every answer its form asks for", async () => {
    const { school, caseId } = await openedCase();
    for (const row of movesFor("active", ["dsl"]).filter((r) => !r.page)) {
      for (const field of formOf(row).fields.filter((f) => f.missing && !("when" in f))) {
        const gone = { [field.name]: "", [`${field.name}-day`]: "" };
        await expect(move(school, caseId, row.action, "dsl", gone)).rejects.toMatchObject({
          fields: { [field.name]: field.missing },
        });
      }
    }
  });

  test("is refused to the wrong role, the walled and the other school, and made once", async () => {
    const { school, caseId } = await openedCase();
    const elsewhere = await makeSchool();
    for (const who of ["teacher", "governor", "admin", "headteacher", "chair"] as const)
      await expect(move(school, caseId, "hold", who)).rejects.toMatchObject({ code: "not-found" });
    await expect(move(elsewhere, caseId, "hold")).rejects.toMatchObject({ code: "not-found" });
    await sql`insert into walls values (${school.schoolId}, ${school.people.deputy}, ${caseId}, 'named', now())`;
    await expect(move(school, caseId, "hold", "deputy")).rejects.toMatchObject({
      code: "not-found",
    });
    const claims = await school.as("dsl");
    const { version } = await state(caseId);
    const input = { ...filled(school), caseId, version, action: "hold" };
    const key = crypto.randomUUID();
    const send = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, key, "move-case", () => moveCase(tx, actor, input)),
      );
    expect(await send()).toEqual(await send());
    const events = await sql`select 1 from case_events where case_id = ${caseId}
      and title = 'On hold for an outside body'`;
    expect(events).toHaveLength(1);
    expect(await ledgerOf(caseId)).toContain("case-hold");
  });

  test("leads by hand nowhere the table does not", async () => {
    const { school, caseId } = await openedCase();
    for (const to of caseStates) {
      const ways = moves.filter((row) => row.from.includes("active") && row.to === to);
      if (
        to === "active" ||
        (ways.length > 0 && ["monitoring", "decision", "external-hold"].includes(to))
      )
        continue;
      await expect(byHand(school, caseId, to), to).rejects.toThrow();
    }
    expect(await stateOf(caseId)).toBe("active");
    await byHand(school, caseId, "monitoring");
    expect(await stateOf(caseId)).toBe("monitoring");
  });
});

describe("B7 active -> external-hold -> active", () => {
  test("nothing is looked into until who released it, when and for what is written", async () => {
    const { school, caseId } = await openedCase();
    await move(school, caseId, "hold");
    await expect(move(school, caseId, "investigate")).rejects.toMatchObject({ code: "conflict" });
    await expect(writeAs(school, "dsl", caseId, "jurisdiction")).rejects.toMatchObject({
      code: "conflict",
    });
    await writeAs(school, "dsl", caseId, "support", "pupil");
    await expect(byHand(school, caseId, "active")).rejects.toThrow();
    await expect(
      withScope(await school.as("dsl"), (tx, actor) =>
        tx.execute(query`insert into case_records (school_id, id, case_id, kind, about_id, version,
          answers, by_id, at) values (${actor.schoolId}, gen_random_uuid(), ${caseId}, 'conclude',
          ${caseId}, 1, '{}', ${actor.personId}, now())`),
      ),
    ).rejects.toThrow();
    await refuses(
      move(school, caseId, "release", "dsl", { releasedBy: "" }),
      /^Enter who/,
      "releasedBy",
    );
    await move(school, caseId, "release");
    expect(await stateOf(caseId)).toBe("active");
    await move(school, caseId, "hold");
    await expect(
      byHand(school, caseId, "active"),
      "an old release is not a new one",
    ).rejects.toThrow();
  });

  test("B6-07 against a wish not to tell the police only with the reason written down", async () => {
    const { school, caseId } = await openedCase();
    await writeAs(school, "dsl", caseId, "wishes", "pupil", { police: "no" });
    await refuses(move(school, caseId, "hold", "dsl", { body: "police" }), /asked not to tell/);
    await refuses(
      writeAs(school, "dsl", caseId, "override", "pupil", { told: "unsafe" }),
      /would not be safe/,
      "unsafe",
    );
    await writeAs(school, "dsl", caseId, "override", "pupil");
    await writeAs(school, "dsl", caseId, "wishes", "pupil", { police: "no" });
    await refuses(move(school, caseId, "hold", "dsl", { body: "police" }), /asked not to tell/);
    await writeAs(school, "dsl", caseId, "override", "pupil");
    await move(school, caseId, "hold", "dsl", { body: "police" });
  });
});

describe("B7 active -> investigation", () => {
  test("by somebody free: not involved, not tied to anybody in it, not walled", async () => {
    const { school, caseId } = await openedCase();
    await sql`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
      values (${school.schoolId}, gen_random_uuid(), ${school.people.deputy}, ${school.people.pupil}, 'relative', now())`;
    for (const who of ["deputy", "teacher", "colleague"] as const) {
      await refuses(
        move(school, caseId, "investigate", "dsl", { investigatorId: school.people[who] }),
        /^Select who investigates/,
        "investigatorId",
      );
    }
    await move(school, caseId, "investigate", "dsl", { investigatorId: school.people.headteacher });
  });

  test("the database knows no investigation without terms, nor by somebody involved", async () => {
    const { school, caseId } = await openedCase();
    await expect(byHand(school, caseId, "investigation")).rejects.toThrow();
    await withScope(await school.as("dsl"), (tx, actor) =>
      tx.execute(query`insert into case_records (school_id, id, case_id, kind, about_id, version,
        answers, by_id, at) values (${actor.schoolId}, gen_random_uuid(), ${caseId}, 'investigate',
        ${caseId}, 1, ${JSON.stringify({ investigatorId: school.people.pupil })}::jsonb,
        ${actor.personId}, now())`),
    );
    await expect(byHand(school, caseId, "investigation")).rejects.toThrow();
  });

  test("out of school only where the policy says so, with reasons", async () => {
    const { school, caseId } = await openedCase();
    const out = { where: "outside" };
    await refuses(move(school, caseId, "investigate", "dsl", out), /happened out of school/);
    await writeAs(school, "dsl", caseId, "jurisdiction", undefined, { limbs: "none" });
    await refuses(move(school, caseId, "investigate", "dsl", out), /may not act/);
    await sql`insert into policies (school_id, id) values (${school.schoolId}, ${caseId})`;
    await sql`insert into policy_versions (school_id, id, policy_id, number, title, drafted_at,
        published_at, sha256, rules) values (${school.schoolId}, gen_random_uuid(), ${caseId}, 1, 'P', now(), now(),
        ${"b".repeat(64)}, '{"outOfSchool": ["orderly-running"]}')`;
    await writeAs(school, "dsl", caseId, "jurisdiction", undefined, { limbs: "threat" });
    await refuses(move(school, caseId, "investigate", "dsl", out), /may not act/);
    await writeAs(school, "dsl", caseId, "jurisdiction", undefined, {
      limbs: ["threat", "orderly-running"],
    });
    await move(school, caseId, "investigate", "dsl", out);
  });

  test("never of a picture of a child", async () => {
    const { school, caseId } = await openedCase();
    await sql`update cases set type = 'IIC' where id = ${caseId}`;
    await refuses(move(school, caseId, "investigate"), /take police advice/);
  });

  test("B6-23 advice first, where the route says so", async () => {
    const { school, caseId, reportId } = await openedCase();
    await sql`update reports set route_row = 23 where id = ${reportId}`;
    await refuses(move(school, caseId, "investigate"), /advice comes first/);
    await move(school, caseId, "hold", "dsl", { body: "advice-first" });
    await move(school, caseId, "release");
    await move(school, caseId, "investigate");
  });

  test("of an adult only once it was asked whether it is a breach at all", async () => {
    const { school, caseId } = await conductCase();
    await refuses(move(school, caseId, "investigate", "headteacher"), /whether it is a breach/);
    await refuses(
      writeAs(school, "headteacher", caseId, "disclosure", undefined, { protected: "unsure" }),
      /advice/,
      "advice",
    );
    await writeAs(school, "headteacher", caseId, "disclosure");
    await move(school, caseId, "investigate", "headteacher");
    expect(await stateOf(caseId)).toBe("investigation");
  });
});

describe("B7 investigation -> decision", () => {
  test("by the investigator alone, with both sides heard and who did it found", async () => {
    const { school, caseId } = await conductCase();
    await writeAs(school, "headteacher", caseId, "disclosure");
    await move(school, caseId, "investigate", "headteacher");
    await refuses(move(school, caseId, "conclude", "headteacher"), /Only whoever investigates/);
    await refuses(move(school, caseId, "conclude", "deputy"), /whether it was Colin Webb/);
    await writeAs(school, "deputy", caseId, "attribution", "colleague", { finding: "disputed" });
    await refuses(
      move(school, caseId, "conclude", "deputy", { namedSide: "" }),
      /named/,
      "namedSide",
    );
    await expect(byHand(school, caseId, "decision", "headteacher")).rejects.toThrow();
    await move(school, caseId, "conclude", "deputy");
    expect(await stateOf(caseId)).toBe("decision");
  });

  test("on no evidence that is not what was kept", async () => {
    const { school, caseId, reportId } = await openedCase();
    const item = await evidenceOn(school, reportId);
    await move(school, caseId, "investigate");
    await withScope(await school.as("dsl"), (tx) =>
      appendLedger(tx, {
        role: "dsl",
        action: "evidence-damaged",
        object: { kind: "evidence", id: item },
      }),
    );
    await refuses(move(school, caseId, "conclude", "deputy"), /not what was kept/);
  });
});

describe("B7 decision -> outcome", () => {
  test("not by whoever investigated", async () => {
    const { school, caseId } = await openedCase();
    await move(school, caseId, "investigate", "dsl", { investigatorId: school.people.headteacher });
    await move(school, caseId, "conclude", "headteacher");
    const referralId = await referAs(school, "dsl", caseId);
    const [asked] = await sql`select to_person_id from referrals where id = ${referralId}`;
    expect(asked?.to_person_id).toBe(school.people.chair);
    await expect(byHand(school, caseId, "outcome", "headteacher")).rejects.toThrow();
  });

  test("with mitigation and balance before formal action, the wishes read, and a breach asked", async () => {
    const { school, caseId } = await conductCase({ affected: "me" });
    await writeAs(school, "headteacher", caseId, "wishes", "teacher");
    const referralId = await referAs(school, "headteacher", caseId);
    const formal = { decision: "formal/warning-1" };
    await expect(decide(school, "chair", referralId, formal)).rejects.toMatchObject({
      fields: {
        mitigation: expect.any(String),
        balance: expect.any(String),
        wishesSeen: expect.any(String),
        decision: expect.stringContaining("breach"),
      },
    });
    await writeAs(school, "headteacher", caseId, "disclosure");
    await decide(school, "chair", referralId, {
      ...formal,
      rejected: "A warning by word: not enough",
      mitigation: "First time",
      balance: "Private words, weighed",
      wishesSeen: "yes",
    });
    const [kept] =
      await sql`select answers from case_records where case_id = ${caseId} and kind = 'decide'`;
    expect(kept?.answers).toMatchObject({
      standard: "balance-of-probabilities",
      wishes: [`${school.people.teacher} 1`],
    });
  });
});

describe("B7 outcome -> appeal -> outcome", () => {
  const convene = async (
    school: TestSchool,
    caseId: string,
    members: string[],
    change: Record<string, unknown> = {},
  ) => {
    const { version } = await state(caseId);
    return withScope(await school.as("dsl"), (tx, actor) =>
      convenePanel(tx, actor, { ...filled(school), ...change, caseId, version, members }),
    );
  };
  const sees = async (school: TestSchool, who: CastKey, caseId: string) =>
    withScope(await school.as(who), async (tx, actor) => {
      try {
        await readCase(tx, actor, { caseId, page: "summary" });
        return true;
      } catch {
        return false;
      }
    });

  test("a panel of people who know nothing of it reads the case until it ends, and no longer", async () => {
    const { school, caseId } = await decidedCase();
    const { governor, viceChair, headteacher, chair } = school.people;
    for (const bad of [[governor], [governor, headteacher], []])
      await expect(convene(school, caseId, bad)).rejects.toHaveProperty("fields.members");
    expect(await sees(school, "governor", caseId)).toBe(false);
    await convene(school, caseId, [governor, viceChair]);
    expect(await stateOf(caseId)).toBe("appeal");
    expect(await sees(school, "governor", caseId)).toBe(true);
    expect(await sees(school, "chair", caseId)).toBe(false);
    await expect(writeAs(school, "governor", caseId, "support", "pupil")).rejects.toMatchObject({
      code: "not-found",
    });
    await move(school, caseId, "appeal-heard");
    expect(await stateOf(caseId)).toBe("outcome");
    expect(await sees(school, "governor", caseId)).toBe(false);
    // Having read it, they are no longer untainted.
    await expect(convene(school, caseId, [governor, chair])).rejects.toHaveProperty(
      "fields.members",
    );
  });

  test("within the school's time, counted in working days, or with the reason it is late", async () => {
    const { school, caseId } = await decidedCase();
    const members = [school.people.governor, school.people.viceChair];
    await sql`update decisions set decided_at = '2026-11-02T12:00Z' where case_id = ${caseId}`;
    const limit = async () =>
      withScope(await school.as("dsl"), (tx, actor) => limitAppeal(tx, actor, caseId));
    expect(await limit()).toMatchObject({ endsOn: "2026-11-16", days: 10 });
    await sql`insert into policies (school_id, id) values (${school.schoolId}, ${caseId})`;
    await sql`insert into policy_versions (school_id, id, policy_id, number, title, drafted_at,
        published_at, sha256, rules) values (${school.schoolId}, gen_random_uuid(), ${caseId}, 1, 'Appeals', now(), now(),
        ${"b".repeat(64)}, '{"appealWithin": 5}')`;
    expect(await limit()).toEqual({
      endsOn: "2026-11-09",
      days: 5,
      source: expect.stringContaining("Appeals"),
    });
    const received = { "received-day": "10", "received-month": "11", "received-year": "2026" };
    await refuses(
      convene(school, caseId, members, received),
      /^The time to appeal ended on .*9 November 2026/,
      "late",
    );
    await convene(school, caseId, members, { ...received, late: "She was in hospital" });
    expect(await stateOf(caseId)).toBe("appeal");
  });

  test("never with somebody who decided, investigated, was told of it or is walled", async () => {
    const { school, caseId } = await openedCase();
    await sql`insert into walls values (${school.schoolId}, ${school.people.governor}, ${caseId}, 'conflict', now())`;
    await sql`insert into circle (school_id, id, person_id, matter_id, capacity, starts_at, ends_at)
      values (${school.schoolId}, gen_random_uuid(), ${school.people.viceChair}, ${caseId}, 'told', now() - interval '2 day', now() - interval '1 day')`;
    await move(school, caseId, "investigate", "dsl", { investigatorId: school.people.trustLead });
    await sql`update cases set state = 'outcome' where id = ${caseId}`;
    const offered = await withScope(await school.as("dsl"), async (tx, actor) =>
      freePanel(tx, actor, await caseById(tx, actor, caseId)),
    );
    expect(offered.map((one) => one.name)).toEqual(["Carol Finch"]);
  });
});

describe("B7 outcome / active -> monitoring", () => {
  test("with a day to look again and support in place", async () => {
    const { school, caseId } = await openedCase();
    await refuses(
      move(school, caseId, "monitor", "dsl", { "review-day": "" }),
      /^Enter the date/,
      "review",
    );
    await sql`delete from case_records where case_id = ${caseId}`;
    await refuses(move(school, caseId, "monitor"), /support plan for Poppy Ives/);
    await writeAs(school, "dsl", caseId, "support", "pupil");
    await move(school, caseId, "monitor");
    const { state: now, dueAt } = await state(caseId);
    expect(now).toBe("monitoring");
    expect(dueAt?.getTime()).toBeGreaterThan(Date.now() + 25 * 24 * 3600 * 1000);
  });
});

describe("B7 any live -> closed", () => {
  test("not while a decision is asked for or an outside deadline runs", async () => {
    const { school, caseId } = await openedCase();
    await sql`insert into clocks (school_id, id, case_id, kind, unit, length, started_at, due_at, basis, mark)
      values (${school.schoolId}, gen_random_uuid(), ${caseId}, 'lado', 'working-days', 1, now(),
        now() + interval '1 day', 'Local procedures', 'V2')`;
    await refuses(move(school, caseId, "close"), /^A deadline still runs: Contact the LADO/);
    await expect(byHand(school, caseId, "closed")).rejects.toThrow();
    await sql`update clocks set stopped_at = now() where case_id = ${caseId}`;
    await referAs(school, "dsl", caseId);
    await refuses(move(school, caseId, "close"), /decision is still asked/);
  });

  test("takes two people when it is urgent", async () => {
    const { school, caseId } = await openedCase();
    const { version } = await state(caseId);
    await withScope(await school.as("dsl"), (tx, actor) =>
      changeSeverity(tx, actor, { caseId, version, severity: 4, reason: "" }),
    );
    await refuses(move(school, caseId, "close"), /takes two people/);
    await expect(byHand(school, caseId, "closed")).rejects.toThrow();
    await move(school, caseId, "close", "deputy");
    expect(await state(caseId)).toMatchObject({ state: "closed", outcome: "support-only" });
  });

  test("with the target told and supported, and their wish for the police answered", async () => {
    const { school, caseId } = await openedCase();
    await refuses(move(school, caseId, "close", "dsl", { told: "nobody" }), /Somebody is affected/);
    await writeAs(school, "dsl", caseId, "wishes", "pupil", { police: "yes" });
    await refuses(move(school, caseId, "close"), /asked for the police/);
    await writeAs(school, "dsl", caseId, "override", "pupil", { basis: "no-crime" });
    await move(school, caseId, "close");
  });

  test("of an adult's conduct with the words of KCSIE, and support for that person too", async () => {
    const { school, caseId } = await conductCase();
    await refuses(move(school, caseId, "close", "headteacher"), /support plan for Colin Webb/);
    await writeAs(school, "headteacher", caseId, "support", "colleague");
    await writeAs(school, "headteacher", caseId, "disclosure");
    await move(school, caseId, "investigate", "headteacher");
    await writeAs(school, "deputy", caseId, "attribution", "colleague");
    await move(school, caseId, "conclude", "deputy");
    await refuses(move(school, caseId, "close", "headteacher"), /established about Colin Webb/);
    await writeAs(school, "headteacher", caseId, "finding", "colleague", { finding: "unfounded" });
    await move(school, caseId, "close", "headteacher");
  });
});

describe("B7 closed -> reopened, closed -> transferred", () => {
  test("for its reporters too, with the reason, and the earlier close is kept", async () => {
    const { school, caseId, reportId } = await openedCase();
    const progress = async () => {
      const [row] = await sql`select state from report_progress where report_id = ${reportId}`;
      return row?.state;
    };
    await move(school, caseId, "close");
    expect(await progress()).toBe("closed");
    await refuses(move(school, caseId, "reopen", "dsl", { why: "" }), /^Select why/, "why");
    await move(school, caseId, "reopen");
    expect(await progress()).toBe("in-hand");
    expect((await state(caseId)).dueAt).not.toBeNull();
    await move(school, caseId, "close");
    const kept = await sql`select version from case_records where case_id = ${caseId}
      and kind = 'close' order by version`;
    expect(kept.map((row) => row.version)).toEqual([1, 2]);
  });

  test("to another school with its receipt, by the DSL", async () => {
    const { school, caseId } = await openedCase();
    await move(school, caseId, "close");
    await expect(move(school, caseId, "transfer", "deputy")).rejects.toMatchObject({
      code: "conflict",
    });
    await refuses(
      move(school, caseId, "transfer", "dsl", { receipt: "" }),
      /^Enter who/,
      "receipt",
    );
    await move(school, caseId, "transfer");
    expect(await stateOf(caseId)).toBe("transferred");
  });
});

describe("records of a case", () => {
  test("are versions: none is changed, and the second of two at once is refused", async () => {
    const { school, caseId } = await openedCase();
    await writeAs(school, "dsl", caseId, "wishes", "pupil");
    await writeAs(school, "dsl", caseId, "wishes", "pupil", { police: "yes" });
    const kept = await sql`select version, answers ->> 'police' as police from case_records
      where case_id = ${caseId} and kind = 'wishes' order by version`;
    expect(kept.map((row) => [row.version, row.police])).toEqual([
      [1, "undecided"],
      [2, "yes"],
    ]);
    await sql`delete from case_records where case_id = ${caseId} and version = 2`;
    for (const change of ["update case_records set version = 9", "delete from case_records"]) {
      await expect(
        withScope(await school.as("dsl"), (tx) => tx.execute(query.raw(change))),
      ).rejects.toThrow();
    }
    const late = writeAs(school, "dsl", caseId, "wishes", "pupil", { police: "maybe" });
    await refuses(late, /police/, "police");
  });

  test("are written by those who handle the case alone", async () => {
    const { school, caseId } = await openedCase();
    const elsewhere = await makeSchool();
    for (const who of ["teacher", "governor", "admin", "chair", "dpo"] as const)
      await expect(writeAs(school, who, caseId, "support", "pupil")).rejects.toMatchObject({
        code: "not-found",
      });
    await expect(writeAs(elsewhere, "dsl", caseId, "disclosure")).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(writeAs(school, "dsl", caseId, "disclosure")).rejects.toMatchObject({
      code: "conflict",
    });
    await refuses(writeAs(school, "dsl", caseId, "support", "colleague"), /whom/, "aboutId");
  });
});

test("lowers the risk of a case only with a reason", async () => {
  const { school, caseId, version } = await openedCase();
  const lower = async (reason: string) =>
    withScope(await school.as("dsl"), (tx, actor) =>
      changeSeverity(tx, actor, { caseId, version, severity: 1, reason }),
    );
  await expect(lower("")).rejects.toMatchObject({ fields: { reason: expect.any(String) } });
  await lower("Both said sorry");
});
