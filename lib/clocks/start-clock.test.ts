import { describe, expect, test } from "vitest";
import { localDay, localTime } from "@/lib/dates";
import { clockRules, pauseWords, ruleFor } from "./labels";
import { dueFor, firstAlert } from "./start-clock";
import type { SchoolTime } from "./types";

const school: SchoolTime = {
  nation: "england",
  opensAt: "08:30",
  closesAt: "16:30",
  terms: [
    { startsOn: "2026-09-01", endsOn: "2026-10-23" },
    { startsOn: "2026-11-02", endsOn: "2026-12-18" },
    { startsOn: "2027-01-04", endsOn: "2027-02-12" },
    { startsOn: "2027-02-22", endsOn: "2027-03-25" },
    { startsOn: "2027-04-12", endsOn: "2027-07-21" },
  ],
  insetDays: ["2026-11-02", "2027-01-04"],
};
const due = (kind: string, from: string, of = school) => {
  const at = dueFor(kind, new Date(from), of);
  return `${localDay(at)} ${localTime(at)}`;
};

describe("every clock of B8, counted by hand", () => {
  const rows: [kind: string, from: string, due: string][] = [
    ["triage-low", "2026-12-16T10:00Z", "2027-01-05 17:00"],
    ["triage-medium", "2026-12-18T10:00Z", "2027-01-05 17:00"],
    ["triage-high", "2026-10-23T14:30Z", "2026-11-03 11:30"],
    ["triage-urgent", "2027-03-28T00:45Z", "2027-03-28 02:15"],
    ["decision", "2027-02-10T10:00Z", "2027-02-24 17:00"],
    ["review", "2026-11-20T10:00Z", "2026-12-04 17:00"],
    ["emergency", "2026-12-25T03:00Z", "2026-12-25 03:00"],
    ["image-by-adult", "2026-12-25T03:00Z", "2026-12-25 03:00"],
    ["image-notified", "2026-11-20T15:55Z", "2026-11-20 16:10"],
    ["lado", "2026-12-24T15:00Z", "2026-12-29 17:00"],
    ["social-care", "2026-11-20T22:00Z", "2026-11-20 22:00"],
    ["la-decision", "2027-03-25T12:00Z", "2027-03-30 17:00"],
    ["la-escalation", "2027-03-25T12:00Z", "2027-04-01 17:00"],
    ["prevent", "2026-10-23T12:00Z", "2026-11-03 17:00"],
    ["child-abuse-duty", "2026-12-21T12:00Z", "2026-12-28 23:59"],
    ["file-transfer", "2026-12-18T12:00Z", "2026-12-23 23:59"],
    ["file-transfer-term", "2027-01-05T09:00Z", "2027-01-09 23:59"],
    ["transfer-receipt", "2026-11-20T12:00Z", "2026-11-27 17:00"],
    ["ico", "2026-10-24T09:00Z", "2026-10-27 09:00"],
    ["tell-individuals", "2026-11-20T12:00Z", "2026-11-23 17:00"],
    ["subject-access", "2027-01-31T12:00Z", "2027-03-01 23:59"],
    ["subject-access-extended", "2026-11-30T12:00Z", "2027-03-01 23:59"],
    ["data-complaint", "2026-12-01T12:00Z", "2026-12-30 23:59"],
    ["data-complaint-outcome", "2026-12-01T12:00Z", "2027-03-01 23:59"],
    ["complaint-informal", "2026-11-20T00:00Z", "2026-12-04 17:00"],
    ["complaint-formal", "2026-11-20T00:00Z", "2026-12-18 17:00"],
    ["complaint-panel", "2026-12-08T00:00Z", "2027-01-20 17:00"],
    ["exclusion-notices", "2026-11-20T12:00Z", "2026-11-20 12:00"],
    ["exclusion-board", "2026-12-08T12:00Z", "2027-01-13 17:00"],
    ["dbs", "2026-12-22T12:00Z", "2026-12-31 17:00"],
    ["tra", "2026-11-20T12:00Z", "2026-11-20 12:00"],
    ["prosecution", "2026-08-31T12:00Z", "2027-03-01 23:59"],
    ["defamation", "2026-11-20T12:00Z", "2027-11-22 23:59"],
    ["platform", "2027-03-27T12:00Z", "2027-03-29 13:00"],
    ["outside-reply", "2026-11-20T12:00Z", "2026-11-27 17:00"],
    ["policy-review", "2026-02-28T12:00Z", "2027-03-01 23:59"],
    ["policy-acknowledgement", "2026-11-20T12:00Z", "2026-12-04 17:00"],
    ["filtering-review", "2026-11-20T12:00Z", "2027-11-22 23:59"],
    ["governors-report", "2026-11-20T12:00Z", "2027-11-22 23:59"],
    ["link-governor", "2026-11-20T12:00Z", "2027-03-22 23:59"],
  ];
  test.each(rows.map(([kind, from, at]) => ({ kind, from, at, label: ruleFor(kind).label })))(
    "B8 $label ($kind): from $from it is due $at",
    ({ kind, from, at }) => {
      expect(due(kind, from)).toBe(at);
    },
  );
  test("there is a worked example of each", () => {
    expect(rows.map(([kind]) => kind)).toEqual(clockRules.map((rule) => rule.kind));
  });
  test("the earlier reading of a data protection complaint is used", () => {
    const ico = { ...ruleFor("data-complaint"), firstDayCounts: false };
    expect(due("data-complaint", "2026-12-01T12:00Z") < "2026-12-31 23:59").toBe(true);
    expect(ico.length).toBe(30);
  });
});

describe("the data", () => {
  test("each clock names its event, its unit, who acts, its basis, source and mark", () => {
    for (const rule of clockRules) {
      const { kind, from, who, says, basis, source, label } = rule;
      for (const words of [from, who, says, basis, source, label]) {
        expect(words.length, kind).toBeGreaterThan(2);
      }
      expect(["V", "V2", "U", "P"], kind).toContain(rule.mark);
      expect(["statutory", "target", "information"], kind).toContain(rule.force);
      expect(rule.length >= 1 || rule.unit === "at-once", kind).toBe(true);
      // What is unchecked says what to ask.
      if (rule.mark === "U" && rule.force !== "information") expect(rule.check, kind).toBeTruthy();
    }
  });
  test("a pause has words, and only a subject access request may wait among statutory clocks", () => {
    for (const rule of clockRules)
      for (const reason of rule.pauses ?? []) expect(pauseWords[reason], rule.kind).toBeTruthy();
    const waits = clockRules.filter((rule) => rule.force === "statutory" && rule.pauses);
    expect(waits.map((rule) => rule.kind)).toEqual(["subject-access", "subject-access-extended"]);
  });
  test("a school goes by its authority's reading where there is one", () => {
    const read = (kind: string, code: string) => ({ ...school, readings: { [kind]: code } });
    expect(due("file-transfer", "2026-12-18T12:00Z", read("file-transfer", "school-days"))).toBe(
      "2027-01-11 17:00",
    );
    expect(due("platform", "2026-11-20T12:00Z", read("platform", "week"))).toBe("2026-11-27 12:00");
    expect(due("platform", "2026-11-20T12:00Z", read("platform", "never"))).toBe(
      "2026-11-22 12:00",
    );
  });
  test("the bank holidays are those of the school's nation", () => {
    const from = "2027-03-26T12:00Z";
    expect(due("lado", from)).toBe("2027-03-30 17:00");
    expect(due("lado", from, { ...school, nation: "scotland" })).toBe("2027-03-29 17:00");
  });
  test("of what is only information nobody is reminded", () => {
    const startedAt = new Date("2026-11-20T12:00Z");
    const dueAt = dueFor("defamation", startedAt, school);
    const { unit } = ruleFor("defamation");
    expect(firstAlert({ unit, startedAt, dueAt, force: "information" }, school)).toBeNull();
    expect(firstAlert({ unit, startedAt, dueAt, force: "statutory" }, school)).not.toBeNull();
  });
});
