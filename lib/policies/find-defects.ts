import { formatDay } from "@/lib/dates";
import { findSilences } from "./find-silences";
import { findSuperseded } from "./find-superseded";
import { findUnsafe } from "./find-unsafe";
import type { Clause, Defect, PolicyText } from "./types";

/** Words without the marks of a text file, so that bold and italic are no footnotes. */
const bare = (words: string) => words.replaceAll("**", "").replace(/(?<!\w)\*([^*\n]+)\*/g, "$1");

const about = (clause: string | null, code: string, words: string): Defect => ({
  code,
  group: "text",
  clause,
  words,
  instead: null,
});

/** A date that is missing, out of order or past (A6-8). */
function findDates(policy: PolicyText, today: string): Defect[] {
  const { approvedBy, approvedOn, nextReviewOn } = policy;
  const found: [string, string][] = [];
  if (!approvedBy) found.push(["no-approver", "It does not say who approved it."]);
  if (!approvedOn) found.push(["no-approval-date", "It does not say when it was approved."]);
  if (!nextReviewOn) found.push(["no-review-date", "It does not say when it is next reviewed."]);
  if (approvedOn && nextReviewOn && nextReviewOn < approvedOn)
    found.push([
      "review-before-approval",
      `Its next review (${formatDay(nextReviewOn)}) is before it was approved (${formatDay(approvedOn)}).`,
    ]);
  else if (nextReviewOn && nextReviewOn < today)
    found.push(["review-overdue", `Its review was due on ${formatDay(nextReviewOn)}.`]);
  if (approvedOn && approvedOn > today)
    found.push([
      "approved-later",
      `It says it was approved on ${formatDay(approvedOn)}, which is to come.`,
    ]);
  return found.map(([code, words]) => ({
    code,
    group: "dates",
    clause: null,
    words,
    instead: null,
  }));
}

const placeholder =
  /\[[^\]\n]{0,40}\b(?:name|insert|school|date|role|title|enter)\b[^\]\n]{0,40}\](?!\()|\((?:name of|insert)\b[^)\n]{0,40}\)|<insert[^>\n]*>|\bTBC\b/gi;

function findPlaceholders(clause: Clause): Defect[] {
  const left = new Set(clause.words.match(placeholder) ?? []);
  return [...left].map((text) =>
    about(clause.code, "placeholder", `"${text}" was never filled in.`),
  );
}

const pointer =
  /\b(section|paragraph|clause|appendix|annex)\s+(\d{1,2}(?:\.\d+)*|[A-H])\b(?!\.?\d)(?!\s*(?:\(\w+\)\s*)?(?:of|in|to)\s+(?:the\s+)?(?!this\b|that\b))/gi;

/** "Section 4" when nothing in the document is called so. A section of an Act is not ours. */
function findReferences(clause: Clause, policy: PolicyText): Defect[] {
  const names = policy.clauses.flatMap((other) => [other.code, other.heading]);
  const found: Defect[] = [];
  for (const match of bare(clause.words).matchAll(pointer)) {
    const [whole, kind = "", number = ""] = match;
    const before = bare(clause.words).slice(Math.max(0, match.index - 60), match.index);
    if (/\bAct\b|\bKCSIE\b|keeping children safe/i.test(before)) continue;
    const target = new RegExp(
      `^(?:${kind}\\s+)?${number.replaceAll(".", "\\.")}(?![\\d.]*\\d)`,
      "i",
    );
    if (!names.some((name) => target.test(name)))
      found.push(
        about(
          clause.code,
          "broken-reference",
          `It points to ${whole}, and nothing here is numbered so.`,
        ),
      );
  }
  return found;
}

/** "Everyone*" when no footnote says who that is. */
function findFootnotes(clause: Clause, policy: PolicyText): Defect[] {
  const mark = bare(clause.words).match(/(\p{L}+)\*(?!\*)(?=[\s.,;:)]|$)/u);
  if (!mark) return [];
  const noted = policy.clauses.some((other) => /^\s*\*\s*\S/m.test(bare(other.words)));
  return noted
    ? []
    : [
        about(
          clause.code,
          "footnote",
          `"${mark[0]}" has a star and no footnote says what it means.`,
        ),
      ];
}

function findGarbledAct(clause: Clause): Defect[] {
  const year = clause.words.match(/\bAct,?\s+(\d{1,3}|\d{5,})\b(?!\s*\(?\w*\s*section)/);
  return year
    ? [about(clause.code, "act-year", `"Act ${year[1]}" is not the year of any Act.`)]
    : [];
}

/** A duty to tell "the appropriate person" tells nobody. */
function findUnnamed(clause: Clause): Defect[] {
  const named = clause.words.match(
    /\b(?:to|tell|inform|alert|notify)\s+(?:the|an?)\s+((?:appropriate|relevant|responsible|nominated)\s+(?:person|people|individual|adult|member of staff))\b/i,
  );
  return named
    ? [
        {
          ...about(
            clause.code,
            "unnamed-recipient",
            `It says to tell "the ${named[1]}" and not who that is.`,
          ),
          instead:
            "Reports go to the people set up for each kind of concern, with the DSL for every child.",
        },
      ]
    : [];
}

const outsideOnly =
  /\b(?:relates?|appl(?:y|ies)|speaks?|covers?|(?:is|are) limited)\b[^.]{0,60}\b(?:outside|out of|off)[- ](?:of )?(?:work|school|site)\b(?![^.]*\b(?:and|as well|also|both)\b)/i;
const schoolKit =
  /\b(?:school(?:'s)?(?:\s+or\s+\w+)?|work) (?:kit|equipment|devices?|computers?|systems?|ipads?)\b|equipment belonging to (?:the|their) school/i;

/** A scope that stops at the school gate while a rule governs the school's own equipment. */
function findScope(policy: PolicyText): Defect[] {
  const scope = policy.clauses.find((clause) => outsideOnly.test(clause.words));
  const kit = policy.clauses.find(
    (clause) =>
      schoolKit.test(clause.words) && /\b(?:not|never|barred|only|no)\b/i.test(clause.words),
  );
  if (!scope || !kit) return [];
  return [
    about(
      scope.code,
      "scope",
      `It says it is about what is done outside work, and ${kit.code === scope.code ? "the same clause" : `clause ${kit.code}`} also governs the school's own equipment.`,
    ),
  ];
}

/**
 * Everything a reader must know of a policy as it stands on a day: what would be unsafe if it were
 * followed to the letter, dates, slips in the text, guidance that was replaced, and what it does
 * not speak of (A6 of the domain specification). Found by words alone, so a person judges each.
 */
export function findDefects(policy: PolicyText, today: string): Defect[] {
  const unsafe = findUnsafe(policy);
  // A rule that leads everything to the headteacher says so already.
  const told = (silence: Defect) =>
    silence.code === "A6-3-about-head" && unsafe.some((defect) => defect.code === "A6-4");
  return [
    ...unsafe,
    ...findDates(policy, today),
    ...policy.clauses.flatMap((clause) => [
      ...findPlaceholders(clause),
      ...findReferences(clause, policy),
      ...findFootnotes(clause, policy),
      ...findGarbledAct(clause),
      ...findUnnamed(clause),
    ]),
    ...findScope(policy),
    ...findSuperseded(policy),
    ...findSilences(policy).filter((silence) => !told(silence)),
  ];
}
