import { Readable } from "node:stream";
import { sql as query } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  keptFiles,
  ledgerOf,
  makeSchool,
  openAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { stageEvidence } from "@/lib/evidence/stage-evidence";
import { changePeriod } from "./change-period";
import { enterDates } from "./enter-dates";
import { holdRecord, releaseRecord } from "./hold-record";
import { disposalApproved, keepingChanged, reviewsDue } from "./jobs";
import { listDisposed, listReviews, readReview, reviewsQuery } from "./list-reviews";
import { printCertificate } from "./print-certificate";
import { approveDisposal, proposeDisposal, refuseDisposal } from "./propose-disposal";
import { reviewCases } from "./review-cases";
import { changePeriodSchema, enterDatesSchema, holdRecordSchema } from "./schema";

const sql = asOwner();
const gone = { code: "not-found" };
const now = new Date("2060-06-01T09:00:00Z");

/** A closed case of a report with a file, its review worked out; due by 2060 unless somebody says. */
async function closed(
  school: TestSchool,
  answers: Record<string, string | string[]> = {},
  canary = "Zanzibarella",
) {
  const { reportId, reference } = await sendAs(school, "teacher", {
    affected: "pupil",
    affectedName: `${canary} Smith`,
    account: `They called ${canary} names.`,
    named0Handle: `@${canary}`,
    ...answers,
  });
  const { id } = await stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to: { reportId },
    stream: Readable.from([Buffer.from(`From a chat: ${canary} is a fool\n`)]),
    name: `${canary}.txt`,
    arrivedBy: "chosen",
  });
  const [triage] = await sql`select track from triages where report_id = ${reportId}`;
  const { caseId } = await openAs(school, triage?.track === "T2" ? "dsl" : "headteacher", reportId);
  await close(school, caseId);
  return { caseId, reportId, evidenceId: id, reference };
}
async function close(school: TestSchool, caseId: string) {
  await sql`delete from clocks where case_id = ${caseId} or report_id in (select report_id
    from case_reports where case_id = ${caseId})`;
  await sql`update cases set state = 'closed', outcome = 'advice', closed_at = now()
    where id = ${caseId}`;
  await reviewCases(school.schoolId, [caseId], new Date());
}
const as = async <T>(
  school: TestSchool,
  who: CastKey,
  verb: (...args: never[]) => Promise<T>,
  input: object,
): Promise<T> =>
  withScope({ ...(await school.as(who)), at: now }, (tx, actor) =>
    (verb as (...args: unknown[]) => Promise<T>)(tx, actor, input),
  );
/** Who was told that their word is waited for, with nothing but the reference. */
const asked = async (caseId: string) =>
  (
    await sql`select n.person_id from notices n join cases c on c.id = n.matter_id
      where n.matter_id = ${caseId} and n.kind = 'disposal-asked' and n.reference = c.reference
        and n.path = ${`/retention/${caseId}`}`
  ).map((row) => row.person_id);
const wall = (school: TestSchool, who: CastKey, caseId: string) =>
  sql`insert into walls values (${school.schoolId}, ${school.people[who]}, ${caseId}, 'named', now())
    on conflict do nothing`;
const stateOf = async (caseId: string) =>
  (await sql`select state from cases where id = ${caseId}`)[0]?.state;
const disposalOf = async (caseId: string) =>
  (await sql`select * from disposals where case_id = ${caseId} and refused_at is null`)[0];
async function propose(school: TestSchool, who: CastKey, caseId: string): Promise<string> {
  await as(school, who, proposeDisposal, { caseId, read: "yes" });
  return String((await disposalOf(caseId))?.id);
}
const approve = (school: TestSchool, who: CastKey, caseId: string, disposalId: string) =>
  as(school, who, approveDisposal, { caseId, disposalId, sure: "yes" });
const hold = (caseId: string, kind: string) =>
  holdRecordSchema.parse({
    caseId,
    kind,
    reason: "The solicitor asked for it.",
    "review-day": "1",
    "review-month": "9",
    "review-year": "2061",
  });
/** Where in the whole database a word of the record still stands. */
async function found(word: string): Promise<string[]> {
  const columns = await sql`select table_name as t, column_name as c from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE'
      and data_type in ('text', 'jsonb', 'ARRAY', 'bytea')`;
  const parts = columns.map(
    ({ t, c }) => `select '${t}.${c}' as at from "${t}" where "${c}"::text like '%${word}%'`,
  );
  return (await sql.unsafe(parts.join(" union "))).map((row) => String(row.at));
}

describe("the end of a record", () => {
  test("takes two people; then words, keys and bytes are gone, and the ledger and a certificate stay", async () => {
    const school = await makeSchool();
    const canary = "Quintessimus";
    const record = await closed(school, {}, canary);
    const { caseId, evidenceId } = record;
    const [item] = await sql`select storage_key, sha256 from evidence where id = ${evidenceId}`;
    expect(await found(canary)).not.toEqual([]);
    const disposalId = await propose(school, "dpo", caseId);
    expect(await stateOf(caseId)).toBe("due-review");
    await approve(school, "dsl", caseId, disposalId);
    const before = (await ledgerOf(caseId)).length;
    await disposalApproved({ schoolId: school.schoolId, disposalId });
    await disposalApproved({ schoolId: school.schoolId, disposalId });

    expect(await found(canary)).toEqual([]);
    expect(await stateOf(caseId)).toBeUndefined();
    expect(keptFiles()).not.toContain(item?.storage_key);
    expect((await ledgerOf(caseId)).slice(before)).toEqual(["record-disposed"]);
    expect((await ledgerOf(evidenceId)).at(-1)).toBe("evidence-disposed");
    const done = await disposalOf(caseId);
    expect(done?.bytes_gone_at).toBeInstanceOf(Date);
    expect(done?.removed).toMatchObject({
      reports: [{ reference: record.reference }],
      evidence: [{ sha256: item?.sha256 }],
      kept: 0,
    });
    const read = await as(school, "headteacher", readReview, caseId as never);
    expect(read.certificate).toMatchObject({ proposer: "Dmitri Vale", approver: "Dilys Parry" });
    const pdf = await as(school, "dsl", printCertificate, disposalId as never);
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.includes("/StructTreeRoot")).toBe(true);
    const list = await withScope(await school.as("dsl"), (tx, actor) => listDisposed(tx, actor, 1));
    expect(list.rows.map((row) => row.caseId)).toEqual([caseId]);
  });

  test("is agreed by no one person, no two without the DPO, and nobody in the case or walled", async () => {
    const school = await makeSchool();
    const { caseId } = await closed(school);
    for (const who of ["teacher", "deputy", "admin", "chair", "manager"] as const)
      await expect(propose(school, who, caseId)).rejects.toMatchObject(gone);
    const disposalId = await propose(school, "dsl", caseId);
    await expect(propose(school, "dpo", caseId)).rejects.toMatchObject({ code: "conflict" });
    for (const who of ["dsl", "headteacher"] as const)
      await expect(approve(school, who, caseId, disposalId)).rejects.toMatchObject({
        code: "check",
      });
    await sql`insert into walls values (${school.schoolId}, ${school.people.dpo}, ${caseId}, 'named', now())`;
    await expect(approve(school, "dpo", caseId, disposalId)).rejects.toMatchObject(gone);
    await sql`delete from walls where person_id = ${school.people.dpo}`;
    await sql`insert into involvements (school_id, id, case_id, person_id, part, added_at, added_by)
      values (${school.schoolId}, ${crypto.randomUUID()}, ${caseId}, ${school.people.dpo}, 'affected',
        now(), ${school.people.dsl})`;
    await expect(approve(school, "dpo", caseId, disposalId)).rejects.toMatchObject(gone);
    expect((await disposalOf(caseId))?.approved_at).toBeNull();
    await expect(
      disposalApproved({ schoolId: school.schoolId, disposalId }),
    ).resolves.toBeUndefined();
    expect(await stateOf(caseId)).toBe("due-review");
  });

  test("takes the chair's word where neither DSL nor headteacher may know of it, or else the next", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    const adult = async (out: CastKey[]) => {
      const record = await closed(school, { affected: "me", affectedName: "", type: "ADC" });
      await sql`update cases set track = 'T3' where id = ${record.caseId}`;
      await sql`update retention_reviews set track = 'T3', due_on = '2050-01-01', rule = 'low-level'
        where case_id = ${record.caseId}`;
      for (const who of out) await wall(school, who, record.caseId);
      return record.caseId;
    };
    const caseId = await adult(["headteacher"]);
    for (const who of ["chair", "dsl", "headteacher"] as const)
      await expect(propose(school, who, caseId), who).rejects.toMatchObject(gone);
    const disposalId = await propose(school, "dpo", caseId);
    expect(await asked(caseId)).toEqual([school.people.chair]);
    for (const who of ["headteacher", "dsl", "viceChair", "trustLead", "governor"] as const)
      await expect(approve(school, who, caseId, disposalId), who).rejects.toMatchObject(gone);
    await expect(approve(other, "chair", caseId, disposalId)).rejects.toMatchObject(gone);
    await expect(as(school, "chair", holdRecord, hold(caseId, "legal"))).rejects.toMatchObject(
      gone,
    );
    const read = await as(school, "chair", readReview, caseId as never);
    expect(read).toMatchObject({ keeps: false, agreesAs: ["chair"], people: null });
    const list = await as(school, "chair", listReviews, { tab: "proposed", page: 1 });
    expect(list.rows.map((row) => row.caseId)).toEqual([caseId]);
    await approve(school, "chair", caseId, disposalId);
    await disposalApproved({ schoolId: school.schoolId, disposalId });
    expect(await stateOf(caseId)).toBeUndefined();
    expect(await disposalOf(caseId)).toMatchObject({ approved_as: "chair" });

    const next = await adult(["headteacher", "chair"]);
    const second = await propose(school, "dpo", next);
    expect(await asked(next)).toEqual([school.people.viceChair]);
    await expect(approve(school, "chair", next, second)).rejects.toMatchObject(gone);
    const refuse = { caseId: next, disposalId: second, words: "A claim is likely." };
    expect(await as(school, "viceChair", refuseDisposal, refuse)).toEqual({
      caseId: next,
      keeps: false,
    });
    expect(await stateOf(next)).toBe("closed");

    const known = await adult([]);
    const third = await propose(school, "dpo", known);
    expect(await asked(known)).toEqual([]);
    await expect(approve(school, "chair", known, third)).rejects.toMatchObject(gone);
    await approve(school, "headteacher", known, third);
  });

  test("takes the next in line's word where no data protection officer may know of it", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    const { caseId } = await closed(school);
    await wall(school, "dpo", caseId);
    const disposalId = await propose(school, "dsl", caseId);
    expect(await asked(caseId)).toEqual([school.people.chair]);
    for (const who of ["dpo", "viceChair", "trustLead", "governor", "deputy", "admin"] as const)
      await expect(approve(school, who, caseId, disposalId), who).rejects.toMatchObject(gone);
    await expect(approve(other, "chair", caseId, disposalId)).rejects.toMatchObject(gone);
    for (const who of ["dsl", "headteacher"] as const) {
      await expect(approve(school, who, caseId, disposalId)).rejects.toMatchObject({
        code: "check",
      });
      for (const role of ["dpo", "dsl", "headteacher", "chair"])
        expect(
          await withScope(await school.as(who), (tx) =>
            tx.execute(query`select sec.approve_disposal(${disposalId}::uuid, ${role}) as id`),
          ),
          `${who} by SQL as ${role}`,
        ).toMatchObject([{ id: null }]);
    }
    for (const [at, who, rows] of [
      [school, "chair", 1],
      [school, "viceChair", 0],
      [school, "dpo", 0],
      [other, "chair", 0],
    ] as const)
      for (const table of ["disposals", "retention_reviews"])
        expect(
          await withScope(await at.as(who), (tx) =>
            tx.execute(query`select 1 from ${query.raw(table)}`),
          ),
          `${who} reads ${table}`,
        ).toHaveLength(rows);
    const read = await as(school, "chair", readReview, caseId as never);
    expect(read).toMatchObject({ keeps: false, agreesAs: ["chair"], people: null });
    await approve(school, "chair", caseId, disposalId);
    await expect(approve(school, "chair", caseId, disposalId)).rejects.toMatchObject({
      code: "conflict",
    });
    await disposalApproved({ schoolId: school.schoolId, disposalId });
    expect(await stateOf(caseId)).toBeUndefined();
    expect(await disposalOf(caseId)).toMatchObject({ proposed_as: "dsl", approved_as: "chair" });

    const next = (await closed(school)).caseId;
    await sql`update role_assignments set ends_at = now() where person_id = ${school.people.dpo}
      and role = 'dpo'`;
    await wall(school, "chair", next);
    const second = await propose(school, "headteacher", next);
    expect(await asked(next)).toEqual([school.people.viceChair]);
    await expect(approve(school, "chair", next, second)).rejects.toMatchObject(gone);
    await expect(approve(school, "dsl", next, second)).rejects.toMatchObject({ code: "check" });
    await approve(school, "viceChair", next, second);
  });

  test("tells whoever comes to stand in after the proposal, each once whatever is run again", async () => {
    const school = await makeSchool();
    const { caseId } = await closed(school);
    const { chair, viceChair, dpo } = school.people;
    const disposalId = await propose(school, "dsl", caseId);
    await reviewsDue(now);
    expect(await asked(caseId)).toEqual([]);
    await wall(school, "dpo", caseId);
    await Promise.all([reviewsDue(now), reviewsDue(now), reviewsDue(now)]);
    await reviewsDue(now);
    expect(await asked(caseId)).toEqual([chair]);
    await wall(school, "chair", caseId);
    await reviewsDue(now);
    expect((await asked(caseId)).sort()).toEqual([chair, viceChair].sort());
    const jobs = await sql`select 1 from notices n join graphile_worker._private_jobs j
      on j.payload ->> 'noticeId' = n.id::text where n.matter_id = ${caseId}
        and n.kind = 'disposal-asked'`;
    expect(jobs).toHaveLength(2);
    // Turned down and proposed anew it is another question; with the officer back it is theirs.
    const refuse = { caseId, disposalId, words: "A claim is likely." };
    await as(school, "viceChair", refuseDisposal, refuse);
    await sql`delete from walls where person_id = ${dpo}`;
    const again = await propose(school, "dsl", caseId);
    await reviewsDue(now);
    expect(await asked(caseId)).toHaveLength(2);
    await wall(school, "dpo", caseId);
    await reviewsDue(now);
    expect((await asked(caseId)).sort()).toEqual([chair, viceChair, viceChair].sort());
    await approve(school, "viceChair", caseId, again);
    await wall(school, "viceChair", caseId);
    await reviewsDue(now);
    expect(await asked(caseId)).toHaveLength(3);
    await expect(
      withScope(await school.as("dsl"), (tx) => tx.execute(query`select sec.ask_stand_ins()`)),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  test("of what is sealed waits for another officer, and says so", async () => {
    const school = await makeSchool();
    const { caseId } = await closed(school);
    await sql`update retention_reviews set restricted = true where case_id = ${caseId}`;
    await wall(school, "dpo", caseId);
    const disposalId = await propose(school, "dsl", caseId);
    expect(await asked(caseId)).toEqual([]);
    await expect(approve(school, "chair", caseId, disposalId)).rejects.toMatchObject(gone);
    expect(await as(school, "dsl", readReview, caseId as never)).toMatchObject({
      agreeable: false,
    });
    await sql`insert into role_assignments (school_id, id, person_id, role, starts_at)
      values (${school.schoolId}, gen_random_uuid(), ${school.people.colleague}, 'dpo', now())`;
    expect(await as(school, "dsl", readReview, caseId as never)).toMatchObject({ agreeable: true });
    await approve(school, "colleague", caseId, disposalId);
  });

  test("the same person is never both, whatever roles they hold", async () => {
    const school = await makeSchool();
    const { caseId } = await closed(school, { affected: "me", affectedName: "", type: "ADC" });
    await sql`update cases set track = 'T3' where id = ${caseId}`;
    await sql`update retention_reviews set track = 'T3', due_on = '2050-01-01', rule = 'low-level'
      where case_id = ${caseId}`;
    await sql`insert into walls values (${school.schoolId}, ${school.people.headteacher}, ${caseId},
      'named', now()) on conflict do nothing`;
    await sql`update role_assignments set person_id = ${school.people.dpo}
      where person_id = ${school.people.chair}`;
    const disposalId = await propose(school, "dpo", caseId);
    await expect(approve(school, "dpo", caseId, disposalId)).rejects.toMatchObject({
      code: "check",
    });
    const bySql = await withScope(await school.as("dpo"), (tx) =>
      tx.execute(query`select sec.approve_disposal(${disposalId}::uuid, 'chair') as id`),
    );
    expect(bySql[0]?.id).toBeNull();
    expect((await disposalOf(caseId))?.approved_at).toBeNull();
    await approve(school, "viceChair", caseId, disposalId);
  });

  test("is turned down with a reason, and the case is closed as it was", async () => {
    const school = await makeSchool();
    const { caseId } = await closed(school);
    const disposalId = await propose(school, "dpo", caseId);
    const refuse = () =>
      as(school, "headteacher", refuseDisposal, { caseId, disposalId, words: "A sister is here." });
    await refuse();
    expect(await stateOf(caseId)).toBe("closed");
    await expect(refuse()).rejects.toMatchObject({ code: "conflict" });
    await expect(approve(school, "dsl", caseId, disposalId)).rejects.toMatchObject({
      code: "conflict",
    });
    await propose(school, "dpo", caseId);
    expect((await ledgerOf(caseId)).filter((one) => one.startsWith("disposal"))).toEqual([
      "disposal-proposed",
      "disposal-refused",
      "disposal-proposed",
    ]);
  });

  test("ends every table that belongs to a case, a report or a file", async () => {
    const [source] =
      await sql`select pg_get_functiondef('sec.dispose_record(uuid)'::regprocedure) as def`;
    const stays = /^(ledger_.*|disposals|walls|evidence_messages)$/;
    const tables = await sql`select distinct table_name as name from information_schema.columns
      join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and column_name in
        ('case_id', 'report_id', 'matter_id', 'evidence_id', 'source_id', 'disclosure_id', 'clock_id')`;
    const forgotten = tables
      .map((row) => String(row.name))
      .filter((name) => !stays.test(name) && !source?.def.includes(`delete from ${name} `));
    expect(forgotten, "Add it to sec.dispose_record in db/rls/retention.sql").toEqual([]);
  });

  test("leaves a report that belongs to another case too", async () => {
    const school = await makeSchool();
    const { caseId, reportId, evidenceId } = await closed(school);
    const other = await openAs(school, "dsl", (await sendAs(school, "teacher")).reportId);
    await sql`insert into case_reports values (${school.schoolId}, ${other.caseId}, ${reportId}, now(),
      ${school.people.dsl})`;
    const disposalId = await propose(school, "dpo", caseId);
    await approve(school, "dsl", caseId, disposalId);
    await disposalApproved({ schoolId: school.schoolId, disposalId });
    expect((await disposalOf(caseId))?.removed).toMatchObject({
      reports: [],
      evidence: [],
      kept: 1,
    });
    const [item] = await sql`select state, header from evidence where id = ${evidenceId}`;
    expect(item).toMatchObject({ state: "attached", header: expect.any(String) });
  });
});

describe("keeping a record", () => {
  test("a hold stops its end, before the proposal, before the word and before the job", async () => {
    const school = await makeSchool();
    const { caseId } = await closed(school);
    await as(school, "dsl", holdRecord, hold(caseId, "legal"));
    await expect(propose(school, "dpo", caseId)).rejects.toMatchObject({ code: "conflict" });
    const [one] = await sql`select id from retention_holds where case_id = ${caseId}`;
    const release = () =>
      as(school, "headteacher", releaseRecord, {
        caseId,
        holdId: String(one?.id),
        words: "The claim was settled.",
      });
    await release();
    await expect(release()).rejects.toThrow();
    // It is looked at on the day that was set, not before.
    await expect(propose(school, "dpo", caseId)).rejects.toMatchObject({ code: "conflict" });
    await sql`update retention_reviews set due_on = '2059-01-01' where case_id = ${caseId}`;
    const disposalId = await propose(school, "dpo", caseId);
    await as(school, "dsl", holdRecord, hold(caseId, "claim"));
    await expect(approve(school, "dsl", caseId, disposalId)).rejects.toMatchObject({
      code: "conflict",
    });
    await sql`update retention_holds set released_at = now()`;
    await approve(school, "dsl", caseId, disposalId);
    await sql`update retention_holds set released_at = null where kind = 'claim'
      and case_id = ${caseId}`;
    await disposalApproved({ schoolId: school.schoolId, disposalId });
    expect(await stateOf(caseId)).toBe("closed");
    expect((await ledgerOf(caseId)).at(-1)).toBe("disposal-stopped");
    const [review] = await sql`select state from retention_reviews where case_id = ${caseId}`;
    expect(review?.state).toBe("held");
    expect(await found("Zanzibarella")).toContain("reports.account");
  });

  test("the police and a sealed file hold it by themselves, and what may be abuse never ends", async () => {
    const school = await makeSchool();
    const { caseId, evidenceId } = await closed(school);
    await sql`update evidence set state = 'sealed' where id = ${evidenceId}`;
    await expect(propose(school, "dpo", caseId)).rejects.toMatchObject({ code: "conflict" });
    const held = async () => (await as(school, "dsl", readReview, caseId as never)).held;
    expect(await held()).toEqual(["sealed"]);
    await sql`update evidence set state = 'attached' where id = ${evidenceId}`;
    await sql`insert into file_transfers (school_id, id, pupil_id, case_ids, to_school, contact, rung,
        timing, counts_from, state, clock_id, clock_case_id, due_at, made_at, made_by, changed_at,
        changed_by)
      values (${school.schoolId}, ${crypto.randomUUID()}, ${school.people.dsl}, ${[caseId]}, 'Ash', 'x',
        true, 'in-year', now(), 'sent', ${crypto.randomUUID()}, ${caseId}, now(), now(),
        ${school.people.dsl}, now(), ${school.people.dsl})`;
    expect(await held()).toEqual(["transfer"]);
    await sql`update file_transfers set state = 'received' where school_id = ${school.schoolId}`;
    expect(await held()).toEqual([]);
    await sql`insert into outside_referrals (school_id, id, case_id, body, takedown, state, sent_at,
        channel, sent, basis, chase_at, recorded_at, recorded_by)
      values (${school.schoolId}, ${crypto.randomUUID()}, ${caseId}, 'police', false, 'answered', now(),
        'phone', 'x', 'crime', now(), now(), ${school.people.dsl})`;
    await expect(propose(school, "dpo", caseId)).rejects.toMatchObject({ code: "conflict" });
    await sql`update outside_referrals set state = 'ended'`;
    await sql`update reports set type = 'SEX' where id in (select report_id from case_reports
      where case_id = ${caseId})`;
    await reviewCases(school.schoolId, [caseId], new Date());
    await sql`update retention_reviews set due_on = '2059-01-01' where case_id = ${caseId}`;
    await expect(propose(school, "dpo", caseId)).rejects.toMatchObject({ code: "check" });
  });

  test("its day follows the dates entered and the school's period, never below what guidance sets", async () => {
    const school = await makeSchool();
    const { caseId } = await closed(school, { affectedName: "Poppy Ives" });
    const day = async () =>
      (await sql`select due_on::text, assumed from retention_reviews where case_id = ${caseId}`)[0];
    expect(await day()).toMatchObject({ assumed: true });
    const dates = enterDatesSchema.parse({
      caseId,
      personId: school.people.pupil,
      "born-day": "29",
      "born-month": "2",
      "born-year": "2016",
    });
    await expect(as(school, "dpo", enterDates, dates)).rejects.toMatchObject(gone);
    await as(school, "dsl", enterDates, dates);
    const changed = { schoolId: school.schoolId, rule: null, personId: school.people.pupil };
    await keepingChanged(changed);
    expect(await day()).toEqual({ due_on: "2041-03-01", assumed: false });
    const period = (years: string) =>
      changePeriodSchema.parse({ rule: "child-file", after: "0", years, reason: "Our authority" });
    await expect(as(school, "dsl", changePeriod, period("24"))).rejects.toMatchObject({
      fields: { years: expect.stringContaining("25 years or more") },
    });
    await expect(as(school, "deputy", changePeriod, period("30"))).rejects.toMatchObject(gone);
    await as(school, "dpo", changePeriod, period("30"));
    await expect(as(school, "dsl", changePeriod, period("31"))).rejects.toMatchObject({
      code: "conflict",
    });
    await keepingChanged({ schoolId: school.schoolId, rule: "child-file", personId: null });
    expect((await day())?.due_on).toBe("2046-03-01");
  });

  test("shows only what a keeper may know of: no other school, no wall, no other track", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    const { caseId } = await closed(school);
    const seen = async (at: TestSchool, who: CastKey) =>
      (await as(at, who, listReviews, { tab: "due", page: 1 })).rows.map((row) => row.caseId);
    for (const who of ["dsl", "dpo", "headteacher"] as const) {
      expect(await seen(school, who), who).toEqual([caseId]);
      expect(await seen(other, who), who).toEqual([]);
      await expect(as(other, who, readReview, caseId as never)).rejects.toMatchObject(gone);
    }
    await expect(seen(school, "deputy")).rejects.toMatchObject(gone);
    await sql`insert into walls values (${school.schoolId}, ${school.people.headteacher}, ${caseId}, 'named', now())`;
    expect(await seen(school, "headteacher")).toEqual([]);
    await expect(as(school, "headteacher", readReview, caseId as never)).rejects.toMatchObject(
      gone,
    );
    await sql`update retention_reviews set track = 'T3' where case_id = ${caseId}`;
    expect(await seen(school, "dsl")).toEqual([]);
  });

  test("a case that is taken up again has no day; the night finds those that have none", async () => {
    const school = await makeSchool();
    const { caseId } = await closed(school);
    await sql`update cases set state = 'active' where id = ${caseId}`;
    await reviewCases(school.schoolId, [caseId], new Date());
    const rows = () => sql`select 1 from retention_reviews where case_id = ${caseId}`;
    expect(await rows()).toHaveLength(0);
    await sql`update cases set state = 'closed' where id = ${caseId}`;
    const jobs = await sql`select 1 from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'case-closed' and j.payload::text like ${`%${caseId}%`}`;
    expect(jobs.length).toBeGreaterThan(0);
    await reviewsDue(new Date());
    expect(await rows()).toHaveLength(1);
  });

  test("a page is read along its index, without a sort", async () => {
    const school = await makeSchool();
    const plan = await withScope(await school.as("dsl"), async (tx, actor) => {
      const query = reviewsQuery(tx, actor, { tab: "due", page: 1 });
      await tx.execute("set local enable_seqscan = off");
      await tx.execute("set local enable_bitmapscan = off");
      const { sql: text } = await import("drizzle-orm");
      return JSON.stringify(await tx.execute(text`explain ${query}`));
    });
    expect(plan).toContain("retention_reviews_by_day");
    expect(plan).not.toMatch(/Sort|Seq Scan on retention_reviews/);
  });
});
