import { and, asc, desc, eq, inArray, notInArray, sql } from "drizzle-orm";
import { cases, involvements } from "@/db/schema/cases";
import { disclosures } from "@/db/schema/disclosures";
import { people } from "@/db/schema/people";
import { fileTransfers } from "@/db/schema/transfers";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { namesOf } from "@/lib/people/queries";

const pageSize = 25;

/** The child cases of one pupil that this person sees: what there is, as far as they may know. */
export async function casesOfChild(tx: Tx, actor: Actor, personId: string) {
  return tx
    .selectDistinct({
      id: cases.id,
      reference: cases.reference,
      state: cases.state,
      openedAt: cases.openedAt,
    })
    .from(involvements)
    .innerJoin(
      cases,
      and(eq(cases.schoolId, involvements.schoolId), eq(cases.id, involvements.caseId)),
    )
    .where(
      and(
        eq(involvements.schoolId, actor.schoolId),
        sql`${involvements.personId} in (select ${personId}::uuid union select m.merged_id
          from person_merges m where m.school_id = ${actor.schoolId} and m.kept_id = ${personId}
          and m.undone_at is null)`,
        inArray(involvements.part, ["affected", "named", "account-holder"]),
        eq(cases.track, "T2"),
        notInArray(cases.state, ["transferred", "disposed"]),
      ),
    )
    .orderBy(desc(cases.openedAt), asc(cases.id))
    .limit(200);
}

const columns = {
  id: fileTransfers.id,
  pupilId: fileTransfers.pupilId,
  pupil: people.name,
  toSchool: fileTransfers.toSchool,
  contact: fileTransfers.contact,
  timing: fileTransfers.timing,
  countsFrom: fileTransfers.countsFrom,
  state: fileTransfers.state,
  clockId: fileTransfers.clockId,
  clockCaseId: fileTransfers.clockCaseId,
  dueAt: fileTransfers.dueAt,
  madeAt: fileTransfers.madeAt,
  madeBy: fileTransfers.madeBy,
  sentAt: fileTransfers.sentAt,
  channel: fileTransfers.channel,
  signedBy: fileTransfers.signedBy,
  signedOn: fileTransfers.signedOn,
  droppedWords: fileTransfers.droppedWords,
  version: fileTransfers.version,
};
const pupil = and(
  eq(people.schoolId, fileTransfers.schoolId),
  eq(people.id, fileTransfers.pupilId),
);

/** Files on their way, what is due soonest first, then those that arrived or were called off. */
export async function listTransfers(tx: Tx, actor: Actor, page: number) {
  if (!mayAct(actor, "read-transfers")) throw notFound();
  const rows = await tx
    .select(columns)
    .from(fileTransfers)
    .innerJoin(people, pupil)
    .where(eq(fileTransfers.schoolId, actor.schoolId))
    .orderBy(
      sql`${fileTransfers.state} in ('received', 'dropped')`,
      asc(fileTransfers.dueAt),
      asc(fileTransfers.id),
    )
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

/** The transfer of this pupil's file that is under way, if this person sees it. */
export async function transferUnderWay(tx: Tx, actor: Actor, personId: string) {
  const [row] = await tx
    .select({ id: fileTransfers.id })
    .from(fileTransfers)
    .where(
      and(
        eq(fileTransfers.schoolId, actor.schoolId),
        eq(fileTransfers.pupilId, personId),
        inArray(fileTransfers.state, ["preparing", "sent"]),
      ),
    );
  return row ?? null;
}

/** One of them with the cases in it that this person sees, and the pack given of each since. */
export async function transferById(tx: Tx, actor: Actor, transferId: string) {
  if (!mayAct(actor, "read-transfers")) throw notFound();
  const [row] = await tx
    .select(columns)
    .from(fileTransfers)
    .innerJoin(people, pupil)
    .where(and(eq(fileTransfers.schoolId, actor.schoolId), eq(fileTransfers.id, transferId)));
  if (!row) throw notFound();
  const within = await tx
    .select({
      id: cases.id,
      reference: cases.reference,
      state: cases.state,
      version: cases.version,
      packId: sql<string | null>`(select d.id from ${disclosures} d
        where d.school_id = ${cases}.school_id and d.case_id = ${cases}.id and d.state = 'given'
        and d.purpose = 'receiving-school' and d.drafted_at >= ${row.madeAt.toISOString()}::timestamptz
        order by d.given_at desc limit 1)`,
    })
    .from(cases)
    .where(
      and(
        eq(cases.schoolId, actor.schoolId),
        sql`${cases.id} = any (select unnest(t.case_ids) from ${fileTransfers} t
          where t.school_id = ${actor.schoolId} and t.id = ${transferId})`,
      ),
    )
    .orderBy(asc(cases.openedAt), asc(cases.id));
  const names = await namesOf(tx, actor, [row.madeBy]);
  return { ...row, by: names.get(row.madeBy) ?? "Somebody", cases: within };
}
export type Transfer = Awaited<ReturnType<typeof transferById>>;
