import { Readable } from "node:stream";
import sharp from "sharp";
import { expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { sealEvidence } from "@/lib/reports/seal-evidence";
import { makeChatZip, makeEmail } from "../../e2e/files/make-messages";
import { readContents } from "./read-contents";
import { redactText, redactTextSchema } from "./redact-text";
import { stageEvidence } from "./stage-evidence";

const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: "#abc" } })
  .png()
  .toBuffer();

/** A sent report of the teacher's with one item; what it says, for one person. */
async function sent(bytes: Buffer) {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", {
    affected: "pupil",
    affectedName: "Poppy Ives",
  });
  const { id } = await stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to: { reportId },
    stream: Readable.from([bytes]),
    name: "export",
    arrivedBy: "chosen",
  });
  const read = async (who: CastKey, evidenceId = id, from: TestSchool = school, page = 1) =>
    withScope(await from.as(who), (tx, actor) => readContents(tx, actor, { evidenceId, page }));
  return { school, reportId, id, read };
}
const absent = expect.objectContaining({ code: "not-found" });

test("a chat reads as its messages, with what came inside it, and reading is a view", async () => {
  const { id, read } = await sent(makeChatZip([{ name: "IMG-1.png", bytes: picture }]));
  const seen = await read("dsl");
  expect(seen.reading).toMatchObject({ format: "whatsapp", messages: 3, dayOrder: "day-first" });
  expect(seen.messages.map((m) => [m.sender, m.sentLocal])).toEqual([
    [null, "2026-04-03T14:05:09"],
    ["Sam", "2026-04-03T14:05:10"],
    ["Kit", "2026-04-13T09:00:00"],
  ]);
  expect(seen.messages[2]?.original).toContain("first line\nsecond line");
  expect(seen.children).toMatchObject([{ fileName: "IMG-1.png", parentId: id }]);
  expect(await ledgerOf(id)).toEqual(["evidence-received", "evidence-viewed"]);
});

test("a long chat is read a page at a time", async () => {
  const lines = Array.from({ length: 120 }, (_, i) => `[23/04/2026, 14:05:09] A: ${i + 1}`);
  const { id, read, school } = await sent(Buffer.from(lines.join("\n")));
  const third = await read("dsl", id, school, 3);
  expect(third.messages.map((m) => m.words)).toEqual(
    Array.from({ length: 20 }, (_, i) => String(i + 101)),
  );
});

test("words of a sensitive kind are read for a reason only; a redacted copy has labels for names", async () => {
  const { id, read, school, reportId } = await sent(
    makeEmail([{ type: "text/plain", bytes: "Hello Poppy Ives" }]),
  );
  await asOwner()`update reports set type = 'SEX' where id = ${reportId}`;
  await expect(read("dsl")).rejects.toMatchObject({ code: "check" });
  expect((await read("teacher")).reading.body).toBe("Hello Poppy Ives");
  const claims = await school.as("dsl");
  await withScope(claims, (tx, actor) =>
    readContents(tx, actor, { evidenceId: id, page: 1, reason: "facts" }),
  );
  const names = redactTextSchema.parse({
    caseId: crypto.randomUUID(),
    evidenceId: id,
    names: "Poppy Ives = Pupil A",
  });
  const { text } = await redactText(claims, names);
  expect(text).toContain("Hello [Pupil A]");
  expect(text).not.toMatch(/Poppy|boundary|base64|Received:/);
});

test("only those who see the item read it: nobody else, and no other school", async () => {
  const { id, read } = await sent(makeEmail([{ type: "text/plain", bytes: "Hello" }]));
  expect((await read("teacher")).reading.body).toBe("Hello");
  const other = await makeSchool();
  for (const who of ["colleague", "chair", "dpo", "admin", "governor"] as const) {
    await expect(read(who)).rejects.toEqual(absent);
  }
  await expect(read("dsl", id, other)).rejects.toEqual(absent);
});

test("whoever seals a part seals the whole, and nothing of it is read any more", async () => {
  const email = makeEmail([
    { type: "text/plain", bytes: "Hello" },
    { type: "image/png", name: "a.png", bytes: picture },
    { type: "image/png", name: "b.png", bytes: picture },
  ]);
  const { school, id, read } = await sent(email);
  const { children } = await read("dsl");
  expect(children).toHaveLength(2);
  await withScope(await school.as("dsl"), (tx, actor) =>
    sealEvidence(tx, actor, { evidenceId: children[0]?.id ?? "", back: "/" }),
  );
  const rows = await asOwner()`select id, state from evidence where school_id = ${school.schoolId}`;
  expect(rows.map((row) => row.state)).toEqual(["sealed", "sealed", "sealed"]);
  for (const row of rows) expect(await ledgerOf(row.id)).toContain("evidence-sealed");
  await expect(read("dsl")).rejects.toEqual(absent);
  await expect(read("teacher")).rejects.toEqual(absent);
  const seen = await withScope(await school.as("dsl"), (tx) =>
    tx.execute(`select 1 from evidence_readings where evidence_id = '${id}'`),
  );
  expect(seen).toHaveLength(0);
});
