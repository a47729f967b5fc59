import table from "./guidance/england.json" with { type: "json" };
import type { Defect, PolicyText } from "./types";

const entries = table.guidance.map((entry) => ({ ...entry, says: new RegExp(entry.says, "gi") }));
const reach = 80;
const month = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const yearIn = new RegExp(`\\b(?:${month}\\s+'?(?:20)?(\\d\\d)|((?:19|20)\\d\\d))(?!\\d)`, "gi");

/** The year of an Act is its name, not the edition of guidance. */
const withoutActs = (words: string) =>
  words.replace(/\bAct(\s+)((?:19|20)\d\d)\b/g, (_, space: string) => `Act${space}----`);

/** The year that goes with a citation: the nearest, and rather the one after it than before. */
function yearNear(words: string, from: number, to: number): number | null {
  let nearest: { year: number; away: number } | null = null;
  for (const match of words.matchAll(yearIn)) {
    const year = match[2] ? Number(match[2]) : 2000 + Number(match[1]);
    const end = match.index + match[0].length;
    const away = match.index >= from ? match.index - to : 3 * (from - end);
    if (away <= reach && (!nearest || away < nearest.away)) nearest = { year, away };
  }
  return nearest?.year ?? null;
}

/**
 * Guidance, law and bodies a policy cites in an edition or under a name that was replaced (A6-7).
 * The table is dated data with its sources; a citation without a year cannot be old.
 */
export function findSuperseded(policy: PolicyText): Defect[] {
  return policy.clauses.flatMap((clause) => {
    const found = new Map<string, Defect>();
    const acts = withoutActs(clause.words);
    for (const entry of entries) {
      // The general entry speaks only where none of the others did.
      if (entry.code === "dfe-advice" && found.size > 0) continue;
      for (const match of clause.words.matchAll(entry.says)) {
        const year =
          entry.year === null ? null : yearNear(acts, match.index, match.index + match[0].length);
        if (entry.year !== null && (year === null || year >= entry.year)) continue;
        found.set(entry.code, {
          code: `A6-7-${entry.code}`,
          group: "guidance",
          clause: clause.code,
          words: `It cites ${entry.title}${year ? ` of ${year}` : ""}. ${entry.now}`,
          instead: null,
        });
      }
    }
    return [...found.values()];
  });
}
