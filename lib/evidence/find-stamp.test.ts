import { describe, expect, test } from "vitest";
import { findStamp, wordsOf } from "./find-stamp";

const at = new Date("2026-11-21T12:00:00Z");
const read = (text: string) => findStamp(text, at).stampAt?.toISOString() ?? null;

describe("a date on a screenshot", () => {
  test.each([
    ["9:14 PM · Nov 12, 2026", "2026-11-12T21:14:00.000Z"],
    ["12 November 2026 at 21:14", "2026-11-12T21:14:00.000Z"],
    ["Friday 3rd July 2026, 8.05am", "2026-07-03T07:05:00.000Z"],
    ["Posted 12/11/2026 09:30", "2026-11-12T09:30:00.000Z"],
    ["2026-03-01T10:00", "2026-03-01T10:00:00.000Z"],
    ["12.11.26", "2026-11-12T00:00:00.000Z"],
    ["Today 21:14", null],
    ["45/13/2026", null],
    ["Nov 30, 2026", null],
    ["I was born in 1986", null],
  ])("%s", (text, iso) => {
    expect(read(text)).toBe(iso);
  });

  test("is offered as it stands, with an address beside it", () => {
    expect(findStamp("Hello\n12 Nov 2026, 9:14pm\nsee www.chat.example/room/7).", at)).toEqual({
      stamp: "12 Nov 2026, 9:14pm",
      stampAt: new Date("2026-11-12T21:14:00Z"),
      address: "www.chat.example/room/7",
    });
    expect(findStamp("nothing here", at)).toEqual({ stamp: null, stampAt: null, address: null });
  });
});

test("words are found whole, once, in any case", () => {
  expect(wordsOf("You ARE a loser, you are. OK")).toEqual(["you", "are", "loser"]);
});
