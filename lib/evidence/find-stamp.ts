import { localInstant } from "@/lib/dates";

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const month = `(${months.join("|")})[a-z]*\\.?,?`;
const year = "(20\\d\\d)";
const day = "(\\d{1,2})(?:st|nd|rd|th)?,?";
const gap = "\\s+";
type Parts = { y: string; m: string; d: string };

/** How dates stand on screens in the UK and in apps; day before month where both are figures. */
const shapes: [RegExp, (found: string[]) => Parts][] = [
  [
    new RegExp(`\\b${day}${gap}(?:of${gap})?${month}${gap}${year}\\b`, "i"),
    ([, d = "", m = "", y = ""]) => ({ y, m, d }),
  ],
  [
    new RegExp(`\\b${month}${gap}${day}${gap}${year}\\b`, "i"),
    ([, m = "", d = "", y = ""]) => ({ y, m, d }),
  ],
  [/\b(20\d\d)-(\d\d)-(\d\d)(?!\d)/, ([, y = "", m = "", d = ""]) => ({ y, m, d })],
  [
    /\b(\d{1,2})[/.](\d{1,2})[/.](20\d\d|\d\d)\b/,
    ([, d = "", m = "", y = ""]) => ({ y: y.length === 2 ? `20${y}` : y, m, d }),
  ],
];
const clock = /\b(\d{1,2})[:.](\d\d)(?::\d\d)?\s*([ap])\.?m\b|(?<!\d)([01]?\d|2[0-3]):(\d\d)\b/i;
const link =
  /\b(?:https?:\/\/|www\.)[^\s<>"']{4,200}|\b[a-z0-9-]+\.(?:com|org|net|co\.uk|sch\.uk|tv|io|app)(?:\/[^\s<>"']{0,200})?/i;

export type Stamp = { stamp: string | null; stampAt: Date | null; address: string | null };

function timeBeside(line: string): { words: string; hours: string } | null {
  const found = clock.exec(line);
  if (!found) return null;
  const [words, hour = "", minutes = "", half, hour24, minutes24] = found;
  if (half === undefined)
    return { words, hours: `${(hour24 ?? "").padStart(2, "0")}:${minutes24}` };
  const h = (Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  return Number(hour) > 12 ? null : { words, hours: `${String(h).padStart(2, "0")}:${minutes}` };
}

/**
 * The first date and the first address that stand on a screenshot, if any. A time counts when it is
 * on the same line as the date; a date after `at` is none, for nothing is posted in the future.
 */
export function findStamp(text: string, at: Date): Stamp {
  const address = link.exec(text)?.[0].replace(/[.,;:)\]]+$/, "") ?? null;
  for (const line of text.split("\n")) {
    for (const [shape, read] of shapes) {
      const found = shape.exec(line);
      if (!found) continue;
      const { y, m, d } = read(found);
      const named = months.indexOf(m.slice(0, 3).toLowerCase()) + 1;
      const number = named > 0 ? named : Number(m);
      if (number < 1 || number > 12 || Number(d) < 1 || Number(d) > 31) continue;
      const time = timeBeside(line.replace(found[0], " "));
      const iso = `${y}-${String(number).padStart(2, "0")}-${d.padStart(2, "0")}`;
      const stampAt = localInstant(iso, time?.hours ?? "00:00");
      if (Number.isNaN(stampAt.getTime()) || stampAt > at) continue;
      const words = time ? `${found[0]}, ${time.words}` : found[0];
      return { stamp: words, stampAt, address };
    }
  }
  return { stamp: null, stampAt: null, address };
}

/** Words of three letters or figures and more, each once, as the search looks for them. */
export const wordsOf = (text: string): string[] => [
  ...new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,40}/gu) ?? []),
];
