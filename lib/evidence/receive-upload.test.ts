import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type Claims, keptFiles, makeSchool, type TestSchool } from "@/db/testing";
import { saveDraft } from "@/lib/reports/save-draft";
import { startDraft } from "@/lib/reports/start-draft";
import { announceUpload, bindKeys } from "./announce-upload";
import { chunk } from "./encrypt-bytes";
import { fileKeyOf } from "./hold-keys";
import { Cut, megabyte, readBytes, TooLarge } from "./keep-bytes";
import {
  arrivedBytes,
  cancelUpload,
  findUpload,
  receiveUpload,
  WrongStart,
} from "./receive-upload";

/** A recording of this many bytes: its beginning says what it is, the rest is noise. */
function recording(size: number): Buffer {
  const bytes = randomBytes(size);
  Buffer.from("00000018667479706d703432000000006d70343269736f6d000000006d6f6f76", "hex").copy(
    bytes,
  );
  return bytes;
}

const mark = "----cut-here";
const head = `--${mark}\r\ncontent-disposition: form-data; name="file"; filename="blob"\r\n\r\n`;
/** What the browser sends from `start` on; after `until` bytes of the file the line is cut. */
function sending(bytes: Buffer, start: number, until = bytes.length): Request {
  const cut = until < bytes.length;
  const parts: Uint8Array[] = [Buffer.from(head)];
  for (let at = start; at < until; at += 50_000)
    parts.push(bytes.subarray(at, Math.min(until, at + 50_000)));
  if (!cut) parts.push(Buffer.from(`\r\n--${mark}--\r\n`));
  const body = new ReadableStream({
    pull(controller) {
      const next = parts.shift();
      if (next) controller.enqueue(new Uint8Array(next));
      else if (cut) controller.error(new Error("ECONNRESET"));
      else controller.close();
    },
  });
  return new Request("http://localhost/", {
    method: "PUT",
    body,
    duplex: "half",
    headers: { "content-type": `multipart/form-data; boundary=${mark}` },
  } as RequestInit);
}

async function announced(school: TestSchool, bytes: Buffer, type = "video/mp4") {
  const claims: Claims = await school.as("teacher");
  const { draftId } = await withScope(claims, startDraft);
  const file = { name: "film.mp4", size: bytes.length, type, lastModified: 7 };
  const [evidenceId = ""] = await announceUpload(claims, { draftId }, [file], "chosen");
  await bindKeys(claims, [evidenceId], [evidenceId], {});
  const find = () =>
    findUpload(claims, { key: evidenceId, evidenceId, size: bytes.length, name: "evidence" });
  const safe = async () => arrivedBytes(claims, await find());
  const put = async (start: number, until?: number, of = bytes) =>
    receiveUpload(claims, await find(), start, sending(of, start, until));
  return { claims, draftId, evidenceId, file, find, safe, put };
}
async function whole(evidenceId: string): Promise<Buffer> {
  const [row] = await asOwner()`select e.*, k.wrapped from evidence e join school_keys k
    on k.school_id = e.school_id and k.id = e.key_id where e.id = ${evidenceId}`;
  const fileKey = await fileKeyOf({ header: row?.header, wrapped: row?.wrapped });
  const held = { storageKey: String(row?.storage_key), size: Number(row?.size), fileKey };
  const bytes = Buffer.concat(await readBytes(held).toArray());
  expect(row?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  return bytes;
}

describe("an upload that is cut", () => {
  test("goes on where it ended, wherever that was, and is the same file in the end", async () => {
    const school = await makeSchool();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 * chunk }),
        fc.array(fc.integer({ min: 0, max: 6 * chunk }), { maxLength: 4 }),
        async (extra, cuts) => {
          const bytes = recording(32 + extra);
          const { safe, put, evidenceId } = await announced(school, bytes);
          let before = 0;
          for (const cut of cuts.toSorted((a, b) => a - b)) {
            if (cut >= bytes.length || cut < before) continue;
            await expect(put(before, cut)).rejects.toThrow(Cut);
            const now = await safe();
            // Whole frames alone, and never fewer than there were but for the one held back.
            expect(now % chunk).toBe(0);
            expect(now).toBeLessThanOrEqual(cut);
            expect(now).toBeGreaterThanOrEqual(Math.max(0, before - chunk, cut - 2 * chunk));
            before = now;
          }
          await put(before);
          expect((await whole(evidenceId)).equals(bytes)).toBe(true);
          expect(await safe()).toBe(bytes.length);
        },
      ),
      { numRuns: 15, examples: [[1, [0]]] },
    );
  }, 60_000);

  test("keeps what it has encrypted, and nothing readable", async () => {
    const school = await makeSchool();
    const bytes = Buffer.alloc(3 * chunk, "the words of the chat ");
    recording(40).copy(bytes);
    const before = new Set(keptFiles());
    const { put } = await announced(school, bytes);
    await expect(put(0, 2 * chunk + 5)).rejects.toThrow(Cut);
    const [part = ""] = keptFiles().filter((name) => !before.has(name));
    const kept = readFileSync(join(process.env.DAYBOOK_DATA_DIR ?? "", "evidence", "parts", part));
    expect(kept.length).toBeGreaterThan(chunk);
    expect(kept.includes("the words")).toBe(false);
  });

  test("is taken up by a page that was loaded again, and by a repeat of the same choice", async () => {
    const school = await makeSchool();
    const bytes = recording(3 * chunk);
    const { claims, draftId, evidenceId, file, put } = await announced(school, bytes);
    const again = (once?: string) =>
      announceUpload(claims, { draftId }, [file], "chosen", once).then(([id]) => id);
    expect(await again()).not.toBe(evidenceId);
    await expect(put(0, 2 * chunk)).rejects.toThrow(Cut);
    expect(await again()).toBe(evidenceId);
    const changed = [{ ...file, lastModified: 8 }];
    expect(await announceUpload(claims, { draftId }, changed, "chosen")).not.toEqual([evidenceId]);
    await put(chunk);
    // It has become an item: the same file chosen once more is a second one.
    expect(await again()).not.toBe(evidenceId);
    const once = crypto.randomUUID();
    expect(await again(once)).toBe(await again(once));
  });

  test("goes on from what is here alone, and after damage from the beginning", async () => {
    const school = await makeSchool();
    const bytes = recording(4 * chunk);
    const { safe, put, evidenceId } = await announced(school, bytes);
    await expect(put(chunk)).rejects.toThrow(WrongStart);
    await expect(put(0, 3 * chunk + 9)).rejects.toThrow(Cut);
    for (const start of [5, 4 * chunk, Number.NaN])
      await expect(put(start)).rejects.toThrow(WrongStart);
    const other = await announced(school, bytes);
    await expect(other.put(0, 3 * chunk)).rejects.toThrow(Cut);
    await asOwner()`update uploads set part = (select part from uploads
      where evidence_id = ${other.evidenceId}) where evidence_id = ${evidenceId}`;
    await expect(put(chunk)).rejects.toThrow(WrongStart);
    expect(await safe()).toBe(0);
    await put(0);
    expect((await whole(evidenceId)).equals(bytes)).toBe(true);
  });
});

describe("two writers of one upload", () => {
  test("end with the newest one's bytes, once, and the older one is told", async () => {
    const school = await makeSchool();
    const bytes = recording(60 * chunk);
    const { find, claims, put, evidenceId } = await announced(school, bytes);
    let go = () => {};
    const waits = new Promise<void>((done) => {
      go = done;
    });
    const slow = sending(bytes, 0);
    const reader = (slow.body as ReadableStream<Uint8Array>).getReader();
    let read = 0;
    const body = new ReadableStream({
      async pull(controller) {
        if (read++ === 20) await waits;
        const { value, done } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    });
    const older = receiveUpload(
      claims,
      await find(),
      0,
      new Request("http://localhost/", {
        method: "PUT",
        body,
        duplex: "half",
        headers: slow.headers,
      } as RequestInit),
    ).catch((error: unknown) => error);
    while ((await find()).part === null) await new Promise((done) => setTimeout(done, 5));
    await put(0);
    go();
    expect(await older).toBeInstanceOf(Error);
    expect((await whole(evidenceId)).equals(bytes)).toBe(true);
    const rows = await asOwner()`select id from evidence where id = ${evidenceId}`;
    expect(rows).toHaveLength(1);
  });

  test("leave no bytes behind but the item's own", async () => {
    const school = await makeSchool();
    const bytes = recording(8 * chunk);
    const before = keptFiles().length;
    const { put } = await announced(school, bytes);
    await expect(put(0, 3 * chunk)).rejects.toThrow(Cut);
    await expect(put(chunk, 5 * chunk)).rejects.toThrow(Cut);
    expect(keptFiles()).toHaveLength(before + 1);
    await put(0);
    expect(keptFiles()).toHaveLength(before + 1);
  });
});

describe("an upload that is taken back", () => {
  test("leaves nothing, and takes nothing more", async () => {
    const school = await makeSchool();
    const bytes = recording(3 * chunk);
    const before = keptFiles().sort();
    const { claims, evidenceId, put, find, draftId, file } = await announced(school, bytes);
    await expect(put(0, 2 * chunk)).rejects.toThrow(Cut);
    expect(keptFiles()).toHaveLength(before.length + 1);
    await cancelUpload(claims, evidenceId);
    expect(keptFiles().sort()).toEqual(before);
    await expect(find()).rejects.toThrow("was cancelled");
    expect(await announceUpload(claims, { draftId }, [file], "chosen")).not.toEqual([evidenceId]);
  });

  test("while its last bytes come does not become an item", async () => {
    const school = await makeSchool();
    const bytes = recording(3 * chunk);
    const before = keptFiles().sort();
    const { claims, evidenceId, find } = await announced(school, bytes);
    const found = await find();
    await cancelUpload(claims, evidenceId);
    await expect(receiveUpload(claims, found, 0, sending(bytes, 0))).rejects.toMatchObject({
      code: "conflict",
    });
    expect(keptFiles().sort()).toEqual(before);
    const rows = await asOwner()`select id from evidence where id = ${evidenceId}`;
    expect(rows).toEqual([]);
  });

  test("once it is an item stays one", async () => {
    const school = await makeSchool();
    const { claims, evidenceId, put } = await announced(school, recording(99));
    await put(0);
    await expect(cancelUpload(claims, evidenceId)).rejects.toThrow("already added");
    const rows = await asOwner()`select state from evidence where id = ${evidenceId}`;
    expect(rows).toMatchObject([{ state: "staged" }]);
  });
});

describe("how much may come", () => {
  test("a recording what the school says, anything else 25 MB", async () => {
    const school = await makeSchool();
    const claims = await school.as("teacher");
    const { draftId } = await withScope(claims, startDraft);
    await asOwner()`update schools set largest_recording = 30 where id = ${school.schoolId}`;
    const say = (type: string, size: number) =>
      announceUpload(claims, { draftId }, [{ name: "a", type, size }], "chosen");
    await say("video/mp4", 30 * megabyte);
    await expect(say("video/mp4", 30 * megabyte + 1)).rejects.toThrow(TooLarge);
    await expect(say("image/png", 25 * megabyte + 1)).rejects.toThrow(TooLarge);
    // Called a film, and none.
    const noise = await announced(school, randomBytes(26 * megabyte));
    const before = keptFiles().sort();
    await expect(noise.put(0)).rejects.toThrow(TooLarge);
    expect(keptFiles().sort()).toEqual(before);
    const film = await announced(school, recording(26 * megabyte));
    await film.put(0);
  }, 30_000);

  test("no byte more than was announced", async () => {
    const school = await makeSchool();
    const bytes = recording(2 * chunk);
    const before = keptFiles().sort();
    const { put } = await announced(school, bytes);
    const longer = Buffer.concat([bytes, Buffer.from("x")]);
    await expect(put(0, undefined, longer)).rejects.toThrow(TooLarge);
    expect(keptFiles().sort()).toEqual(before);
  });

  test("none once a picture may show a child, and what had come goes", async () => {
    const school = await makeSchool();
    const before = keptFiles().sort();
    const { claims, draftId, put, evidenceId } = await announced(school, recording(3 * chunk));
    await expect(put(0, 2 * chunk)).rejects.toThrow(Cut);
    await withScope(claims, (tx, actor) =>
      saveDraft(tx, actor, { draftId, answers: { safety: "image" } }),
    );
    await expect(put(chunk)).rejects.toMatchObject({ code: "check" });
    expect(keptFiles().sort()).toEqual(before);
    const rows = await asOwner()`select id from evidence where id = ${evidenceId}`;
    expect(rows).toEqual([]);
  });
});
