import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { formatDay } from "@/lib/dates";
import { collectRules } from "@/lib/schools/collect-rules";
import {
  type DescribedRule,
  defaults,
  noRules,
  type RuleName,
  type Rules,
  ruleLabels,
  ruleNames,
  rulesSchema,
  wordsOf,
} from "./describe-rules";
import national from "./packs/national.json" with { type: "json" };

/** What applies at a school now: its own rules, those with the national default under them, and whose each is. */
export type RulesInForce = {
  own: Rules;
  applied: Rules;
  sources: Map<RuleName, string>;
};

export const nationalSource = `National default, ${formatDay(`${national.edition}-01`)}`;

/** The rules in force. A value that no rule allows counts as silence: the national default stands. */
export async function readRules(tx: Tx, asking: Pick<Actor, "schoolId">): Promise<RulesInForce> {
  const set = await collectRules(tx, asking);
  const own: Record<string, unknown> = { ...noRules };
  const sources = new Map<RuleName, string>();
  for (const name of ruleNames) {
    const found = set.get(name);
    const parsed = found && rulesSchema.shape[name].safeParse(found.value);
    if (!found || !parsed?.success) continue;
    own[name] = parsed.data;
    sources.set(name, found.source);
  }
  const rules = own as Rules;
  const applied = Object.fromEntries(
    ruleNames.map((name) => [name, rules[name] ?? defaults[name] ?? null]),
  ) as Rules;
  return { own: rules, applied, sources };
}

/** These rules in words as they apply here, each with the policy that sets it or the national default. */
export const rulesHere = (
  { applied, sources }: RulesInForce,
  names: readonly RuleName[],
  steps: Record<string, string> = {},
): (DescribedRule & { source: string })[] =>
  names.map((name) => ({
    name,
    label: ruleLabels[name],
    words: wordsOf(name, applied, steps) ?? "No rule",
    national: !sources.has(name),
    source: sources.get(name) ?? nationalSource,
  }));
