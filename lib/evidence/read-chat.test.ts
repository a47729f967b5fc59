import { describe, expect, test } from "vitest";
import { makeAndroidChat, makeIosChat } from "../../e2e/files/make-messages";
import { readChat } from "./read-chat";

const one = (at: string, platform: "ios" | "android" = "ios") =>
  readChat(
    (platform === "ios" ? makeIosChat : makeAndroidChat)([{ at, by: "Sam", words: "hello" }]),
  );

describe("each way that WhatsApp writes a time", () => {
  test.each([
    ["ios", "23/04/2026, 14:05:09", "2026-04-23T14:05:09"],
    ["ios", "23/04/26, 2:05:09\u202fPM", "2026-04-23T14:05:09"],
    ["ios", "23.04.26, 14:05:09", "2026-04-23T14:05:09"],
    ["ios", "2026-04-23, 14:05:09", "2026-04-23T14:05:09"],
    ["ios", "4/23/26, 12:05:09 AM", "2026-04-23T00:05:09"],
    ["android", "23/04/2026, 14:05", "2026-04-23T14:05"],
    ["android", "23/04/2026, 2:05 pm", "2026-04-23T14:05"],
    ["android", "23/04/2026, 2:05 p. m.", "2026-04-23T14:05"],
    ["android", "4/23/26, 12:05 PM", "2026-04-23T12:05"],
    ["android", "23.04.26, 14:05", "2026-04-23T14:05"],
    ["android", "23/04/2026 14.05", "2026-04-23T14:05"],
  ] as const)("%s %s", (platform, at, sentLocal) => {
    expect(one(at, platform)?.messages).toMatchObject([
      { sender: "Sam", sentLocal, words: "hello" },
    ]);
  });
});

describe("which comes first, the day or the month", () => {
  const read = (...days: string[]) =>
    readChat(makeAndroidChat(days.map((day) => ({ at: `${day}, 10:00`, by: "A", words: "b" }))));
  const said = (...days: string[]) => {
    const chat = read(...days);
    return [
      chat?.dayOrder,
      chat?.monthFirst,
      ...(chat?.messages.map((m) => m.sentLocal?.slice(5, 10)) ?? []),
    ];
  };
  test("is certain when one date can be read no other way", () => {
    expect(said("03/04/2026", "13/04/2026")).toEqual(["day-first", false, "04-03", "04-13"]);
    expect(said("03/04/2026", "04/13/2026")).toEqual(["month-first", true, "03-04", "04-13"]);
    expect(said("2026-04-03")).toEqual(["year-first", false, "04-03"]);
  });
  test("is told by the order of the messages when nothing else tells it", () => {
    expect(said("01/02/2026", "02/01/2026")).toEqual(["by-sequence", true, "01-02", "02-01"]);
    expect(said("02/01/2026", "01/02/2026")).toEqual(["by-sequence", false, "01-02", "02-01"]);
  });
  test("is assumed, and said to be, when nothing tells it", () => {
    expect(said("03/04/2026", "03/04/2026")).toEqual(["assumed", false, "04-03", "04-03"]);
  });
  test("a file whose dates fit neither order has no certain days", () => {
    expect(said("13/04/2026", "04/13/2026")).toEqual(["assumed", false, "04-13", undefined]);
  });
});

test("a message keeps its lines, its sender and the app's own lines apart", () => {
  const text = makeIosChat([
    { at: "23/04/2026, 14:05:09", words: "Sam changed the group's name" },
    { at: "23/04/2026, 14:06:00", by: "~ Ana: B", words: "one: two\nthree" },
    { at: "23/04/2026, 14:07:00", by: "Sam", words: "\u200e<attached: 1-PHOTO.jpg>" },
  ]);
  expect(readChat(`\ufeff${text}`)?.messages).toEqual([
    expect.objectContaining({ sender: null, words: "Sam changed the group's name" }),
    {
      sender: "~ Ana",
      sentLocal: "2026-04-23T14:06:00",
      words: "B: one: two\nthree",
      original: "\u200e[23/04/2026, 14:06:00] ~ Ana: B: one: two\nthree",
    },
    expect.objectContaining({ words: "<attached: 1-PHOTO.jpg>" }),
  ]);
});

test("another text is no chat, however many times stand in it", () => {
  expect(readChat("Notes\n23/04/2026, 14:05 - Sam: hello")).toBeNull();
  expect(readChat("")).toBeNull();
  expect(readChat("[99/99/2026, 25:61:00] Sam: hello")).toBeNull();
});
