import england from "./letters/england.json" with { type: "json" };

/** A letter as dated data; a school may put its own words in the place of these. */
export const letterKinds = england.letters;
export const lettersAsOf = { asOf: england.asOf, source: england.source };
export const letterOf = (kind: string) => letterKinds.find((letter) => letter.kind === kind);

/** What a template may ask for, by what stands between its braces. */
export const placeholders = {
  name: "whom it is to",
  reference: "the case's reference",
  decision: "what was decided",
  reasons: "the reasons given",
  clause: "the clause it rests on",
  date: "the day of the decision",
  decider: "who decided, and as what",
  school: "the school's name",
} as const;
export type Placeholder = keyof typeof placeholders;

/** What stands between braces and is none of them. */
export const strangers = (words: string): string[] =>
  [...words.matchAll(/\{([^{}]*)\}/g)]
    .map((match) => match[1] ?? "")
    .filter((name) => !(name in placeholders));

/** The template with what is known put in; a line that asks for what there is none of is left out. */
export function fillLetter(words: string, values: Readonly<Partial<Record<Placeholder, string>>>) {
  const absent = (line: string) =>
    [...line.matchAll(/\{(\w+)\}/g)].some((match) => !values[match[1] as Placeholder]);
  return words
    .split("\n")
    .filter((line) => !absent(line))
    .join("\n")
    .replace(/\{(\w+)\}/g, (_, name: string) => values[name as Placeholder] ?? "")
    .replace(/\n{3,}/g, "\n\n");
}
