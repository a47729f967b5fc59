import { describe, expect, test } from "vitest";
import { schoolSchema } from "./schema";

const school = {
  name: "Rowan Primary",
  nation: "england",
  urn: "123456",
  phase: "primary",
  kind: "academy",
  pupilsOnRoll: 212,
  safeguardingPhone: "01632 960 300",
  outOfHours: "Duty team, 01632 960 399",
  terms: [{ name: "Autumn 2026", startsOn: "2026-09-02", endsOn: "2026-12-18" }],
  administrator: { name: "Ada Nunn", email: "Ada@Rowan.example" },
};
const problems = (changes: Record<string, unknown>) =>
  schoolSchema.safeParse({ ...school, ...changes }).error?.issues.map((issue) => issue.message) ??
  [];
const term = (name: string, startsOn: string, endsOn: string) => ({ name, startsOn, endsOn });

describe("a school as setup is told of it", () => {
  test("is taken, with the usual hours and zone", () => {
    expect(schoolSchema.parse(school)).toMatchObject({
      trust: null,
      opensAt: "08:30",
      timeZone: "Europe/London",
      administrator: { email: "ada@rowan.example" },
    });
  });
  test.each([
    [{ urn: "12" }, "Enter the school's unique reference number (URN): six digits"],
    [{ nation: "france" }, "Enter one of: england, wales, scotland, northern-ireland"],
    [
      { timeZone: "Europe/Paris" },
      "Daybook keeps British time: the time zone must be Europe/London",
    ],
    [{ opensAt: "16:00", closesAt: "09:00" }, "The school must close later than it opens"],
    [{ terms: [] }, "Enter the dates of one term at least"],
    [
      { terms: [term("Autumn", "2026-12-18", "2026-09-02")] },
      "A term's last day must come after its first",
    ],
    [
      { terms: [term("Autumn", "2026-02-30", "2026-09-02")] },
      "Enter the term's first day, such as 2026-09-02",
    ],
    [
      { terms: [term("A1", "2026-09-02", "2026-12-18"), term("B1", "2026-12-18", "2027-02-01")] },
      "A1 and B1 overlap",
    ],
    [{ colour: "green" }, 'Unrecognized key: "colour"'],
  ])("says what is wrong: %j", (changes, sentence) => {
    expect(problems(changes)).toEqual([sentence]);
  });
  test("a school outside England needs no URN of six digits", () => {
    expect(problems({ nation: "wales", urn: "6602345" })).toEqual([]);
  });
});
