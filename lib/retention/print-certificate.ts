import { and, eq } from "drizzle-orm";
import { disposals } from "@/db/schema/retention";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { drawPages } from "@/lib/cases/draw-pages";
import { formatDateTime, formatDay } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { ruleOf } from "./compute-review";
import { keeperWords, periodWords } from "./labels";
import { type Certificate, certificateOf } from "./list-reviews";

const visits = ({ removed }: Certificate): [string, string] => [
  "Visitors' acceptances",
  String(removed?.entries ?? 0),
];
const partsOf = ({ removed, bytesGoneAt }: Certificate): [string, string][] => [
  ["Files dropped by the store", bytesGoneAt ? formatDateTime(bytesGoneAt) : "Not yet"],
  ["Reports", String(removed?.reports.length ?? 0)],
  ["Reports that stay with another case", String(removed?.kept ?? 0)],
  ["Files", String(removed?.evidence.length ?? 0)],
  ["Entries of the timeline", String(removed?.entries ?? 0)],
  ["People known through this case alone", String(removed?.people ?? 0)],
];

/** The certificate's lines, the same on the page and on paper. */
export function certificateFacts(found: Certificate): [name: string, value: string][] {
  const rule = ruleOf(found.rule);
  const who = (name: string, role: string | null, at: Date | null) =>
    at ? `${name}, ${keeperWords[role ?? ""] ?? role}, ${formatDateTime(at)}` : "";
  const ofCase = rule.from !== "visit";
  return [
    [ofCase ? "Case" : "Record", found.reference],
    [ofCase ? "Opened" : "From", formatDay(found.openedOn)],
    [ofCase ? "Closed" : "To before", formatDay(found.closedOn)],
    ["Rule", `${rule.record}: ${periodWords(rule, found.years)}`],
    ["Authority", `${rule.authority}${rule.mark === "U" ? " (check locally)" : ""}`],
    ["Due for review", formatDay(found.dueOn)],
    ["Proposed by", who(found.proposer, found.proposedAs, found.proposedAt)],
    ["Approved by", who(found.approver, found.approvedAs, found.approvedAt)],
    ["Disposed of", found.disposedAt ? formatDateTime(found.disposedAt) : ""],
    ...(ofCase ? partsOf(found) : [visits(found)]),
  ];
}

export const remainsWords =
  "The ledger's entries stay and prove that the record was kept and ended. Backups made before hold copies until they run out: the school looks after those.";

/** The certificate as a tagged PDF. */
export async function printCertificate(tx: Tx, actor: Actor, disposalId: string): Promise<Buffer> {
  const role = roleFor(actor, "agree-disposals");
  const [row] = await tx
    .select({ caseId: disposals.caseId })
    .from(disposals)
    .where(and(eq(disposals.schoolId, actor.schoolId), eq(disposals.id, disposalId)));
  const found = role && row ? await certificateOf(tx, actor, row.caseId) : null;
  if (!role || !found?.disposedAt) throw notFound();
  await appendLedger(tx, {
    role,
    action: "certificate-printed",
    object: { kind: "case", id: found.caseId },
    caseId: found.caseId,
  });
  const { removed } = found;
  return drawPages({
    title: `Certificate of disposal ${found.reference}`,
    intro: [actor.schoolName, remainsWords],
    sections: [
      { heading: "What was disposed of", facts: certificateFacts(found) },
      {
        heading: "SHA-256 of each report",
        facts: (removed?.reports ?? []).map((one) => [one.reference, one.sha256]),
      },
      {
        heading: "SHA-256 of each file",
        facts: (removed?.evidence ?? []).map((one, n) => [
          `File ${n + 1}, ${one.size} bytes`,
          one.sha256,
        ]),
      },
    ],
    footer: `${actor.schoolName}  ${found.reference}`,
    at: found.disposedAt,
  });
}
