import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fingerprintsOf } from "@/e2e/files/edit-bundle";
import { type Bag, makeBundle, zipOf } from "@/e2e/files/make-bag";
import { fileMutations } from "@/e2e/files/mutate-files";
import { anchorMutations, ledgerMutations } from "@/e2e/files/mutate-ledger";
import { makeStamper } from "@/e2e/files/stamp-note";

/** verify.py against every way to spoil a bundle: all of it is found, and named where it is. */
const program = resolve("public/verify.py");
const folder = mkdtempSync(join(tmpdir(), "verify-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Finding = { code: string; where: string };
const said = (findings: Finding[]) => findings.map(({ code, where }) => `${code} ${where}`);

/** As it is run by hand: the findings and the exit code. */
function verify(bytes: Buffer, ...options: string[]) {
  const path = join(folder, "bundle.zip");
  writeFileSync(path, bytes);
  const done = spawnSync("python3", [program, "--json", ...options, path], { encoding: "utf8" });
  expect(done.stderr).toBe("");
  const { findings } = JSON.parse(done.stdout) as { findings: Finding[] };
  expect(done.status).toBe(findings.length > 0 ? 1 : 0);
  return said(findings);
}

/** Many at once, in one Python. */
function verifyAll(zips: Buffer[]): string[][] {
  const paths = zips.map((bytes, n) => {
    const path = join(folder, `${n}.zip`);
    writeFileSync(path, bytes);
    return path;
  });
  const loop = `import json, runpy, sys
for path in sys.argv[2:]:
    sys.argv[1:1] = []
    saved, sys.argv = sys.argv, [sys.argv[1], "--json", path]
    try:
        runpy.run_path(saved[1], run_name="__main__")
    except SystemExit:
        pass
    sys.argv = saved`;
  const options = { encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const done = spawnSync("python3", ["-c", loop, program, ...paths], options);
  expect(done.stderr).toBe("");
  const lines = done.stdout.trim().split("\n");
  return lines.map((line) => said((JSON.parse(line) as { findings: Finding[] }).findings));
}

const mutations = [...fileMutations, ...ledgerMutations, ...anchorMutations];
let bag: Bag;
let zip: Buffer;
let found: string[][];
beforeAll(async () => {
  bag = await makeBundle(makeStamper());
  zip = await zipOf(bag);
  found = verifyAll(await Promise.all(mutations.map(({ change }) => zipOf(change(bag)))));
}, 120_000);

describe("verify.py", () => {
  test("finds nothing in a bundle that is as it was given, stamped or not", async () => {
    expect(verify(zip)).toEqual([]);
    expect(verify(await zipOf(await makeBundle()))).toEqual([]);
  });

  test.each(mutations.map((mutation, n) => ({ ...mutation, n })))("$name", ({ finds, n }) => {
    expect(found[n]?.toSorted()).toEqual(finds.toSorted());
  });

  test("a key that the reader names", async () => {
    const [old = "", now = ""] = fingerprintsOf(bag);
    expect(verify(zip, "--key", old)).toEqual([]);
    expect(verify(zip, "--key", now)).toEqual([]);
    expect(verify(zip, "--key", "0".repeat(64))).toEqual(["key-untrusted ledger/keys.txt"]);
  });

  test("a ZIP that is cut short, empty, or has a name that leads out of it", async () => {
    expect(verify(zip.subarray(0, zip.length / 2))).toEqual(["zip-damaged "]);
    expect(verify(Buffer.from("no zip"))).toEqual(["zip-damaged "]);
    const named = Buffer.from(
      zip.toString("latin1").replaceAll("bundle/README.txt", "bundle/../EADME.t"),
      "latin1",
    );
    expect(verify(named)).toEqual(["zip-unsafe bundle/../EADME.t"]);
    const twice = await zipOf([...bag, ["README.txt", Buffer.from("other")]]);
    expect(verify(twice)).toEqual(["zip-unsafe bundle/README.txt"]);
    expect(
      verify(await zipOf([...bag, ["../x/y", Buffer.from("")]]).catch(() => named)),
    ).toHaveLength(1);
    expect(verify(await zipOf(bag, ""))).toEqual(["layout "]);
  });

  test("each bit of what matters in the ZIP, wherever it lies", () => {
    // 150 places over all of the file. A bit that changes neither a name nor a byte of a file (a
    // date, a system's attribute) may pass; then the content is the same.
    const flipped = Array.from({ length: 150 }, (_, n) => {
      const at = Math.floor((zip.length * n) / 150);
      const wrong = Buffer.from(zip);
      wrong[at] = (wrong[at] ?? 0) ^ (1 << (n % 8));
      return wrong;
    });
    const passed = verifyAll(flipped).filter((findings) => findings.length === 0).length;
    expect(passed).toBeLessThan(30);
  }, 240_000);
});
