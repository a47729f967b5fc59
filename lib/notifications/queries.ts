import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { mails, notices } from "@/db/schema/notices";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";

const pageSize = 25;

/** Unread notices, counted to 99 at most. */
export async function countUnread(tx: Tx, actor: Actor): Promise<number> {
  const rows = await tx
    .select({ one: sql`1` })
    .from(notices)
    .where(
      and(
        eq(notices.schoolId, actor.schoolId),
        eq(notices.personId, actor.personId),
        isNull(notices.readAt),
      ),
    )
    .limit(99);
  return rows.length;
}

export async function myNotices(tx: Tx, actor: Actor, page: number) {
  const rows = await tx
    .select({
      id: notices.id,
      kind: notices.kind,
      reference: notices.reference,
      path: notices.path,
      createdAt: notices.createdAt,
      readAt: notices.readAt,
    })
    .from(notices)
    .where(and(eq(notices.schoolId, actor.schoolId), eq(notices.personId, actor.personId)))
    .orderBy(desc(notices.createdAt), desc(notices.id))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

/** The administrator's outbox; row-level security leaves out what lies beyond a wall of theirs. */
export async function outbox(tx: Tx, actor: Actor, page: number) {
  const rows = await tx
    .select({
      id: mails.id,
      toAddress: mails.toAddress,
      subject: mails.subject,
      body: mails.body,
      createdAt: mails.createdAt,
      sentAt: mails.sentAt,
      state: mails.state,
      tries: mails.tries,
      lastError: mails.lastError,
    })
    .from(mails)
    .where(eq(mails.schoolId, actor.schoolId))
    .orderBy(desc(mails.createdAt), desc(mails.id))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}
