import type { Clause, PolicyText } from "./types";

/** A run of words that both sides have, or only the earlier or the later one. */
export type Run = { mark: "same" | "gone" | "new"; words: string };

export type ComparedClause = {
  code: string;
  change: "same" | "changed" | "added" | "removed";
  before: Clause | null;
  after: Clause | null;
  /** The words of both sides as one sequence of runs; a side leaves out what is not its own. */
  runs: Run[];
};

/**
 * The runs of two texts, by the longest sequence of words and spaces they have in common. Each side
 * can be written again from its runs to the letter.
 */
export function compareWords(before: string, after: string): Run[] {
  const [a, b] = [before, after].map((text) => text.match(/\S+|\s+/g) ?? []);
  if (!a || !b) return [];
  const long = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number) => long[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const line = long[i];
      if (line)
        line[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const runs: Run[] = [];
  let [gone, fresh, i, j] = ["", "", 0, 0];
  const flush = () => {
    if (gone) runs.push({ mark: "gone", words: gone });
    if (fresh) runs.push({ mark: "new", words: fresh });
    gone = fresh = "";
  };
  while (i < a.length || j < b.length) {
    const [before, after] = [a[i] ?? "", b[j] ?? ""];
    const same = i < a.length && j < b.length && before === after;
    if (same && /^\s/.test(before) && (gone || fresh) && a[i + 1] !== b[j + 1]) {
      // A space that two changes share parts them no more than the reader would.
      gone += before;
      fresh += after;
    } else if (same) {
      flush();
      const last = runs.at(-1);
      if (last?.mark === "same") last.words += after;
      else runs.push({ mark: "same", words: after });
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      gone += before;
      i++;
      continue;
    } else {
      fresh += after;
      j++;
      continue;
    }
    i++;
    j++;
  }
  flush();
  return runs;
}

const alike = (a: Clause, b: Clause) =>
  a.words === b.words &&
  a.kind === b.kind &&
  a.heading === b.heading &&
  a.severity === b.severity &&
  a.types.join() === b.types.join();

/**
 * Two versions clause by clause, matched by code, in the order of the later one; a removed clause
 * stands where it stood. A clause that only moved is the same.
 */
export function compareVersions(before: PolicyText, after: PolicyText): ComparedClause[] {
  const old = new Map(before.clauses.map((clause) => [clause.code, clause]));
  const kept = new Set(after.clauses.map((clause) => clause.code));
  const rows: ComparedClause[] = after.clauses.map((clause) => {
    const was = old.get(clause.code) ?? null;
    const change = was === null ? "added" : alike(was, clause) ? "same" : "changed";
    const runs = compareWords(was?.words ?? "", clause.words);
    return { code: clause.code, change, before: was, after: clause, runs };
  });
  for (const [index, clause] of before.clauses.entries()) {
    if (kept.has(clause.code)) continue;
    const above = before.clauses
      .slice(0, index)
      .findLast((other) => rows.some((row) => row.code === other.code));
    const place = above ? rows.findIndex((row) => row.code === above.code) + 1 : 0;
    const runs = compareWords(clause.words, "");
    rows.splice(place, 0, {
      code: clause.code,
      change: "removed",
      before: clause,
      after: null,
      runs,
    });
  }
  return rows;
}

const details = [
  ["title", "Title"],
  ["approvedBy", "Approved by"],
  ["approvedOn", "Approved on"],
  ["reviewedOn", "Last reviewed"],
  ["nextReviewOn", "Next review"],
  ["statutory", "Statutory"],
  ["onWebsite", "On the website"],
  ["linked", "To be read with"],
  ["binds", "Whom it binds"],
] as const;

/** The details of two versions that differ. */
export const compareDetails = (before: PolicyText, after: PolicyText) =>
  details
    .map(([key, label]) => ({ key, label, before: before[key], after: after[key] }))
    .filter((row) => String(row.before ?? "") !== String(row.after ?? ""));
