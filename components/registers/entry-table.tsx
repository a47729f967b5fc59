import { DataTable } from "@/components/table/data-table";
import { Day } from "@/components/ui/moment";
import { Tag } from "@/components/ui/tag";
import { standingOf } from "@/lib/registers/describe-entry";
import type { ListedEntry } from "@/lib/registers/list-entries";

const columns = [
  { id: "entry", header: "Entry" },
  { id: "kind", header: "What" },
  { id: "holder", header: "Whose" },
  { id: "standing", header: "How it stands" },
  { id: "asked", header: "Asked or told" },
];

/** Entries as a list: never whom they are about. */
export function EntryTable({
  caption,
  rows,
  labels,
  today,
  own = false,
}: {
  caption: string;
  rows: readonly ListedEntry[];
  labels: Map<string, string>;
  today: string;
  own?: boolean;
}) {
  return (
    <DataTable
      caption={caption}
      columns={own ? columns.filter((column) => column.id !== "holder") : columns}
      rows={rows.map((row) => {
        const standing = standingOf(row, today);
        return {
          id: row.id,
          cells: {
            entry: <a href={`/registers/${row.id}`}>{row.reference}</a>,
            kind: labels.get(row.kind) ?? row.kind,
            holder: (
              <>
                {row.holder}
                {row.holderLeft ? <small>Has left</small> : null}
              </>
            ),
            standing: <Tag tone={standing.tone}>{standing.words}</Tag>,
            asked: <Day at={row.askedAt} />,
          },
        };
      })}
    />
  );
}
