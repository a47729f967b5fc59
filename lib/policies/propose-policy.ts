import { findDate } from "./find-dates";
import { guessKind, guessTypes } from "./guess-clause";
import type { Line } from "./read-document";
import type { boundKinds, Clause, PolicyText } from "./types";

/** Something found in a document, in its own words, for a person to confirm. */
export type Found = { what: string; said: string; means: string | null };
export type Proposal = Omit<PolicyText, "number" | "clauses"> & {
  clauses: Clause[];
  found: Found[];
};

const ends = /[.:;!?)"”'’]$/;
const noise = /^page \d+( of \d+)?$|^\d{1,3}$|^https?:\/\/\S+$|^_+$/i;
const marks = [
  ["approvedBy", /^(?:approved|ratified|agreed|adopted) by\b:?\s*(.*)$/i],
  ["reviewedOn", /^(?:date )?(?:last )?reviewed(?: on)?\s*:\s*(.*)$/i],
  [
    "nextReviewOn",
    /^(?:date (?:of|for) )?(?:next )?review(?: due)?(?: (?:date|by|on))*\s*:\s*(.*)$/i,
  ],
  ["approvedOn", /^(?:date(?: (?:approved|of approval|adopted))?|approved on)\s*:\s*(.*)$/i],
  ["website", /^website\s*:\s*(.*)$/i],
  ["type", /^type\s*:\s*(.*)$/i],
] as const;
type Mark = (typeof marks)[number][0];
const label =
  /(?:approved by|ratified by|(?:date )?(?:last )?reviewed(?: on)?|(?:date of )?next review(?: due)?(?: (?:date|by|on))*|date(?: (?:approved|of approval))?|website|type)\s*:/gi;

/** Lines of one paragraph that a page or a column cut apart, joined again. */
function joinLines(lines: readonly Line[], wrapped: boolean): Line[] {
  const joined: Line[] = [];
  for (const line of lines.filter((item) => !noise.test(item.text))) {
    const last = joined.at(-1);
    const open = last && !last.heading && !ends.test(last.text);
    const goesOn = /^[a-z(&]/.test(line.text) || (wrapped && last && last.text.length > 70);
    if (last && open && goesOn && !line.point && !line.heading) last.text += ` ${line.text}`;
    else joined.push({ ...line });
  }
  return joined;
}

/** "Approved by: Governors  Date: May 2026" as a line for each. */
function cellsOf(line: Line): Line[] {
  const starts = [...line.text.matchAll(label)].map((match) => match.index);
  if (starts.length < 2) return [line];
  return [0, ...starts]
    .map((from, i) => ({ ...line, text: line.text.slice(from, starts[i] ?? undefined).trim() }))
    .filter((cell) => cell.text !== "");
}

/** What the first lines say of approval and dates: "Approved by:" with its value beside or below. */
function readHead(lines: Line[]): { values: Map<Mark, string>; rest: Line[] } {
  const values = new Map<Mark, string>();
  const top = lines.slice(0, 25).flatMap(cellsOf);
  const rest: Line[] = [];
  for (let i = 0; i < top.length; i++) {
    const line = top[i];
    if (!line) continue;
    const hit = marks.find(([, pattern]) => pattern.test(line.text));
    const beside = hit && line.text.match(hit[1])?.[1]?.trim();
    if (!hit) rest.push(line);
    else if (beside) values.set(hit[0], values.get(hit[0]) ?? beside);
    else {
      const below = top[i + 1]?.text ?? "";
      if (below && below.length < 60 && !marks.some(([, pattern]) => pattern.test(below))) {
        values.set(hit[0], values.get(hit[0]) ?? below);
        i++;
      }
    }
  }
  return { values, rest: [...rest, ...lines.slice(25)] };
}

/** A heading by its mark, its number or its looks: short, alone, and no sentence. */
function isHeading(line: Line, next: Line | undefined): boolean {
  if (line.point || line.text.length > 90 || /_{3,}/.test(line.text)) return false;
  if (/:-$/.test(line.text) || (/:$/.test(line.text) && next?.point)) return false;
  if (line.heading) return true;
  if (/^(section|part|appendix)\s+\w+\b/i.test(line.text) && !/\.$/.test(line.text)) return true;
  if (/^\d+(\.\d+)*\.?\s+[A-Z][^.]{2,70}:?$/.test(line.text)) return true;
  const words = line.text.split(" ").length;
  const sentence = /[.;,!?]$/.test(line.text) || (/:$/.test(line.text) && words > 5);
  return (
    words <= 12 &&
    !sentence &&
    /^[A-Z]/.test(line.text) &&
    next !== undefined &&
    !noise.test(next.text)
  );
}

const roles: [string, RegExp][] = [
  ["headteacher", /\bhead ?teacher\b|\bprincipal\b/i],
  ["line-manager", /\b(?:designated )?line manager\b/i],
  [
    "dsl",
    /\b(?:DSL|designated (?:safeguarding|child protection) (?:lead|officer|person)|(?:CP|child protection) (?:leader|officer|coordinator))\b/i,
  ],
  ["chair", /\bchair (?:of|to) (?:the )?(?:governors|governing body)\b/i],
  ["governor", /\bgoverning (?:body|board)\b|\bboard of governors\b/i],
  ["dpo", /\bdata (?:protection officer|management team)\b/i],
];
const unnamed: [string, RegExp][] = [
  [
    "leadership",
    /\b(?:senior )?(?:leadership|management) team\b|\bsenior (?:management|leader\w*)\b/i,
  ],
  ["nobody", /\b(?:appropriate|relevant|designated) person\b/i],
];

function findRoles(text: string): Found[] {
  return [...roles, ...unnamed].flatMap(([role, pattern]) => {
    const said = text.match(pattern)?.[0];
    const means = role === "leadership" || role === "nobody" ? null : role;
    return said ? [{ what: "role", said, means }] : [];
  });
}

const bindsWords: [(typeof boundKinds)[number], RegExp][] = [
  ["employee", /\bemployees?\b|\bstaff\b/i],
  ["supply", /\bsupply\b|\btemporary staff\b/i],
  ["agency", /\bagency\b|\bindirectly\b|not employed directly/i],
  ["trainee", /\btrainees?\b|\bapprentices?\b/i],
  ["volunteer", /\bvolunteers?\b|\bfriends\b/i],
  ["contractor", /\bcontractors?\b|\bconsultants?\b|self[- ]employed/i],
  ["governor", /\bgovernors?\b/i],
  ["visitor", /\bvisitors?\b/i],
];

/**
 * What a document seems to say, for a person to confirm: its title, approval and dates, headings,
 * and each paragraph or point as a clause with a kind. No word of the text is left out or changed;
 * a point carries the sentence that leads into its list.
 */
export function proposePolicy(lines: readonly Line[], wrapped = false): Proposal {
  const { values, rest } = readHead(joinLines(lines, wrapped));
  const first = rest.findIndex(
    (line, i) =>
      line.text.length > 90 || (i > 0 && (line.point || line.heading || /[.:;]$/.test(line.text))),
  );
  const opening = rest.slice(0, first < 0 ? 1 : Math.max(first, 1));
  const title =
    opening
      .map((line) => line.text)
      .find((text) => /polic|acceptable use|social media|online safety|e-?safety/i.test(text)) ??
    opening[0]?.text ??
    "";
  const clauses: Clause[] = [];
  let heading = "";
  let lead = "";
  const add = (words: string) => {
    const kind = guessKind(words);
    const types = guessTypes(words, kind);
    clauses.push({ code: `C${clauses.length + 1}`, kind, heading, words, types, severity: null });
  };
  for (const [i, line] of rest.entries()) {
    // Of the title page only what stands right above the text can be a heading of it.
    const titlePage = i < opening.length - 1 && !/[.!?]$/.test(line.text);
    if (titlePage || line.text === title || /^(?:19|20)\d\d\b[^a-z]*review/i.test(line.text))
      continue;
    if (isHeading(line, rest[i + 1])) {
      heading = line.text.replace(/:$/, "");
      lead = "";
      continue;
    }
    if (!line.point && /:-?$/.test(line.text)) {
      const [, before, last] = line.text.match(/^(.*[.!?])\s+([^.!?]+)$/s) ?? [];
      if (before) add(before);
      lead = last ?? line.text;
      continue;
    }
    // A sentence leads into the points below it, or into the one paragraph below it.
    if (!line.point && rest[i - 1]?.point) lead = "";
    add(lead ? `${lead} ${line.text}` : line.text);
    if (!line.point) lead = "";
  }
  return { title, ...headOf(values, rest), clauses };
}

function headOf(values: Map<Mark, string>, rest: readonly Line[]) {
  const text = rest.map((line) => line.text).join("\n");
  const both = text.match(/\b(20\d\d)\s*[-–]+\s*review\s*:?\s*(20\d\d)/i);
  const review = values.get("nextReviewOn") ?? both?.[2];
  const said: Found[] = [...values].map(([what, words]) => ({ what, said: words, means: null }));
  if (both) said.push({ what: "nextReviewOn", said: both[0], means: null });
  return {
    approvedBy: values.get("approvedBy") ?? null,
    approvedOn: findDate(values.get("approvedOn") ?? "", "first"),
    reviewedOn: findDate(values.get("reviewedOn") ?? "", "first"),
    nextReviewOn: findDate(review ?? "", "last"),
    statutory:
      /statutory/i.test(values.get("type") ?? "") && !/non/i.test(values.get("type") ?? ""),
    onWebsite: /^y/i.test(values.get("website") ?? ""),
    linked: [] as string[],
    rules: null,
    binds: bindsWords.flatMap(([kind, pattern]) => (pattern.test(text) ? [kind] : [])),
    found: [...said, ...findRoles(text)],
  };
}
