import { Readable } from "node:stream";
import sharp from "sharp";
import { expect, test } from "vitest";
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
import { startDraft } from "@/lib/reports/start-draft";
import { makeEmail } from "../../e2e/files/make-messages";
import { describeEvidence, describeEvidenceSchema } from "./describe-evidence";
import { evidenceRemoved } from "./jobs";
import { removeEvidence } from "./remove-evidence";
import { stageEvidence } from "./stage-evidence";

const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: "#fff" } })
  .png()
  .toBuffer();

async function staged(school: TestSchool) {
  const claims = await school.as("teacher");
  const { draftId } = await withScope(claims, startDraft);
  const { id } = await stageEvidence(claims, {
    id: crypto.randomUUID(),
    to: { draftId },
    stream: Readable.from([picture]),
    name: "a.png",
    arrivedBy: "pasted",
  });
  const [row] = await asOwner()`select storage_key from evidence where id = ${id}`;
  return { draftId, id, storageKey: String(row?.storage_key) };
}
const remove = async (school: TestSchool, who: CastKey, evidenceId: string) =>
  withScope(await school.as(who), (tx, actor) => removeEvidence(tx, actor, { evidenceId }));
const describeAs = async (school: TestSchool, who: CastKey, values: Record<string, string>) =>
  withScope(await school.as(who), (tx, actor) =>
    describeEvidence(tx, actor, describeEvidenceSchema.parse(values)),
  );
const rowOf = async (id: string) => (await asOwner()`select * from evidence where id = ${id}`)[0];

test("an e-mail is taken back with what came inside it and all that was read out of it", async () => {
  const school = await makeSchool();
  const claims = await school.as("teacher");
  const { draftId } = await withScope(claims, startDraft);
  const bytes = makeEmail([
    { type: "text/plain", bytes: "Hello" },
    { type: "image/png", name: "a.png", bytes: picture },
  ]);
  const { id } = await stageEvidence(claims, {
    id: crypto.randomUUID(),
    to: { draftId },
    stream: Readable.from([bytes]),
    name: "a.eml",
    arrivedBy: "chosen",
  });
  const read = () => asOwner()`select body from evidence_readings where evidence_id = ${id}`;
  expect(await read()).toMatchObject([{ body: "Hello" }]);
  await remove(school, "teacher", id);
  expect(await read()).toEqual([]);
  const rows =
    await asOwner()`select id, state, storage_key from evidence where draft_id = ${draftId}`;
  expect(rows.map((row) => row.state)).toEqual(["removed", "removed"]);
  for (const row of rows) {
    expect(await ledgerOf(row.id)).toEqual(["evidence-received", "evidence-removed"]);
    const jobs = await asOwner()`select 1 from graphile_worker._private_jobs
      where payload ->> 'storageKey' = ${row.storage_key}`;
    expect(jobs).toHaveLength(1);
  }
});

test("an item is taken back by its uploader alone, once, and its bytes go after that", async () => {
  const school = await makeSchool();
  const other = await makeSchool();
  const { id, storageKey } = await staged(school);
  for (const who of ["colleague", "dsl", "headteacher", "admin"] as const) {
    await expect(remove(school, who, id)).rejects.toMatchObject({ code: "not-found" });
  }
  await expect(remove(other, "teacher", id)).rejects.toMatchObject({ code: "not-found" });
  expect(keptFiles()).toContain(storageKey);
  await remove(school, "teacher", id);
  await expect(remove(school, "teacher", id)).rejects.toMatchObject({ code: "not-found" });
  expect((await rowOf(id))?.state).toBe("removed");
  expect(await ledgerOf(id)).toEqual(["evidence-received", "evidence-removed"]);
  const jobs = await asOwner()`select payload from graphile_worker._private_jobs
    where payload ->> 'storageKey' = ${storageKey}`;
  expect(jobs).toHaveLength(1);
  await evidenceRemoved({ storageKey });
  await evidenceRemoved({ storageKey });
  expect(keptFiles()).not.toContain(storageKey);
});

test("what was sent stays: it can be neither taken back nor described anew", async () => {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher");
  const { id } = await staged(school);
  await asOwner()`update evidence set report_id = ${reportId}, state = 'attached' where id = ${id}`;
  await expect(remove(school, "teacher", id)).rejects.toMatchObject({ code: "not-found" });
  await expect(
    describeAs(school, "teacher", { evidenceId: id, caption: "Later" }),
  ).rejects.toMatchObject({ code: "not-found" });
  expect(await rowOf(id)).toMatchObject({ state: "attached", caption: "" });
});

test("an item is described by its uploader, in local time, over both ends of summer", async () => {
  const school = await makeSchool();
  const { id } = await staged(school);
  await describeAs(school, "teacher", {
    evidenceId: id,
    caption: "  The second message ",
    platform: "Chat app",
    handle: "@somebody",
    postedAt: "2026-07-01T09:30",
    seenAt: "2026-11-02T09:30",
  });
  expect(await rowOf(id)).toMatchObject({
    caption: "The second message",
    handle: "@somebody",
    posted_at: new Date("2026-07-01T08:30:00Z"),
    seen_at: new Date("2026-11-02T09:30:00Z"),
    captured_at: null,
    zone: "Europe/London",
  });
  await expect(
    describeAs(school, "colleague", { evidenceId: id, caption: "Mine" }),
  ).rejects.toMatchObject({ code: "not-found" });
  const wrong = describeEvidenceSchema.safeParse({ evidenceId: id, postedAt: "yesterdayTnoon" });
  expect(wrong.error?.issues[0]?.message).toBe("Enter a date and time");
});
