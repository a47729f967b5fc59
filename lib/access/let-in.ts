import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import { type Action, columnOf, permissions, readAction } from "./permissions";
import type { Role, Track } from "./types";

function reachesAlone(action: Action, role: Role, track: Track, restricted: boolean): boolean {
  const column = columnOf(role);
  if (column === null) return false;
  const reach = permissions[action][column];
  return (
    typeof reach === "object" && reach.school.includes(track) && (!restricted || role === "dsl")
  );
}

/** Does holding this role alone show matters of this track? */
export const roleSees = (role: Role, track: Track, restricted: boolean): boolean =>
  reachesAlone(readAction(track), role, track, restricted);

/**
 * Lets somebody in to a report or case by name where their role alone does not let them do their
 * part. To own it takes more than to see it: a headteacher reads every pupil concern, and triages
 * only those that came to them because no safeguarding lead could have it (B6, B12).
 */
export async function letIn(
  tx: Tx,
  matter: { id: string; track: string; restricted: boolean },
  holder: { personId: string; role: Role },
  capacity: "owner" | "told" | "line-manager" | "investigator",
): Promise<void> {
  const track = matter.track as Track;
  const action = capacity === "owner" ? "triage" : readAction(track);
  if (reachesAlone(action, holder.role, track, matter.restricted)) return;
  await tx.execute(
    sql`select sec.let_in(${matter.id}::uuid, ${holder.personId}::uuid, ${capacity}, null)`,
  );
}
