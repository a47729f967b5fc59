import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Role, roles } from "@/lib/access/types";
import { checkRoutes } from "./check-routes";
import { chooseHandler } from "./choose-handler";
import { matchRoute, subjectOf } from "./match-route";
import national from "./routes/england.json" with { type: "json" };
import { aboutAnswers, type Holder, type Route, type RouteFacts } from "./types";

const routes = national.routes.map((r) => ({ restricted: false, ...r })) as unknown as Route[];
const facts = (changes: Partial<RouteFacts>): RouteFacts => ({
  type: "CYB",
  affected: "me",
  about: [],
  namedRoles: [],
  namedKinds: [],
  affectedRoles: [],
  affectedKinds: [],
  textOnly: false,
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
    [19, { type: "ADC", subtype: "low-level", namedKinds: ["staff"] }],
    [20, { type: "APB", affected: "school", namedKinds: ["staff"] }],
    [20, { type: "APB", affected: "school", about: ["myself"] }],
    [21, { textOnly: true, affected: "pupil" }],
    [22, { textOnly: true, affected: "pupil", namedKinds: ["staff"] }],
    [25, { type: "DBR", affected: "school" }],
    [28, { type: "TRO", affected: "school", namedKinds: ["unknown-account"] }],
    [29, { about: ["admin"], type: "DBR" }],
    [33, { about: ["handling"] }],
  ];
  test.each(rows)("row %i", (row, changes) => {
    expect(matchRoute(routes, facts(changes)).row).toBe(row);
  });
});

const arbitraryFacts = fc.record({
  type: fc.constantFrom("CYB", "TRO", "APB", "ADC", "DBR", "IIC", "UNS", "HRM"),
  affected: fc.constantFrom("me", "colleague", "pupil", "parent", "school", "other", "unknown"),
  about: fc.uniqueArray(fc.constantFrom(...aboutAnswers)),
  namedRoles: fc.uniqueArray(fc.constantFrom(...roles)),
  namedKinds: fc.uniqueArray(
    fc.constantFrom("staff", "governor", "pupil", "parent", "unknown-account"),
  ),
  affectedRoles: fc.uniqueArray(fc.constantFrom(...roles)),
  affectedKinds: fc.uniqueArray(fc.constantFrom("staff", "pupil")),
  textOnly: fc.boolean(),
}) as fc.Arbitrary<RouteFacts>;

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
    const walling: Role[] = ["dsl", "deputy-dsl", "headteacher", "chair", "admin"];
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
