import { Tag } from "@/components/ui/tag";
import type { rulesHere } from "@/lib/policies/read-rules";

/** The rules that bear on what is decided here, each with the policy that makes it, or the national default. */
export function RulesHere({ rules }: { rules: ReturnType<typeof rulesHere> }) {
  if (rules.length === 0) return null;
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
    </details>
  );
}
