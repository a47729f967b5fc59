import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StoreAway } from "@/lib/errors";
import type { Place } from "./place-bytes";
import { partSize, placeInBucket } from "./place-in-bucket";
import { placeOnDisk } from "./place-on-disk";

const dir = mkdtempSync(join(tmpdir(), "place-"));
const mib = 1024 * 1024;
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Bytes that differ at every place, so that a shifted or exchanged part is seen. */
const bytesOf = (size: number) => {
  const out = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) out.writeUInt32BE(at ^ 0x5bd1e995, at);
  return out;
};
function onDisk(bytes: Buffer): string {
  const path = join(dir, `${crypto.randomUUID()}.part`);
  writeFileSync(path, bytes);
  return path;
}
async function taken(place: Place, bytes: Buffer, key: string = crypto.randomUUID()) {
  const path = onDisk(bytes);
  await place.take(key, path);
  expect(readdirSync(dir)).not.toContain(path.slice(dir.length + 1));
  return key;
}
async function read(place: Place, key: string, start: number, end: number) {
  const found = await place.read(key, start, end);
  if (!found) return null;
  const parts: Buffer[] = [];
  for await (const part of found.bytes) parts.push(part);
  return { total: found.total, bytes: Buffer.concat(parts) };
}
async function keysOf(place: Place, letters: string) {
  const found = new Map<string, Date>();
  for await (const { key, keptAt } of place.list(letters)) found.set(key, keptAt);
  return found;
}

/** What every store does, whatever it is made of. */
function keepsItsWord(place: () => Place): void {
  test.each([1, 65_568, partSize, partSize + 1, 2 * partSize + 77])(
    "a file of %i bytes comes back whole and in parts",
    { timeout: 30_000 },
    async (size) => {
      const bytes = bytesOf(size);
      const key = await taken(place(), bytes);
      const whole = await read(place(), key, 0, size);
      expect(whole?.total).toBe(size);
      expect(whole?.bytes.equals(bytes)).toBe(true);
      const edge = Math.min(partSize - 3, size - 1);
      for (const [start, end] of [
        [0, 1],
        [edge, Math.min(edge + 6, size)],
        [size - 1, size],
      ] as const) {
        const part = await read(place(), key, start, end);
        expect(part?.total).toBe(size);
        expect(part?.bytes.equals(bytes.subarray(start, end))).toBe(true);
      }
    },
  );

  test("what is not there is not there, and no bytes lie past the end", async () => {
    expect(await place().read(crypto.randomUUID(), 0, 16)).toBeNull();
    const key = await taken(place(), bytesOf(40));
    expect((await read(place(), key, 40, 56))?.bytes.length).toBe(0);
    expect((await read(place(), key, 32, 99))?.bytes.length).toBe(8);
  });

  test("a file is listed under its two letters since it came, and dropped twice is dropped once", async () => {
    const began = Date.now() - 2000;
    const mine = await taken(place(), bytesOf(9), `ab${crypto.randomUUID().slice(2)}`);
    const other = await taken(place(), bytesOf(9), `ac${crypto.randomUUID().slice(2)}`);
    const listed = await keysOf(place(), "ab");
    expect(listed.get(mine)?.getTime()).toBeGreaterThan(began);
    expect(listed.has(other)).toBe(false);
    expect((await keysOf(place(), "zz")).size).toBe(0);
    await place().drop(mine);
    await place().drop(mine);
    expect(await place().read(mine, 0, 1)).toBeNull();
    expect((await keysOf(place(), "ab")).has(mine)).toBe(false);
    expect((await read(place(), other, 0, 9))?.total).toBe(9);
  });

  test("what was never whole goes when it is old, and nothing else does", async () => {
    const key = await taken(place(), bytesOf(9));
    const folder = join(dir, "evidence", "ad");
    mkdirSync(folder, { recursive: true });
    for (const [name, days] of [
      ["old.part", 2],
      ["new.part", 0],
    ] as const) {
      writeFileSync(join(folder, name), "x");
      const at = new Date(Date.now() - days * 86_400_000);
      utimesSync(join(folder, name), at, at);
    }
    expect(await place().dropParts(new Date(Date.now() - 86_400_000))).toBe(1);
    expect(readdirSync(folder)).toEqual(["new.part"]);
    expect((await read(place(), key, 0, 9))?.total).toBe(9);
    rmSync(folder, { recursive: true });
  });
}

describe("a folder of this machine", () => {
  keepsItsWord(() => placeOnDisk(dir));
});

const swift = spawnSync("swift-proxy-server", ["--version"]).error === undefined;
describe.skipIf(!swift)("a bucket of a real S3-compatible store (swift)", () => {
  const settings = {
    S3_BUCKET: "evidence",
    S3_REGION: "us-east-1",
    S3_ACCESS_KEY_ID: "test:tester",
    S3_SECRET_ACCESS_KEY: "testing",
    DAYBOOK_DATA_DIR: dir,
  };
  let endpoint = "";
  let server: ReturnType<typeof spawn>;
  let own: S3Client;
  const bucket = (more: Partial<typeof settings> = {}) =>
    placeInBucket({ ...settings, S3_ENDPOINT: endpoint, ...more });

  beforeAll(async () => {
    const port = await freePorts(5);
    endpoint = `http://127.0.0.1:${port}`;
    const script = resolve(import.meta.dirname, "../../e2e/start-swift.sh");
    server = spawn(script, [join(dir, "swift"), String(port)], {
      stdio: ["pipe", "ignore", "inherit"],
    });
    own = new S3Client({
      endpoint,
      region: "us-east-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "test:tester", secretAccessKey: "testing" },
    });
    for (let made = false; !made; ) {
      await new Promise((done) => setTimeout(done, 500));
      const answer = own.send(new CreateBucketCommand({ Bucket: "evidence" }));
      made = await answer.then(
        () => true,
        () => false,
      );
    }
  }, 60_000);
  afterAll(async () => {
    own?.destroy();
    const gone = new Promise((done) => server?.once("exit", done));
    server?.stdin?.end();
    await gone;
  }, 30_000);

  keepsItsWord(bucket);

  test("a part of a file that never became whole is given up after a day", async () => {
    const Bucket = "evidence";
    const Key = `ae/${crypto.randomUUID()}`;
    const { UploadId } = await own.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const Body = bytesOf(5 * mib);
    await own.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body }));
    expect(await bucket().dropParts(new Date(Date.now() - 86_400_000))).toBe(0);
    expect(await bucket().dropParts(new Date(Date.now() + 60_000))).toBe(1);
    expect(await bucket().dropParts(new Date(Date.now() + 60_000))).toBe(0);
  });

  test("a wrong secret, a bucket that is missing and a store that is away lose no file", async () => {
    const key = await taken(bucket(), bytesOf(9));
    for (const wrong of [
      bucket({ S3_SECRET_ACCESS_KEY: "wrong" }),
      bucket({ S3_BUCKET: "another" }),
      placeInBucket({ ...settings, S3_ENDPOINT: "http://127.0.0.1:1" }),
    ]) {
      await expect(wrong.read(key, 0, 9)).rejects.toThrow(StoreAway);
      await expect(wrong.take(crypto.randomUUID(), onDisk(bytesOf(9)))).rejects.toThrow(StoreAway);
      await expect(keysOf(wrong, "ab")).rejects.toThrow(StoreAway);
      await expect(wrong.drop(key)).rejects.toThrow(StoreAway);
    }
    expect((await read(bucket(), key, 0, 9))?.total).toBe(9);
  });
});

/** The first of some ports in a row that nobody uses. */
async function freePorts(count: number): Promise<number> {
  const free = (port: number) =>
    new Promise<boolean>((done) => {
      const probe = createServer().once("error", () => done(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)));
    });
  for (let from = 20_000 + Math.floor(Math.random() * 20_000); ; from += count) {
    const all = await Promise.all(Array.from({ length: count }, (_, i) => free(from + i)));
    if (all.every(Boolean)) return from;
  }
}
