import { localDay } from "@/lib/dates";
import { standingOf } from "./describe-entry";
import type { exportEntries } from "./list-entries";

/** A cell that a spreadsheet takes for a formula is kept as text. */
const cell = (value: string) =>
  `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
const line = (values: readonly string[]) => values.map(cell).join(",");

/** The register for a spreadsheet: who, what, since when, until when. No child and no words. */
export function writeCsv(rows: Awaited<ReturnType<typeof exportEntries>>, today: string): string {
  const head = [
    "Reference",
    "Kind",
    "Person",
    "Standing",
    "Asked or told",
    "From",
    "Until",
    "Clause",
  ];
  return [
    line(head),
    ...rows.map((row) =>
      line([
        row.reference,
        row.label,
        row.holder,
        standingOf(row, today).words,
        localDay(row.askedAt),
        row.startsOn,
        row.endsOn ?? "",
        row.clause ?? "",
      ]),
    ),
  ].join("\r\n");
}
