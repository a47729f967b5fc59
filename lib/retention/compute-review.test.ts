import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseRule, computeReview, retentionRules, ruleOf, yearsAfter } from "./compute-review";
import type { CaseFacts } from "./types";

const facts: CaseFacts = {
  track: "T2",
  types: ["CYB"],
  openedOn: "2026-03-02",
  closedOn: "2026-05-29",
  findings: [],
  lowLevel: false,
  children: [{ bornOn: "2015-06-30", leftOn: null }],
  adults: [],
};
const due = (code: string, change: Partial<CaseFacts> = {}, years = ruleOf(code).years) =>
  computeReview(ruleOf(code), years, { ...facts, ...change });

describe("years after a day", () => {
  test("from 29 February are on 1 March, unless that year has one too", () => {
    expect(yearsAfter("2008-02-29", 25)).toBe("2033-03-01");
    expect(yearsAfter("2008-02-29", 24)).toBe("2032-02-29");
    expect(yearsAfter("2026-02-28", 2)).toBe("2028-02-28");
    expect(yearsAfter("2026-11-21", -16)).toBe("2010-11-21");
  });
  test("are never early: the day is the same or the one after it that exists", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1930-01-01"), max: new Date("2030-12-31"), noInvalidDate: true }),
        fc.integer({ min: 0, max: 100 }),
        (at, years) => {
          const day = at.toISOString().slice(0, 10);
          const then = yearsAfter(day, years);
          expect(Number(then.slice(0, 4))).toBe(Number(day.slice(0, 4)) + years);
          expect([day.slice(5), "03-01"]).toContain(then.slice(5));
          expect(then.slice(5) >= day.slice(5)).toBe(true);
        },
      ),
    );
  });
});

describe("the day of a review", () => {
  test("of a child's file is 25 years after the youngest was born", () => {
    expect(due("child-file")).toEqual({
      fromOn: "2015-06-30",
      assumed: false,
      dueOn: "2040-06-30",
    });
    const two = [...facts.children, { bornOn: "2017-02-01", leftOn: null }];
    expect(due("child-file", { children: two }).dueOn).toBe("2042-02-01");
  });
  test("of a child whose birth nobody knows counts from the day the case began", () => {
    const unknown = [...facts.children, { bornOn: null, leftOn: null }];
    expect(due("child-file", { children: unknown })).toEqual({
      fromOn: "2026-03-02",
      assumed: true,
      dueOn: "2051-03-02",
    });
    expect(due("child-file", { children: [] }).dueOn).toBe("2051-03-02");
  });
  test("of an allegation is pension age or ten years, whichever is later", () => {
    const adult = (bornOn: string | null) => ({ adults: [{ bornOn, leftOn: null }] });
    expect(due("staff-allegation", adult("1990-04-01")).dueOn).toBe("2058-04-01");
    expect(due("staff-allegation", adult("1960-04-01")).dueOn).toBe("2036-03-02");
    expect(due("staff-allegation", adult(null))).toMatchObject({
      assumed: true,
      dueOn: "2078-03-02",
    });
  });
  test("of conduct with no child is six years after the last of them left, and none before", () => {
    const here = { track: "T3", adults: [{ bornOn: null, leftOn: null }] };
    expect(due("personnel", here)).toEqual({ fromOn: null, assumed: false, dueOn: null });
    const gone = { track: "T3", adults: [{ bornOn: null, leftOn: "2028-08-31" }] };
    expect(due("personnel", gone).dueOn).toBe("2034-08-31");
  });
  test("is never before the close, whatever the period", () => {
    const gone = { track: "T3", adults: [{ bornOn: null, leftOn: "2020-08-31" }] };
    expect(due("low-level", gone).dueOn).toBe("2026-05-29");
    expect(due("untrue-allegation").dueOn).toBe("2026-05-29");
  });
  test("counts what the school chose", () => {
    expect(due("staff-target", {}, 8).dueOn).toBe("2034-05-29");
  });
});

describe("the rule of a case", () => {
  const rule = (change: Partial<CaseFacts>) => chooseRule({ ...facts, ...change }).code;
  test("is the gravest that applies", () => {
    expect(rule({})).toBe("child-file");
    expect(rule({ types: ["PUP"] })).toBe("behaviour");
    expect(rule({ types: ["PUP", "CYB"] })).toBe("child-file");
    expect(rule({ types: ["CYB", "IIC"] })).toBe("abuse");
    expect(rule({ track: "T3", types: ["SEX"] })).toBe("abuse");
    const t3 = { track: "T3", types: ["APB"], children: [] };
    expect(rule({ ...t3, findings: ["false"] })).toBe("untrue-allegation");
    expect(rule({ ...t3, findings: ["false", "unfounded"] })).toBe("staff-allegation");
    expect(rule({ ...t3, lowLevel: true })).toBe("low-level");
    expect(rule(t3)).toBe("personnel");
    expect(rule({ ...t3, types: ["ADC"] })).toBe("staff-allegation");
    expect(rule({ track: "T9" })).toBe("abuse");
  });
  test("says who says so, and is never shorter than what guidance sets", () => {
    for (const one of retentionRules) {
      expect(one.authority.length * one.source.length, one.code).toBeGreaterThan(0);
      expect(one.years, one.code).toBeGreaterThanOrEqual(one.leastYears ?? 0);
    }
  });
});
