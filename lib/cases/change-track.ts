import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { check, conflict } from "@/lib/errors";
import { trackWords } from "@/lib/reports/labels";
import { addEvent } from "./add-event";
import { trackRules } from "./case-forms";
import { changeCase, loadCase } from "./load-case";
import { tellUsualOwner } from "./open-case";
import type { changeTrackSchema } from "./schema";

/**
 * Moves a case to another track. Its wall, records and timeline stay; whoever works it is let in by
 * name where their role does not lead such cases, and whoever usually owns that track is told. It can be
 * moved back the same way.
 */
export async function changeTrack(tx: Tx, actor: Actor, input: z.output<typeof changeTrackSchema>) {
  const { found, role } = await loadCase(tx, actor, input.caseId, "triage");
  if (input.track === found.track) throw check({ track: "It is of this kind already" });
  if (["external-hold", "decision", "appeal", "closed"].includes(found.state))
    throw conflict("A case on hold, waiting for a decision, under appeal or closed keeps its kind");
  const moved = { id: found.id, track: input.track, restricted: found.restricted };
  const workers = new Set([found.ownerId, actor.personId]);
  for (const personId of workers) {
    const leads = personId === actor.personId && mayAct(actor, "triage", moved);
    if (leads) continue;
    const capacity = personId === found.ownerId ? "owner" : "handler";
    await tx.execute(
      sql`select sec.let_in(${found.id}::uuid, ${personId}::uuid, ${capacity}, null)`,
    );
  }
  await changeCase(tx, actor, input, { track: input.track });
  await addEvent(tx, actor, {
    caseId: found.id,
    role,
    kind: "state",
    action: "track-changed",
    title: `Kind of case changed from ${trackWords[found.track]} to ${trackWords[input.track]}`,
    words: input.reason,
    reason: trackRules[input.track].rule,
  });
  await tellUsualOwner(tx, actor, moved, found.reference);
  return { caseId: found.id };
}
