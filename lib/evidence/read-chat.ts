import type { Message } from "./types";

/** year-first and proved orders need no guess; assumed says that the file gives no sign of it. */
export type DayOrder = "year-first" | "day-first" | "month-first" | "assumed" | "by-sequence";
export type Chat = { dayOrder: DayOrder; monthFirst: boolean; messages: Message[] };

const marks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const spaces = /[\u00a0\u202f\u2009]/g;
const day = String.raw`(\d{1,4})[./-](\d{1,2})[./-](\d{2,4})`;
const time = String.raw`(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?: ?([ap])\.? ?m\.?)?`;
/** iOS: [03/04/2026, 14:05:09] Name: words. Android: 03/04/2026, 14:05 - Name: words. */
const starts = new RegExp(
  String.raw`^(?:\[${day},? ${time}\] |${day},? ${time} - )([\s\S]*)$`,
  "i",
);

type Start = { parts: number[]; hours: string; rest: string };

function readStart(line: string): Start | null {
  const found = starts.exec(line.replace(marks, "").replace(spaces, " "));
  if (!found) return null;
  const at = found[1] === undefined ? 8 : 1;
  const pick = (n: number) => found[at + n] ?? "";
  let hour = Number(pick(3));
  const half = pick(6).toLowerCase();
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === "p" ? 12 : 0);
  const [minute, second] = [pick(4), pick(5)];
  if (hour > 23 || Number(minute) > 59 || Number(second || 0) > 59) return null;
  const hours = `${String(hour).padStart(2, "0")}:${minute}${second ? `:${second}` : ""}`;
  return { parts: [0, 1, 2].map((n) => Number(pick(n))), hours, rest: found[15] ?? "" };
}

/** A real day of the calendar, or null: no 31st of February comes of a wrong order. */
function dayOf(parts: number[], monthFirst: boolean): string | null {
  const [a = 0, b = 0, c = 0] = parts;
  const [year, month, date] = a > 31 ? [a, b, c] : monthFirst ? [c, a, b] : [c, b, a];
  const full = year < 100 ? 2000 + year : year;
  const at = new Date(Date.UTC(full, month - 1, date));
  const real =
    full > 1990 && at.getUTCMonth() === month - 1 && at.getUTCDate() === date && date > 0;
  return real ? at.toISOString().slice(0, 10) : null;
}

const inOrder = (days: (string | null)[]) =>
  days.every((one, i) => one !== null && (i === 0 || one >= (days[i - 1] ?? "")));

/** Decided once for the whole export: an app writes every day of it the same way. */
function decideOrder(starts: Start[]): { dayOrder: DayOrder; monthFirst: boolean } {
  if (starts.every(({ parts }) => (parts[0] ?? 0) > 31))
    return { dayOrder: "year-first", monthFirst: false };
  const daysFirst = starts.map(({ parts }) => dayOf(parts, false));
  const monthsFirst = starts.map(({ parts }) => dayOf(parts, true));
  const [asDays, asMonths] = [daysFirst.every(Boolean), monthsFirst.every(Boolean)];
  if (asDays && !asMonths) return { dayOrder: "day-first", monthFirst: false };
  if (asMonths && !asDays) return { dayOrder: "month-first", monthFirst: true };
  const [daysRun, monthsRun] = [inOrder(daysFirst), inOrder(monthsFirst)];
  if (daysRun !== monthsRun) return { dayOrder: "by-sequence", monthFirst: monthsRun };
  return { dayOrder: "assumed", monthFirst: false };
}

/** Who said it ends at the first colon; a line of the app itself has none. */
function readSender(rest: string): { sender: string | null; words: string } {
  const found = /^([^:\n]{1,120}): ?([\s\S]*)$/.exec(rest);
  return found
    ? { sender: (found[1] ?? "").trim(), words: found[2] ?? "" }
    : { sender: null, words: rest };
}

/**
 * A chat exported from WhatsApp as its messages, each with its original lines; null when it is no
 * such export. Its times have no zone: they are those of the phone that exported it.
 */
export function readChat(text: string): Chat | null {
  const found: { start: Start; lines: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const start = readStart(line);
    if (start) found.push({ start, lines: [line] });
    else if (found.length > 0) found.at(-1)?.lines.push(line);
    else if (line.replace(marks, "").trim() !== "") return null;
  }
  if (found.length === 0) return null;
  const { dayOrder, monthFirst } = decideOrder(found.map(({ start }) => start));
  const messages = found.map(({ start, lines }) => {
    const date = dayOf(start.parts, monthFirst);
    const { sender, words } = readSender(start.rest);
    return {
      sender,
      sentLocal: date ? `${date}T${start.hours}` : null,
      words: [words, ...lines.slice(1)].join("\n").trimEnd(),
      original: lines.join("\n"),
    };
  });
  return { dayOrder, monthFirst, messages };
}

/** Any other text: a line a row, as it stands. */
export const readLines = (text: string): Message[] =>
  text
    .replace(/^\ufeff/, "")
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => ({ sender: null, sentLocal: null, words: line, original: line }));
