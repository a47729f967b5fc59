import type { Cell, SuppressedSnapshot, SuppressedTable } from "./types";

export type Counts = { title: string; rows: { label: string; n: number }[] };

const shown = (n: number): Cell => ({ kind: "count", n });
const hidden: Cell = { kind: "suppressed" };
const small = (n: number, threshold: number) => n > 0 && n < threshold;

/**
 * Which lines of a one-way table to hide (B12 note b of the domain specification): those of 1 to
 * threshold - 1, and then more, smallest first, until what the hidden lines add up to leaves every
 * one of them at least two possible values. A zero is hidden too when it would give away the rest.
 */
export function linesToHide(counts: readonly number[], threshold: number): Set<number> {
  const hide = new Set(counts.flatMap((n, i) => (small(n, threshold) ? [i] : [])));
  if (hide.size === 0) return hide;
  const rest = counts.map((n, i) => ({ n, i })).filter(({ i }) => !hide.has(i));
  // Smallest first: what is lost to readers is as little as it can be.
  rest.sort((a, b) => a.n - b.n || a.i - b.i);
  while (
    rest.length > 0 &&
    isExact(
      [...hide].map((i) => counts[i] ?? 0),
      threshold,
    )
  ) {
    const next = rest.shift();
    if (next) hide.add(next.i);
  }
  return hide;
}

/**
 * Could a reader who knows the sum of the hidden lines, and that each small one is 1 to
 * threshold - 1, work one out? Readers cannot tell small lines from those hidden beside them, so
 * each hidden line may be anything from 0 to the sum; one line, or a sum of 0, is exact. Lines all
 * small are also exact at the two ends: every line 1, or every line threshold - 1.
 */
function isExact(lines: readonly number[], threshold: number): boolean {
  const sum = lines.reduce((a, b) => a + b, 0);
  return (
    lines.length < 2 || sum < 2 || sum === lines.length || sum === lines.length * (threshold - 1)
  );
}

/**
 * A table for governors. The total is shown unless nothing can hide behind it: then it is hidden
 * as well, so that no subtraction leads back to a line.
 */
export function suppressTable(counts: Counts, threshold: number): SuppressedTable {
  const lines = counts.rows.map((row) => row.n);
  const total = lines.reduce((a, b) => a + b, 0);
  const hide = linesToHide(lines, threshold);
  const exposed =
    hide.size > 0 &&
    isExact(
      [...hide].map((i) => lines[i] ?? 0),
      threshold,
    );
  return {
    title: counts.title,
    rows: counts.rows.map((row, i) => ({
      label: row.label,
      cell: hide.has(i) ? hidden : shown(row.n),
    })),
    total: small(total, threshold) || exposed ? hidden : shown(total),
  };
}

/**
 * All tables of one snapshot count the same reports, so a total that one of them must hide is
 * hidden in all. At a school of under 100 pupils with fewer than `threshold` reports nothing at
 * all is shown (B12 note b).
 */
export function suppressSnapshot(
  tables: readonly Counts[],
  school: { pupilsOnRoll: number; threshold?: number },
): SuppressedSnapshot {
  const threshold = school.threshold ?? 5;
  const total = tables[0]?.rows.reduce((sum, row) => sum + row.n, 0) ?? 0;
  if (school.pupilsOnRoll < 100 && total < threshold)
    return { threshold, withheld: true, tables: [] };
  const done = tables.map((table) => suppressTable(table, threshold));
  if (!done.some((table) => table.total.kind === "suppressed"))
    return { threshold, withheld: false, tables: done };
  // Without the total a table that hides one line alone no longer gives it away; a table that
  // hides none would give the total itself, so its largest line is hidden with it.
  const tablesOut = done.map((table) => {
    const open = table.rows.every((row) => row.cell.kind === "count");
    const largest = table.rows.reduce(
      (best, row, i) => (value(row.cell) > value(table.rows[best]?.cell) ? i : best),
      0,
    );
    const rows = open
      ? table.rows.map((row, i) => (i === largest ? { ...row, cell: hidden } : row))
      : table.rows;
    return { ...table, rows, total: hidden };
  });
  return { threshold, withheld: false, tables: tablesOut };
}

const value = (cell: Cell | undefined) => (cell?.kind === "count" ? cell.n : -1);
