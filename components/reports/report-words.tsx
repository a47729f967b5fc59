import { Summary } from "@/components/ui/page";
import { listFacts, type People } from "@/lib/reports/list-facts";
import type { Report } from "@/lib/reports/queries";

/** What one person sent, as they sent it. */
export function ReportWords({
  report,
  people,
  typeLabel,
}: {
  report: Report;
  people: People;
  typeLabel: string;
}) {
  return (
    <Summary
      rows={listFacts(report, people, typeLabel).map(([key, value]) => ({
        key,
        value: Array.isArray(value) ? (
          <ul>
            {value.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : (
          value
        ),
      }))}
    />
  );
}
