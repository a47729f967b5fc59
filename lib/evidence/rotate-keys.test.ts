import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type Claims, ledgerOf, makeSchool, type TestSchool } from "@/db/testing";
import { startDraft } from "@/lib/reports/start-draft";
import { fileKeyOf } from "./hold-keys";
import { readBytes } from "./keep-bytes";
import { keySchools, rotateKeys } from "./rotate-keys";
import { stageEvidence } from "./stage-evidence";
import { viewEvidence } from "./view-evidence";

const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: "#abc" } })
  .png()
  .toBuffer();
const now = new Date();
const rows = (school: TestSchool) =>
  asOwner()`select id, header, key_id, storage_key from evidence
    where school_id = ${school.schoolId} order by id`;
const keys = (school: TestSchool) =>
  asOwner()`select id, retired_at from school_keys where school_id = ${school.schoolId}
    order by made_at`;
const blobOf = (key: string) =>
  readFileSync(join(String(process.env.DAYBOOK_DATA_DIR), "evidence", key.slice(0, 2), key));

async function stage(claims: Claims, draftId: string) {
  const to = { draftId };
  const stream = Readable.from([picture]);
  const item = { id: crypto.randomUUID(), to, stream, name: "a.png", arrivedBy: "chosen" } as const;
  return (await stageEvidence(claims, item)).id;
}
async function opens(claims: Claims, id: string): Promise<boolean> {
  const item = await viewEvidence(claims, id, "blurred");
  const bytes = await buffer(readBytes({ ...item, fileKey: await fileKeyOf(item) }));
  return bytes.equals(picture);
}
/** A school with three items under a key that is due. */
async function due() {
  const school = await makeSchool();
  const claims = await school.as("teacher");
  const { draftId } = await withScope(claims, startDraft);
  for (let i = 0; i < 3; i++) await stage(claims, draftId);
  await asOwner()`update school_keys set made_at = now() - interval '2 days'
    where school_id = ${school.schoolId}`;
  return { school, claims, draftId };
}

test("every header goes under a new key, no file changes, and a second run does nothing", async () => {
  const { school, claims } = await due();
  const { school: other } = await due();
  const [before, others] = [await rows(school), await rows(other)];
  const blobs = before.map((row) => blobOf(row.storage_key));
  expect(await keySchools()).toContain(school.schoolId);
  expect(await rotateKeys(school.schoolId, now)).toEqual({ changed: 3, damaged: [] });

  const after = await rows(school);
  const [old, fresh] = await keys(school);
  expect([old?.retired_at, fresh?.retired_at]).toEqual([now, null]);
  expect(after.every((row) => row.key_id === fresh?.id)).toBe(true);
  for (const [i, row] of after.entries()) {
    expect(row.header).not.toBe(before[i]?.header);
    expect(blobOf(row.storage_key).equals(blobs[i] ?? Buffer.alloc(0))).toBe(true);
    expect(await opens(claims, row.id)).toBe(true);
  }
  expect(await rotateKeys(school.schoolId, now)).toEqual({ changed: 0, damaged: [] });
  expect(await rows(school)).toEqual(after);
  expect(await keys(school)).toHaveLength(2);
  expect(await ledgerOf(school.schoolId)).toEqual(["evidence-key-changed"]);
  expect(await rows(other)).toEqual(others);
});

test("it goes on where it was stopped, past the gate of B13.1 and past a header that does not open", async () => {
  const { school, claims, draftId } = await due();
  const [first, second, third] = await rows(school);
  await rotateKeys(school.schoolId, now);
  const back = async (row: typeof first, header: string) =>
    asOwner()`update evidence set header = ${header}, key_id = ${row?.key_id} where id = ${row?.id}`;
  await back(first, String(first?.header));
  await back(second, String(third?.header).replace(/--- .{5}/, "--- AAAAA"));
  await back(third, String(third?.header));
  await asOwner()`update drafts set text_only = true where id = ${draftId}`;
  expect(await rotateKeys(school.schoolId, now)).toEqual({ changed: 2, damaged: [second?.id] });
  expect(await keys(school)).toHaveLength(2);
  expect(await opens(claims, first?.id)).toBe(true);
  expect(await opens(claims, third?.id)).toBe(true);
});

test("people add and open items meanwhile, two runs at once make one key, and all of it opens", async () => {
  const { school, claims, draftId } = await due();
  const [first] = await rows(school);
  const [one, two] = await Promise.all([
    rotateKeys(school.schoolId, now),
    rotateKeys(school.schoolId, now),
    ...Array.from({ length: 4 }, () => stage(claims, draftId)),
    ...Array.from({ length: 4 }, async () => expect(await opens(claims, first?.id)).toBe(true)),
  ]);
  expect(one.changed + two.changed).toBeGreaterThanOrEqual(3);
  await rotateKeys(school.schoolId, now);
  const [, fresh, more] = await keys(school);
  expect(more).toBeUndefined();
  const all = await rows(school);
  expect(all).toHaveLength(7);
  expect(all.every((row) => row.key_id === fresh?.id)).toBe(true);
  for (const row of all) expect(await opens(claims, row.id)).toBe(true);
});
