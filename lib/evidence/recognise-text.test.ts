import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { searchMatters } from "@/lib/cases/search-matters";
import { sealEvidence } from "@/lib/reports/seal-evidence";
import { startDraft } from "@/lib/reports/start-draft";
import { answerReading } from "./answer-reading";
import { draftOffers, readingProblems } from "./queries";
import { recogniseText } from "./recognise-text";
import { type Destination, stageEvidence } from "./stage-evidence";

const screen = (lines: string[]) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="420"><rect width="900"
        height="420" fill="#fff"/>${lines
          .map(
            (line, i) =>
              `<text x="40" y="${80 + i * 80}" font-size="40" font-family="DejaVu Sans">${line}</text>`,
          )
          .join("")}</svg>`,
    ),
  )
    .png()
    .toBuffer();
const lines = ["Marmalade said something", "12 Nov 2026 at 21:14", "www.chat.example/room"];
let picture: Buffer;
beforeAll(async () => {
  picture = await screen(lines);
});

async function take(school: TestSchool, to: Destination, bytes = picture): Promise<string> {
  const { id } = await stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to,
    stream: Readable.from([bytes]),
    name: "screen.png",
    arrivedBy: "pasted",
  });
  return id;
}
const read = (school: TestSchool, evidenceId: string) =>
  recogniseText({ schoolId: school.schoolId, evidenceId });
const finds = async (school: TestSchool, who: CastKey, q: string) =>
  (
    await withScope(await school.as(who), (tx, actor) => searchMatters(tx, actor, q, "report"))
  ).rows.map((row) => row.id);
const left = (id: string) => asOwner()`select evidence_id from readings where evidence_id = ${id}
  union all select evidence_id from read_words where evidence_id = ${id}`;

describe("what is read on a picture", () => {
  test("is offered to whoever added it, and changes nothing until they say so", async () => {
    const school = await makeSchool();
    const claims = await school.as("teacher");
    const { draftId } = await withScope(claims, startDraft);
    const id = await take(school, { draftId });
    const [job] = await asOwner()`select t.identifier from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where j.payload->>'evidenceId' = ${id}`;
    expect(job?.identifier).toBe("picture-received");
    await read(school, id);
    const offers = () => withScope(claims, (tx, actor) => draftOffers(tx, actor, draftId));
    expect((await offers()).get(id)).toEqual({
      stamp: "12 Nov 2026, 21:14",
      address: "www.chat.example/room",
      problem: null,
    });
    const item = async () =>
      (await asOwner()`select posted_at, address from evidence where id = ${id}`)[0];
    expect(await item()).toEqual({ posted_at: null, address: null });
    await withScope(claims, (tx, actor) =>
      answerReading(tx, actor, { evidenceId: id, use: "posted" }),
    );
    expect(await item()).toEqual({ posted_at: new Date("2026-11-12T21:14:00Z"), address: null });
    expect((await offers()).size).toBe(0);
    const other = await school.as("colleague");
    await expect(
      withScope(other, (tx, actor) => answerReading(tx, actor, { evidenceId: id, use: "address" })),
    ).rejects.toMatchObject({ code: "not-found" });
  }, 60_000);

  test("is found by whoever may see the picture, and by nobody once it is sealed", async () => {
    const school = await makeSchool();
    const far = await makeSchool();
    const { reportId } = await sendAs(school, "teacher");
    const id = await take(school, { reportId });
    await read(school, id);
    expect(await finds(school, "dsl", "marmalade something")).toEqual([reportId]);
    expect(await finds(school, "dsl", "marmalade nothing")).toEqual([]);
    for (const who of ["deputy", "colleague", "governor", "dpo", "admin"] as const)
      expect(await finds(school, who, "marmalade"), who).toEqual([]);
    expect(await finds(far, "dsl", "marmalade")).toEqual([]);
    await asOwner()`insert into walls (school_id, person_id, matter_id, reason, built_at)
      values (${school.schoolId}, ${school.people.dsl}, ${reportId}, 'named', now())`;
    expect(await finds(school, "dsl", "marmalade")).toEqual([]);
    expect(await finds(school, "headteacher", "marmalade")).toEqual([reportId]);
    await withScope(await school.as("teacher"), (tx, actor) =>
      sealEvidence(tx, actor, { evidenceId: id, back: "/" }),
    );
    expect(await finds(school, "headteacher", "marmalade")).toEqual([]);
    expect(await left(id)).toEqual([]);
  }, 60_000);

  test("is nothing where a picture is sealed, removed or of a matter of B13", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher");
    const id = await take(school, { reportId });
    await asOwner()`update reports set restricted = true where id = ${reportId}`;
    await read(school, id);
    expect(await left(id)).toEqual([]);
    await asOwner()`update reports set restricted = false where id = ${reportId}`;
    await asOwner()`update evidence set state = 'sealed' where id = ${id}`;
    await read(school, id);
    expect(await left(id)).toEqual([]);
  });

  test("that could not be read is told to the administrator alone, as a number", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher");
    const id = await take(school, { reportId });
    await asOwner()`update evidence set header = null where id = ${id}`;
    await read(school, id);
    const told = async (who: CastKey) => withScope(await school.as(who), readingProblems);
    expect(await told("admin")).toMatchObject([{ problem: "not-read", n: 1 }]);
    for (const who of ["dsl", "headteacher", "teacher"] as const)
      expect(await told(who)).toEqual([]);
  });

  test("ends when it takes too long or too much, and whoever added it is told; the picture stays", async () => {
    const school = await makeSchool();
    const claims = await school.as("teacher");
    const { draftId } = await withScope(claims, startDraft);
    for (const [most, problem] of [
      [{ time: 1, memory: 700 }, "too-slow"],
      [{ time: 60_000, memory: 20 }, "too-much"],
    ] as const) {
      const id = await take(school, { draftId });
      await recogniseText({ schoolId: school.schoolId, evidenceId: id }, most);
      const offers = await withScope(claims, (tx, actor) => draftOffers(tx, actor, draftId));
      expect(offers.get(id)).toEqual({ stamp: null, address: null, problem });
      // What it looks like was made out before.
      const marks = await asOwner()`select 1 from marks where source_id = ${id}`;
      expect(marks).toHaveLength(16);
      const [row] =
        await asOwner()`select problem, (select state from evidence e where e.id = r.evidence_id)
        from readings r where evidence_id = ${id}`;
      expect(row).toEqual({ problem, state: "staged" });
      await withScope(claims, (tx, actor) =>
        answerReading(tx, actor, { evidenceId: id, use: "neither" }),
      );
    }
    expect((await withScope(claims, (tx, actor) => draftOffers(tx, actor, draftId))).size).toBe(0);
  }, 30_000);

  test("is looked up by its words in one's own school, without a look at the others", async () => {
    const school = await makeSchool();
    const plan = await withScope(await school.as("dsl"), async (tx, actor) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      const { picturesQuery } = await import("@/lib/cases/search-matters");
      return tx.execute(sql`explain ${picturesQuery(actor, ["marmalade"])}`);
    });
    const text = JSON.stringify(plan);
    // Either begins with the school; which one is better depends on how much there is.
    expect(text).toMatch(/read_words_(school_id_word_evidence_id_pk|by_evidence)/);
    expect(text).not.toMatch(/Seq Scan/);
  });
});
