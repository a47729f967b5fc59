import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { evidence } from "@/db/schema/evidence";
import { drafts } from "@/db/schema/reports";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, type TestSchool } from "@/db/testing";
import { discardDraft } from "./discard-draft";
import { myDraft } from "./queries";
import { saveDraft } from "./save-draft";
import { sendReport } from "./send-report";
import { startDraft } from "./start-draft";

type Answers = Record<string, string | string[]>;
const whole = {
  safety: "image",
  type: "UNS",
  affected: "pupil",
  when: "today",
  account: "A colleague told me of a picture.",
};

const start = async (school: TestSchool, who: CastKey = "teacher") =>
  (await withScope(await school.as(who), startDraft)).draftId;
const save = async (
  school: TestSchool,
  draftId: string,
  answers: Answers,
  who: CastKey = "teacher",
) => withScope(await school.as(who), (tx, actor) => saveDraft(tx, actor, { draftId, answers }));
const read = async (school: TestSchool, draftId: string, who: CastKey = "teacher") =>
  withScope(await school.as(who), (tx, actor) => myDraft(tx, actor, draftId));

const item = (school: TestSchool, draftId: string) => ({
  schoolId: school.schoolId,
  id: crypto.randomUUID(),
  draftId,
  uploaderId: school.people.teacher,
  position: 0,
  kind: "image",
  mediaType: "image/png",
  fileName: "Screenshot 1.png",
  size: 10,
  sha256: "0".repeat(64),
  storageKey: crypto.randomUUID(),
  arrivedBy: "pasted",
  receivedAt: new Date(),
  state: "staged",
});
const stage = async (school: TestSchool, draftId: string) => {
  const row = item(school, draftId);
  await withScope(await school.as("teacher"), (tx) => tx.insert(evidence).values(row));
  return row.id;
};
const stateOf = async (id: string) => {
  const [row] = await asOwner()`select state, report_id from evidence where id = ${id}`;
  return { state: row?.state as string, reportId: row?.report_id as string | null };
};

describe("saving a draft", () => {
  test("lays what was typed over what was there", async () => {
    const school = await makeSchool();
    const draftId = await start(school);
    await save(school, draftId, { account: "First", platform: "Chat" });
    await save(school, draftId, { account: "Second", about: [], stopSeen: "danger" });
    expect((await read(school, draftId)).answers).toEqual({
      account: "Second",
      platform: "Chat",
      about: [],
    });
  });

  test("is for its writer alone: nobody else finds it, saves it or throws it away", async () => {
    const school = await makeSchool();
    const other = await makeSchool();
    const draftId = await start(school);
    for (const [place, who] of [
      [school, "colleague"],
      [school, "dsl"],
      [school, "admin"],
      [other, "teacher"],
    ] as const) {
      await expect(read(place, draftId, who)).rejects.toThrow("Page not found");
      await expect(save(place, draftId, { account: "x" }, who)).rejects.toThrow("Page not found");
      await expect(
        withScope(await place.as(who), (tx, actor) => discardDraft(tx, actor, { draftId })),
      ).rejects.toThrow("Page not found");
    }
  });
});

describe("the gate", () => {
  test("shuts the uploader for good, whatever is answered later", async () => {
    const school = await makeSchool();
    const draftId = await start(school);
    expect((await save(school, draftId, { safety: "image" })).textOnly).toBe(true);
    expect((await save(school, draftId, { safety: "no" })).textOnly).toBe(true);
    await expect(stage(school, draftId)).rejects.toMatchObject({ cause: { code: "23514" } });
  });

  test("shuts it too when the kind chosen says so", async () => {
    const school = await makeSchool();
    const draftId = await start(school);
    expect((await save(school, draftId, { safety: "no", type: "IIC" })).textOnly).toBe(true);
  });

  test("seals what was there before, and sending hands it over sealed", async () => {
    const school = await makeSchool();
    const draftId = await start(school);
    const id = await stage(school, draftId);
    await save(school, draftId, whole);
    expect(await stateOf(id)).toEqual({ state: "sealed", reportId: null });
    const claims = await school.as("teacher");
    // Nothing takes it back, not even its uploader.
    await expect(
      withScope(claims, (tx) =>
        tx
          .update(evidence)
          .set({ state: "staged" })
          .where(and(eq(evidence.schoolId, school.schoolId), eq(evidence.id, id))),
      ),
    ).rejects.toMatchObject({ cause: { code: "23514" } });
    await expect(
      withScope(claims, (tx, actor) => discardDraft(tx, actor, { draftId })),
    ).rejects.toThrow("was sealed");
    const { reportId } = await withScope(claims, (tx, actor) =>
      sendReport(tx, actor, { draftId, recipient: "" }),
    );
    expect(await stateOf(id)).toEqual({ state: "sealed", reportId });
    expect(await ledgerOf(id)).toEqual(["evidence-sealed", "evidence-collected"]);
  });

  test("keeps the report urgent when the answer was changed back", async () => {
    const school = await makeSchool();
    const draftId = await start(school);
    await save(school, draftId, whole);
    await save(school, draftId, { safety: "no" });
    const { reportId } = await withScope(await school.as("teacher"), (tx, actor) =>
      sendReport(tx, actor, { draftId, recipient: "" }),
    );
    const [row] = await asOwner()`select r.text_only, r.restricted, t.severity from reports r
      join triages t on t.report_id = r.id where r.id = ${reportId}`;
    expect(row).toEqual({ text_only: true, restricted: true, severity: 4 });
  });
});

test("a draft thrown away is gone with its files, and the ledger says so", async () => {
  const school = await makeSchool();
  const draftId = await start(school);
  const id = await stage(school, draftId);
  const claims = await school.as("teacher");
  await withScope(claims, (tx, actor) => discardDraft(tx, actor, { draftId }));
  const left = await withScope(claims, (tx) => tx.select({ id: drafts.id }).from(drafts));
  expect(left).toEqual([]);
  expect((await stateOf(id)).state).toBe("removed");
  expect(await ledgerOf(draftId)).toEqual(["draft-discarded"]);
});
