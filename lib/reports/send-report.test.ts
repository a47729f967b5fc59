import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { drafts, reports, triages } from "@/db/schema/reports";
import { type Tx, withScope } from "@/db/scope";
import {
  addPerson,
  asOwner,
  type CastKey,
  makeSchool,
  openAs,
  referAs,
  signInAs,
  type TestSchool,
} from "@/db/testing";
import { runOnce } from "@/lib/access/run-once";
import { saveDraft } from "./save-draft";
import { sendReport } from "./send-report";
import { startDraft } from "./start-draft";

const answers = {
  safety: "no",
  type: "CYB",
  affected: "me",
  when: "today",
  platform: "Chat app",
  account: "Somebody posted abuse about me in the group.",
};

async function send(
  school: TestSchool,
  changes: Record<string, string | string[]> = {},
  who: CastKey = "teacher",
) {
  return withScope(await school.as(who), async (tx, actor) => {
    const { draftId } = await startDraft(tx, actor);
    await saveDraft(tx, actor, { draftId, answers: { ...answers, ...changes } });
    return sendReport(tx, actor, { draftId, recipient: String(changes.recipient ?? "") });
  });
}

const sees = async (school: TestSchool, who: CastKey, reportId: string) =>
  withScope(await school.as(who), async (tx, actor) => {
    const row = await tx
      .select({ id: triages.reportId })
      .from(triages)
      .where(and(eq(triages.schoolId, actor.schoolId), eq(triages.reportId, reportId)));
    return row.length === 1;
  });

async function handlers(school: TestSchool, reportId: string) {
  const sqlOwner = asOwner();
  const [triage] =
    await sqlOwner`select owner_id, track from triages where report_id = ${reportId}`;
  const told = await sqlOwner`select person_id from notices where matter_id = ${reportId}`;
  const name = (id: unknown) =>
    Object.entries(school.people).find(([, personId]) => personId === id)?.[0] ?? null;
  return {
    owner: name(triage?.owner_id),
    track: triage?.track,
    told: told.map((row) => name(row.person_id)).sort(),
  };
}

describe("sending a report", () => {
  test("B7 draft -> submitted: freezes it, finds its owner, tells them and writes the ledger", async () => {
    const school = await makeSchool();
    const { reportId, reference } = await send(school);
    expect(reference).toMatch(/^OS-26-[2-9A-Z]{5}$/);
    expect(await handlers(school, reportId)).toEqual({
      owner: "headteacher",
      track: "T1",
      told: ["dsl", "headteacher"],
    });
    const leaves = await asOwner()`select leaf from ledger_leaves where object_id = ${reportId}`;
    expect(leaves.map((row) => JSON.parse(String(row.leaf)).action)).toEqual(["report-sent"]);
    expect(String(leaves[0]?.leaf)).not.toContain("abuse");
    const claims = await school.as("teacher");
    await expect(
      withScope(claims, (tx) =>
        tx.execute(sql`update reports set account = 'x' where id = ${reportId}`),
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  test("B7 submitted -> triage: whoever it is about sees no row of it, in any table", async () => {
    const school = await makeSchool();
    const { reportId } = await send(school, { about: ["headteacher"], named0Name: "Helen Marsh" });
    await withScope(await school.as("headteacher"), async (tx: Tx) => {
      const tables = await asOwner()`select table_name from information_schema.columns
        where table_schema = 'public' and column_name in ('report_id', 'matter_id', 'object_id')
        and table_name not like 'ledger%'`;
      for (const { table_name } of tables) {
        const [row] = (await tx
          .execute(
            sql.raw(`select count(*)::int as n from (select t::text as whole from ${table_name} t) x
            where whole like '%${reportId}%'`),
          )
          .catch(() => [{ n: 0 }])) as unknown as { n: number }[];
        expect(row?.n, String(table_name)).toBe(0);
      }
      expect(await tx.select({ id: reports.id }).from(reports)).toEqual([]);
    });
  });

  test("a declared conflict with somebody in it is a wall", async () => {
    const school = await makeSchool();
    await asOwner()`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
      values (${school.schoolId}, gen_random_uuid(), ${school.people.dsl}, ${school.people.pupil}, 'relative', now())`;
    const { reportId } = await send(school, { affected: "", affectedName: "Poppy Ives" });
    expect(await handlers(school, reportId)).toEqual({
      owner: "deputy",
      track: "T2",
      told: ["deputy", "headteacher"],
    });
    expect(await sees(school, "dsl", reportId)).toBe(false);
  });

  test("whoever it comes to past both leads can triage it, not only read it (B5.2)", async () => {
    const school = await makeSchool();
    for (const who of ["dsl", "deputy"] as const)
      await asOwner()`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
        values (${school.schoolId}, gen_random_uuid(), ${school.people[who]}, ${school.people.pupil}, 'relative', now())`;
    const { reportId } = await send(school, { affected: "", affectedName: "Poppy Ives" });
    expect(await handlers(school, reportId)).toMatchObject({ owner: "headteacher", track: "T2" });
    const { caseId } = await openAs(school, "headteacher", reportId);
    await referAs(school, "headteacher", caseId);
  });

  test("an administrator it names loses the role in the same moment, the last one never", async () => {
    const school = await makeSchool();
    const isAdmin = async (who: CastKey) =>
      withScope(await school.as(who), async (_tx, actor) => actor.roles.includes("admin"));
    await school.as("admin");
    await school.as("admin2");
    // A ticked box names nobody: both are kept out of the report, and the school keeps running.
    const ticked = await send(school, { about: ["admin"] });
    expect([await isAdmin("admin"), await isAdmin("admin2")]).toEqual([true, true]);
    const [wall] = await asOwner()`select count(*)::int as n from walls
      where matter_id = ${ticked.reportId} and reason = 'about-role'`;
    expect(wall?.n).toBe(2);
    await send(school, { type: "APB", named0Name: "Ada Nunn" });
    expect([await isAdmin("admin"), await isAdmin("admin2")]).toEqual([false, true]);
    await send(school, { type: "APB", named0Name: "Amir Shah" });
    expect(await isAdmin("admin2")).toBe(true);
  });

  test("of a sealed report the headteacher is told the fact and nothing more", async () => {
    const school = await makeSchool();
    const pupil = { safety: "image", affected: "pupil", affectedName: "Poppy Ives" };
    const { reportId } = await send(school, pupil);
    const notices = async (id: string) => asOwner()`select kind, path from notices
      where person_id = ${school.people.headteacher} and matter_id = ${id}`;
    expect(await notices(reportId)).toEqual([{ kind: "report-sealed", path: "/notices" }]);
    expect(await sees(school, "headteacher", reportId)).toBe(false);
    const about = await send(school, { ...pupil, about: ["headteacher"] });
    expect(await notices(about.reportId)).toEqual([]);
  });

  test("the line manager sees it only when the reporter chose so", async () => {
    const school = await makeSchool();
    const plain = await send(school);
    const chosen = await send(school, { recipient: "line-manager" });
    expect(await sees(school, "manager", plain.reportId)).toBe(false);
    expect(await sees(school, "manager", chosen.reportId)).toBe(true);
    const bypassed = await send(school, { about: ["line-manager"], recipient: "line-manager" });
    expect(await sees(school, "manager", bypassed.reportId)).toBe(false);
  });

  test("somebody who reports themself keeps what they wrote and handles nothing of it", async () => {
    const school = await makeSchool();
    const { reportId } = await send(
      school,
      { type: "APB", affected: "school", about: ["myself"] },
      "headteacher",
    );
    expect((await handlers(school, reportId)).owner).toBe("chair");
    const own = await withScope(await school.as("headteacher"), (tx) =>
      tx.select({ id: reports.id }).from(reports).where(eq(reports.id, reportId)),
    );
    expect(own).toHaveLength(1);
  });

  test("the gate makes it text only, sealed to the DSL and urgent", async () => {
    const school = await makeSchool();
    const { reportId } = await send(school, {
      safety: "image",
      affected: "",
      affectedName: "Poppy Ives",
    });
    const [row] = await asOwner()`select restricted, text_only from reports where id = ${reportId}`;
    expect(row).toEqual({ restricted: true, text_only: true });
    expect([
      await sees(school, "dsl", reportId),
      await sees(school, "headteacher", reportId),
      await sees(school, "deputy", reportId),
    ]).toEqual([true, false, false]);
    const [notice] = await asOwner()`select kind from notices where matter_id = ${reportId}`;
    expect(notice?.kind).toBe("report-alert");
  });

  test("another school sees nothing, and another person's draft cannot be sent", async () => {
    const [mine, other] = [await makeSchool(), await makeSchool()];
    const { reportId } = await send(mine);
    expect(await sees(other, "headteacher", reportId)).toBe(false);
    const { draftId } = await withScope(await mine.as("teacher"), startDraft);
    await expect(
      withScope(await mine.as("colleague"), (tx, actor) =>
        sendReport(tx, actor, { draftId, recipient: "" }),
      ),
    ).rejects.toThrow("Page not found");
  });

  test("a second click sends nothing twice", async () => {
    const school = await makeSchool();
    const claims = await school.as("teacher");
    const { draftId } = await withScope(claims, async (tx, actor) => {
      const draft = await startDraft(tx, actor);
      await saveDraft(tx, actor, { draftId: draft.draftId, answers });
      return draft;
    });
    const key = crypto.randomUUID();
    const once = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, key, "send-report", () =>
          sendReport(tx, actor, { draftId, recipient: "" }),
        ),
      );
    const [first, second] = await Promise.all([once(), once()]);
    expect(second).toEqual(first);
    await expect(
      withScope(claims, (tx, actor) => sendReport(tx, actor, { draftId, recipient: "" })),
    ).rejects.toThrow("already sent");
    const [row] =
      await asOwner()`select count(*)::int as n from reports where school_id = ${school.schoolId}`;
    expect(row?.n).toBe(1);
  });

  test("what is missing comes back as sentences, and the draft stays", async () => {
    const school = await makeSchool();
    await expect(send(school, { account: " ", type: "" })).rejects.toMatchObject({
      fields: { account: "Enter what happened", type: "Select what kind of concern this is" },
    });
    const kept = await asOwner()`select id from drafts where school_id = ${school.schoolId}`;
    expect(kept).toHaveLength(0);
  });

  test("two members of staff with one surname are both walled when only it is typed", async () => {
    const school = await makeSchool();
    const second = await addPerson(school.schoolId, {
      name: "Harry Marsh",
      roles: ["staff", "dsl"],
    });
    const { reportId } = await send(school, { named0Name: "Mr Marsh", named0Kind: "staff" });
    const walls = await asOwner()`select person_id from walls where matter_id = ${reportId}`;
    expect(walls.map((row) => row.person_id)).toEqual(
      expect.arrayContaining([second, school.people.headteacher]),
    );
    await withScope(await signInAs(school.schoolId, second), async (tx) => {
      expect(await tx.select({ id: drafts.id }).from(drafts)).toEqual([]);
      expect(await tx.select({ id: triages.reportId }).from(triages)).toEqual([]);
    });
  });
});
