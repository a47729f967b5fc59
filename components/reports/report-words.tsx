import type { ReactNode } from "react";
import { Summary } from "@/components/ui/page";
import { formatDay } from "@/lib/dates";
import {
  aboutWords,
  affectedWords,
  howKnownWords,
  kindWords,
  partWords,
  policeWishWords,
} from "@/lib/reports/labels";
import type { Report, reportPeople } from "@/lib/reports/queries";
import { subtypesOf } from "@/lib/reports/schema";

type People = Awaited<ReturnType<typeof reportPeople>>;

const small = (words: string) => words.toLowerCase();

/** What one person sent, as they sent it. */
export function ReportWords({
  report,
  people,
  typeLabel,
}: {
  report: Report;
  people: People;
  typeLabel: string;
}) {
  const when = report.happenedOn
    ? `${formatDay(report.happenedOn)}${report.happenedTime ? ` at ${report.happenedTime}` : ""}`
    : "Not known";
  const exact = subtypesOf(report.type).find(([code]) => code === report.subtype)?.[1];
  const rows: [string, ReactNode][] = [
    ["What happened", report.account],
    ["Kind of concern", exact ? `${typeLabel}: ${exact}` : typeLabel],
    ["Who is affected", affectedWords[report.affected] ?? report.affected],
    [
      "People",
      people.length === 0 ? null : (
        <ul key="people">
          {people.map((person) => (
            <li key={`${person.personId}${person.part}`}>
              {person.name} ({small(partWords[person.part] ?? person.part)},{" "}
              {small(kindWords[person.kind] ?? person.kind)}
              {person.handle && person.handle !== person.name ? `, ${person.handle}` : ""})
            </li>
          ))}
        </ul>
      ),
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
  return (
    <Summary rows={rows.filter(([, value]) => value).map(([key, value]) => ({ key, value }))} />
  );
}
