import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { armor, Decrypter } from "age-encryption";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { testDatabase } from "@/db/test-database";
import { asOwner, makeSchool, type TestSchool } from "@/db/testing";
import { startDraft } from "@/lib/reports/start-draft";
import { Damaged } from "./encrypt-bytes";
import { checkRootKey, fileKeyOf } from "./hold-keys";
import { checkBytes, readBytes } from "./keep-bytes";
import { stageEvidence } from "./stage-evidence";
import { viewEvidence } from "./view-evidence";
import { makeIdentity } from "./wrap-key";

const rootFile = () => String(process.env.ROOT_KEY_FILE);
const pathOf = (key: string) =>
  join(String(process.env.DAYBOOK_DATA_DIR), "evidence", key.slice(0, 2), key);
const picture = (colour: string) =>
  sharp({ create: { width: 40, height: 40, channels: 3, background: colour } })
    .png({ compressionLevel: 0 })
    .toBuffer();

async function staged(school: TestSchool, bytes: Buffer) {
  const claims = await school.as("teacher");
  const { draftId } = await withScope(claims, startDraft);
  const { id } = await stageEvidence(claims, {
    id: crypto.randomUUID(),
    to: { draftId },
    stream: Readable.from([bytes]),
    name: "a.png",
    arrivedBy: "chosen",
  });
  return viewEvidence(claims, id, "blurred");
}
type Item = Awaited<ReturnType<typeof staged>>;
async function read(item: Item): Promise<Buffer> {
  const held = { ...item, fileKey: await fileKeyOf(item) };
  await checkBytes(held, item.sha256);
  return buffer(readBytes(held));
}
async function openWith(identity: string, file: Uint8Array): Promise<Buffer> {
  const reader = new Decrypter();
  reader.addIdentity(identity);
  return Buffer.from(await reader.decrypt(file));
}

describe("evidence at rest", () => {
  test("is unreadable on the disk, and another program opens it from the root key down", async () => {
    const school = await makeSchool();
    const bytes = await picture("#345");
    const item = await staged(school, bytes);
    const blob = readFileSync(pathOf(item.storageKey));
    expect(blob.includes(bytes.subarray(0, 8))).toBe(false);
    expect(blob.length).toBe(16 + bytes.length + 16);
    expect((await read(item)).equals(bytes)).toBe(true);

    const root = readFileSync(rootFile(), "utf8").trim();
    const identity = (await openWith(root, armor.decode(String(item.wrapped)))).toString();
    const file = Buffer.concat([Buffer.from(String(item.header)), blob]);
    expect((await openWith(identity, file)).equals(bytes)).toBe(true);
  });

  const tools = ["age", "psql", "bash"].every((name) => !spawnSync(name, ["--version"]).error);
  test.skipIf(!tools)("is recovered without us, word for word as the manual says", async () => {
    const bytes = await picture("#765");
    const item = await staged(await makeSchool(), bytes);
    const [row] = await asOwner()`select key_id from evidence where id = ${item.id}`;
    const manual = readFileSync(resolve(import.meta.dirname, "../../docs/operations.md"), "utf8");
    const commands = /```\n(psql -Atc[\s\S]*?)```/.exec(manual)?.[1] ?? "";
    expect(commands.trim().split("\n")).toHaveLength(2);
    const mine = commands
      .replace("<key_id>", String(row?.key_id))
      .replace("<id>", item.id)
      .replace("<2 letters>", item.storageKey.slice(0, 2))
      .replace("<storage_key>", item.storageKey);
    expect(mine).not.toContain("<");
    const cwd = String(process.env.DAYBOOK_DATA_DIR);
    copyFileSync(rootFile(), join(cwd, "root-key.txt"));
    const database = new URL(testDatabase().adminUrl);
    const run = spawnSync("bash", ["-ec", mine], {
      cwd,
      env: {
        ...process.env,
        PGHOST: database.hostname,
        PGPORT: database.port,
        PGUSER: database.username,
        PGPASSWORD: database.password,
        PGDATABASE: database.pathname.slice(1),
      },
    });
    rmSync(join(cwd, "school.txt"));
    expect(run.stderr.toString()).toBe("");
    expect(run.stdout.equals(bytes)).toBe(true);
  });

  test("has one key a school, which the other school's does not open", async () => {
    const [one, other] = [await makeSchool(), await makeSchool()];
    const bytes = await picture("#111");
    const items = await Promise.all([staged(one, bytes), staged(one, bytes), staged(other, bytes)]);
    const keys = await asOwner()`select school_id, wrapped from school_keys
      where school_id in (${one.schoolId}, ${other.schoolId})`;
    expect(keys).toHaveLength(2);
    const [first, , third] = items;
    await expect(fileKeyOf({ header: first.header, wrapped: third.wrapped })).rejects.toThrow(
      Damaged,
    );
    const blobs = items.map(({ storageKey }) => readFileSync(pathOf(storageKey)).toString("hex"));
    expect(new Set(blobs).size).toBe(3);
  });

  test("that was changed, exchanged, lost or kept in the clear is never handed out", async () => {
    const school = await makeSchool();
    const item = await staged(school, await picture("#222"));
    const other = await staged(school, await picture("#777"));
    const path = pathOf(item.storageKey);
    const kept = readFileSync(path);
    const flipped = Buffer.from(kept);
    flipped[100] = (flipped[100] ?? 0) ^ 1;
    for (const bad of [flipped, readFileSync(pathOf(other.storageKey)), kept.subarray(0, -1)]) {
      writeFileSync(path, bad);
      await expect(read(item)).rejects.toThrow(Damaged);
    }
    // File, header and size of another item together open, and are not the bytes that were hashed.
    copyFileSync(pathOf(other.storageKey), path);
    await expect(read({ ...item, header: other.header, size: other.size })).rejects.toThrow(
      Damaged,
    );
    rmSync(path);
    await expect(read(item)).rejects.toThrow(Damaged);
    await expect(read({ ...item, header: null })).rejects.toThrow(Damaged);
    writeFileSync(path, kept);
    expect((await read(item)).length).toBe(item.size);
  });
});

test("the start says in a sentence when the root key is missing, open to others, or wrong", async () => {
  await staged(await makeSchool(), await picture("#333"));
  const kept = readFileSync(rootFile());
  await checkRootKey();
  try {
    chmodSync(rootFile(), 0o644);
    await expect(checkRootKey()).rejects.toThrow(/others can read .*chmod 600/);
    chmodSync(rootFile(), 0o600);
    writeFileSync(rootFile(), "not a key\n");
    await expect(checkRootKey()).rejects.toThrow(/holds no age identity/);
    writeFileSync(rootFile(), `${makeIdentity()}\n`);
    await expect(checkRootKey()).rejects.toThrow(/is not the root key this database's/);
    rmSync(rootFile());
    await expect(checkRootKey()).rejects.toThrow(/there is no file .* Put the root key back/);
  } finally {
    writeFileSync(rootFile(), kept, { mode: 0o600 });
  }
  await checkRootKey();
});
