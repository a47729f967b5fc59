import { Readable } from "node:stream";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  asOwner,
  keptFiles,
  ledgerOf,
  makeSchool,
  openAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { filled } from "@/db/testing-forms";
import { announceUpload } from "@/lib/evidence/announce-upload";
import { heldWords } from "@/lib/evidence/labels";
import { stageEvidence } from "@/lib/evidence/stage-evidence";
import { addAddendum } from "@/lib/reports/add-addendum";
import { moveCase } from "./move-case";

const picture = await sharp({
  create: { width: 40, height: 40, channels: 3, background: "#345" },
})
  .png()
  .toBuffer();
const held = { fields: { file: heldWords } };

async function caseOf(school: TestSchool) {
  const { reportId } = await sendAs(school, "teacher", {
    affected: "pupil",
    affectedName: "Poppy Ives",
  });
  const { caseId } = await openAs(school, "dsl", reportId);
  return { reportId, caseId };
}
async function move(school: TestSchool, caseId: string, action: string) {
  const [row] = await asOwner()`select version from cases where id = ${caseId}`;
  await withScope(await school.as("dsl"), (tx, actor) =>
    moveCase(tx, actor, {
      ...filled(school),
      caseId,
      action,
      version: Number(row?.version),
      reason: "DC Rowe, West Force, today",
    } as never),
  );
}
const post = async (school: TestSchool, reportId: string) =>
  stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to: { reportId },
    stream: Readable.from([picture]),
    name: "screen.png",
    arrivedBy: "posted",
  });
const announce = async (school: TestSchool, reportId: string) =>
  announceUpload(
    await school.as("teacher"),
    { reportId },
    [{ name: "a.png", size: 10, type: "image/png" }],
    "chosen",
  );

describe("while a case is held for an outside body", () => {
  test("no file joins its report by any door, words still do, and its release is written down", async () => {
    const school = await makeSchool();
    const { reportId, caseId } = await caseOf(school);
    await post(school, reportId);
    await move(school, caseId, "hold");
    const before = keptFiles();
    await expect(post(school, reportId)).rejects.toMatchObject(held);
    await expect(announce(school, reportId)).rejects.toMatchObject(held);
    expect(keptFiles()).toEqual(before);
    await withScope(await school.as("teacher"), (tx, actor) =>
      addAddendum(tx, actor, { reportId, words: "She is frightened to go home." }),
    );
    await move(school, caseId, "release");
    await post(school, reportId);
    expect(await announce(school, reportId)).toHaveLength(1);
    expect(await ledgerOf(caseId)).toEqual(expect.arrayContaining(["case-hold", "case-release"]));
  });

  test("the sentence says nothing of who asked for the hold", () => {
    expect(heldWords).not.toMatch(/police|investigat|local authority|hold/i);
  });

  test("another report of the same writer takes files as before", async () => {
    const school = await makeSchool();
    const { caseId } = await caseOf(school);
    const free = await caseOf(school);
    await move(school, caseId, "hold");
    await post(school, free.reportId);
  });

  test("a row that goes round the check is refused by the database", async () => {
    const school = await makeSchool();
    const { reportId, caseId } = await caseOf(school);
    const { id } = await post(school, reportId);
    await move(school, caseId, "hold");
    const around = asOwner().begin(async (sql) => {
      await sql`create temporary table held_copy on commit drop as
        select * from evidence where id = ${id}`;
      await sql`update held_copy set id = gen_random_uuid()`;
      await sql`insert into evidence select * from held_copy`;
    });
    await expect(around).rejects.toThrow("on hold");
  });
});
