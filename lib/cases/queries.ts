import { and, asc, desc, eq, inArray, ne, sql } from "drizzle-orm";
import {
  caseActions,
  caseEvents,
  caseReports,
  cases,
  involvements,
  referrals,
  walls,
} from "@/db/schema/cases";
import { people } from "@/db/schema/people";
import { reports, triages } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Aim } from "@/lib/access/permissions";
import { inCircle, inEmergency } from "@/lib/access/queries";
import type { Actor, Track } from "@/lib/access/types";
import { notFound } from "@/lib/errors";

export async function triageById(tx: Tx, actor: Actor, reportId: string) {
  const [row] = await tx
    .select({
      reportId: triages.reportId,
      reference: triages.reference,
      type: triages.type,
      track: triages.track,
      restricted: triages.restricted,
      state: triages.state,
      severity: triages.severity,
      ownerId: triages.ownerId,
      receivedAt: triages.receivedAt,
      dueAt: triages.dueAt,
      snoozedUntil: triages.snoozedUntil,
      caseId: triages.caseId,
      reason: triages.reason,
      triagedAt: triages.triagedAt,
      evidenceCount: triages.evidenceCount,
      withdrawnAt: triages.withdrawnAt,
      version: triages.version,
      inCircle: inCircle(actor, triages.reportId),
      leads: inCircle(actor, triages.reportId, "owner"),
      panel: inCircle(actor, triages.reportId, "panel"),
      emergency: inEmergency(actor, triages.reportId),
    })
    .from(triages)
    .where(and(eq(triages.schoolId, actor.schoolId), eq(triages.reportId, reportId)));
  if (!row) throw notFound();
  return row;
}
export type Triage = Awaited<ReturnType<typeof triageById>>;

export async function caseById(tx: Tx, actor: Actor, caseId: string) {
  const [row] = await tx
    .select({
      id: cases.id,
      reference: cases.reference,
      type: cases.type,
      subtype: cases.subtype,
      track: cases.track,
      restricted: cases.restricted,
      state: cases.state,
      severity: cases.severity,
      ownerId: cases.ownerId,
      summary: cases.summary,
      dueAt: cases.dueAt,
      snoozedUntil: cases.snoozedUntil,
      waitingOn: cases.waitingOn,
      outcome: cases.outcome,
      openedAt: cases.openedAt,
      openedBy: cases.openedBy,
      closedAt: cases.closedAt,
      closedBy: cases.closedBy,
      evidenceCount: cases.evidenceCount,
      version: cases.version,
      inCircle: inCircle(actor, cases.id),
      leads: inCircle(actor, cases.id, "owner"),
      panel: inCircle(actor, cases.id, "panel"),
      emergency: inEmergency(actor, cases.id),
    })
    .from(cases)
    .where(and(eq(cases.schoolId, actor.schoolId), eq(cases.id, caseId)));
  if (!row) throw notFound();
  return row;
}
export type Case = Awaited<ReturnType<typeof caseById>>;

export const aimOf = (matter: {
  track: string;
  restricted: boolean;
  inCircle: boolean;
  leads: boolean;
  panel: boolean;
  emergency: boolean;
}): Aim => ({
  track: matter.track as Track,
  restricted: matter.restricted,
  inCircle: matter.inCircle,
  leads: matter.leads,
  panel: matter.panel,
  emergency: matter.emergency,
});

export async function caseReportList(tx: Tx, actor: Actor, caseId: string) {
  return tx
    .select({
      id: reports.id,
      reference: reports.reference,
      sentAt: reports.sentAt,
      reporterId: reports.reporterId,
      withdrawnAt: triages.withdrawnAt,
    })
    .from(caseReports)
    .innerJoin(
      reports,
      and(eq(reports.schoolId, caseReports.schoolId), eq(reports.id, caseReports.reportId)),
    )
    .leftJoin(
      triages,
      and(eq(triages.schoolId, reports.schoolId), eq(triages.reportId, reports.id)),
    )
    .where(and(eq(caseReports.schoolId, actor.schoolId), eq(caseReports.caseId, caseId)))
    .orderBy(asc(caseReports.joinedAt), asc(reports.id));
}

const eventsPage = 50;
const eventsPrinted = 1000;
export async function caseTimeline(
  tx: Tx,
  actor: Actor,
  caseId: string,
  view: { oldest: boolean; kind: string; page: number; all?: boolean },
) {
  const size = view.all ? eventsPrinted : eventsPage;
  const rows = await tx
    .select({
      id: caseEvents.id,
      kind: caseEvents.kind,
      title: caseEvents.title,
      words: caseEvents.words,
      at: caseEvents.at,
      by: people.name,
    })
    .from(caseEvents)
    .leftJoin(people, and(eq(people.schoolId, caseEvents.schoolId), eq(people.id, caseEvents.byId)))
    .where(
      and(
        eq(caseEvents.schoolId, actor.schoolId),
        eq(caseEvents.caseId, caseId),
        view.kind ? eq(caseEvents.kind, view.kind) : undefined,
      ),
    )
    .orderBy(view.oldest ? asc(caseEvents.at) : desc(caseEvents.at), asc(caseEvents.id))
    .limit(size + 1)
    .offset((view.page - 1) * size);
  return { rows: rows.slice(0, size), more: rows.length > size };
}

/** The rows of the routing table that the reports of a case fell under, the first of them first. */
export async function caseRows(tx: Tx, actor: Actor, caseId: string): Promise<number[]> {
  const rows = await tx
    .select({ row: reports.routeRow })
    .from(caseReports)
    .innerJoin(
      reports,
      and(eq(reports.schoolId, caseReports.schoolId), eq(reports.id, caseReports.reportId)),
    )
    .where(and(eq(caseReports.schoolId, actor.schoolId), eq(caseReports.caseId, caseId)))
    .orderBy(asc(caseReports.joinedAt));
  return rows.map(({ row }) => row);
}

/** The newest events, for the summary and for whoever comes second to a change. */
export async function latestEvents(tx: Tx, actor: Actor, caseId: string, most: number) {
  const { rows } = await caseTimeline(tx, actor, caseId, { oldest: false, kind: "", page: 1 });
  return rows.slice(0, most);
}

export async function casePeople(tx: Tx, actor: Actor, caseId: string) {
  return tx
    .selectDistinct({
      personId: involvements.personId,
      part: involvements.part,
      name: people.name,
      kind: people.kind,
      handle: people.handle,
      walled: sql<boolean>`exists (select 1 from ${walls} w where w.school_id = ${involvements.schoolId}
        and w.person_id = ${involvements.personId} and w.matter_id = ${caseId}::uuid)`,
    })
    .from(involvements)
    .innerJoin(
      people,
      and(eq(people.schoolId, involvements.schoolId), eq(people.id, involvements.personId)),
    )
    .where(and(eq(involvements.schoolId, actor.schoolId), eq(involvements.caseId, caseId)))
    .orderBy(asc(people.name));
}

export async function caseActionList(tx: Tx, actor: Actor, caseId: string) {
  return tx
    .select({
      id: caseActions.id,
      words: caseActions.words,
      dueOn: caseActions.dueOn,
      forId: caseActions.forId,
      doneAt: caseActions.doneAt,
    })
    .from(caseActions)
    .where(and(eq(caseActions.schoolId, actor.schoolId), eq(caseActions.caseId, caseId)))
    .orderBy(sql`${caseActions.doneAt} is not null`, asc(caseActions.dueOn), asc(caseActions.id))
    .limit(100);
}

/** The persons who are named in these reports: whom a case opened from them walls. */
export async function namedIn(tx: Tx, actor: Actor, reportIds: string[]) {
  return tx
    .select({ personId: involvements.personId, part: involvements.part })
    .from(involvements)
    .where(
      and(eq(involvements.schoolId, actor.schoolId), inArray(involvements.reportId, reportIds)),
    );
}

/** Live cases with a person of this report in them: where it may belong. */
export async function similarCases(tx: Tx, actor: Actor, reportId: string) {
  const here = await namedIn(tx, actor, [reportId]);
  if (here.length === 0) return [];
  return tx
    .selectDistinct({
      id: cases.id,
      reference: cases.reference,
      type: cases.type,
      state: cases.state,
      severity: cases.severity,
    })
    .from(involvements)
    .innerJoin(
      cases,
      and(eq(cases.schoolId, involvements.schoolId), eq(cases.id, involvements.caseId)),
    )
    .where(
      and(
        eq(involvements.schoolId, actor.schoolId),
        inArray(
          involvements.personId,
          here.map((person) => person.personId),
        ),
        ne(cases.state, "closed"),
      ),
    )
    .orderBy(asc(cases.reference))
    .limit(5);
}

/** The decision a case waits for, if one was asked. */
export async function openReferral(tx: Tx, actor: Actor, caseId: string) {
  const [row] = await tx
    .select({ id: referrals.id, toPersonId: referrals.toPersonId })
    .from(referrals)
    .where(
      and(
        eq(referrals.schoolId, actor.schoolId),
        eq(referrals.caseId, caseId),
        eq(referrals.state, "open"),
      ),
    );
  return row ?? null;
}
