import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
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
import { fileKeyOf } from "./hold-keys";
import { readBytes } from "./keep-bytes";
import { makeCopy, redactEvidence, redactEvidenceSchema } from "./redact-evidence";
import { keepTextSchema, makeTextCopy, redactText, redactTextSchema } from "./redact-text";
import { stageEvidence } from "./stage-evidence";
import { viewEvidence } from "./view-evidence";

const gone = { code: "not-found" };
/** White, with a red square from 25 to 50 percent each way, and a secret in the metadata. */
const square = await sharp({
  create: { width: 50, height: 50, channels: 3, background: "#f00" },
})
  .png()
  .toBuffer();
const picture = await sharp({
  create: { width: 200, height: 200, channels: 3, background: "#fff" },
})
  .composite([{ input: square, left: 50, top: 50 }])
  .withExif({
    IFD0: { Make: "ACME", Model: "SECRETCAM", DateTime: "2026:11:03 14:20:00" },
    IFD3: {
      GPSLatitudeRef: "N",
      GPSLatitude: "53/1 30/1 0/1",
      GPSLongitudeRef: "W",
      GPSLongitude: "1/1 30/1 0/1",
    },
  })
  .png()
  .toBuffer();

async function written(): Promise<Buffer> {
  const document = new PDFDocument({ info: { Title: "SECRETTITLE", Author: "SECRETAUTHOR" } });
  const bytes = buffer(document as unknown as Readable);
  document.fontSize(24).text("SECRETNAME was here", 100, 100);
  document.addPage().fontSize(24).text("A second page", 100, 100);
  document.file(Buffer.from("SECRETATTACHED"), { name: "secret.txt" });
  document.end();
  return bytes;
}

async function stage(school: TestSchool, bytes: Buffer, name = "screen.png") {
  const { reportId } = await sendAs(school, "teacher", {
    affected: "pupil",
    affectedName: "Poppy Ives",
  });
  const item = await stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to: { reportId },
    stream: Readable.from([bytes]),
    name,
    arrivedBy: "chosen",
  });
  return { reportId, id: item.id };
}
const inputFor = (evidenceId: string, areas: string) =>
  redactEvidenceSchema.parse({
    caseId: crypto.randomUUID(),
    evidenceId,
    areas,
    removed: "The name of a pupil",
    reason: "They are not part of it",
  });
async function redact(school: TestSchool, who: CastKey, id: string, areas = "1,250,250,250,250") {
  const claims = await school.as(who);
  const input = inputFor(id, areas);
  const copy = await makeCopy(claims, input);
  return withScope(claims, (tx, actor) => redactEvidence(tx, actor, { ...input, copy }));
}
async function bytesOf(id: string): Promise<Buffer> {
  const [row] = await asOwner()`select e.storage_key, e.size, e.header, k.wrapped from evidence e
    join school_keys k on k.school_id = e.school_id and k.id = e.key_id where e.id = ${id}`;
  const fileKey = await fileKeyOf({ header: row?.header, wrapped: row?.wrapped });
  return buffer(
    readBytes({ storageKey: String(row?.storage_key), size: Number(row?.size), fileKey }),
  );
}
const pixel = (data: Buffer, x: number, y: number, width: number, channels: number) => [
  ...data.subarray((y * width + x) * channels, (y * width + x) * channels + 3),
];

describe("a redacted copy", () => {
  test("of a picture has black pixels under the box, the others as they were, and no metadata", async () => {
    const school = await makeSchool();
    const { id } = await stage(school, picture);
    const { evidenceId } = await redact(school, "dsl", id, "1,250,250,250,250;1,900,900,100,100");
    const copy = await bytesOf(evidenceId);
    const { data, info } = await sharp(copy).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => pixel(data, x, y, info.width, info.channels);
    expect([at(50, 50), at(75, 75), at(99, 99), at(199, 199)]).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect([at(49, 49), at(100, 100)]).toEqual([
      [255, 255, 255],
      [255, 255, 255],
    ]);
    for (let place = 0; place < data.length; place += info.channels) {
      expect([data[place], data[place + 1]]).not.toEqual([255, 0]);
    }
    const { exif, xmp, iptc, icc } = await sharp(copy).metadata();
    expect([exif, xmp, iptc, icc]).toEqual([undefined, undefined, undefined, undefined]);
    expect(copy.includes("SECRET")).toBe(false);
  });

  test("of a PDF is pictures of its pages: no text, property, attachment or older version", async () => {
    const school = await makeSchool();
    const original = await written();
    const { id } = await stage(school, original, "letter.pdf");
    const { evidenceId } = await redact(school, "dsl", id, "1,0,0,1000,500");
    const copy = await bytesOf(evidenceId);
    const raw = copy.toString("latin1");
    for (const secret of ["SECRET", "EmbeddedFile", "/Font", "/JavaScript"]) {
      expect(raw).not.toContain(secret);
    }
    expect(raw.match(/%%EOF/g)).toHaveLength(1);
    const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
    const opened = await getDocument({ data: new Uint8Array(copy), verbosity: 0 }).promise;
    expect(opened.numPages).toBe(2);
    for (const number of [1, 2]) {
      const text = await (await opened.getPage(number)).getTextContent();
      expect(text.items).toEqual([]);
    }
    expect(await opened.getAttachments()).toBeNull();
    expect(JSON.stringify((await opened.getMetadata()).info)).not.toContain("SECRET");
    const { openPages } = await import("./render-page");
    const pages = await openPages(copy);
    const { data, info } = await sharp(await pages.picture(1))
      .raw()
      .toBuffer({
        resolveWithObject: true,
      });
    const half = Math.floor(info.height * 0.49);
    const brightest = data.subarray(0, half * info.width * info.channels);
    // The alpha channel is always full, so only colours are looked at.
    expect(brightest.every((value, place) => place % info.channels === 3 || value < 12)).toBe(true);
    const second = await sharp(await pages.picture(2)).stats();
    expect(second.channels[0]?.min).toBeLessThan(60);
    await pages.close();
  });

  test("tells other tools nothing either, where they are installed", async () => {
    const school = await makeSchool();
    const { id } = await stage(school, await written(), "letter.pdf");
    const { evidenceId } = await redact(school, "dsl", id, "1,0,0,1000,500");
    const folder = mkdtempSync(join(tmpdir(), "daybook-copy-"));
    try {
      const file = join(folder, "copy.pdf");
      writeFileSync(file, await bytesOf(evidenceId));
      for (const [tool, args] of [
        ["pdftotext", [file, "-"]],
        ["exiftool", [file]],
        ["strings", ["-a", file]],
      ] as const) {
        if (spawnSync(tool, ["--version"]).error) continue;
        expect(execFileSync(tool, [...args], { encoding: "latin1" }), tool).not.toContain("SECRET");
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("is an item of its own that says what it comes from; the original stays", async () => {
    const school = await makeSchool();
    const { id, reportId } = await stage(school, picture);
    const before = await bytesOf(id);
    const { evidenceId } = await redact(school, "dsl", id);
    await redact(school, "headteacher", id, "1,0,0,100,100");
    expect((await bytesOf(id)).equals(before)).toBe(true);
    const [row] = await asOwner()`select r.*, o.sha256 from redactions r
      join evidence o on o.id = r.original_id where r.evidence_id = ${evidenceId}`;
    expect(row).toMatchObject({
      original_id: id,
      original_sha256: row?.sha256,
      removed: "The name of a pupil",
      reason: "They are not part of it",
      made_by: school.people.dsl,
      areas: [{ page: 1, x: 250, y: 250, w: 250, h: 250 }],
    });
    expect(await ledgerOf(evidenceId)).toEqual(["evidence-redacted"]);
    expect((await ledgerOf(id)).filter((action) => action === "evidence-copy-made")).toHaveLength(
      2,
    );
    const [count] = await asOwner()`select evidence_count as n from triages
      where report_id = ${reportId}`;
    expect(count?.n).toBe(1);
  });

  test.each(["teacher", "deputy", "manager", "colleague", "chair", "governor", "admin"] as const)(
    "is not made by the %s, and nothing is kept of the try",
    async (who) => {
      const school = await makeSchool();
      const { id } = await stage(school, picture);
      const before = keptFiles();
      await expect(redact(school, who, id)).rejects.toMatchObject(gone);
      expect(keptFiles()).toEqual(before);
    },
  );

  test("is not made, nor seen, by somebody walled or of another school, nor by who wrote the report", async () => {
    const school = await makeSchool();
    const other = await makeSchool();
    const { id, reportId } = await stage(school, picture);
    const { evidenceId } = await redact(school, "dsl", id);
    await expect(redact(other, "dsl", id)).rejects.toMatchObject(gone);
    await expect(
      viewEvidence(await school.as("teacher"), evidenceId, "view"),
    ).rejects.toMatchObject(gone);
    await asOwner()`insert into walls values (${school.schoolId}, ${school.people.dsl},
      ${reportId}, 'named', now())`;
    await expect(redact(school, "dsl", id)).rejects.toMatchObject(gone);
    await expect(viewEvidence(await school.as("dsl"), evidenceId, "view")).rejects.toMatchObject(
      gone,
    );
  });

  test("is never made of a copy or of what is sealed, and is sealed with its original", async () => {
    const school = await makeSchool();
    const { id } = await stage(school, picture);
    const { evidenceId } = await redact(school, "dsl", id);
    await expect(redact(school, "dsl", evidenceId)).rejects.toThrow();
    // Drawn before it is sealed, saved after: too late.
    const claims = await school.as("dsl");
    const input = inputFor(id, "1,0,0,10,10");
    const copy = await makeCopy(claims, input);
    await withScope(await school.as("teacher"), (tx, actor) =>
      sealEvidence(tx, actor, { evidenceId: id, back: "/" }),
    );
    await expect(
      withScope(claims, (tx, actor) => redactEvidence(tx, actor, { ...input, copy })),
    ).rejects.toThrow();
    const states = await asOwner()`select state from evidence where school_id = ${school.schoolId}`;
    expect(states.map((row) => row.state)).toEqual(["sealed", "sealed"]);
    expect((await ledgerOf(evidenceId)).at(-1)).toBe("evidence-sealed");
  });

  test("sealed by itself takes its original with it", async () => {
    const school = await makeSchool();
    const { id } = await stage(school, picture);
    const { evidenceId } = await redact(school, "dsl", id);
    await withScope(await school.as("dsl"), (tx, actor) =>
      sealEvidence(tx, actor, { evidenceId, back: "/" }),
    );
    await expect(viewEvidence(await school.as("teacher"), id, "view")).rejects.toMatchObject(gone);
  });

  test("needs an area, and takes none that lies outside", () => {
    const parsed = redactEvidenceSchema.safeParse({
      caseId: crypto.randomUUID(),
      evidenceId: crypto.randomUUID(),
      areas: "1,1000,0,50,50;1,0,0,0,10;x;0,0,0,10,10",
      removed: "x",
      reason: "y",
    });
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual(["Mark at least one area"]);
  });
});

test("a text's copy has labels in the place of names, and nothing of the original beside it", async () => {
  const school = await makeSchool();
  const { id } = await stage(school, picture);
  await asOwner()`update evidence set kind = 'text', media_type = 'text/plain' where id = ${id}`;
  const claims = await school.as("dsl");
  const fields = { caseId: crypto.randomUUID(), evidenceId: id, names: "PNG = a format" };
  const input = keepTextSchema.parse({ ...fields, reason: "Not part of it" });
  const before = keptFiles();
  for (const who of ["teacher", "deputy", "admin"] as const) {
    await expect(redactText(await school.as(who), input)).rejects.toMatchObject(gone);
  }
  await expect(
    redactText(claims, redactTextSchema.parse({ ...fields, names: "Nobody Here" })),
  ).rejects.toMatchObject({ fields: { names: "None of these names stands in the text" } });
  expect(keptFiles()).toEqual(before);
  const copy = await makeTextCopy(claims, input);
  const { evidenceId } = await withScope(claims, (tx, actor) =>
    redactEvidence(tx, actor, { ...input, areas: [], removed: "Names, as a format", copy }),
  );
  const text = (await bytesOf(evidenceId)).toString();
  expect(text).toContain("[a format]");
  expect(text).not.toContain("PNG");
  const [row] = await asOwner()`select file_name, media_type, metadata, caption, handle
    from evidence where id = ${evidenceId}`;
  expect(row).toEqual({
    file_name: "Redacted copy.txt",
    media_type: "text/plain",
    metadata: null,
    caption: "",
    handle: null,
  });
});

test("metadata of a file is read into its record as it came", async () => {
  const school = await makeSchool();
  const { id } = await stage(school, picture);
  const [row] = await asOwner()`select metadata from evidence where id = ${id}`;
  expect(row?.metadata).toMatchObject({
    camera: "ACME SECRETCAM",
    taken: "2026-11-03 14:20",
    place: "53.50000, -1.50000",
  });
  const letter = await stage(school, await written(), "letter.pdf");
  const [said] = await asOwner()`select metadata from evidence where id = ${letter.id}`;
  expect(said?.metadata).toMatchObject({
    title: "SECRETTITLE",
    author: "SECRETAUTHOR",
    pages: "2",
  });
});

test("hidden colours of transparent pixels do not come out in a copy", async () => {
  const clear = await sharp(Buffer.alloc(40 * 40 * 4, 0).fill(Buffer.from([255, 0, 0, 0])), {
    raw: { width: 40, height: 40, channels: 4 },
  })
    .png()
    .toBuffer();
  const school = await makeSchool();
  const { id } = await stage(school, clear);
  const { evidenceId } = await redact(school, "dsl", id, "1,0,0,100,100");
  const { data, info } = await sharp(await bytesOf(evidenceId))
    .raw()
    .toBuffer({
      resolveWithObject: true,
    });
  expect(pixel(data, 20, 20, info.width, info.channels)).toEqual([255, 255, 255]);
});
