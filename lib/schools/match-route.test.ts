import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Role, roles } from "@/lib/access/types";
import { clockRules } from "@/lib/clocks/labels";
import signposts from "@/lib/reports/signposts/england.json" with { type: "json" };
import { checkRoutes } from "./check-routes";
import { chooseHandler } from "./choose-handler";
import { clocksOf, matchRoute, subjectOf } from "./match-route";
import national from "./routes/england.json" with { type: "json" };
import { aboutAnswers, type Holder, type Route, type RouteFacts, routeSubjects } from "./types";

const routes = national.routes.map((r) => ({ restricted: false, ...r })) as unknown as Route[];
const bodies = new Set(signposts.signposts.map((body) => body.code));
const facts = (changes: Partial<RouteFacts>): RouteFacts => ({
  type: "CYB",
  affected: "me",
  about: [],
  namedRoles: [],
  namedKinds: [],
  affectedRoles: [],
  affectedKinds: [],
  namedEngagements: [],
  namedLeft: false,
  textOnly: false,
  againstPolice: false,
  ...changes,
});
const everybody: Holder[] = roles
  .filter((role) => role !== "staff")
  .map((role) => ({ role, personId: `p-${role}` }));

describe("the row a report falls under", () => {
  const rows: [number, Partial<RouteFacts>][] = [
    [1, { namedKinds: ["pupil"] }],
    [2, { namedKinds: ["unknown-account"] }],
    [2, { namedKinds: ["parent"] }],
    [3, { namedKinds: ["staff"] }],
    [4, { affected: "colleague", affectedRoles: ["headteacher"], namedKinds: ["parent"] }],
    [5, { affected: "pupil" }],
    [5, { affected: "unknown", type: "UNS" }],
    [6, { affected: "pupil", againstPolice: true }],
    [8, { type: "ADC", subtype: "threshold", namedKinds: ["staff"] }],
    [8, { affected: "pupil", namedKinds: ["staff"] }],
    [8, { type: "APB", subtype: "pupil-contact", affected: "school", namedKinds: ["staff"] }],
    [9, { about: ["headteacher"] }],
    [9, { namedRoles: ["headteacher"], namedKinds: ["staff"], affected: "pupil" }],
    [10, { about: ["headteacher", "chair"] }],
    [11, { about: ["dsl"] }],
    [12, { about: ["dsl", "headteacher"] }],
    [13, { about: ["deputy-dsl"] }],
    [14, { about: ["chair"] }],
    [15, { about: ["governor"] }],
    [16, { about: ["trust-lead"] }],
    [16, { namedRoles: ["trust-chair"], namedKinds: ["governor"] }],
    [17, { affected: "pupil", namedKinds: ["staff"], namedEngagements: ["agency"] }],
    [17, { type: "APB", namedKinds: ["staff"], namedEngagements: ["trainee"] }],
    [18, { affected: "pupil", namedKinds: ["staff"], namedEngagements: ["volunteer"] }],
    [18, { type: "ADC", subtype: "unclear", namedKinds: ["outsider"] }],
    [19, { type: "ADC", subtype: "low-level", namedKinds: ["staff"] }],
    [20, { type: "APB", affected: "school", namedKinds: ["staff"] }],
    [20, { type: "APB", affected: "school", about: ["myself"] }],
    [21, { textOnly: true, affected: "pupil" }],
    [22, { textOnly: true, affected: "pupil", namedKinds: ["staff"] }],
    [23, { type: "APB", subtype: "unsuitable", affected: "school", namedKinds: ["staff"] }],
    [24, { type: "RAD", affected: "pupil" }],
    [8, { type: "RAD", affected: "pupil", namedKinds: ["staff"] }],
    [25, { type: "DBR", affected: "school" }],
    [26, { type: "DBR", subtype: "malware", affected: "school" }],
    [27, { type: "PUP", affected: "me", namedKinds: ["pupil"] }],
    [28, { type: "TRO", affected: "school", namedKinds: ["unknown-account"] }],
    [29, { about: ["admin"], type: "DBR" }],
    [30, { affected: "pupil", namedKinds: ["parent"] }],
    [31, { affected: "adult-at-risk" }],
    [8, { affected: "adult-at-risk", namedKinds: ["staff"] }],
    [32, { affected: "pupil", namedKinds: ["staff"], namedLeft: true }],
    [
      32,
      { affectedKinds: ["former-pupil"], type: "ADC", subtype: "threshold", namedKinds: ["staff"] },
    ],
    [33, { about: ["handling"] }],
  ];
  test.each(rows)("row %i", (row, changes) => {
    expect(matchRoute(routes, facts(changes)).row).toBe(row);
  });
});

const arbitraryFacts = fc.record({
  type: fc.constantFrom("CYB", "TRO", "APB", "ADC", "DBR", "IIC", "UNS", "HRM", "RAD", "PUP"),
  subtype: fc.option(fc.constantFrom("low-level", "pupil-contact", "unsuitable", "malware")),
  affected: fc.constantFrom(
    "me",
    "colleague",
    "pupil",
    "adult-at-risk",
    "parent",
    "school",
    "other",
    "unknown",
  ),
  about: fc.uniqueArray(fc.constantFrom(...aboutAnswers)),
  namedRoles: fc.uniqueArray(fc.constantFrom(...roles)),
  namedKinds: fc.uniqueArray(
    fc.constantFrom("staff", "governor", "pupil", "parent", "unknown-account"),
  ),
  affectedRoles: fc.uniqueArray(fc.constantFrom(...roles)),
  affectedKinds: fc.uniqueArray(fc.constantFrom("staff", "pupil")),
  namedEngagements: fc.uniqueArray(fc.constantFrom("employee", "supply", "volunteer")),
  namedLeft: fc.boolean(),
  textOnly: fc.boolean(),
  againstPolice: fc.boolean(),
}) as fc.Arbitrary<RouteFacts>;

test("the table has all 33 rows, each with a source, a mark and a case to show for it", () => {
  expect(routes.map((route) => route.row)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1));
  expect(new Set(routes.map((route) => route.about))).toEqual(new Set(routeSubjects));
  for (const { row, source, mark } of national.routes) {
    expect([row, source.length > 3, /^(V2?|U|P)$/.test(mark)]).toEqual([row, true, true]);
  }
  for (const { about, external } of routes) {
    expect(
      external.filter((code) => !bodies.has(code)),
      about,
    ).toEqual([]);
  }
});

describe("clocks from outside", () => {
  test.each([
    [9, { about: ["headteacher"], affected: "me" }, []],
    [9, { about: ["headteacher"], affected: "pupil" }, ["lado"]],
    [8, { type: "ADC", subtype: "threshold", namedKinds: ["staff"] }, ["lado"]],
    [19, { type: "ADC", subtype: "low-level", namedKinds: ["staff"] }, []],
    [22, { textOnly: true, namedKinds: ["staff"] }, ["image-by-adult", "lado"]],
    [24, { type: "RAD", affected: "pupil" }, ["prevent"]],
    [25, { type: "DBR", affected: "school" }, ["ico"]],
    [26, { type: "DBR", subtype: "account", affected: "school" }, ["ico"]],
    [5, { affected: "pupil" }, []],
  ] as [number, Partial<RouteFacts>, string[]][])(
    "row %i starts its own",
    (row, changes, kinds) => {
      expect(matchRoute(routes, facts(changes)).row).toBe(row);
      expect(clocksOf(row, facts(changes))).toEqual(kinds);
    },
  );
  test("every clock a route starts is a clock of B8", () => {
    const known = clockRules.map((rule) => rule.kind);
    for (const route of national.routes as { clocks?: string[] }[])
      expect(known).toEqual(expect.arrayContaining(route.clocks ?? []));
  });
});

describe("handlers", () => {
  test("a walled person is never owner nor told, whatever the report", () => {
    fc.assert(
      fc.property(
        arbitraryFacts,
        fc.array(
          fc.record({
            personId: fc.constantFrom("a", "b", "c", "d", "e"),
            role: fc.constantFrom(...roles),
          }),
        ),
        fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e")),
        (f, holders, walled) => {
          const wall: ReadonlySet<string> = new Set(walled);
          const { owner, told } = chooseHandler(matchRoute(routes, f), holders, wall, holders);
          const reached = [...(owner ? [owner] : []), ...told].map((h) => h.personId);
          expect(reached.filter((person) => wall.has(person))).toEqual([]);
          expect(new Set(reached).size).toBe(reached.length);
        },
      ),
    );
  });

  test("a fully staffed school reaches somebody for every set of roles it is about", () => {
    const walling: Role[] = ["dsl", "deputy-dsl", "headteacher", "chair", "trust-lead", "admin"];
    for (let bits = 0; bits < 2 ** walling.length; bits++) {
      const about = walling.filter((_, i) => bits & (1 << i));
      for (const type of ["CYB", "APB", "ADC", "DBR", "UNS"]) {
        const f = facts({ type, about: about as RouteFacts["about"], affected: "pupil" });
        const wall = new Set(about.map((role) => `p-${role}`));
        const { owner } = chooseHandler(matchRoute(routes, f), everybody, wall);
        expect(owner, `${type} about ${about}`).not.toBeNull();
      }
    }
  });

  test("every subject has a row", () => {
    fc.assert(
      fc.property(arbitraryFacts, (f) => routes.some((route) => route.about === subjectOf(f))),
    );
  });
});

describe("checking a school's routes", () => {
  test("a fully staffed school passes", () => {
    expect(checkRoutes(routes, everybody)).toEqual([]);
  });
  test("a school whose headteacher is its only handler is refused, in words", () => {
    const problems = checkRoutes(routes, [{ personId: "h", role: "headteacher" }]);
    expect(problems).toContain('A report of the kind "headteacher" would reach nobody');
    expect(problems).toContain(
      'A report of the kind "child" would reach nobody if one person were named in it',
    );
  });
});
