import { formatDay } from "@/lib/dates";
import {
  aboutWords,
  affectedWords,
  howKnownWords,
  kindWords,
  partWords,
  policeWishWords,
} from "./labels";
import type { Report, reportPeople } from "./queries";
import { subtypesOf } from "./schema";

export type People = Awaited<ReturnType<typeof reportPeople>>;

const small = (words: string) => words.toLowerCase();

/** What one person sent, as they sent it: each answer under its name, several as a list. */
export function listFacts(
  report: Report,
  people: People,
  typeLabel: string,
): [name: string, value: string | string[]][] {
  const when = report.happenedOn
    ? `${formatDay(report.happenedOn)}${report.happenedTime ? ` at ${report.happenedTime}` : ""}`
    : "Not known";
  const exact = subtypesOf(report.type).find(([code]) => code === report.subtype)?.[1];
  const facts: [string, string | string[] | null | undefined][] = [
    ["What happened", report.account],
    ["Kind of concern", exact ? `${typeLabel}: ${exact}` : typeLabel],
    ["Who is affected", affectedWords[report.affected] ?? report.affected],
    [
      "People",
      people.map((person) => {
        const handle = person.handle && person.handle !== person.name ? `, ${person.handle}` : "";
        const part = small(partWords[person.part] ?? person.part);
        return `${person.name} (${part}, ${small(kindWords[person.kind] ?? person.kind)}${handle})`;
      }),
    ],
    ["It is about", report.about.map((answer) => aboutWords[answer] ?? answer).join(", ")],
    ["When", when],
    ["App or site", report.platform],
    ["Web address or place", report.address],
    ["Account or handle", report.handle],
    ["Closed group", report.closedGroup === "yes" ? "Yes" : null],
    ["How it became known", report.howKnown ? howKnownWords[report.howKnown] : null],
    ["Written down for", report.toldBy],
    ["What the reporter would like", report.wish],
    ["Wish about the police", report.policeWish ? policeWishWords[report.policeWish] : null],
  ];
  return facts.flatMap(([name, value]) => (value?.length ? [[name, value]] : []));
}
