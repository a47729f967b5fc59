import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import sharp from "sharp";
import { expect, test } from "vitest";
import { asOwner, ledgerOf, makeSchool, sendAs } from "@/db/testing";
import { holdEvidence } from "./hold-evidence";
import { stageEvidence } from "./stage-evidence";
import { viewEvidence } from "./view-evidence";

const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: "#abc" } })
  .png()
  .toBuffer();

/** A sent report of the teacher's about somebody, with one picture that is really kept. */
async function kept(about: string[] = []) {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", {
    affected: "pupil",
    affectedName: "Poppy Ives",
    about,
  });
  const { id } = await stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to: { reportId },
    stream: Readable.from([picture]),
    name: "Poppy Ives.png",
    arrivedBy: "chosen",
  });
  const [row] = await asOwner()`select storage_key from evidence where id = ${id}`;
  const key = String(row?.storage_key);
  const path = join(String(process.env.DAYBOOK_DATA_DIR), "evidence", key.slice(0, 2), key);
  const open = async (who: "teacher" | "deputy") => {
    const claims = await school.as(who);
    return holdEvidence(claims, await viewEvidence(claims, id, "blurred"));
  };
  const told = async () =>
    asOwner()`select person_id, reference, path from notices
      where school_id = ${school.schoolId} and kind = 'evidence-damaged'`;
  return { school, reportId, id, path, open, told };
}

test("a whole item is handed out, and nobody is told anything", async () => {
  const { id, open, told } = await kept();
  expect(await open("deputy")).toMatchObject({ size: picture.length });
  expect(await told()).toEqual([]);
  expect(await ledgerOf(id)).toEqual(["evidence-received"]);
});

test("a changed or missing item is written down and told once, without a name", async () => {
  const { school, id, path, open, told } = await kept();
  const bytes = readFileSync(path);
  bytes[30] = (bytes[30] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  expect(await open("deputy")).toBeNull();
  rmSync(path);
  expect(await Promise.all([open("deputy"), open("teacher")])).toEqual([null, null]);
  expect(await ledgerOf(id)).toEqual(["evidence-received", "evidence-damaged"]);
  const notices = await told();
  const { dsl, admin, admin2 } = school.people;
  expect(notices.map((n) => n.person_id).sort()).toEqual([dsl, admin, admin2].sort());
  expect(JSON.stringify(notices)).not.toMatch(/Poppy|png/);
});

test("administrators are told nothing of a report that is walled from them", async () => {
  const { school, path, open, told } = await kept(["admin"]);
  rmSync(path);
  expect(await open("teacher")).toBeNull();
  expect((await told()).map((n) => n.person_id)).toEqual([school.people.dsl]);
});
