import { and, eq } from "drizzle-orm";
import { clocks } from "@/db/schema/clocks";
import type { Tx } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";
import { ruleFor } from "@/lib/clocks/labels";
import { conflict, notFound } from "@/lib/errors";
import { addEvent } from "./add-event";
import { clockById } from "./list-clocks";
import { loadCase } from "./load-case";

type Input = { caseId: string; clockId: string };

/** A running clock of a case or of its reports, for whoever may work the case. */
export async function loadClock(tx: Tx, actor: Actor, input: Input) {
  const { role } = await loadCase(tx, actor, input.caseId, "triage");
  const clock = await clockById(tx, actor, input);
  if (!clock) throw notFound();
  if (clock.stoppedAt) throw conflict("This deadline has already ended");
  return { clock, role };
}

export const thisClock = (actor: Actor, input: Input) =>
  and(eq(clocks.schoolId, actor.schoolId), eq(clocks.id, input.clockId));

const done = {
  "clock-paused": "Deadline paused",
  "clock-resumed": "Deadline runs again",
  "clock-settled": "Deadline met",
  "clock-begun": "Deadline started",
} as const;

/** What was done to a clock, in the chronology and the ledger. */
export const recordClock = (
  tx: Tx,
  actor: Actor,
  entry: {
    caseId: string;
    role: Role | "reporter";
    action: keyof typeof done;
    clock: string;
    words?: string;
  },
) =>
  addEvent(tx, actor, {
    caseId: entry.caseId,
    role: entry.role,
    kind: "clock",
    action: entry.action,
    title: `${done[entry.action]}: ${ruleFor(entry.clock).label}`,
    words: entry.words,
    reason: entry.clock,
  });
