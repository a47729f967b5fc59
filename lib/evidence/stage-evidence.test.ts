import { createHash } from "node:crypto";
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
import { saveDraft } from "@/lib/reports/save-draft";
import { startDraft } from "@/lib/reports/start-draft";
import { hostile } from "../../e2e/files/make-hostile";
import { fileKeyOf } from "./hold-keys";
import { largestItem, megabyte, readBytes } from "./keep-bytes";
import { renderEvidence } from "./render-evidence";
import { mostItems, stageEvidence } from "./stage-evidence";

const picture = await sharp({
  create: { width: 60, height: 40, channels: 3, background: "#345" },
})
  .png()
  .toBuffer();
const pdf = Buffer.from(
  "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
);

const draftOf = async (school: TestSchool, who: CastKey = "teacher") =>
  (await withScope(await school.as(who), startDraft)).draftId;

async function stage(
  school: TestSchool,
  to: { draftId: string } | { reportId: string },
  bytes: Buffer | Readable,
  more: { name?: string; who?: CastKey; declaredSize?: number } = {},
) {
  const item = await stageEvidence(await school.as(more.who ?? "teacher"), {
    id: crypto.randomUUID(),
    to,
    stream: Buffer.isBuffer(bytes) ? Readable.from([bytes]) : bytes,
    name: more.name ?? "screen.png",
    arrivedBy: "chosen",
    ...(more.declaredSize === undefined ? {} : { declaredSize: more.declaredSize }),
  });
  const [row] = await asOwner()`select * from evidence where id = ${item.id}`;
  return { item, row: row ?? {} };
}
async function heldOf(id: string) {
  const [row] = await asOwner()`select e.storage_key, e.size, e.header, k.wrapped from evidence e
    join school_keys k on k.school_id = e.school_id and k.id = e.key_id where e.id = ${id}`;
  const fileKey = await fileKeyOf({ header: row?.header, wrapped: row?.wrapped });
  return { storageKey: String(row?.storage_key), size: Number(row?.size), fileKey };
}
const textOf = async (stream: Readable) => Buffer.concat(await stream.toArray()).toString("latin1");

/** What is refused leaves no bytes, no row and no entry behind. */
async function refused(
  school: TestSchool,
  to: { draftId: string } | { reportId: string },
  bytes: Buffer | Readable,
  more: Parameters<typeof stage>[3] = {},
): Promise<string> {
  const before = keptFiles();
  const error = await stage(school, to, bytes, more).then(
    () => undefined,
    (reason) => reason,
  );
  expect(keptFiles().sort()).toEqual(before.sort());
  const [row] = await asOwner()`select count(*)::int as n from evidence
    where school_id = ${school.schoolId} and state <> 'removed'`;
  expect(row?.n).toBe(0);
  return error?.fields?.file ?? error?.message ?? "taken";
}

describe("bytes that come in", () => {
  test("are kept as they came, measured while they streamed, and written down", async () => {
    const school = await makeSchool();
    const draftId = await draftOf(school);
    const { item, row } = await stage(school, { draftId }, picture);
    expect(row).toMatchObject({
      state: "staged",
      kind: "image",
      media_type: "image/png",
      width: 60,
      height: 40,
      size: String(picture.length),
      sha256: createHash("sha256").update(picture).digest("hex"),
      zone: "Europe/London",
    });
    expect(await textOf(readBytes(await heldOf(row.id)))).toBe(picture.toString("latin1"));
    expect(await ledgerOf(item.id)).toEqual(["evidence-received"]);
  });

  test.each([
    ["image/jpeg", () => sharp(picture).jpeg().toBuffer()],
    ["image/webp", () => sharp(picture).webp().toBuffer()],
    ["image/gif", () => sharp(picture).gif().toBuffer()],
    ["application/pdf", async () => pdf],
  ] as const)("are %s by their content, whatever they are called", async (mediaType, make) => {
    const school = await makeSchool();
    const { row } = await stage(school, { draftId: await draftOf(school) }, await make(), {
      name: "report.exe",
    });
    expect(row.media_type).toBe(mediaType);
  });
});

describe("a hostile file is kept as what it is, or ends in a sentence with nothing behind:", () => {
  test.each(hostile)("$what", async ({ make, name, kept, refused: sentence }) => {
    const school = await makeSchool();
    const draftId = await draftOf(school);
    const bytes = await make();
    if (!kept) {
      const said = await refused(school, { draftId }, bytes, { name: name ?? "a.png" });
      expect(said).toMatch(sentence ?? /never/);
      expect(said).toMatch(/^.{15,260}$/);
      return;
    }
    await stage(school, { draftId }, bytes, { name: name ?? "a.png" });
    const rows = await asOwner()`select kind, file_name, parent_id, storage_key, sha256
      from evidence where draft_id = ${draftId} order by position`;
    expect(rows[0]?.kind).toBe(kept.kind);
    expect(rows).toHaveLength(kept.items ?? 1);
    for (const row of rows) expect(row.file_name).toMatch(/^[^\p{C}]{1,200}$/u);
    expect(rows[0]?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(keptFiles()).toEqual(expect.arrayContaining(rows.map((row) => row.storage_key)));
  });

  test("more than 25 MB, and not more than that is ever read", async () => {
    const school = await makeSchool();
    let given = 0;
    async function* endless() {
      yield picture;
      for (;;) {
        given += megabyte;
        yield Buffer.alloc(megabyte);
      }
    }
    const to = { draftId: await draftOf(school) };
    expect(await refused(school, to, Readable.from(endless()))).toMatch(/smaller than 25MB/);
    expect(given).toBeLessThan(largestItem + 4 * megabyte);
  });

  test("an upload that is cut in the middle", async () => {
    const school = await makeSchool();
    async function* cut() {
      yield picture.subarray(0, 50);
      throw new Error("aborted");
    }
    const to = { draftId: await draftOf(school) };
    expect(await refused(school, to, Readable.from(cut()))).toBe("The upload was cut");
  });

  test("fewer or more bytes than were announced", async () => {
    const school = await makeSchool();
    const to = { draftId: await draftOf(school) };
    for (const declaredSize of [picture.length - 1, picture.length + 1]) {
      expect(await refused(school, to, picture, { declaredSize })).toMatch(/did not arrive whole/);
    }
  });
});

describe("names and polyglots", () => {
  test.each([
    ["bell\u0007 and\nline.png", "bell andline.png"],
    ["photo\u202Egnp.exe", "photognp.exe"],
    ["../../etc/passwd", "../../etc/passwd"],
    ["\u0000", "file"],
    ["", "file"],
    ["ü".repeat(10_000), "ü".repeat(200)],
  ])("a name is only ever a name: %j", async (name, kept) => {
    const school = await makeSchool();
    const { row } = await stage(school, { draftId: await draftOf(school) }, picture, { name });
    expect(row.file_name).toBe(kept);
    expect(row.storage_key).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("nothing of a polyglot but its picture reaches a browser", async () => {
    const school = await makeSchool();
    const script = "<script>alert('here')</script>";
    const withExif = await sharp(picture)
      .jpeg()
      .withExif({ IFD0: { ImageDescription: script, Copyright: "Somebody's name" } })
      .toBuffer();
    const bytes = Buffer.concat([withExif, Buffer.from(script), Buffer.from("PK\u0003\u0004")]);
    const { row } = await stage(school, { draftId: await draftOf(school) }, bytes);
    for (const as of ["blurred", "view"] as const) {
      const shown = await renderEvidence(await heldOf(row.id), as);
      expect((await sharp(shown).metadata()).format).toBe("webp");
      expect(shown.toString("latin1")).not.toMatch(/script|Somebody/);
    }
    expect(row.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  });
});

test("a web address is kept as its words, with nothing to read but its card", async () => {
  const school = await makeSchool();
  const draftId = await draftOf(school);
  const address = "https://social.example/post/17";
  await stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to: { draftId },
    stream: Readable.from([Buffer.from(address)]),
    name: "Web address",
    arrivedBy: "posted",
    address,
  });
  const [row] = await asOwner()`select e.kind, e.address, e.sha256, r.format from evidence e
    left join evidence_readings r on r.evidence_id = e.id where e.draft_id = ${draftId}`;
  const sha256 = createHash("sha256").update(address).digest("hex");
  expect(row).toEqual({ kind: "address", address, sha256, format: null });
});

describe("who may add, and how much", () => {
  test("only the writer, to a draft or a sent report of their own", async () => {
    const school = await makeSchool();
    const other = await makeSchool();
    const draftId = await draftOf(school);
    const { reportId } = await sendAs(school, "teacher");
    for (const to of [{ draftId }, { reportId }]) {
      for (const who of ["colleague", "dsl", "headteacher", "admin"] as const) {
        expect(await refused(school, to, picture, { who })).toBe("Page not found");
      }
      expect(await refused(other, to, picture)).toBe("Page not found");
    }
    const { row } = await stage(school, { reportId }, picture);
    expect(row.state).toBe("attached");
  });

  test("nobody to a report whose picture may show a child, before or after sending", async () => {
    const school = await makeSchool();
    const draftId = await draftOf(school);
    await withScope(await school.as("teacher"), (tx, actor) =>
      saveDraft(tx, actor, { draftId, answers: { safety: "image" } }),
    );
    expect(await refused(school, { draftId }, picture)).toMatch(/Describe what happened in words/);
    const { reportId } = await sendAs(school, "teacher", { safety: "image", type: "UNS" });
    expect(await refused(school, { reportId }, picture)).toMatch(/Describe what happened/);
  });

  test("nothing to a draft that was sent", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher");
    const [draft] = await asOwner()`select id from drafts where sent_report_id = ${reportId}`;
    expect(await refused(school, { draftId: String(draft?.id) }, picture)).toMatch(/already sent/);
  });

  test("twenty items and not one more, however many arrive at once", async () => {
    const school = await makeSchool();
    const draftId = await draftOf(school);
    const claims = await school.as("teacher");
    const results = await Promise.allSettled(
      Array.from({ length: mostItems + 5 }, () =>
        stageEvidence(claims, {
          id: crypto.randomUUID(),
          to: { draftId },
          stream: Readable.from([picture]),
          name: "a.png",
          arrivedBy: "pasted",
        }),
      ),
    );
    const no = results.flatMap((r) => (r.status === "rejected" ? [r.reason.fields.file] : []));
    expect(no).toHaveLength(5);
    for (const sentence of no) expect(sentence).toMatch(/can hold 20 files/);
    const rows = await asOwner()`select storage_key from evidence where draft_id = ${draftId}`;
    expect(rows).toHaveLength(mostItems);
    expect(keptFiles()).toEqual(expect.arrayContaining(rows.map((row) => row.storage_key)));
  });

  test("an item that was taken is in the report, however close the sending", async () => {
    const school = await makeSchool();
    const claims = await school.as("teacher");
    const { sendReport } = await import("@/lib/reports/send-report");
    for (let round = 0; round < 12; round++) {
      const draftId = await draftOf(school);
      const answers = {
        safety: "no",
        type: "CYB",
        affected: "me",
        when: "today",
        account: "Abuse.",
      };
      await withScope(claims, (tx, actor) => saveDraft(tx, actor, { draftId, answers }));
      const adding = stage(school, { draftId }, picture);
      await new Promise((later) => setTimeout(later, round * 2));
      const sending = withScope(claims, (tx, actor) =>
        sendReport(tx, actor, { draftId, recipient: "" }),
      );
      const [added, sent] = await Promise.allSettled([adding, sending]);
      expect(sent.status).toBe("fulfilled");
      const rows =
        await asOwner()`select state, report_id from evidence where draft_id = ${draftId}`;
      expect(rows.filter((row) => row.state !== "attached" || !row.report_id)).toEqual([]);
      expect(rows).toHaveLength(added.status === "fulfilled" ? 1 : 0);
    }
  });
});
