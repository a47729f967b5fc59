import { writeRows } from "@/lib/csv";
import { localDay } from "@/lib/dates";
import { standingOf } from "./describe-entry";
import type { exportEntries } from "./list-entries";

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
  return writeRows([
    head,
    ...rows.map((row) => [
      row.reference,
      row.label,
      row.holder,
      standingOf(row, today).words,
      localDay(row.askedAt),
      row.startsOn,
      row.endsOn ?? "",
      row.clause ?? "",
    ]),
  ]);
}
