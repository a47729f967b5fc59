const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** First and last month of a season as schools use the words. */
const seasons: Record<string, [number, number]> = {
  spring: [1, 4],
  summer: [4, 8],
  autumn: [9, 12],
  winter: [12, 12],
};
const pad = (n: number) => String(n).padStart(2, "0");
const lastDay = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * A date in a document's words. One that names no day ("Autumn 2023", "Sept 25") is a stretch of
 * time: its first day counts for an approval, its last for a review that must be done by then.
 */
export function findDate(words: string, end: "first" | "last"): string | null {
  const span = (year: number, from: number, to: number, day?: number) => {
    const month = end === "first" ? from : to;
    const date = day ?? (end === "first" ? 1 : lastDay(year, month));
    return date > lastDay(year, month) ? null : `${year}-${pad(month)}-${pad(date)}`;
  };
  const short = (digits: string) => (digits.length === 2 ? 2000 + Number(digits) : Number(digits));
  const name = `(${months.join("|")})[a-z]*\\.?`;
  const year = "'?((?:20|19)\\d\\d|\\d\\d)\\b";

  const figures = words.match(/\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)\b/);
  if (figures) {
    const [day, month] = [Number(figures[1]), Number(figures[2])];
    return month >= 1 && month <= 12 && day >= 1
      ? span(short(figures[3] ?? ""), month, month, day)
      : null;
  }
  const whole = words.match(
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${name},?\\s+${year}`, "i"),
  );
  if (whole) {
    const month = months.indexOf((whole[2] ?? "").toLowerCase()) + 1;
    return span(short(whole[3] ?? ""), month, month, Number(whole[1]));
  }
  const inMonth = words.match(new RegExp(`\\b${name},?\\s+${year}`, "i"));
  if (inMonth) {
    const month = months.indexOf((inMonth[1] ?? "").toLowerCase()) + 1;
    return span(short(inMonth[2] ?? ""), month, month);
  }
  const term = words.match(
    new RegExp(`\\b(spring|summer|autumn|winter)(?:\\s+term)?,?\\s+${year}`, "i"),
  );
  if (term) {
    const [from, to] = seasons[(term[1] ?? "").toLowerCase()] ?? [1, 12];
    return span(short(term[2] ?? ""), from, to);
  }
  const alone = words.match(/\b((?:20|19)\d\d)\b/);
  return alone ? span(Number(alone[1]), 1, 12) : null;
}
