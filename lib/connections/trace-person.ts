import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { personMerges } from "@/db/schema/connections";
import { people } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { guardIdentity } from "@/lib/cases/guard-identity";
import { notFound } from "@/lib/errors";
import { appendLedger, appendOfCases } from "@/lib/ledger/append-ledger";
import { namesOf } from "@/lib/people/queries";

export type Part = {
  id: string;
  kind: "report" | "case";
  reference: string;
  type: string;
  severity: number;
  state: string;
  at: Date;
  parts: string[];
  /** Entries of the same person under which they stand here, if it is another than the one asked. */
  as: string[];
};

const size = 25;
const printed = 500;

/** The entry asked for with those merged into it, as far as the reader may know that they were. */
async function entriesOf(tx: Tx, actor: Actor, personId: string) {
  const [person] = await tx
    .select({
      id: people.id,
      name: people.name,
      kind: people.kind,
      jobTitle: people.jobTitle,
      yearGroup: people.yearGroup,
      platform: people.platform,
      handle: people.handle,
    })
    .from(people)
    .where(and(eq(people.schoolId, actor.schoolId), eq(people.id, personId)));
  if (!person) throw notFound();
  const merges = await tx
    .select({
      id: personMerges.id,
      mergedId: personMerges.mergedId,
      reason: personMerges.reason,
      mergedAt: personMerges.mergedAt,
      undoUntil: personMerges.undoUntil,
    })
    .from(personMerges)
    .where(
      and(
        eq(personMerges.schoolId, actor.schoolId),
        eq(personMerges.keptId, personId),
        isNull(personMerges.undoneAt),
      ),
    );
  const name = await namesOf(
    tx,
    actor,
    merges.map((merge) => merge.mergedId),
  );
  return {
    person,
    ids: [personId, ...merges.map((merge) => merge.mergedId)],
    merges: merges.map((merge) => ({ ...merge, name: name.get(merge.mergedId) ?? "An entry" })),
  };
}

const uuids = (ids: string[]) => sql`${sql.param(ids)}::uuid[]`;

/**
 * Reports and cases in which these entries have a part, newest first. A report that a case took up
 * stands as that case, unless the reader sees the report alone.
 */
export const partsQuery = (actor: Actor, ids: string[], page: number): SQL =>
  sql`select x.id, x.kind, x.reference, x.type, x.severity, x.state, x.at,
      array_agg(distinct x.part) as parts, array_agg(distinct x.person_id) as entries from (
    select c.id, 'case' as kind, c.reference, c.type, c.severity, c.state, c.opened_at as at,
        i.part, i.person_id
      from involvements i join cases c on c.school_id = i.school_id and c.id = i.case_id
      where i.school_id = ${actor.schoolId}::uuid and i.person_id = any (${uuids(ids)})
    union all
    select t.report_id, 'report', t.reference, t.type, t.severity, t.state, t.received_at,
        y.part, y.person_id
      from (select i.report_id, i.part, i.person_id from involvements i
          where i.school_id = ${actor.schoolId}::uuid and i.person_id = any (${uuids(ids)})
        union all
        select r.id, 'reporter', r.reporter_id from reports r
          where r.school_id = ${actor.schoolId}::uuid and r.reporter_id = any (${uuids(ids)})) y
      join triages t on t.school_id = ${actor.schoolId}::uuid and t.report_id = y.report_id
      where y.part = 'reporter' or not exists (select 1 from cases v
        where v.school_id = t.school_id and v.id = t.case_id)) x
    group by x.id, x.kind, x.reference, x.type, x.severity, x.state, x.at
    order by x.at desc, x.id limit ${size + 1} offset ${(page - 1) * size}`;

/** What happened in those cases and when reports came, oldest first, each with where it stands. */
export const chronologyQuery = (actor: Actor, ids: string[], page: number, most: number): SQL =>
  sql`select * from (
    select e.id, e.at, e.title, e.words, e.by_id, c.reference, c.id as matter_id, 'case' as kind,
        c.track
      from (select distinct i.case_id from involvements i
        where i.school_id = ${actor.schoolId}::uuid and i.person_id = any (${uuids(ids)})
          and i.case_id is not null) m
      join cases c on c.school_id = ${actor.schoolId}::uuid and c.id = m.case_id
      join case_events e on e.school_id = c.school_id and e.case_id = c.id
    union all
    select t.report_id, t.received_at, 'Report received', null, r.reporter_id, t.reference,
        t.report_id, 'report', t.track
      from (select distinct i.report_id from involvements i
        where i.school_id = ${actor.schoolId}::uuid and i.person_id = any (${uuids(ids)})
          and i.report_id is not null) m
      join triages t on t.school_id = ${actor.schoolId}::uuid and t.report_id = m.report_id
      join reports r on r.school_id = t.school_id and r.id = t.report_id) x
    order by x.at, x.id limit ${most + 1} offset ${(page - 1) * most}`;

async function noteView(tx: Tx, actor: Actor, personId: string, reason: string) {
  const role = roleFor(actor, "see-person");
  if (!role) throw notFound();
  await appendLedger(tx, {
    role,
    action: "person-viewed",
    object: { kind: "person", id: personId },
    reason,
  });
  return role;
}

/** Everything of one person that the reader may see: nothing else shows, is counted or is hinted at. */
export async function tracePerson(tx: Tx, actor: Actor, input: { personId: string; page: number }) {
  await noteView(tx, actor, input.personId, "parts");
  const { person, ids, merges } = await entriesOf(tx, actor, input.personId);
  const rows = (await tx.execute(partsQuery(actor, ids, input.page))) as unknown as (Omit<
    Part,
    "at" | "as"
  > & { at: string; entries: string[] })[];
  const called = new Map(merges.map((merge) => [merge.mergedId, merge.name]));
  return {
    person,
    merges: merges.map((merge) => ({ ...merge, undo: merge.undoUntil > actor.at })),
    rows: rows.slice(0, size).map(
      ({ entries, ...row }): Part => ({
        ...row,
        at: new Date(row.at),
        as: entries.flatMap((id) => called.get(id) ?? []),
      }),
    ),
    more: rows.length > size,
  };
}

/** Entries with the same name or account: who it may be. */
export async function likePerson(tx: Tx, actor: Actor, personId: string) {
  const { person } = await entriesOf(tx, actor, personId);
  return (await tx.execute(sql`select p.id, p.name, p.kind, p.handle from people p
    where p.school_id = ${actor.schoolId}::uuid and p.id <> ${personId}::uuid
      and (lower(p.name) = ${person.name.toLowerCase()}
        or lower(p.handle) = ${person.handle?.toLowerCase() ?? null})
      and not exists (select 1 from person_merges m where m.school_id = p.school_id
        and m.merged_id = p.id and m.undone_at is null)
    order by p.name, p.id limit 10`)) as unknown as {
    id: string;
    name: string;
    kind: string;
    handle: string | null;
  }[];
}

/** The chronology of one person across the cases the reader may see. Each case read is noted. */
export async function tellChronology(
  tx: Tx,
  actor: Actor,
  input: { personId: string; page: number },
) {
  const role = await noteView(tx, actor, input.personId, "chronology");
  const { person, ids } = await entriesOf(tx, actor, input.personId);
  const rows = (await tx.execute(chronologyQuery(actor, ids, input.page, printed))) as unknown as {
    id: string;
    at: string;
    title: string;
    words: string | null;
    by_id: string;
    reference: string;
    matter_id: string;
    kind: "case" | "report";
    track: string;
  }[];
  const shown = rows.slice(0, printed);
  const cases = new Map(
    shown.filter((row) => row.kind === "case").map((row) => [row.matter_id, row.track]),
  );
  await appendOfCases(tx, [...cases.keys()], {
    role,
    action: "case-viewed",
    reason: "chronology",
  });
  let guarded = false;
  for (const [caseId, track] of cases)
    guarded ||= track === "T3" && (await guardIdentity(tx, actor, caseId));
  const name = await namesOf(
    tx,
    actor,
    shown.map((row) => row.by_id),
  );
  return {
    actor,
    person,
    guarded,
    events: shown.map((row) => ({
      id: row.id,
      at: new Date(row.at),
      title: row.title,
      words: row.words,
      by: name.get(row.by_id) ?? "Somebody",
      kind: row.kind,
      reference: row.reference,
      matterId: row.matter_id,
    })),
    more: rows.length > printed,
  };
}
