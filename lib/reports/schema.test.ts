import { describe, expect, test } from "vitest";
import { keepDay, parseReport, pickAnswers, reportTypes, showDay, subtypesOf } from "./schema";

const at = new Date("2026-11-21T09:30:00Z");
const whole = {
  safety: "no",
  type: "CYB",
  affected: "me",
  when: "today",
  account: "Abuse in a group.",
};
const errorsOf = (changes: Record<string, string | string[]>) =>
  parseReport({ ...whole, ...changes }, at).errors;
const reportOf = (changes: Record<string, string | string[]>, when = at) =>
  parseReport({ ...whole, ...changes }, when).report;

describe("what a report needs", () => {
  test("the shortest report is whole", () => {
    expect(reportOf({})).toMatchObject({ happenedOn: "2026-11-21", named: [], about: [] });
  });

  test("everything that is missing is named, in the order of the page", () => {
    const { errors } = parseReport({}, at);
    expect(Object.values(errors ?? {})).toEqual([
      "Select yes if anyone is in immediate danger",
      "Select what kind of concern this is",
      'Enter who is affected, or select "I do not know"',
      "Select when it happened",
      "Enter what happened",
    ]);
  });

  test.each([
    [{ affected: "", affectedName: "Poppy Ives" }, null],
    [{ affected: "everybody" }, { affectedName: expect.stringContaining("who is affected") }],
    [{ when: "date" }, { date: "Enter the date it happened, such as 21 11 2026" }],
    [
      { when: "date", "date-day": "31", "date-month": "2", "date-year": "2026" },
      { date: "Enter the date it happened, such as 21 11 2026" },
    ],
    [
      { when: "date", "date-day": "22", "date-month": "11", "date-year": "2026" },
      { date: "Date it happened must be today or in the past" },
    ],
    [{ time: "half past" }, { time: "Enter the time like 9:30 or 14:05" }],
    [{ platform: "x".repeat(121) }, { platform: "Where it was must be 120 characters or fewer" }],
    [{ account: "   " }, { account: "Enter what happened" }],
    [{ subtype: "TRO.brigading" }, { subtype: expect.stringContaining("more exact kind") }],
  ])("%o", (changes, errors) => {
    expect(errorsOf(changes)).toEqual(errors);
  });

  test("a more exact kind is taken when it belongs to the kind", () => {
    expect(reportOf({ subtype: "CYB.threat" })?.subtype).toBe("threat");
    for (const type of reportTypes.filter((code) => code !== "UNS")) {
      expect(subtypesOf(type), type).not.toHaveLength(0);
    }
  });

  test("further people come with a part, and an empty one is nobody", () => {
    const report = reportOf({
      named0Name: "Colin Webb",
      named0Part: "witness",
      named1Part: "named",
      named2Handle: "@angry",
      named2Kind: "unknown-account",
      named2Part: "judge",
    });
    expect(report?.named.map((p) => [p.name || p.handle, p.kind, p.part])).toEqual([
      ["Colin Webb", "", "witness"],
      ["@angry", "unknown-account", "named"],
    ]);
  });

  test("answers off the list count as not given", () => {
    const report = reportOf({ closedGroup: "maybe", policeWish: "x", about: ["headteacher", "x"] });
    expect([report?.closedGroup, report?.policeWish, report?.about]).toEqual([
      "",
      "",
      ["headteacher"],
    ]);
  });
});

describe("a draft", () => {
  test("keeps the answers of the form and nothing else that was posted", () => {
    const kept = pickAnswers({ ...whole, key: "k", stopSeen: "image", isAdmin: "yes" });
    expect(kept).toEqual(whole);
    expect(String(pickAnswers({ account: "x".repeat(90_000) }).account)).toHaveLength(25_000);
  });

  test("remembers which day today was", () => {
    const kept = keepDay(whole, at);
    expect(kept).toMatchObject({ when: "date", "date-day": "21", "date-month": "11" });
    const monday = new Date("2026-11-23T09:00:00Z");
    expect(parseReport(kept, monday).report?.happenedOn).toBe("2026-11-21");
    expect(showDay(kept, monday)).toMatchObject({ when: "date", "date-day": "21" });
    expect(showDay(kept, at)).toMatchObject({ when: "today", "date-day": "" });
    expect(showDay(kept, new Date("2026-11-22T09:00:00Z")).when).toBe("yesterday");
  });

  test.each([
    ["the night the clocks go forward", "2026-03-29T23:30:00Z", "2026-03-29"],
    ["the night the clocks go back", "2026-10-26T00:10:00Z", "2026-10-25"],
    ["the first of March", "2028-03-01T12:00:00Z", "2028-02-29"],
  ])("knows what yesterday was: %s", (_name, now, day) => {
    expect(reportOf({ when: "yesterday" }, new Date(now))?.happenedOn).toBe(day);
  });
});
