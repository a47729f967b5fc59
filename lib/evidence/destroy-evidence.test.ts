import { Readable } from "node:stream";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  keptFiles,
  ledgerOf,
  makeSchool,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { sealEvidence } from "@/lib/reports/seal-evidence";
import {
  askDestruction,
  askDestructionSchema,
  destroyEvidence,
  noteBackups,
  noteBackupsSchema,
  withdrawDestruction,
} from "./destroy-evidence";
import { evidenceDestroyed } from "./jobs";
import { makeCopy, redactEvidence, redactEvidenceSchema } from "./redact-evidence";
import { stageEvidence } from "./stage-evidence";
import { viewEvidence } from "./view-evidence";

const sql = asOwner();
const gone = { code: "not-found" };
const caseId = crypto.randomUUID();
const picture = await sharp({
  create: { width: 40, height: 40, channels: 3, background: "#345" },
})
  .png()
  .toBuffer();

async function sealed(school: TestSchool, answers: Record<string, string | string[]> = {}) {
  const { reportId } = await sendAs(school, "teacher", {
    affected: "pupil",
    affectedName: "Poppy Ives",
    ...answers,
  });
  const { id } = await stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to: { reportId },
    stream: Readable.from([picture]),
    name: "screen.png",
    arrivedBy: "chosen",
  });
  const claims = await school.as("dsl");
  const areas = "1,0,0,100,100";
  const input = redactEvidenceSchema.parse({
    caseId,
    evidenceId: id,
    areas,
    removed: "x",
    reason: "y",
  });
  const copy = await makeCopy(claims, input);
  const made = await withScope(claims, (tx, actor) =>
    redactEvidence(tx, actor, { ...input, copy }),
  );
  await withScope(await school.as("teacher"), (tx, actor) =>
    sealEvidence(tx, actor, { evidenceId: id, back: "/" }),
  );
  return { reportId, id, copyId: made.evidenceId };
}
const instruction = (evidenceId: string) =>
  askDestructionSchema.parse({
    caseId,
    evidenceId,
    officer: "DC 4411 Rowe",
    force: "West Force",
    reference: "W/26/1182",
    "instructed-day": "20",
    "instructed-month": "11",
    "instructed-year": "2020",
  });
async function ask(school: TestSchool, who: CastKey, id: string): Promise<string> {
  await withScope(await school.as(who), (tx, actor) => askDestruction(tx, actor, instruction(id)));
  const [row] = await sql`select id from destructions where evidence_id = ${id}
    and withdrawn_at is null`;
  return String(row?.id);
}
const confirm = async (
  school: TestSchool,
  who: CastKey,
  evidenceId: string,
  destructionId: string,
) =>
  withScope(await school.as(who), (tx, actor) =>
    destroyEvidence(tx, actor, { caseId, evidenceId, destructionId, read: "yes" }),
  );
const rowOf = async (id: string) => (await sql`select * from evidence where id = ${id}`)[0];

describe("destroying a sealed file", () => {
  test("takes two people of two roles; then key and bytes are gone and the row stays", async () => {
    const school = await makeSchool();
    const { id, copyId } = await sealed(school);
    const keys = [await rowOf(id), await rowOf(copyId)].map((row) => String(row?.storage_key));
    const destructionId = await ask(school, "dsl", id);
    expect((await rowOf(id))?.state).toBe("sealed");
    await confirm(school, "headteacher", id, destructionId);
    for (const each of [id, copyId]) {
      expect(await rowOf(each)).toMatchObject({ state: "destroyed", header: null, key_id: null });
      await expect(viewEvidence(await school.as("dsl"), each, "view")).rejects.toMatchObject(gone);
      expect((await ledgerOf(each)).at(-1)).toBe("evidence-destroyed");
    }
    expect((await rowOf(id))?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(keptFiles()).toEqual(expect.arrayContaining(keys));
    const payload = { schoolId: school.schoolId, destructionId, storageKeys: keys };
    await evidenceDestroyed(payload);
    const [first] =
      await sql`select bytes_gone_at as at from destructions where id = ${destructionId}`;
    expect(first?.at).toBeInstanceOf(Date);
    await evidenceDestroyed(payload);
    expect(keptFiles().filter((name) => keys.includes(name))).toEqual([]);
    const jobs = await sql`select payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'evidence-destroyed' and j.payload::text like ${`%${destructionId}%`}`;
    expect(jobs[0]?.payload).toMatchObject({ destructionId });
  });

  test("is not confirmed by who asked, by another of the same role, nor twice", async () => {
    const school = await makeSchool();
    const { id } = await sealed(school);
    const destructionId = await ask(school, "dsl", id);
    const other = { fields: { read: "Somebody else, in another role, must confirm it" } };
    await expect(confirm(school, "dsl", id, destructionId)).rejects.toMatchObject(other);
    await sql`update role_assignments set role = 'dsl' where school_id = ${school.schoolId}
      and person_id = ${school.people.deputy} and role = 'deputy-dsl'`;
    await expect(confirm(school, "deputy", id, destructionId)).rejects.toMatchObject(other);
    await confirm(school, "headteacher", id, destructionId);
    await expect(confirm(school, "headteacher", id, destructionId)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test.each(["teacher", "deputy", "manager", "chair", "governor", "admin"] as const)(
    "is neither asked for nor confirmed by the %s",
    async (who) => {
      const school = await makeSchool();
      const { id } = await sealed(school);
      await expect(ask(school, who, id)).rejects.toMatchObject(gone);
      const destructionId = await ask(school, "dsl", id);
      await expect(confirm(school, who, id, destructionId)).rejects.toMatchObject(gone);
      expect((await rowOf(id))?.state).toBe("sealed");
    },
  );

  test("is not confirmed by somebody walled or of the other school", async () => {
    const school = await makeSchool();
    const other = await makeSchool();
    const { id, reportId } = await sealed(school);
    const destructionId = await ask(school, "dsl", id);
    await sql`insert into walls values (${school.schoolId}, ${school.people.headteacher},
      ${reportId}, 'named', now())`;
    await expect(confirm(school, "headteacher", id, destructionId)).rejects.toMatchObject(gone);
    await expect(confirm(other, "headteacher", id, destructionId)).rejects.toMatchObject(gone);
  });

  test("is refused by the database too, whatever the app sends", async () => {
    const school = await makeSchool();
    const { id } = await sealed(school);
    const destructionId = await ask(school, "dsl", id);
    const { evidence } = await import("@/db/schema/evidence");
    const { destructions } = await import("@/db/schema/evidence-handling");
    const { sql: raw } = await import("drizzle-orm");
    const claims = await school.as("dsl");
    for (const role of ["dsl", "headteacher"]) {
      await expect(
        withScope(claims, (tx) =>
          tx.execute(raw`select * from sec.destroy_evidence(${destructionId}::uuid, ${role})`),
        ),
      ).rejects.toThrow();
    }
    await expect(
      withScope(claims, (tx) => tx.update(destructions).set({ confirmedAt: new Date() })),
    ).rejects.toThrow();
    await expect(
      withScope(claims, (tx) => tx.update(evidence).set({ header: null })),
    ).rejects.toThrow();
    expect((await rowOf(id))?.header).not.toBeNull();
  });

  test("is asked for once, can be withdrawn, and only for what is sealed", async () => {
    const school = await makeSchool();
    const { id, copyId } = await sealed(school);
    const destructionId = await ask(school, "dsl", id);
    await expect(ask(school, "headteacher", id)).rejects.toMatchObject({ code: "conflict" });
    await expect(ask(school, "dsl", copyId)).rejects.toMatchObject(gone);
    const input = { caseId, evidenceId: id, destructionId };
    await withScope(await school.as("headteacher"), (tx, actor) =>
      withdrawDestruction(tx, actor, input),
    );
    await expect(confirm(school, "headteacher", id, destructionId)).rejects.toMatchObject({
      code: "conflict",
    });
    const again = await ask(school, "headteacher", id);
    expect(again).not.toBe(destructionId);
    await confirm(school, "dsl", id, again);
    await sql`update evidence set state = 'attached' where id = ${copyId}`;
    await expect(ask(school, "dsl", copyId)).rejects.toMatchObject(gone);
  });

  test("says what was done with the backups once, by name and day, and only afterwards", async () => {
    const school = await makeSchool();
    const { id } = await sealed(school);
    const destructionId = await ask(school, "dsl", id);
    const input = noteBackupsSchema.parse({
      caseId,
      evidenceId: id,
      destructionId,
      backupsWords: "Both discs shredded by the IT team",
      "backups-day": "21",
      "backups-month": "11",
      "backups-year": "2020",
    });
    const note = async (who: CastKey) =>
      withScope(await school.as(who), (tx, actor) => noteBackups(tx, actor, input));
    await expect(note("dsl")).rejects.toThrow();
    await confirm(school, "headteacher", id, destructionId);
    await expect(note("teacher")).rejects.toMatchObject(gone);
    await note("dsl");
    await expect(note("headteacher")).rejects.toThrow();
    const [row] = await sql`select backups_words, backups_by, backups_on::text from destructions
      where id = ${destructionId}`;
    expect(row).toEqual({
      backups_words: "Both discs shredded by the IT team",
      backups_by: school.people.dsl,
      backups_on: "2020-11-21",
    });
    expect((await ledgerOf(id)).at(-1)).toBe("backups-cleared");
  });
});
