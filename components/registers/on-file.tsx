import { Card } from "@/components/ui/page";
import { formatDay } from "@/lib/dates";
import type { OnFile } from "@/lib/registers/check-register";

/** Beside a case about somebody's conduct: what the registers held of them on the day. */
export function OnFileCard({ found, day }: { found: readonly OnFile[]; day: string }) {
  if (found.length === 0) return null;
  return (
    <Card title={`On file on ${formatDay(day)}`}>
      {found.map((person) => (
        <div className="mb-4" key={person.person}>
          <h3>{person.person}</h3>
          <ul className="mt-1 space-y-2">
            {person.lines.map((line) => (
              <li key={`${line.id}${line.label}`}>
                {line.id ? <a href={`/registers/${line.id}`}>{line.label}</a> : line.label}:{" "}
                <span className={line.holds ? "" : "font-semibold text-warn"}>{line.words}</span>
                {line.clause ? <span className="block text-soft">{line.clause}</span> : null}
              </li>
            ))}
          </ul>
          {person.unseen.length > 0 ? (
            <p className="mt-2 text-soft">
              Not yours to read, so not checked: {person.unseen.join(", ").toLowerCase()}. Ask the
              headteacher, or the chair about the headteacher.
            </p>
          ) : null}
        </div>
      ))}
      <p className="text-soft">The person it is about does not learn that you looked.</p>
    </Card>
  );
}
