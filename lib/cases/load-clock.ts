import { and, eq } from "drizzle-orm";
import { clocks } from "@/db/schema/clocks";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { ruleFor } from "@/lib/clocks/labels";
import { conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { addEvent } from "./add-event";
import { clockById, type Of } from "./list-clocks";
import { loadCase, loadTriage } from "./load-case";

type Clock = NonNullable<Awaited<ReturnType<typeof clockById>>>;

/** May this actor work the matter, and in which role? Absent and forbidden look the same. */
export async function roleOver(tx: Tx, actor: Actor, of: Of) {
  const { role } =
    "caseId" in of
      ? await loadCase(tx, actor, of.caseId, "triage")
      : await loadTriage(tx, actor, of.reportId, "triage");
  return role;
}

export async function loadClock(tx: Tx, actor: Actor, clockId: string) {
  const clock = await clockById(tx, actor, clockId);
  if (!clock) throw notFound();
  const of: Of = clock.caseId ? { caseId: clock.caseId } : { reportId: clock.reportId ?? "" };
  const role = await roleOver(tx, actor, of);
  if (clock.stoppedAt) throw conflict("This deadline has already ended");
  return { clock, of, role };
}

const done = {
  "clock-paused": "Deadline paused",
  "clock-resumed": "Deadline runs again",
  "clock-settled": "Deadline met",
  "clock-begun": "Deadline started",
} as const;

/** What was done to a clock, in the chronology and the ledger. */
export async function recordClock(
  tx: Tx,
  actor: Actor,
  of: Of,
  entry: {
    role: Awaited<ReturnType<typeof roleOver>>;
    action: keyof typeof done;
    kind: string;
    words?: string;
  },
): Promise<void> {
  const { role, action, kind, words } = entry;
  const title = `${done[action]}: ${ruleFor(kind).label}`;
  if ("caseId" in of)
    return addEvent(tx, actor, { caseId: of.caseId, role, kind: "clock", action, title, words });
  await appendLedger(tx, {
    role,
    action,
    object: { kind: "report", id: of.reportId },
    reason: kind,
    values: { words },
  });
}

export const thisClock = (actor: Actor, clock: Clock) =>
  and(eq(clocks.schoolId, actor.schoolId), eq(clocks.id, clock.id));
