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
    <table className="w-full border-collapse text-left max-md:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-md:sr-only">
        {table.getHeaderGroups().map((group) => (
          <tr className="border-line border-b-2" key={group.id}>
            {group.headers.map((header) => {
              const column = about.get(header.id);
              return (
                <th
                  aria-sort={column?.sorted}
                  className="px-2 py-2 align-bottom"
                  key={header.id}
                  scope="col"
                >
                  {column?.sortHref ? (
                    <Link
                      className="text-accent underline underline-offset-2"
                      href={column.sortHref}
                      prefetch={false}
                    >
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
      <tbody className="max-md:block">
        {table.getRowModel().rows.map((row) => (
          <tr
            className="border-line border-b hover:bg-tint max-md:mb-3 max-md:grid max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-2 max-md:rounded-lg max-md:border max-md:bg-card max-md:p-3"
            key={row.id}
          >
            {row.getAllCells().map((cell) => (
              <td
                className="px-2 py-2 align-middle max-md:min-w-0 max-md:p-0"
                key={cell.id}
              >
                <span aria-hidden="true" className="block text-sm text-soft md:hidden">
                  {about.get(cell.column.id)?.header}
                </span>
                <span className="break-words">
                  <table.FlexRender cell={cell} />
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
