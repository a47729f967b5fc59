import { describe, expect, test } from "vitest";
import type { Role } from "@/lib/access/types";
import { roleWords } from "@/lib/reports/labels";
import { findGaps, type KnownHolder } from "./find-gaps";
import national from "./routes/england.json" with { type: "json" };
import type { Route } from "./types";

const routes = national.routes.map((r) => ({ restricted: false, ...r })) as unknown as Route[];
const everybody: Role[] = [
  "dsl",
  "deputy-dsl",
  "headteacher",
  "chair",
  "vice-chair",
  "trust-lead",
  "dpo",
  "admin",
];
const holding = (...holders: Role[]): KnownHolder[] =>
  holders.map((role) => ({ personId: role, role, name: `The ${role}`, canSignIn: true }));

describe("what is missing before a school goes live", () => {
  test("nothing, when every route reaches somebody who can sign in", () => {
    expect(findGaps(routes, holding(...everybody), roleWords)).toEqual([]);
  });

  test("the roles nobody holds, or else the reports that would reach nobody", () => {
    expect(findGaps(routes, holding("headteacher", "admin"), roleWords)).toEqual([
      "Nobody is designated safeguarding lead (DSL).",
      "Nobody is chair of governors.",
      "Nobody is deputy DSL.",
      "Nobody is vice-chair of governors.",
      "Nobody is trust lead.",
      "Nobody is data protection officer.",
      "Until then 33 kinds of report would reach nobody.",
    ]);
    const one = holding(...everybody).map((holder) =>
      ["vice-chair", "trust-lead"].includes(holder.role) ? { ...holder, personId: "both" } : holder,
    );
    expect(findGaps(routes, one, roleWords)).toEqual([
      'A report of the kind "headteacher and chair" would reach nobody if one person were named in it.',
    ]);
  });

  test("an invitation that was not accepted is a gap as long as a route needs its holder", () => {
    const waiting = holding(...everybody).map((holder) =>
      ["trust-lead", "chair"].includes(holder.role) ? { ...holder, canSignIn: false } : holder,
    );
    expect(findGaps(routes, waiting, roleWords)).toEqual([
      "The chair (chair of governors) has not accepted the invitation.",
      "The trust-lead (trust lead) has not accepted the invitation.",
    ]);
    const spare = [
      ...holding(...everybody),
      { personId: "late", role: "dsl" as const, name: "Late", canSignIn: false },
    ];
    expect(findGaps(routes, spare, roleWords)).toEqual([]);
  });

  test("no school starts without a DSL who can sign in, even where others would step in", () => {
    const others = holding(...everybody.filter((role) => role !== "dsl"));
    expect(findGaps(routes, others, roleWords)).toEqual([
      "Nobody is designated safeguarding lead (DSL).",
    ]);
    const late = { personId: "late", role: "dsl" as const, name: "Late", canSignIn: false };
    expect(findGaps(routes, [...others, late], roleWords)).toEqual([
      "Late (designated safeguarding lead (DSL)) has not accepted the invitation.",
    ]);
  });

  test("a school without routes is never ready", () => {
    expect(findGaps([], holding(...everybody), roleWords)).toEqual([
      "The national routes are not loaded.",
    ]);
  });
});
