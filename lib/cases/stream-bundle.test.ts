import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { makeSchool } from "@/db/testing";
import { caseWithFiles, discloseAs, signLedger } from "@/db/testing-bundle";
import { makePicture } from "@/e2e/files/make-picture";
import { streamBundle } from "./stream-bundle";

async function whole(from: Readable | AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of from) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

describe("a bundle", () => {
  test("is what verify.py finds nothing in", async () => {
    const school = await makeSchool();
    const picture = await makePicture("Hello");
    const { caseId } = await caseWithFiles(school, { "shot one.png": picture });
    const id = await discloseAs(school, "dsl", caseId);
    await signLedger();
    const bundle = await streamBundle(await school.as("dsl"), id, true);
    const bytes = await whole(bundle.open());
    expect(bytes.length).toBe(bundle.size);
    const folder = mkdtempSync(join(tmpdir(), "bundle-"));
    const path = join(folder, bundle.name);
    writeFileSync(path, bytes);
    const done = spawnSync("python3", ["public/verify.py", path], { encoding: "utf8" });
    expect(done.stdout).toContain("AS GIVEN");
    expect(done.status).toBe(0);
  });
});
