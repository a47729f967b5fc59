"use client";

import { createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import Link from "next/link";
import { type ReactNode, useMemo } from "react";

type Row = { id: string; cells: Record<string, ReactNode> };
export type TableColumn = {
  id: string;
  header: string;
  /** Where the heading leads to sort by this column; sorting is the server's. */
  sortHref?: string;
  sorted?: "ascending" | "descending";
};

const features = tableFeatures({});
const helper = createColumnHelper<typeof features, Row>();

/**
 * The one table. Sorting, filtering and paging live in the address and are done by the server, so
 * it is a plain table without script; on a narrow screen its rows become cards.
 */
export function DataTable({
  caption,
  columns,
  rows,
}: {
  caption: string;
  columns: TableColumn[];
  rows: Row[];
}) {
  const defined = useMemo(
    () =>
      helper.columns(
        columns.map((column) =>
          helper.accessor((row) => row.cells[column.id], {
            id: column.id,
            header: column.header,
            cell: (context) => context.getValue(),
          }),
        ),
      ),
    [columns],
  );
  const table = useTable({ features, columns: defined, data: rows });
  const about = new Map(columns.map((column) => [column.id, column]));
  return (
    <table className="data-table">
      <caption className="sr-only">{caption}</caption>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => {
              const column = about.get(header.id);
              return (
                <th aria-sort={column?.sorted} key={header.id} scope="col">
                  {column?.sortHref ? (
                    <Link href={column.sortHref} prefetch={false}>
                      <table.FlexRender header={header} />
                      {column.sorted ? <span aria-hidden="true"> ▾</span> : null}
                    </Link>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </th>
              );
            })}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id}>
            {row.getAllCells().map((cell) => (
              <td data-label={about.get(cell.column.id)?.header} key={cell.id}>
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
