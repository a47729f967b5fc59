import { expect, test } from "vitest";
import { describeClock } from "./describe-clock";
import type { SchoolTime } from "./types";

const school: SchoolTime = {
  nation: "england",
  opensAt: "08:30",
  closesAt: "16:30",
  terms: [{ startsOn: "2026-11-02", endsOn: "2026-12-18" }],
  insetDays: [],
};
const words = (at: string, due: string, calendar?: SchoolTime) =>
  describeClock(new Date(due), new Date(at), calendar).words;

test.each([
  ["2026-11-20T09:30:00Z", "2026-11-20T11:30:00Z", "2 school hours left"],
  ["2026-11-20T09:30:00Z", "2026-11-20T11:29:00Z", "1 school hour left"],
  ["2026-11-20T15:30:00Z", "2026-11-23T11:30:00Z", "4 school hours left"],
  ["2026-11-20T22:00:00Z", "2026-11-23T09:00:00Z", "Less than 1 school hour left"],
  ["2026-11-20T10:00:00Z", "2026-11-27T17:00:00Z", "5 school days left"],
  ["2026-11-20T22:00:00Z", "2026-11-20T22:30:00Z", "30 minutes left"],
])("at %s a clock due at %s says: %s", (at, due, said) => {
  expect(words(at, due, school)).toBe(said);
});

test("a clock set by law counts the hours on the wall", () => {
  expect(words("2026-11-20T10:00:00Z", "2026-11-20T12:00:00Z")).toBe("2 hours left");
  expect(words("2026-11-20T10:00:00Z", "2026-11-23T09:59:00Z")).toBe("2 days left");
});

test("what is overdue says so, in term or out of it", () => {
  expect(words("2026-11-21T10:00:00Z", "2026-11-20T10:00:00Z", school)).toBe("Overdue by 1 day");
  expect(words("2026-11-20T10:00:20Z", "2026-11-20T10:00:00Z", school)).toBe("Overdue by 1 minute");
  expect(describeClock(new Date("2026-11-18T10:00:00Z"), new Date("2026-11-20T10:00:00Z"))).toEqual(
    { overdue: true, words: "Overdue by 2 days", absolute: "18 November 2026 at 10:00am" },
  );
});
