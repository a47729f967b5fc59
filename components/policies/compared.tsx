import { Card } from "@/components/ui/page";
import { Tag, type Tone } from "@/components/ui/tag";
import { formatDay } from "@/lib/dates";
import type { ComparedClause, compareDetails, Run } from "@/lib/policies/compare-versions";
import { boundWords, kindWords } from "@/lib/policies/labels";
import type { ClauseKind } from "@/lib/policies/types";

const looks: Record<ComparedClause["change"], { tone: Tone; word: string }> = {
  same: { tone: "calm", word: "Unchanged" },
  changed: { tone: "note", word: "Changed" },
  added: { tone: "good", word: "Added" },
  removed: { tone: "danger", word: "Removed" },
};

/** One side of two texts. What only this side has is marked, so that colour is not needed. */
function Side({ runs, own }: { runs: readonly Run[]; own: "gone" | "new" }) {
  const Mark = own === "gone" ? "del" : "ins";
  const look = own === "gone" ? "bg-danger-tint line-through" : "bg-tint font-semibold";
  let at = 0;
  return (
    <p className="whitespace-pre-wrap break-words">
      {runs.flatMap((run) => {
        at += run.words.length;
        if (run.mark === "same") return [<span key={at}>{run.words}</span>];
        return run.mark === own
          ? [
              <Mark className={look} key={at}>
                {run.words}
              </Mark>,
            ]
          : [];
      })}
    </p>
  );
}

const say = (value: string | boolean | readonly string[] | null) =>
  value === null || value === ""
    ? "Not said"
    : typeof value === "boolean"
      ? value
        ? "Yes"
        : "No"
      : typeof value === "string"
        ? /^\d{4}-\d\d-\d\d$/.test(value)
          ? formatDay(value)
          : value
        : value.map((item) => boundWords[item] ?? item).join(", ") || "Not said";

const kindOf = (kind: string | undefined) => kindWords[kind as ClauseKind] ?? "";

/** Two versions side by side on a wide screen, one above the other on a narrow one. */
export function Compared({
  before,
  after,
  clauses,
  details,
}: {
  before: { number: number };
  after: { number: number };
  clauses: readonly ComparedClause[];
  details: ReturnType<typeof compareDetails>;
}) {
  const changed = clauses.filter((clause) => clause.change !== "same").length;
  const sides = [
    { title: `Version ${before.number}`, own: "gone", has: "before" },
    { title: `Version ${after.number}`, own: "new", has: "after" },
  ] as const;
  return (
    <>
      <p className="mb-6">
        {changed === 0 ? "No clause differs." : `${changed} of ${clauses.length} clauses differ.`}
      </p>
      {details.length > 0 ? (
        <Card title="Details">
          <dl className="divide-y divide-line">
            {details.map((row) => (
              <div className="grid gap-2 py-3 md:grid-cols-[12rem_1fr_1fr]" key={row.key}>
                <dt className="font-semibold">{row.label}</dt>
                <dd>
                  <span className="text-soft">Version {before.number}: </span>
                  {say(row.before)}
                </dd>
                <dd>
                  <span className="text-soft">Version {after.number}: </span>
                  {say(row.after)}
                </dd>
              </div>
            ))}
          </dl>
        </Card>
      ) : null}
      {clauses.map((clause) => (
        <section
          className="mb-4 rounded-lg border border-line bg-card p-4"
          key={clause.code + clause.change}
        >
          <h2 className="mb-3 flex flex-wrap items-center gap-2 text-base">
            Clause {clause.code}
            <Tag tone={looks[clause.change].tone}>{looks[clause.change].word}</Tag>
          </h2>
          <div className="grid gap-4 md:grid-cols-2">
            {sides.map((side) => (
              <div key={side.title}>
                <h3 className="text-soft">
                  {side.title}
                  {clause[side.has] ? `, ${kindOf(clause[side.has]?.kind).toLowerCase()}` : ""}
                </h3>
                {clause[side.has] ? (
                  <Side own={side.own} runs={clause.runs} />
                ) : (
                  <p className="text-soft">Not in this version.</p>
                )}
              </div>
            ))}
          </div>
        </section>
      ))}
    </>
  );
}
