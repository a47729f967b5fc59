import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Counts, suppressSnapshot, suppressTable } from "./suppress-table";
import type { SuppressedSnapshot, SuppressedTable } from "./types";

const threshold = 5;
const table = (...ns: number[]): Counts => ({
  title: "t",
  rows: ns.map((n, i) => ({ label: `l${i}`, n })),
});

/**
 * The attacker: all values each hidden line could have, given the lines shown and every total
 * that any table of the snapshot shows. Hidden lines are whole numbers from 0; the attacker does
 * not know which were hidden for being small.
 */
function possible(
  snapshot: SuppressedSnapshot,
  of: SuppressedTable,
  line: number,
  bound: number,
): number[] {
  const totals = snapshot.tables.map((t) => t.total).filter((t) => t.kind === "count");
  const total = totals[0]?.kind === "count" ? totals[0].n : null;
  const open = snapshot.tables.find((t) => t.rows.every((row) => row.cell.kind === "count"));
  const known =
    total ??
    open?.rows.reduce((sum, row) => sum + (row.cell.kind === "count" ? row.cell.n : 0), 0) ??
    null;
  const shownSum = of.rows.reduce(
    (sum, row) => sum + (row.cell.kind === "count" ? row.cell.n : 0),
    0,
  );
  const others = of.rows.filter((row, i) => i !== line && row.cell.kind === "suppressed").length;
  const values: number[] = [];
  for (let v = 0; v <= bound; v++) {
    if (known === null) values.push(v);
    else if (others === 0 ? v === known - shownSum : v <= known - shownSum) values.push(v);
  }
  return values;
}

function attack(snapshot: SuppressedSnapshot): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (const of of snapshot.tables) {
    of.rows.forEach((row, line) => {
      if (row.cell.kind === "suppressed")
        fewest = Math.min(fewest, possible(snapshot, of, line, 400).length);
    });
  }
  return fewest;
}

const lines = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 8 });

/** Several ways of cutting one total, as the tables of one snapshot do. */
const snapshotOf = fc
  .tuple(
    lines,
    fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }), {
      maxLength: 3,
    }),
  )
  .map(([first, cuts]) => {
    const total = first.reduce((a, b) => a + b, 0);
    const others = cuts.map((cut) => {
      const points = cut.map((n) => Math.min(n, total)).sort((a, b) => a - b);
      return [...points, total].map((p, i) => p - (points[i - 1] ?? 0));
    });
    return [first, ...others].map((ns) => table(...ns));
  });

describe("suppression", () => {
  test("one to four is not told, nor what would give it away", () => {
    const { rows, total } = suppressTable(table(12, 3, 20), threshold);
    expect(rows.map((row) => row.cell)).toEqual([
      { kind: "suppressed" },
      { kind: "suppressed" },
      { kind: "count", n: 20 },
    ]);
    expect(total).toEqual({ kind: "count", n: 35 });
  });
  test("a table without small lines is told whole", () => {
    expect(
      suppressTable(table(12, 0, 20), threshold).rows.every((row) => row.cell.kind === "count"),
    ).toBe(true);
  });
  test("a lone small line takes its total with it", () => {
    expect(suppressTable(table(3), threshold).total).toEqual({ kind: "suppressed" });
  });
  test("two lines of four do not add up to a give-away eight", () => {
    const { rows } = suppressTable(table(4, 4, 30), threshold);
    expect(rows.every((row) => row.cell.kind === "suppressed")).toBe(true);
  });
  test("next to nothing at a tiny school is not shown at all", () => {
    expect(suppressSnapshot([table(2, 1)], { pupilsOnRoll: 60 }).withheld).toBe(true);
    expect(suppressSnapshot([table(2, 1)], { pupilsOnRoll: 300 }).withheld).toBe(false);
  });

  test("no line of 1 to 4 is ever told", () => {
    fc.assert(
      fc.property(snapshotOf, (tables) => {
        for (const t of suppressSnapshot(tables, { pupilsOnRoll: 300 }).tables) {
          for (const { cell } of [...t.rows, { cell: t.total }]) {
            if (cell.kind === "count") expect(cell.n > 0 && cell.n < threshold).toBe(false);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("no hidden line can be worked out from the whole snapshot", () => {
    fc.assert(
      fc.property(
        snapshotOf,
        (tables) => attack(suppressSnapshot(tables, { pupilsOnRoll: 300 })) >= 2,
      ),
      { numRuns: 5000 },
    );
  });

  test("the attacker does break a table that hides small lines alone", () => {
    const naive: SuppressedSnapshot = {
      threshold,
      withheld: false,
      tables: [
        {
          title: "t",
          rows: [
            { label: "a", cell: { kind: "suppressed" } },
            { label: "b", cell: { kind: "count", n: 20 } },
          ],
          total: { kind: "count", n: 23 },
        },
      ],
    };
    expect(attack(naive)).toBe(1);
  });
});
