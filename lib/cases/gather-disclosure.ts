import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { storyWords } from "@/lib/evidence/labels";
import { namesOf } from "@/lib/people/queries";
import { roleWords } from "@/lib/reports/labels";
import type { Disclosure } from "./list-disclosures";
import { caseById, caseReportList, caseTimeline } from "./queries";

type Row = {
  evidence_id: string;
  event: string;
  action: string;
  reason: string | null;
  role: string;
  person_id: string | null;
  at: string;
};
/** Who wrote a report, where their name is not to be told. */
const unnamed = "The reporter";

/**
 * All that a bundle says in words: the items that go with their story, and the chronology. Where the
 * reporter is not to be named, their name stands in no column; free words are as they were written.
 */
export async function gatherDisclosure(tx: Tx, actor: Actor, disclosure: Disclosure) {
  const { caseId } = disclosure;
  const reports = await caseReportList(tx, actor, caseId);
  const hidden = new Set(disclosure.reporter ? [] : reports.map((report) => report.reporterId));
  const rows: Row[] = [];
  for (const report of reports)
    rows.push(
      ...((await tx.execute(
        sql`select * from sec.custody(${report.id}::uuid)`,
      )) as unknown as Row[]),
    );
  const given = new Map(
    disclosure.items.filter((item) => item.chosen !== "left-out").map((item) => [item.id, item]),
  );
  const names = await namesOf(tx, actor, [
    ...rows.map((row) => row.person_id),
    ...disclosure.items.map((item) => item.uploaderId),
  ]);
  const nameOf = (id: string | null) => {
    if (id === null) return "Daybook";
    return hidden.has(id) ? unnamed : (names.get(id) ?? "Somebody");
  };
  const custody = rows
    .filter((row) => given.has(row.evidence_id))
    .map((row) => ({
      event: row.event,
      item: given.get(row.evidence_id)?.number ?? "",
      at: new Date(row.at).toISOString(),
      action: row.action,
      object: `evidence:${row.evidence_id}`,
      what: storyWords[row.action] ?? row.action,
      who: nameOf(row.person_id),
      role: roleWords[row.role] ?? row.role,
      reason: row.reason ?? "",
    }))
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const hiddenNames = await namesOf(tx, actor, [...hidden]);
  const secret = new Set(hiddenNames.values());
  const { rows: events } = disclosure.chronology
    ? await caseTimeline(tx, actor, caseId, { oldest: true, kind: "", page: 1, all: true })
    : { rows: [] };
  return {
    found: await caseById(tx, actor, caseId),
    received: reports.map((report) => report.sentAt),
    receivedFrom: nameOf,
    custody,
    chronology: events.map((event) => ({
      at: event.at.toISOString(),
      by: event.by !== null && secret.has(event.by) ? unnamed : (event.by ?? "Daybook"),
      title: event.title,
      words: event.words ?? "",
    })),
  };
}
export type Gathered = Awaited<ReturnType<typeof gatherDisclosure>>;
