import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import sharp from "sharp";
import { expect, test, vi } from "vitest";
import { GET } from "@/app/api/evidence/[id]/route";
import { asOwner, type Claims, ledgerOf, makeSchool, sendAs } from "@/db/testing";
import { stageEvidence } from "./stage-evidence";

let claims: Claims | null = null;
vi.mock("@/lib/access/require-session", () => ({ sessionFrom: async () => claims }));

const bytes = await sharp({ create: { width: 300, height: 300, channels: 3, background: "#abc" } })
  .png({ compressionLevel: 0 })
  .toBuffer();

/** An item of a sent report, and what a handler's browser gets of it. */
async function item(mediaType = "image/png") {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", { affected: "pupil", affectedName: "P" });
  const { id } = await stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to: { reportId },
    stream: Readable.from([bytes]),
    name: "a clip.png",
    arrivedBy: "chosen",
  });
  const kind = mediaType.split("/")[0] ?? "";
  const [row] = await asOwner()`update evidence set media_type = ${mediaType}, kind = ${kind}
    where id = ${id} returning storage_key as key`;
  const folder = join(String(process.env.DAYBOOK_DATA_DIR), "evidence", row?.key.slice(0, 2));
  claims = await school.as("deputy");
  const get = (as: string, headers: Record<string, string> = {}) =>
    GET(new Request(`http://localhost:3000/api/evidence/${id}?as=${as}`, { headers }), {
      params: Promise.resolve({ id }),
    });
  return { id, path: join(folder, row?.key), get };
}
const part = (range: string) => ({ range: `bytes=${range}` });
const bodyOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

test("a saved original says how long it is, and comes whole or in parts", async () => {
  const { get } = await item();
  const whole = await get("original");
  expect(whole.status).toBe(200);
  expect(whole.headers.get("content-length")).toBe(String(bytes.length));
  expect(whole.headers.get("accept-ranges")).toBe("bytes");
  expect((await bodyOf(whole)).equals(bytes)).toBe(true);
  const some = await get("original", part("65530-65549"));
  expect(some.status).toBe(206);
  expect(some.headers.get("content-range")).toBe(`bytes 65530-65549/${bytes.length}`);
  expect(some.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''a%20clip.png");
  expect((await bodyOf(some)).equals(bytes.subarray(65_530, 65_550))).toBe(true);
  const past = await get("original", part(`${bytes.length}-`));
  expect(past.status).toBe(416);
  expect(past.headers.get("content-range")).toBe(`bytes */${bytes.length}`);
  const older = await get("original", { ...part("1-2"), "if-range": '"x"' });
  expect((await bodyOf(older)).length).toBe(bytes.length);
});

test("a film plays under its own type, in parts that are one view; a picture is made anew", async () => {
  const { id, get } = await item("video/mp4");
  for (const range of ["0-", "70000-", "80000-90000"]) {
    const answer = await get("view", part(range));
    expect(answer.status).toBe(206);
    expect(answer.headers.get("content-type")).toBe("video/mp4");
    expect(answer.headers.get("content-disposition")).toBeNull();
    await bodyOf(answer);
  }
  expect(await ledgerOf(id)).toEqual(["evidence-received", "evidence-viewed"]);
  const picture = await (await item()).get("view", part("0-9"));
  expect(picture.status).toBe(200);
  expect(picture.headers.get("content-type")).toBe("image/webp");
});

test("a damaged or lost file is a sentence, whole or in parts, and never a byte", async () => {
  const { get, path } = await item();
  const kept = readFileSync(path);
  kept[40] = (kept[40] ?? 0) ^ 1;
  writeFileSync(path, kept);
  for (const headers of [{}, part("0-9")]) {
    const answer = await get("original", headers);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain("This file cannot be opened: it is missing, changed");
  }
  rmSync(path);
  expect((await get("original", part("70000-"))).status).toBe(409);
});

test("a store that does not answer is a sentence, and says that nothing is lost", async () => {
  const { id, get } = await item();
  const { place } = await import("./place-bytes");
  const { StoreAway } = await import("@/lib/errors");
  const broken = vi.spyOn(await place(), "read").mockRejectedValue(new StoreAway("away"));
  const answer = await get("original");
  broken.mockRestore();
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain("Nothing is lost: try again");
  expect(await ledgerOf(id)).not.toContain("evidence-damaged");
});

test("nobody and an unknown showing get what an absent item gives", async () => {
  const { get } = await item();
  expect((await get("raw")).status).toBe(404);
  claims = null;
  expect((await get("original", part("0-9"))).status).toBe(404);
});
