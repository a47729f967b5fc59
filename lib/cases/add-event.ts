import { caseEvents } from "@/db/schema/cases";
import type { Tx } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";

/** One line of a case's chronology and its leaf in the ledger: never one without the other. */
export async function addEvent(
  tx: Tx,
  actor: Actor,
  event: {
    caseId: string;
    role: Role | "reporter";
    kind: string;
    action: string;
    title: string;
    words?: string | undefined;
    reason?: string;
  },
): Promise<void> {
  await tx.insert(caseEvents).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId: event.caseId,
    kind: event.kind,
    title: event.title,
    words: event.words ?? null,
    byId: actor.personId,
    at: actor.at,
  });
  await appendLedger(tx, {
    role: event.role,
    action: event.action,
    object: { kind: "case", id: event.caseId },
    caseId: event.caseId,
    reason: event.reason,
    values: { title: event.title, words: event.words ?? null },
  });
}
