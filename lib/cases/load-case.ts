import { and, eq } from "drizzle-orm";
import { cases } from "@/db/schema/cases";
import { triages } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { type Action, roleFor } from "@/lib/access/permissions";
import type { Actor, Role } from "@/lib/access/types";
import { formatTime } from "@/lib/dates";
import { conflict, notFound } from "@/lib/errors";
import { namesOf } from "@/lib/people/queries";
import { aimOf, type Case, caseById, caseTimeline, type Triage, triageById } from "./queries";

/** The case, if this actor may do this to it, and the role they do it in. */
export async function loadCase(
  tx: Tx,
  actor: Actor,
  caseId: string,
  action: Action,
): Promise<{ found: Case; role: Role | "reporter" }> {
  const found = await caseById(tx, actor, caseId);
  const role = roleFor(actor, action, aimOf(found));
  if (!role) throw notFound();
  return { found, role };
}

export async function loadTriage(
  tx: Tx,
  actor: Actor,
  reportId: string,
  action: Action,
): Promise<{ found: Triage; role: Role | "reporter" }> {
  const found = await triageById(tx, actor, reportId);
  const role = roleFor(actor, action, aimOf(found));
  if (!role) throw notFound();
  return { found, role };
}

/** A report that still waits to be triaged, for whoever may triage it. */
export async function loadWaiting(tx: Tx, actor: Actor, reportId: string) {
  const loaded = await loadTriage(tx, actor, reportId, "triage");
  if (!waits(loaded.found)) throw conflict("This report was already triaged");
  return loaded;
}
export const waits = (found: Triage) => ["new", "asked", "snoozed"].includes(found.state);

/** Changes a case only if nobody did since it was read; otherwise says who did, and when. */
export async function changeCase(
  tx: Tx,
  actor: Actor,
  at: { caseId: string; version: number },
  fields: Partial<typeof cases.$inferInsert>,
): Promise<void> {
  const changed = await tx
    .update(cases)
    .set({ ...fields, version: at.version + 1 })
    .where(
      and(
        eq(cases.schoolId, actor.schoolId),
        eq(cases.id, at.caseId),
        eq(cases.version, at.version),
      ),
    )
    .returning({ id: cases.id });
  if (changed.length > 0) return;
  const { rows } = await caseTimeline(tx, actor, at.caseId, { oldest: false, kind: "", page: 1 });
  const last = rows[0];
  throw conflict(
    last
      ? `${last.by} changed this case at ${formatTime(last.at)}: ${last.title}. Check their change, then save yours`
      : "Somebody changed this case. Check their change, then save yours",
  );
}

export async function changeTriage(
  tx: Tx,
  actor: Actor,
  at: { reportId: string; version: number },
  fields: Partial<typeof triages.$inferInsert>,
): Promise<void> {
  const changed = await tx
    .update(triages)
    .set({
      ...fields,
      changedAt: actor.at,
      changedBy: actor.personId,
      version: at.version + 1,
    })
    .where(
      and(
        eq(triages.schoolId, actor.schoolId),
        eq(triages.reportId, at.reportId),
        eq(triages.version, at.version),
      ),
    )
    .returning({ id: triages.reportId });
  if (changed.length > 0) return;
  const [now] = await tx
    .select({ by: triages.changedBy, at: triages.changedAt })
    .from(triages)
    .where(and(eq(triages.schoolId, actor.schoolId), eq(triages.reportId, at.reportId)));
  const names = await namesOf(tx, actor, [now?.by ?? null]);
  const who = names.get(now?.by ?? "") ?? "Somebody";
  throw conflict(
    `${who} changed this report${now?.at ? ` at ${formatTime(now.at)}` : ""}. Check their change, then save yours`,
  );
}
