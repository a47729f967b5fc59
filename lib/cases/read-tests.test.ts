import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readTestReport, testReport } from "./read-tests";

const folder = mkdtempSync(join(tmpdir(), "daybook-report-"));
afterAll(() => rmSync(folder, { recursive: true }));
const report = {
  build: "0123456789abcdef",
  endedAt: "2026-11-21T15:00:00.000Z",
  passed: 900,
  failed: 1,
  skipped: 3,
  seconds: 1470,
  node: "v24.1.0",
  platform: "linux x64",
};
const after = (text: string) => {
  writeFileSync(join(folder, testReport), text);
  return readTestReport(folder, report.build);
};

test("an export says what the tests said of this build, its failures too", () => {
  expect(after(JSON.stringify(report))).toEqual({ recorded: true, ...report });
});

test("of no run, of another source's and of a damaged one it says that nothing is known", () => {
  expect(readTestReport(join(folder, "none"), report.build)).toEqual({
    recorded: false,
    words: "Not recorded: no run of the tests is known of this build",
  });
  expect(after(JSON.stringify({ ...report, build: "dev" }))).toMatchObject({
    recorded: false,
    words: expect.stringContaining("another state"),
  });
  for (const text of ["{", "[]", JSON.stringify({ build: report.build })])
    expect(after(text)).toMatchObject({ words: expect.stringContaining("cannot be read") });
});
