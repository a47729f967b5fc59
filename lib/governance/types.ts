/** A count as governors see it: the number, or that it is too small to be told. */
export type Cell = { kind: "count"; n: number } | { kind: "suppressed" };

/** One table of a frozen snapshot. The last line is the total of those above. */
export type SuppressedTable = { title: string; rows: { label: string; cell: Cell }[]; total: Cell };

/** What a snapshot keeps. Raw counts are never stored (B12 note c). */
export type SuppressedSnapshot = {
  threshold: number;
  /** True when so little happened at so small a school that no table is shown (B12 note b). */
  withheld: boolean;
  tables: SuppressedTable[];
  /** The registers on the day it was frozen, and how filtering and monitoring stand reviewed. */
  registers?: {
    withheld: boolean;
    tables: SuppressedTable[];
    filtering: "never" | "in-time" | "overdue";
  };
};
