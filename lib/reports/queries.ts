import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import { involvements } from "@/db/schema/cases";
import { people } from "@/db/schema/people";
import { addenda, drafts, messages, reportProgress, reports } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";

const pageSize = 20;

export async function myDrafts(tx: Tx, actor: Actor) {
  return tx
    .select({
      id: drafts.id,
      savedAt: drafts.savedAt,
      createdAt: drafts.createdAt,
      textOnly: drafts.textOnly,
    })
    .from(drafts)
    .where(
      and(
        eq(drafts.schoolId, actor.schoolId),
        eq(drafts.personId, actor.personId),
        isNull(drafts.sentReportId),
      ),
    )
    .orderBy(desc(drafts.savedAt))
    .limit(20);
}

export async function myDraft(tx: Tx, actor: Actor, draftId: string) {
  const [row] = await tx
    .select({
      id: drafts.id,
      answers: drafts.answers,
      textOnly: drafts.textOnly,
      savedAt: drafts.savedAt,
      sentReportId: drafts.sentReportId,
    })
    .from(drafts)
    .where(
      and(
        eq(drafts.schoolId, actor.schoolId),
        eq(drafts.id, draftId),
        eq(drafts.personId, actor.personId),
      ),
    );
  if (!row) throw notFound();
  return row;
}

export async function myReports(tx: Tx, actor: Actor, page: number) {
  const rows = await tx
    .select({
      id: reports.id,
      reference: reports.reference,
      sentAt: reports.sentAt,
      state: reportProgress.state,
      changedAt: reportProgress.changedAt,
    })
    .from(reports)
    .innerJoin(
      reportProgress,
      and(eq(reportProgress.schoolId, reports.schoolId), eq(reportProgress.reportId, reports.id)),
    )
    .where(and(eq(reports.schoolId, actor.schoolId), eq(reports.reporterId, actor.personId)))
    .orderBy(desc(reports.sentAt), desc(reports.id))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

/** One report as whoever may see it reads it: the frozen words and what was added. */
export async function reportById(tx: Tx, actor: Actor, reportId: string) {
  const [row] = await tx
    .select({
      id: reports.id,
      reference: reports.reference,
      reporterId: reports.reporterId,
      sentAt: reports.sentAt,
      type: reports.type,
      subtype: reports.subtype,
      track: reports.track,
      routeRow: reports.routeRow,
      restricted: reports.restricted,
      textOnly: reports.textOnly,
      danger: reports.danger,
      affected: reports.affected,
      about: reports.about,
      happenedOn: reports.happenedOn,
      happenedTime: reports.happenedTime,
      happenedUnknown: reports.happenedUnknown,
      platform: reports.platform,
      address: reports.address,
      handle: reports.handle,
      closedGroup: reports.closedGroup,
      howKnown: reports.howKnown,
      toldBy: reports.toldBy,
      account: reports.account,
      wish: reports.wish,
      policeWish: reports.policeWish,
      state: reportProgress.state,
      words: reportProgress.words,
      changedAt: reportProgress.changedAt,
    })
    .from(reports)
    .innerJoin(
      reportProgress,
      and(eq(reportProgress.schoolId, reports.schoolId), eq(reportProgress.reportId, reports.id)),
    )
    .where(and(eq(reports.schoolId, actor.schoolId), eq(reports.id, reportId)));
  if (!row) throw notFound();
  return row;
}
export type Report = Awaited<ReturnType<typeof reportById>>;

/** The same, for the person who wrote it only. */
export async function myReport(tx: Tx, actor: Actor, reportId: string) {
  const report = await reportById(tx, actor, reportId);
  if (report.reporterId !== actor.personId) throw notFound();
  return report;
}

export async function reportPeople(tx: Tx, actor: Actor, reportId: string) {
  return tx
    .select({
      personId: involvements.personId,
      part: involvements.part,
      name: people.name,
      kind: people.kind,
      handle: people.handle,
      platform: people.platform,
      yearGroup: people.yearGroup,
    })
    .from(involvements)
    .innerJoin(
      people,
      and(eq(people.schoolId, involvements.schoolId), eq(people.id, involvements.personId)),
    )
    .where(and(eq(involvements.schoolId, actor.schoolId), eq(involvements.reportId, reportId)))
    .orderBy(asc(involvements.addedAt), asc(involvements.id));
}

/** Addenda and messages of one report in the order they came. */
export async function reportThread(tx: Tx, actor: Actor, reportId: string) {
  const added = await tx
    .select({
      id: addenda.id,
      words: addenda.words,
      at: addenda.addedAt,
      authorId: addenda.authorId,
    })
    .from(addenda)
    .where(and(eq(addenda.schoolId, actor.schoolId), eq(addenda.reportId, reportId)))
    .orderBy(asc(addenda.addedAt));
  const sent = await tx
    .select({
      id: messages.id,
      words: messages.words,
      at: messages.sentAt,
      fromHandler: messages.fromHandler,
      authorId: messages.authorId,
    })
    .from(messages)
    .where(and(eq(messages.schoolId, actor.schoolId), eq(messages.reportId, reportId)))
    .orderBy(asc(messages.sentAt));
  return [
    ...added.map((row) => ({ ...row, from: "addendum" as const })),
    ...sent.map((row) => ({
      ...row,
      from: row.fromHandler ? ("handler" as const) : ("reporter" as const),
    })),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** By when somebody will have read one's own report. */
export async function readBy(tx: Tx, reportId: string): Promise<Date | null> {
  const [row] = (await tx.execute(
    sql`select sec.read_by(${reportId}::uuid) as due`,
  )) as unknown as { due: string | null }[];
  return row?.due ? new Date(row.due) : null;
}
