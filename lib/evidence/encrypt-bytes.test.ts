import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterAll, expect, test } from "vitest";
import { Damaged, decryptBytes, encryptBytes, newFileKey } from "./encrypt-bytes";
import { makeIdentity, recipientOf, unwrapKey, WrongKey, wrapKey } from "./wrap-key";

const dir = mkdtempSync(join(tmpdir(), "age-"));
afterAll(() => rmSync(dir, { recursive: true }));
const kib = 1024;
/** Around the edges of a chunk of 64 KiB. */
const sizes = [0, 1, 16, 64 * kib - 1, 64 * kib, 64 * kib + 1, 128 * kib, 200_003];

async function all(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const out: Buffer[] = [];
  for await (const part of parts) out.push(part);
  return Buffer.concat(out);
}
async function* inPieces(bytes: Buffer, piece = 7919) {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}
async function opened(payload: Buffer, key: Buffer, size: number, start?: number, end?: number) {
  const source = async (from: number, to: number) => ({
    total: payload.length,
    bytes: inPieces(payload.subarray(from, to)),
  });
  return all(decryptBytes(source, key, size, start, end));
}

test("keys are spelled as age spells them", async () => {
  const theirs = await generateX25519Identity();
  expect(recipientOf(theirs)).toBe(await identityToRecipient(theirs));
  const ours = makeIdentity();
  expect(await identityToRecipient(ours)).toBe(recipientOf(ours));
  for (const bad of ["", "age1", `${ours}q`, ours.replace(/.$/, (c) => (c === "Q" ? "P" : "Q"))])
    expect(() => recipientOf(bad)).toThrow(WrongKey);
});

test("another program opens what is kept, and what it makes is opened here", async () => {
  const identity = makeIdentity();
  const reader = new Decrypter();
  reader.addIdentity(identity);
  const writer = new Encrypter();
  writer.addRecipient(recipientOf(identity));
  for (const size of sizes) {
    const plain = randomBytes(size);
    const key = newFileKey();
    const payload = await all(encryptBytes(inPieces(plain), key));
    const file = Buffer.concat([Buffer.from(wrapKey(key, recipientOf(identity))), payload]);
    expect(Buffer.from(await reader.decrypt(file)).equals(plain)).toBe(true);

    const made = Buffer.from(await writer.encrypt(plain));
    const end = made.indexOf("\n", made.indexOf("\n---") + 1) + 1;
    const fileKey = unwrapKey(made.subarray(0, end).toString("latin1"), identity);
    expect((await opened(made.subarray(end), fileKey, size)).equals(plain)).toBe(true);
  }
});

const age = spawnSync("age", ["--version"]).status === 0;
test.skipIf(!age)("the age command opens header and payload put together", async () => {
  const identity = makeIdentity();
  const plain = randomBytes(150_000);
  const key = newFileKey();
  const payload = await all(encryptBytes(inPieces(plain), key));
  writeFileSync(join(dir, "identity"), identity, { mode: 0o600 });
  const header = wrapKey(key, recipientOf(identity));
  const input = Buffer.concat([Buffer.from(header), payload]);
  const run = spawnSync("age", ["-d", "-i", join(dir, "identity")], { input });
  expect(run.stdout.equals(plain)).toBe(true);
});

test("a part is read without the rest, across the edges of chunks", async () => {
  const plain = randomBytes(200_003);
  const key = newFileKey();
  const payload = await all(encryptBytes(inPieces(plain), key));
  const edge = 64 * kib;
  for (const [start, end] of [
    [0, 10],
    [edge - 3, edge + 3],
    [edge, 2 * edge],
    [199_000, 200_003],
    [5, 5],
  ] as const)
    expect(
      (await opened(payload, key, 200_003, start, end)).equals(plain.subarray(start, end)),
    ).toBe(true);
  // A broken chunk elsewhere does not matter to a part: it was not opened.
  payload[20] = (payload[20] ?? 0) ^ 1;
  expect(await opened(payload, key, 200_003, edge, edge + 9)).toHaveLength(9);
  await expect(opened(payload, key, 200_003)).rejects.toThrow(Damaged);
});

test("a changed bit, a lost end, an exchanged chunk and another file are found", async () => {
  const plain = randomBytes(3 * 64 * kib);
  const key = newFileKey();
  const payload = await all(encryptBytes(inPieces(plain), key));
  const sealed = 64 * kib + 16;
  const flipped = (at: number) => {
    const copy = Buffer.from(payload);
    copy[at] = (copy[at] ?? 0) ^ 4;
    return copy;
  };
  const piece = (n: number) => payload.subarray(16 + n * sealed, 16 + (n + 1) * sealed);
  const swapped = Buffer.concat([payload.subarray(0, 16), piece(1), piece(0), piece(2)]);
  const other = await all(encryptBytes(inPieces(plain), newFileKey()));
  for (const at of [0, 15, 16, 70_000, payload.length - 1])
    await expect(opened(flipped(at), key, plain.length)).rejects.toThrow(Damaged);
  for (const bad of [swapped, other, payload.subarray(0, -1), Buffer.alloc(0)])
    await expect(opened(bad, key, plain.length)).rejects.toThrow(Damaged);
  // Cut at the edge of a chunk, with the row cut to fit: the last chunk does not say it is the last.
  const cut = payload.subarray(0, -sealed);
  await expect(opened(cut, key, 2 * 64 * kib)).rejects.toThrow(Damaged);
});

test("another identity or a changed header gives no key", () => {
  const identity = makeIdentity();
  const key = newFileKey();
  const header = wrapKey(key, recipientOf(identity));
  expect(unwrapKey(header, identity).equals(key)).toBe(true);
  expect(() => unwrapKey(header, makeIdentity())).toThrow(WrongKey);
  const alter = (at: number) =>
    header.slice(0, at) + (header[at] === "A" ? "B" : "A") + header.slice(at + 1);
  for (const at of [3, 24, 40, 90, header.length - 10])
    expect(() => unwrapKey(alter(at), identity)).toThrow(WrongKey);
});
