import { Tag } from "@/components/ui/tag";
import type { rulesHere } from "@/lib/policies/read-rules";

/** The rules that bear on what is decided here, each with the policy that makes it, or the national default. */
export function RulesHere({
  rules,
  definitions,
}: {
  rules: ReturnType<typeof rulesHere>;
  /** What the school's policies mean by their words. */
  definitions: readonly { id: string; code: string; words: string; policy: string }[];
}) {
  if (rules.length + definitions.length === 0) return null;
  return (
    <details className="mb-6 rounded-lg border border-line bg-card p-4" open>
      <summary className="disclose font-semibold">Rules that apply here</summary>
      <dl className="mt-2 space-y-3">
        {rules.map((rule) => (
          <div key={rule.name}>
            <dt className="flex flex-wrap items-center gap-x-3 font-semibold">
              {rule.label}
              <Tag tone={rule.national ? "calm" : "good"}>
                {rule.national ? "National default" : "School policy"}
              </Tag>
            </dt>
            <dd>
              {rule.words}
              <span className="block text-soft">{rule.source}</span>
            </dd>
          </div>
        ))}
      </dl>
      {definitions.length > 0 ? (
        <details className="mt-3">
          <summary className="disclose">What the policy means by its words</summary>
          <ul className="space-y-2">
            {definitions.map((one) => (
              <li key={one.id}>
                {one.words}
                <span className="block text-soft">
                  {one.policy}, clause {one.code}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </details>
  );
}
