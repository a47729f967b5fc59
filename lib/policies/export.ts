import { writeRows } from "@/lib/csv";
import { formatDateTime, formatDay } from "@/lib/dates";
import { boundWords, kindWords } from "./labels";
import type { exportAcceptances } from "./list-acceptances";
import type { Version } from "./queries";
import type { listVisits } from "./sign-visit";
import type { ClauseKind } from "./types";

const signed = (kind: string | null) => (kind === "drawn" ? "drawn" : kind === null ? "" : "typed");

/** Who has accepted a version, for an inspection: each by name, with the hash they accepted. */
export const acceptancesCsv = ({
  version,
  rows,
}: Awaited<ReturnType<typeof exportAcceptances>>): string =>
  writeRows([
    ["Name", "Works as", "Policy", "Version", "Accepted", "Name in print", "Signature", "SHA-256"],
    ...rows.map((row) => [
      row.name,
      boundWords[row.as] ?? row.as,
      version.title,
      String(version.number),
      row.at === null
        ? "not yet"
        : `${row.at.toISOString()}${row.holds ? "" : ", to be accepted again"}`,
      row.printed ?? "",
      signed(row.kind),
      row.sha256 ?? "",
    ]),
  ]);

/** The same of visitors, with whom they came to see. */
export const visitsCsv = ({ version, rows }: Awaited<ReturnType<typeof listVisits>>): string =>
  writeRows([
    ["Name", "Visiting", "Policy", "Version", "Accepted", "Signature", "SHA-256"],
    ...rows.map((row) => [
      row.name,
      row.visiting,
      version.title,
      String(version.number),
      row.at.toISOString(),
      signed(row.kind),
      row.sha256,
    ]),
  ]);

/** A version as pages with headings, each clause under its own, for a tagged document. */
export function policyPages(version: Version, school: string) {
  const day = (on: string | null) => (on ? formatDay(on) : "Not said");
  const parts = [...Map.groupBy(version.clauses, (clause) => clause.heading || "Clauses")];
  return {
    title: version.title,
    intro: [`${school}. Version ${version.number}`],
    sections: [
      {
        heading: "About this version",
        facts: [
          ["Approved by", version.approvedBy ?? "Not said"],
          ["Approved on", day(version.approvedOn)],
          ["Next review", day(version.nextReviewOn)],
          ["Binds", version.binds.map((kind) => boundWords[kind] ?? kind).join(", ")],
          ["To be read with", version.linked.join(", ")],
          ["Published", version.publishedAt ? formatDateTime(version.publishedAt) : ""],
          ["Fingerprint (SHA-256)", version.sha256 ?? ""],
        ] satisfies [string, string][],
      },
      ...parts.map(([heading, clauses]) => ({
        heading,
        facts: clauses.map((clause): [string, string] => [
          `${clause.code}, ${(kindWords[clause.kind as ClauseKind] ?? clause.kind).toLowerCase()}`,
          clause.words,
        ]),
      })),
    ],
    footer: `${version.title}, version ${version.number}`,
  };
}
