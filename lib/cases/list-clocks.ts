import { and, asc, desc, eq, inArray, isNull, min, ne, or, sql } from "drizzle-orm";
import { caseReports, cases } from "@/db/schema/cases";
import { clockPauses, clockReminders, clocks } from "@/db/schema/clocks";
import { triages } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";

/** A report, or a case with all its reports: whose clocks are meant. */
export type Of = { reportId: string } | { caseId: string };

/** The clocks of a report, or of a case and of the reports joined to it. */
export const clocksWithin = (actor: Actor, of: Of) =>
  and(
    eq(clocks.schoolId, actor.schoolId),
    "reportId" in of
      ? eq(clocks.reportId, of.reportId)
      : or(
          eq(clocks.caseId, of.caseId),
          sql`${clocks.reportId} in (select cr.report_id from ${caseReports} cr
            where cr.school_id = ${actor.schoolId} and cr.case_id = ${of.caseId})`,
        ),
  );

const columns = {
  id: clocks.id,
  reportId: clocks.reportId,
  caseId: clocks.caseId,
  kind: clocks.kind,
  unit: clocks.unit,
  length: clocks.length,
  startedAt: clocks.startedAt,
  dueAt: clocks.dueAt,
  pausedAt: clocks.pausedAt,
  stoppedAt: clocks.stoppedAt,
  stoppedWords: clocks.stoppedWords,
  basis: clocks.basis,
  mark: clocks.mark,
  force: clocks.force,
};

/** Every clock there was, those that run first, with its pauses and the reminders sent. */
export async function listClocks(tx: Tx, actor: Actor, of: Of) {
  const rows = await tx
    .select(columns)
    .from(clocks)
    .where(clocksWithin(actor, of))
    .orderBy(sql`${clocks.stoppedAt} is not null`, asc(clocks.dueAt), asc(clocks.id))
    .limit(200);
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const pauses = await tx
    .select({
      clockId: clockPauses.clockId,
      reason: clockPauses.reason,
      words: clockPauses.words,
      pausedAt: clockPauses.pausedAt,
      resumedAt: clockPauses.resumedAt,
    })
    .from(clockPauses)
    .where(and(eq(clockPauses.schoolId, actor.schoolId), inArray(clockPauses.clockId, ids)))
    .orderBy(desc(clockPauses.pausedAt));
  const reminders = await tx
    .select({ clockId: clockReminders.clockId, stage: clockReminders.stage })
    .from(clockReminders)
    .where(and(eq(clockReminders.schoolId, actor.schoolId), inArray(clockReminders.clockId, ids)))
    .orderBy(asc(clockReminders.at));
  return rows.map((row) => ({
    ...row,
    pauses: pauses.filter((pause) => pause.clockId === row.id),
    reminded: reminders.filter((one) => one.clockId === row.id).map((one) => one.stage),
  }));
}

/** One clock of a case or of its reports, held until the end of the transaction. */
export async function clockById(
  tx: Tx,
  actor: Actor,
  { caseId, clockId }: { caseId: string; clockId: string },
) {
  const [row] = await tx
    .select(columns)
    .from(clocks)
    .where(and(clocksWithin(actor, { caseId }), eq(clocks.id, clockId)))
    .for("update");
  return row ?? null;
}

/** Clocks set from outside that still run: nothing is closed over them (B7). */
export async function statutoryRunning(tx: Tx, actor: Actor, of: Of) {
  return tx
    .select({ kind: clocks.kind, basis: clocks.basis })
    .from(clocks)
    .where(and(clocksWithin(actor, of), isNull(clocks.stoppedAt), eq(clocks.force, "statutory")))
    .orderBy(asc(clocks.dueAt))
    .limit(5);
}

/** Keeps the next deadline beside the report or case, where the queue sorts by it. */
export async function refreshDue(tx: Tx, actor: Actor, of: Of): Promise<void> {
  const [next] = await tx
    .select({ at: min(clocks.dueAt) })
    .from(clocks)
    .where(
      and(
        clocksWithin(actor, of),
        isNull(clocks.stoppedAt),
        isNull(clocks.pausedAt),
        ne(clocks.force, "information"),
      ),
    );
  const dueAt = next?.at ?? null;
  if ("caseId" in of) {
    await tx
      .update(cases)
      .set({ dueAt })
      .where(
        and(eq(cases.schoolId, actor.schoolId), eq(cases.id, of.caseId), ne(cases.state, "closed")),
      );
  } else if (dueAt) {
    await tx
      .update(triages)
      .set({ dueAt })
      .where(and(eq(triages.schoolId, actor.schoolId), eq(triages.reportId, of.reportId)));
  }
}
