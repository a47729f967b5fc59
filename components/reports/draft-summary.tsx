import { Summary } from "@/components/ui/page";
import { formatDay } from "@/lib/dates";
import type { EvidenceItem } from "@/lib/evidence/queries";
import {
  aboutWords,
  affectedWords,
  howKnownWords,
  partWords,
  policeWishWords,
} from "@/lib/reports/labels";
import { type ReportInput, subtypesOf } from "@/lib/reports/schema";

const whenWords = (report: ReportInput) =>
  [report.happenedOn ? formatDay(report.happenedOn) : "I do not know", report.time]
    .filter(Boolean)
    .join(" at ");

/** Everything that will be sent, each with the way back to change it. `items` null: words only. */
export function DraftSummary({
  report,
  items,
  typeLabel,
  step1,
  step2,
}: {
  report: ReportInput;
  items: EvidenceItem[] | null;
  typeLabel: string;
  step1: string;
  step2: string;
}) {
  const exact = subtypesOf(report.type).find(([code]) => code === report.subtype)?.[1];
  const named = report.named.map(
    (person) =>
      `${[person.name, person.handle].filter(Boolean).join(", ")} (${partWords[person.part]?.toLowerCase()})`,
  );
  const affected = [report.affectedName, report.affected && affectedWords[report.affected]];
  const always = [
    { key: "What happened", value: report.account, at: "account" },
    { key: "Kind of concern", value: [typeLabel, exact].filter(Boolean).join(": "), at: "type" },
    { key: "Who is affected", value: affected.filter(Boolean).join(", "), at: "affectedName" },
    { key: "Others in it", value: named.join("\n") || "Not said", at: "named0Name" },
    {
      key: "It is about",
      value: report.about.map((a) => aboutWords[a]).join(", ") || "None of the people asked about",
      at: "about",
    },
    { key: "When", value: whenWords(report), at: "when" },
    { key: "Where", value: report.platform || "Not said", at: "platform" },
  ];
  const closed = { yes: "Yes", no: "No", "": "" }[report.closedGroup];
  const given = [
    { key: "Web address", value: report.address, at: "address" },
    { key: "Account", value: report.handle, at: "handle" },
    { key: "Closed group", value: closed, at: "closedGroup" },
    { key: "How you know", value: howKnownWords[report.howKnown], at: "howKnown" },
    { key: "Written down for", value: report.toldBy, at: "toldBy" },
    { key: "What you would like", value: report.wish, at: "wish" },
    { key: "About the police", value: policeWishWords[report.policeWish], at: "policeWish" },
  ].filter((row) => row.value);
  const rows = [...always, ...given].map(({ key, value, at }) => ({
    key,
    value,
    change: `${step1}#${at}`,
  }));
  const names = items?.map((item) => item.caption || item.fileName).join("\n") || "None";
  return (
    <Summary rows={items ? [...rows, { key: "Evidence", value: names, change: step2 }] : rows} />
  );
}
