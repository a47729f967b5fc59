import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, openAs, sendAs, type TestSchool } from "@/db/testing";
import { roles } from "@/lib/access/types";
import { referCase } from "@/lib/referrals/refer-case";
import { changeSeverity } from "./change-severity";
import { moveCase } from "./move-case";
import { type CaseState, caseStates, moves, movesFor } from "./transitions";

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
const move = async (
  school: TestSchool,
  caseId: string,
  action: string,
  who: CastKey = "dsl",
  reason = "Because of this",
) => {
  const { version } = await state(caseId);
  return withScope(await school.as(who), (tx, actor) =>
    moveCase(tx, actor, { caseId, version, action, reason }),
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

const paths: [from: CaseState, actions: string[]][] = [
  ["active", []],
  ["external-hold", ["hold"]],
  ["investigation", ["investigate"]],
  ["decision", ["investigate", "conclude"]],
  ["monitoring", ["monitor"]],
  ["closed", ["close"]],
];
const plain = moves.filter((row) => !row.page);

describe("moving a case", () => {
  test.each(paths)("does from %s exactly what the table says", async (from, actions) => {
    for (const row of plain) {
      const { school, caseId } = await openedCase();
      for (const action of actions) await move(school, caseId, action);
      expect((await state(caseId)).state).toBe(from);
      const done = move(school, caseId, row.action);
      if (row.from.includes(from) && row.by.includes("dsl")) {
        await done;
        expect((await state(caseId)).state).toBe(row.to);
      } else {
        await expect(done).rejects.toMatchObject({ code: "conflict" });
        expect((await state(caseId)).state).toBe(from);
      }
    }
  });

  test("needs the words its row asks for", async () => {
    const { school, caseId } = await openedCase();
    for (const row of movesFor("active", ["dsl"]).filter((r) => !r.page)) {
      await expect(move(school, caseId, row.action, "dsl", "")).rejects.toMatchObject({
        fields: { reason: row.missing },
      });
    }
  });

  test("refuses what has a page and a verb of its own", async () => {
    const { school, caseId } = await openedCase();
    await expect(move(school, caseId, "refer")).rejects.toMatchObject({ code: "conflict" });
  });

  test("does not close while a decision is asked for or an outside deadline runs", async () => {
    const { school, caseId } = await openedCase();
    await sql`insert into clocks (school_id, id, case_id, kind, unit, length, started_at, due_at, basis, mark)
      values (${school.schoolId}, gen_random_uuid(), ${caseId}, 'lado', 'working-days', 1, now(),
        now() + interval '1 day', 'Local procedures', 'V2')`;
    await expect(move(school, caseId, "close")).rejects.toMatchObject({
      fields: {
        reason: "A deadline still runs: Contact the LADO. Say under Deadlines what was done",
      },
    });
    await sql`update clocks set stopped_at = now() where case_id = ${caseId}`;
    const { version } = await state(caseId);
    await withScope(await school.as("dsl"), (tx, actor) =>
      referCase(tx, actor, {
        caseId,
        version,
        asked: "Is it misconduct?",
        evidence: [],
        dueOn: null,
      }),
    );
    await expect(move(school, caseId, "close")).rejects.toMatchObject({ code: "check" });
  });

  test("takes two people to close an urgent case", async () => {
    const { school, caseId } = await openedCase();
    const { version } = await state(caseId);
    await withScope(await school.as("dsl"), (tx, actor) =>
      changeSeverity(tx, actor, { caseId, version, severity: 4, reason: "" }),
    );
    await expect(move(school, caseId, "close")).rejects.toMatchObject({ code: "check" });
    await move(school, caseId, "close", "deputy");
    expect(await state(caseId)).toMatchObject({ state: "closed", outcome: "no-further-action" });
  });

  test("closes and reopens for its reporters too, and keeps the earlier close", async () => {
    const { school, caseId, reportId } = await openedCase();
    const progress = async () => {
      const [row] = await sql`select state from report_progress where report_id = ${reportId}`;
      return row?.state;
    };
    await move(school, caseId, "close");
    expect(await progress()).toBe("closed");
    expect((await state(caseId)).dueAt).toBeNull();
    await move(school, caseId, "reopen");
    expect(await progress()).toBe("in-hand");
    expect((await state(caseId)).dueAt).not.toBeNull();
    const titles = await sql`select title from case_events where case_id = ${caseId} order by at`;
    expect(titles.map((row) => row.title)).toEqual(
      expect.arrayContaining(["Close the case", "Reopen the case"]),
    );
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
});
