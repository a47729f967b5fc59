import fc from "fast-check";
import { expect, test } from "vitest";
import { readRange } from "./read-range";

test.each([
  [null, null],
  ["bytes=0-0", { start: 0, end: 1 }],
  ["bytes=5-", { start: 5, end: 100 }],
  ["bytes=-5", { start: 95, end: 100 }],
  ["bytes=-500", { start: 0, end: 100 }],
  ["bytes=90-500", { start: 90, end: 100 }],
  ["bytes=100-", "none"],
  ["bytes=100-200", "none"],
  ["bytes=-0", "none"],
  ["bytes=9-5", null],
  ["bytes=-", null],
  ["bytes=0-1,5-6", null],
  ["bytes=a-b", null],
  ["chapters=1-2", null],
  ["bytes=0-99999999999999999999", null],
])("of 100 bytes, %s asks for %o", (said, part) => {
  expect(readRange(said, 100)).toEqual(part);
});

test("a part always lies inside the file and is never empty", () => {
  const number = fc.option(fc.nat(300), { nil: "" });
  fc.assert(
    fc.property(number, number, fc.integer({ min: 1, max: 200 }), (first, last, size) => {
      const part = readRange(`bytes=${first}-${last}`, size);
      if (part === null || part === "none") return;
      expect(part.start).toBeGreaterThanOrEqual(0);
      expect(part.end).toBeGreaterThan(part.start);
      expect(part.end).toBeLessThanOrEqual(size);
    }),
  );
});
