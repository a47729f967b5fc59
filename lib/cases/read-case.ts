import type { Tx } from "@/db/scope";
import { readAction, roleFor } from "@/lib/access/permissions";
import type { Actor, Track } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { namesOf } from "@/lib/people/queries";
import { aimOf, caseById, caseReportList } from "./queries";

/** Opens a case for one of its pages; the view is in the ledger. */
export async function readCase(tx: Tx, actor: Actor, input: { caseId: string; page: string }) {
  const found = await caseById(tx, actor, input.caseId);
  const role = roleFor(actor, readAction(found.track as Track), aimOf(found));
  if (!role || role === "reporter") throw notFound();
  await appendLedger(tx, {
    role,
    action: "case-viewed",
    object: { kind: "case", id: input.caseId },
    caseId: input.caseId,
    reason: input.page,
  });
  const names = await namesOf(tx, actor, [found.ownerId]);
  return {
    found,
    owner: names.get(found.ownerId) ?? "Somebody",
    reports: await caseReportList(tx, actor, input.caseId),
  };
}
