export type Name = { name: string; label: string };

/** Signs that are not seen and would split a name. */
const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** One name on each line; what stands after "=" is put in its place, or "Person A" and so on. */
export function readNames(lines: string): Name[] {
  return lines
    .normalize("NFC")
    .split("\n")
    .map((line) => line.split("=").map((part) => part.replace(unseen, "").trim()))
    .filter(([name]) => (name ?? "").length > 1)
    .slice(0, letters.length)
    .map(([name = "", label], index) => ({ name, label: label || `Person ${letters[index]}` }));
}

/** A name as it may stand in a text: any case, any space between its words, no letter beside it. */
const pattern = (name: string) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])${name.split(/\s+/).map(literal).join("[\\s_.-]*")}(?![\\p{L}\\p{N}])`,
    "giu",
  );

/**
 * Puts labels in the place of names, the longest name first. `left` are single words of those names
 * that still stand, such as a first name alone: the person decides about each.
 */
export function replaceNames(
  text: string,
  names: readonly Name[],
): { text: string; replaced: number; left: { word: string; times: number }[] } {
  let replaced = 0;
  let out = text.normalize("NFC").replace(unseen, "");
  for (const { name, label } of names.toSorted((a, b) => b.name.length - a.name.length)) {
    out = out.replace(pattern(name), () => {
      replaced++;
      return `[${label}]`;
    });
  }
  const words = new Set(names.flatMap(({ name }) => name.split(/\s+/)).filter((w) => w.length > 2));
  const left = [...words]
    .map((word) => ({ word, times: [...out.matchAll(new RegExp(literal(word), "giu"))].length }))
    .filter(({ times }) => times > 0);
  return { text: out, replaced, left };
}
