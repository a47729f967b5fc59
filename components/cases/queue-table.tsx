"use client";

import Link from "next/link";
import { DataTable, type TableColumn } from "@/components/table/data-table";
import { RiskTag } from "@/components/ui/tag";

/** One row in words, made on the server: what crosses to the browser is this and no more. */
export type QueueLine = {
  href: string;
  reference: string;
  kind: string;
  who: string | null;
  severity: number;
  status: string;
  owner: string;
  due: string;
  dueAt: string;
  overdue: boolean;
  files: number;
};

/** The rows of the queue. Their markup is made here, so that it is not sent a second time as data. */
export function QueueTable({
  caption,
  lines,
  named,
  sort,
  riskHref,
  clockHref,
}: {
  caption: string;
  lines: QueueLine[];
  named: boolean;
  sort: "risk" | "clock";
  riskHref: string;
  clockHref: string;
}) {
  const columns: TableColumn[] = [
    { id: "ref", header: "Reference" },
    { id: "kind", header: "Kind" },
    ...(named ? [{ id: "who", header: "Affected" }] : []),
    {
      id: "risk",
      header: "Risk",
      sortHref: riskHref,
      ...(sort === "risk" ? { sorted: "descending" as const } : {}),
    },
    { id: "status", header: "Status" },
    { id: "owner", header: "Owner" },
    {
      id: "clock",
      header: "Clock",
      sortHref: clockHref,
      ...(sort === "clock" ? { sorted: "ascending" as const } : {}),
    },
    { id: "files", header: "Evidence" },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={lines.map((line) => ({
        id: line.href,
        cells: {
          ref: (
            <Link href={line.href} prefetch={false}>
              {line.reference}
            </Link>
          ),
          kind: line.kind,
          ...(named ? { who: line.who } : {}),
          risk: <RiskTag severity={line.severity} />,
          status: line.status,
          owner: line.owner,
          clock: (
            <>
              {line.overdue ? <strong>{line.due}</strong> : line.due}
              {line.dueAt ? <small>{line.dueAt}</small> : null}
            </>
          ),
          files: line.files,
        },
      }))}
    />
  );
}
