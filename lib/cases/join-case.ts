import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { cases } from "@/db/schema/cases";
import { reportProgress } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { walledFrom } from "@/lib/access/queries";
import type { Actor } from "@/lib/access/types";
import { stopClocks } from "@/lib/clocks/start-clock";
import { check } from "@/lib/errors";
import { tellReporter } from "@/lib/reports/tell-reporter";
import { addEvent } from "./add-event";
import { addInvolved, addReports } from "./add-reports";
import { refreshDue } from "./list-clocks";
import { changeCase, changeTriage, loadCase, loadWaiting } from "./load-case";
import { namedIn } from "./queries";
import { reseatCase } from "./reseat-case";
import type { joinCaseSchema } from "./schema";

/** "Same as another case": the report joins it, with its people, its walls and its evidence. */
export async function joinCase(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof joinCaseSchema>,
): Promise<{ caseId: string }> {
  const { found } = await loadWaiting(tx, actor, input.reportId);
  const [other] = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.schoolId, actor.schoolId), eq(cases.reference, input.reference)));
  if (!other) throw check({ reference: "There is no case with this reference that you can see" });
  const { found: joined, role } = await loadCase(tx, actor, other.id, "add-to-record");
  if (joined.state === "closed") {
    throw check({ reference: "That case is closed. Reopen it first, or open a new one" });
  }
  await changeTriage(tx, actor, input, {
    state: "joined",
    triagedAt: actor.at,
    triagedBy: actor.personId,
    caseId: other.id,
    reason: input.reason,
  });
  await addReports(tx, actor, other.id, [input.reportId]);
  await tx.execute(sql`select sec.share_access(${other.id}::uuid)`);
  await addInvolved(tx, actor, other.id, await namedIn(tx, actor, [input.reportId]));
  const seats = await reseatCase(tx, actor, joined, await walledFrom(tx, other.id));
  await changeCase(
    tx,
    actor,
    { caseId: other.id, version: joined.version },
    {
      ownerId: seats.ownerId,
      severity: Math.max(joined.severity, found.severity),
      evidenceCount: joined.evidenceCount + found.evidenceCount,
      ...(seats.withdrawn ? { state: "active", waitingOn: null } : {}),
    },
  );
  await stopClocks(tx, actor, { reportId: input.reportId });
  await refreshDue(tx, actor, { caseId: other.id });
  await tx
    .update(reportProgress)
    .set({ state: "in-hand", words: null, changedAt: actor.at })
    .where(
      and(eq(reportProgress.schoolId, actor.schoolId), eq(reportProgress.reportId, input.reportId)),
    );
  await addEvent(tx, actor, {
    caseId: other.id,
    role,
    kind: "report-joined",
    action: "report-joined",
    title: `Report ${found.reference} joined this case`,
    words: [input.reason, ...seats.words].join("\n"),
  });
  await tellReporter(tx, actor, input.reportId, "progress");
  return { caseId: other.id };
}
