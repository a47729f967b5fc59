import { sql as query } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  type Claims,
  evidenceOn,
  ledgerOf,
  makeSchool,
  openAs,
  referAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { runOnce } from "@/lib/access/run-once";
import { countQueue } from "@/lib/cases/list-queue";
import { noteCase } from "@/lib/cases/note-case";
import { readCase } from "@/lib/cases/read-case";
import { sealEvidence } from "@/lib/reports/seal-evidence";
import { listEmergencies, openEmergency } from "./open-emergency";
import { reviewEmergency } from "./review-emergency";
import { openEmergencySchema } from "./schema";

const sql = asOwner();
const aPupil = { affected: "", affectedName: "Poppy Ives" };

async function opened(answers: Record<string, string | string[]> = aPupil, by: CastKey = "dsl") {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", answers);
  return { school, reportId, ...(await openAs(school, by, reportId)) };
}
const breakGlass = async (school: TestSchool, who: CastKey | Claims, reference: string) => {
  const input = openEmergencySchema.parse({
    reference,
    reason: "He is at the door, nobody answers",
  });
  const claims = typeof who === "string" ? await school.as(who) : who;
  return withScope(claims, (tx, actor) => openEmergency(tx, actor, input));
};
const reads = async (school: TestSchool, who: CastKey, caseId: string) =>
  withScope(await school.as(who), (tx, actor) =>
    readCase(tx, actor, { caseId, page: "summary" }),
  ).then(
    () => true,
    () => false,
  );
/** Tables of the app's that hold something of a case or report, by name or by a foreign key. */
const carriers = async () => {
  const rows =
    await sql`select distinct r.relname as name, has_table_privilege('daybook_app', r.oid,
      'insert') as inserts, (select a.attname from pg_attribute a where a.attrelid = r.oid
        and a.attnum > 0 and has_column_privilege('daybook_app', r.oid, a.attnum, 'update') limit 1) as updates,
      has_table_privilege('daybook_app', r.oid, 'delete') as deletes,
      (select count(*)::int from pg_policy p where p.polrelid = r.oid and not p.polpermissive
        and p.polname like 'emergency_%') as guards
    from pg_class r where r.relnamespace = 'public'::regnamespace and r.relkind = 'r'
      and (r.relname in ('cases', 'reports') or exists (select 1 from pg_attribute a
          where a.attrelid = r.oid and a.attname ~ '(case|report|matter|evidence|clock)(_id)?s?$'
            and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype))
        or exists (select 1 from pg_constraint k where k.conrelid = r.oid and k.contype = 'f'
          and k.confrelid in ('cases'::regclass, 'reports'::regclass, 'evidence'::regclass,
            'clocks'::regclass, 'disclosures'::regclass)))`;
  return rows
    .filter((row) => row.inserts || row.updates || row.deletes)
    .map((row) => ({ ...row, name: String(row.name) }) as typeof row & { name: string });
};
const nothing = { fields: { reference: expect.stringMatching(/^There is no case/) } };

describe("an emergency", () => {
  test("lets the DPO read and change nothing, for an hour; owner and headteacher are told", async () => {
    const { school, caseId, reportId, reference } = await opened();
    expect(await reads(school, "dpo", caseId)).toBe(false);
    expect(await breakGlass(school, "dpo", reference.toLowerCase())).toEqual({ caseId });
    expect(await reads(school, "dpo", caseId)).toBe(true);
    const [row] = await sql`select reason, extract(epoch from ends_at - opened_at)::int as seconds
      from emergencies where case_id = ${caseId}`;
    expect(row).toMatchObject({ seconds: 3600, reason: expect.stringContaining("door") });
    const notices = await sql`select person_id, reference, path from notices
      where matter_id = ${caseId} and kind = 'emergency-opened' order by path`;
    expect(notices).toEqual([
      { person_id: school.people.dsl, reference, path: `/cases/${caseId}/people` },
      { person_id: school.people.headteacher, reference, path: "/notices" },
    ]);
    expect(await ledgerOf(caseId)).toContain("emergency-opened");
    const [task] = await sql`select for_id, due_on > current_date as later from case_actions
      where case_id = ${caseId}`;
    expect(task).toEqual({ for_id: school.people.dsl, later: true });
    await expect(
      withScope(await school.as("dpo"), (tx, actor) =>
        noteCase(tx, actor, { caseId, words: "I was here" }),
      ),
    ).rejects.toMatchObject({ code: "not-found" });
    await expect(
      withScope(await school.as("dpo"), (tx) =>
        tx.execute(
          query`select sec.let_in(${caseId}::uuid, ${school.people.admin}::uuid, 'told', null)`,
        ),
      ),
      "nor by SQL",
    ).rejects.toThrow();
    await sql`update circle set ends_at = now() where capacity = 'emergency'
      and matter_id in (${caseId}, ${reportId})`;
    expect(await reads(school, "dpo", caseId)).toBe(false);
    expect((await withScope(await school.as("dpo"), countQueue)).all).toBe("0");
  });

  test("does not keep anybody from sealing what they see, and others are told", async () => {
    const { school, reportId, reference } = await opened();
    const item = await evidenceOn(school, reportId);
    const seal = async (who: CastKey) =>
      withScope(await school.as(who), (tx, actor) =>
        sealEvidence(tx, actor, { evidenceId: item, back: "/" }),
      );
    await expect(seal("dpo"), "who does not see it").rejects.toMatchObject({ code: "not-found" });
    await breakGlass(school, "dpo", reference);
    await seal("dpo");
    const [row] = await sql`select state from evidence where id = ${item}`;
    expect(row?.state).toBe("sealed");
    const told = await sql`select person_id from notices where matter_id = ${reportId}
      and kind = 'evidence-sealed'`;
    expect(new Set(told.map((one) => one.person_id))).toEqual(
      new Set([school.people.dsl, school.people.headteacher]),
    );
  });

  test("tells the chair where the headteacher may not know, or is the one who opens it", async () => {
    const { school, caseId, reference } = await opened({ type: "DBR", affected: "school" }, "dpo");
    await sql`update circle set ends_at = now() where person_id = ${school.people.headteacher}`;
    await breakGlass(school, "headteacher", reference);
    const told = await sql`select person_id from notices where matter_id = ${caseId}
      and kind = 'emergency-opened'`;
    expect(new Set(told.map((one) => one.person_id))).toEqual(
      new Set([school.people.dpo, school.people.chair]),
    );
    const walled = await opened({ ...aPupil, about: ["headteacher"] }, "chair");
    await breakGlass(walled.school, "dsl", walled.reference);
    const others = await sql`select person_id from notices where matter_id = ${walled.caseId}
      and kind = 'emergency-opened'`;
    expect(others.map((one) => one.person_id)).toEqual([walled.school.people.chair]);
  });

  test("never across a wall or a tie, nor of what is sealed: as if it were not there", async () => {
    const { school, caseId, reference } = await opened(
      { ...aPupil, about: ["headteacher"] },
      "chair",
    );
    const absent = breakGlass(school, "headteacher", "OS-26-ZZZZZ");
    await expect(absent).rejects.toMatchObject(nothing);
    await expect(breakGlass(school, "headteacher", reference)).rejects.toMatchObject(nothing);
    await sql`insert into conflict_declarations (school_id, id, person_id, with_person_id, kind, declared_at)
      values (${school.schoolId}, gen_random_uuid(), ${school.people.dpo}, ${school.people.pupil}, 'friend', now())`;
    await expect(breakGlass(school, "dpo", reference)).rejects.toMatchObject(nothing);
    const sealed = await opened({ safety: "image", affected: "pupil" });
    await expect(breakGlass(sealed.school, "dpo", sealed.reference)).rejects.toMatchObject(nothing);
    await expect(breakGlass(await makeSchool(), "dpo", reference)).rejects.toMatchObject(nothing);
    // Nor what one sees as it is.
    const seen = await opened();
    await expect(breakGlass(seen.school, "dsl", seen.reference)).rejects.toMatchObject(nothing);
    // One of its reports is enough.
    await sql`insert into walls values (${seen.school.schoolId}, ${seen.school.people.dpo},
      ${seen.reportId}, 'named', now())`;
    await expect(breakGlass(seen.school, "dpo", seen.reference)).rejects.toMatchObject(nothing);
    expect(await sql`select 1 from emergencies where case_id = ${caseId}`).toHaveLength(0);
  });

  test("is for DSL, headteacher and DPO, signed in within ten minutes, and once for one key", async () => {
    const { school, caseId, reference } = await opened();
    for (const who of ["teacher", "admin", "chair", "trustLead", "governor", "manager"] as const)
      await expect(breakGlass(school, who, reference), who).rejects.toMatchObject({
        code: "not-found",
      });
    const half = await school.as("dpo", { secondFactor: false });
    await expect(breakGlass(school, half, reference)).rejects.toMatchObject({ code: "not-found" });
    const claims = await school.as("dpo");
    const old = () =>
      sql`update sessions set created_at = now() - interval '11 minutes'
        where token_hash = decode(${claims.tokenHash}, 'hex')`;
    await old();
    await expect(breakGlass(school, claims, reference)).rejects.toMatchObject({
      message: expect.stringMatching(/^You signed in more than 10 minutes ago/),
    });
    await sql`update sessions set created_at = now() where token_hash = decode(${claims.tokenHash}, 'hex')`;
    const key = crypto.randomUUID();
    const input = { reference, reason: "Now" };
    const send = () =>
      withScope(claims, (tx, actor) =>
        runOnce(tx, actor, key, "open-emergency", () => openEmergency(tx, actor, input)),
      );
    expect(await send()).toEqual(await send());
    expect(await sql`select 1 from emergencies where case_id = ${caseId}`).toHaveLength(1);
  });

  test("writes to no table at all: every one that holds something of a case is under its guard", async () => {
    const all = await carriers();
    expect(all.length).toBeGreaterThan(30);
    // One's own notices, and what one is still writing: no word about the matter.
    expect(
      all
        .filter((one) => one.guards !== 3)
        .map((one) => one.name)
        .sort(),
    ).toEqual(["drafts", "notices"]);
  });

  test("changes nothing by SQL either, in any of them", async () => {
    const { school, caseId, reportId, reference } = await opened();
    await evidenceOn(school, reportId);
    await referAs(school, "dsl", caseId);
    await withScope(await school.as("dsl"), (tx, actor) =>
      noteCase(tx, actor, { caseId, words: "Rang home" }),
    );
    await breakGlass(school, "dpo", reference);
    const claims = await school.as("dpo");
    const run = async (statement: string) =>
      withScope(claims, (tx) => tx.execute(query.raw(statement))).then(
        (rows) => rows.length,
        (error) => error.cause.code as string,
      );
    const tried: string[] = [];
    for (const { name, inserts, updates, deletes } of await carriers()) {
      const mine = await sql.unsafe(
        `select to_jsonb(t) as row from ${name} t where t::text ~ '${caseId}|${reportId}'`,
      );
      if (["notices", "drafts", "circle"].includes(name) || mine.length === 0) continue;
      const where = `where t::text ~ '${caseId}|${reportId}' returning 1`;
      if (updates)
        expect(await run(`update ${name} t set ${updates} = t.${updates} ${where}`), name).toBe(0);
      if (deletes) expect(await run(`delete from ${name} t ${where}`), name).toBe(0);
      if (inserts) {
        const row = JSON.stringify({
          ...mine[0]?.row,
          ...(name === "cases" || name === "reports" ? {} : { id: crypto.randomUUID() }),
        })
          .replaceAll(school.people.dsl, school.people.dpo)
          .replaceAll(school.people.teacher, school.people.dpo)
          .replaceAll("'", "''");
        const copy = `insert into ${name} select * from jsonb_populate_record(null::${name}, '${row}')`;
        expect(await run(copy), name).toBe("42501");
      }
      tried.push(name);
    }
    expect(tried).toEqual(
      expect.arrayContaining(["cases", "triages", "report_progress", "referrals", "case_actions"]),
    );
    // Whoever handles it as before.
    const rows = await withScope(await school.as("dsl"), (tx) =>
      tx.execute(query`update cases set summary = 'x' where id = ${caseId}::uuid returning 1`),
    );
    expect(rows).toHaveLength(1);
  });

  test("is looked at once, by somebody else who works the case", async () => {
    const { school, caseId, reference } = await opened();
    await breakGlass(school, "dpo", reference);
    const [one] = await withScope(await school.as("dsl"), (tx, actor) =>
      listEmergencies(tx, actor, caseId),
    );
    const review = async (who: CastKey, at = school) =>
      withScope(await at.as(who), (tx, actor) =>
        reviewEmergency(tx, actor, {
          caseId,
          emergencyId: String(one?.id),
          found: "justified",
          words: "Nobody answered",
        }),
      );
    for (const who of ["dpo", "teacher", "chair"] as const)
      await expect(review(who), who).rejects.toMatchObject({ code: "not-found" });
    await expect(review("dsl", await makeSchool())).rejects.toMatchObject({ code: "not-found" });
    await review("dsl");
    await expect(review("headteacher")).rejects.toMatchObject({ code: "conflict" });
    const [task] = await sql`select done_by from case_actions where case_id = ${caseId}`;
    expect(task?.done_by).toBe(school.people.dsl);
    expect(await ledgerOf(caseId)).toContain("emergency-reviewed");
  });
});
