import { scaleBand, scaleLinear } from "@visx/scale";
import { Bar } from "@visx/shape";
import type { SuppressedTable } from "@/lib/governance/types";

const bar = 30;
const width = 640;
const labels = 240;

/** Drawn on the server; a hidden line gets no bar, so that its length tells nothing. */
export function BarChart({ table }: { table: SuppressedTable }) {
  const numbers = table.rows.map((row) => (row.cell.kind === "count" ? row.cell.n : 0));
  const x = scaleLinear<number>({
    domain: [0, Math.max(1, ...numbers)],
    range: [0, width - labels - 60],
  });
  const y = scaleBand<string>({
    domain: table.rows.map((row) => row.label),
    range: [0, table.rows.length * bar],
    padding: 0.25,
  });
  return (
    <svg
      aria-hidden="true"
      className="w-full max-w-2xl"
      viewBox={`0 0 ${width} ${table.rows.length * bar}`}
    >
      {table.rows.map((row, i) => {
        const top = y(row.label) ?? 0;
        const long = x(numbers[i] ?? 0);
        return (
          <g key={row.label}>
            <text className="fill-ink text-[14px]" textAnchor="end" x={labels - 10} y={top + 16}>
              {row.label.length > 28 ? `${row.label.slice(0, 27)}…` : row.label}
            </text>
            {row.cell.kind === "count" ? (
              <Bar className="fill-accent" height={y.bandwidth()} width={long} x={labels} y={top} />
            ) : null}
            <text className="fill-ink text-[14px]" x={labels + long + 8} y={top + 16}>
              {row.cell.kind === "count" ? row.cell.n : "hidden"}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
