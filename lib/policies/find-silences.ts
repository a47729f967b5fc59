import national from "./packs/national.json" with { type: "json" };
import type { Defect, PolicyText } from "./types";

/**
 * What tells that a policy speaks of a topic. `kinds` and `words` must meet in one clause, except
 * where the kind alone says it: an evidence rule is one in any words. Without either (the review),
 * the dates of the version tell, and find-defects reads those.
 */
type Cover = { kinds?: string[]; kindAlone?: boolean; words: string } | null;

const topics = national.topics.flatMap((topic) => {
  const cover: Cover = topic.coveredBy;
  return cover ? [{ ...topic, cover: { ...cover, words: new RegExp(cover.words, "i") } }] : [];
});

function covers({ cover }: (typeof topics)[number], policy: PolicyText): boolean {
  return policy.clauses.some((clause) => {
    const kind = cover.kinds?.includes(clause.kind) ?? false;
    const words = cover.words.test(clause.words);
    return cover.kindAlone ? kind || words : words && (kind || !cover.kinds);
  });
}

/** What a policy does not speak of, and the clauses of the national default that then apply (A6-3). */
export function findSilences(policy: PolicyText): Defect[] {
  return topics
    .filter((topic) => !covers(topic, policy))
    .map((topic) => ({
      code: `A6-3-${topic.topic}`,
      group: "silent",
      clause: null,
      words: `It says nothing on ${topic.title}.`,
      instead: topic.clauses.map((clause) => clause.words).join(" "),
    }));
}
