import { Card } from "@/components/ui/page";
import { defectWords } from "@/lib/policies/labels";
import type { Defect } from "@/lib/policies/types";

/** Everything found in a version, by what it is, with the clause and what Daybook does meanwhile. */
export function DefectList({ defects }: { defects: readonly Defect[] }) {
  const groups = Object.entries(defectWords).flatMap(([group, title]) => {
    const list = defects.filter((defect) => defect.group === group);
    return list.length > 0 ? [{ title, list }] : [];
  });
  return (
    <Card title={`What was found (${defects.length})`}>
      <p className="mb-4 text-soft">
        Found by the words alone, so judge each. Daybook changes nothing in the policy.
      </p>
      {groups.map(({ title, list }) => (
        <details
          className="border-line border-t py-2"
          key={title}
          open={list[0]?.group === "unsafe"}
        >
          <summary className="disclose">
            {title} ({list.length})
          </summary>
          <ul className="mt-1 space-y-3">
            {list.map((defect) => (
              <li key={defect.code + defect.clause + defect.words}>
                {defect.clause ? (
                  <>
                    <a href={`#${defect.clause}`}>Clause {defect.clause}</a>:{" "}
                  </>
                ) : null}
                {defect.words}
                {defect.instead ? (
                  <span className="block text-soft">Daybook: {defect.instead}</span>
                ) : null}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </Card>
  );
}

/** Beside a clause. Everybody it binds is told of a rule that would be unsafe; the rest is for writers. */
export function ClauseDefects({ defects }: { defects: readonly Defect[] }) {
  return defects.map((defect) => (
    <div
      className={`mt-2 border-l-4 p-3 ${defect.group === "unsafe" ? "border-danger bg-danger-tint" : "border-warn bg-warn-tint"}`}
      key={defect.code + defect.words}
    >
      <p>
        <strong>{defect.group === "unsafe" ? "Do not follow this to the letter. " : ""}</strong>
        {defect.words}
      </p>
      {defect.instead ? <p className="mt-1">{defect.instead}</p> : null}
    </div>
  ));
}

/** For every reader: the national rules that fill what the school's own policy leaves open. */
export function NationalDefaults({ defects }: { defects: readonly Defect[] }) {
  const silent = defects.filter((defect) => defect.group === "silent");
  if (silent.length === 0) return null;
  return (
    <Card title="National default">
      <p className="mb-3 text-soft">
        This policy does not speak of these, so the national rule applies.
      </p>
      <ul className="space-y-3">
        {silent.map((defect) => (
          <li key={defect.code}>{defect.instead}</li>
        ))}
      </ul>
    </Card>
  );
}
