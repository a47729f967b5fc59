import { Readable } from "node:stream";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { withJob } from "@/db/scope";
import { asOwner, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { fillMarks } from "./fill-marks";
import { marksOf as made } from "./make-marks";
import { keepLook, lookAgain } from "./recognise-text";
import { stageEvidence } from "./stage-evidence";

const sql = asOwner();
const half = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#eee" } })
  .composite([{ input: { create: { width: 30, height: 20, channels: 3, background: "#123" } } }])
  .png()
  .toBuffer();
const told = { handle: "@Mean.One", affected: "", affectedName: "Poppy Ives" };

async function pictureOn(school: TestSchool, reportId: string): Promise<string> {
  const { id } = await stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to: { reportId },
    stream: Readable.from([half]),
    name: "half.png",
    arrivedBy: "chosen",
  });
  return id;
}
const marksOf = async (school: TestSchool) =>
  (
    await sql`select kind, encode(token, 'hex') as token, source_id from marks
      where school_id = ${school.schoolId} order by 1, 2, 3`
  ).map((row) => ({ ...row }));
const state = async (school: TestSchool) =>
  (await sql`select done_at from mark_fills where school_id = ${school.schoolId}`)[0];
const forget = (school: TestSchool) => sql`delete from marks where school_id = ${school.schoolId}`;

/** A school as it was before there were marks, and the marks it would have had. */
async function older() {
  const school = await makeSchool();
  const reports = [];
  for (const account of ["He wrote to her again by the old mill.", "And once more."])
    reports.push((await sendAs(school, "teacher", { ...told, account })).reportId);
  const picture = await pictureOn(school, reports[0] ?? "");
  const job = { schoolId: school.schoolId, evidenceId: picture };
  const look = await lookAgain(job);
  await withJob(job, (tx) => keepLook(tx, job, look));
  const before = await marksOf(school);
  await forget(school);
  return { school, picture, before, reports };
}

describe("marks of what was sent before there were any", () => {
  test("are those that sending makes, of reports and pictures, in pieces, once", async () => {
    const { school, before } = await older();
    const other = await makeSchool();
    await sendAs(other, "teacher", told);
    await forget(other);
    expect(before.filter(({ kind }) => kind === "image")).toHaveLength(16);
    await fillMarks(school.schoolId, 1);
    expect(await marksOf(school)).toEqual(before);
    expect((await state(school))?.done_at).toBeInstanceOf(Date);
    expect(await marksOf(other)).toEqual([]);
    // Done is done: nothing is read or made again, also not by two at once.
    await forget(school);
    await Promise.all([fillMarks(school.schoolId), fillMarks(school.schoolId)]);
    expect(await marksOf(school)).toEqual([]);
  }, 60_000);

  test("two at once make each once; a stop in the middle goes on where it was", async () => {
    const { school, before, reports } = await older();
    const [middle = ""] = reports.toSorted();
    await sql`insert into mark_fills (school_id, after) values (${school.schoolId}, ${middle})`;
    await fillMarks(school.schoolId, 2);
    const found = await marksOf(school);
    expect(found).toEqual(before.filter(({ source_id }) => source_id > middle));
    await sql`delete from mark_fills where school_id = ${school.schoolId}`;
    await Promise.all([fillMarks(school.schoolId, 1), fillMarks(school.schoolId, 1)]);
    expect(await marksOf(school)).toEqual(before);
  }, 60_000);

  test("are of each account named and of each file: a picture that has one for its account gets its look", async () => {
    const { school, picture, before } = await older();
    const { schoolId } = school;
    await sql`update people set handle = '@Second.One' where school_id = ${schoolId}
      and name = ${told.affectedName}`;
    await sql`update evidence set handle = '@Third.One' where id = ${picture}`;
    await fillMarks(schoolId);
    const all = await marksOf(school);
    const added = all.filter(({ token }) => !before.some((mark) => mark.token === token));
    const [second, third] = ["second.one", "third.one"].map((handle) =>
      made(schoolId, { handles: [handle], addresses: [] })[0]?.token.toString("hex"),
    );
    expect(added.map(({ token }) => token).toSorted()).toEqual([second, second, third].toSorted());
    await sql`delete from marks where school_id = ${schoolId} and kind = 'image'`;
    await sql`delete from mark_fills where school_id = ${schoolId}`;
    await fillMarks(schoolId);
    expect(await marksOf(school)).toEqual(all);
  }, 30_000);

  test("are not made of a picture that is sealed or whose bytes are gone; the rest goes on", async () => {
    const { school, picture, before, reports } = await older();
    const lost = await pictureOn(school, reports[1] ?? "");
    await sql`update evidence set storage_key = ${crypto.randomUUID()} where id = ${lost}`;
    await sql`update evidence set state = 'sealed' where id = ${picture}`;
    await fillMarks(school.schoolId);
    expect(await marksOf(school)).toEqual(before.filter(({ kind }) => kind !== "image"));
    expect((await state(school))?.done_at).toBeInstanceOf(Date);
  }, 60_000);
});
