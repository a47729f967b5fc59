/** A cell that a spreadsheet takes for a formula is kept as text. */
const cell = (value: string) =>
  `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

/** Rows for a spreadsheet, the first of them the heads. */
export const writeRows = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map(cell).join(",")).join("\r\n");
