import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import { readAction, roleReaches } from "./permissions";
import type { Role, Track } from "./types";

/** Does holding this role alone show matters of this track? */
export const roleSees = (role: Role, track: Track, restricted: boolean): boolean =>
  roleReaches(role, readAction(track), { track, restricted });

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
  if (roleReaches(holder.role, action, { track, restricted: matter.restricted })) return;
  await tx.execute(
    sql`select sec.let_in(${matter.id}::uuid, ${holder.personId}::uuid, ${capacity}, null)`,
  );
}
