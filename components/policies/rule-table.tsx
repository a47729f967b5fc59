import { Card, Summary } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { describeRules, noRules } from "@/lib/policies/describe-rules";
import type { PolicyText } from "@/lib/policies/types";
import { outcomeWords } from "@/lib/referrals/labels";

/** Every rule schools differ in as it applies, and whether the policy or the national default says so. */
export function RuleTable({ version }: { version: Pick<PolicyText, "rules"> }) {
  return (
    <Card title="Rules that apply">
      <Summary
        rows={describeRules(version.rules ?? noRules, outcomeWords).map((rule) => ({
          key: rule.label,
          value: (
            <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              {rule.words}
              <Tag tone={rule.national ? "calm" : "good"}>
                {rule.national ? "National default" : "School policy"}
              </Tag>
            </span>
          ),
        }))}
      />
    </Card>
  );
}
