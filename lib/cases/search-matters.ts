import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { wordsOf } from "@/lib/evidence/find-stamp";

export type Found = {
  id: string;
  kind: "report" | "case";
  reference: string;
  type: string;
  severity: number;
  state: string;
  at: Date;
};

/** What somebody typed: the beginning of a reference, or the matters of people with that name. */
export type Typed = { by: "reference"; from: string; to: string } | { by: "name"; ids: string[] };

const reference = /^[a-z]{2}-/i;
const mostPeople = 50;
const most = 25;
const mostMatters = 500;

/** People whose name holds what was typed. Names are few in a school: they are read, not indexed. */
export async function peopleTyped(tx: Tx, actor: Actor, q: string): Promise<string[]> {
  const rows = (await tx.execute(sql`select p.id from people p
    where p.school_id = ${actor.schoolId}::uuid and strpos(lower(p.name), ${q.toLowerCase()}) > 0
    limit ${mostPeople}`)) as unknown as { id: string }[];
  return rows.map((row) => row.id);
}

export const mattersQuery = (actor: Actor, personIds: string[]): SQL =>
  sql`select coalesce(i.report_id, i.case_id) as id from involvements i
    where i.school_id = ${actor.schoolId}::uuid
      and i.person_id = any (${sql.param(personIds)}::uuid[])
    limit ${mostMatters}`;

/** Reports with a picture on which all these words stand, and their cases. */
export const picturesQuery = (actor: Actor, words: string[]): SQL =>
  sql`with found as (
      select e.report_id as id from read_words w
      join evidence e on e.school_id = w.school_id and e.id = w.evidence_id
      where w.school_id = ${actor.schoolId}::uuid and w.word = any (${sql.param(words)}::text[])
        and e.report_id is not null
      group by e.report_id, e.id having count(*) = ${words.length} limit ${mostMatters})
    select id from found
    union select j.case_id from case_reports j join found f on f.id = j.report_id
      where j.school_id = ${actor.schoolId}::uuid`;

/**
 * Reads what was typed. A reference goes by its prefix: "zzzzzz" sorts after any reference that
 * begins so, in C and in dictionary order alike. Anything else is a name, or words on a picture.
 */
export async function readTyped(tx: Tx, actor: Actor, typed: string): Promise<Typed> {
  if (reference.test(typed)) {
    const from = typed.toUpperCase();
    return { by: "reference", from, to: `${from}zzzzzz` };
  }
  const ids = typed.length < 2 ? [] : await peopleTyped(tx, actor, typed);
  const words = wordsOf(typed);
  const queries = [
    ...(ids.length > 0 ? [mattersQuery(actor, ids)] : []),
    ...(words.length > 0 ? [picturesQuery(actor, words)] : []),
  ];
  const found: string[] = [];
  for (const query of queries) {
    const rows = (await tx.execute(query)) as unknown as { id: string }[];
    found.push(...rows.map((row) => row.id));
  }
  return { by: "name", ids: [...new Set(found)] };
}

/** The condition that a row of triages or cases fits what was typed. */
export const fits = (typed: Typed, table: SQL, id: SQL): SQL =>
  typed.by === "name"
    ? sql`${id} = any (${sql.param(typed.ids)}::uuid[])`
    : sql`${table}.reference between ${typed.from} and ${typed.to}`;

export function searchQuery(actor: Actor, typed: Typed): SQL {
  const school = sql`${actor.schoolId}::uuid`;
  return sql`select * from (
      (select t.report_id as id, 'report' as kind, t.reference, t.type, t.severity, t.state,
        t.received_at as at
        from triages t where t.school_id = ${school} and ${fits(typed, sql`t`, sql`t.report_id`)}
        order by t.reference limit ${most + 1})
      union all
      (select c.id, 'case', c.reference, c.type, c.severity, c.state, c.opened_at
        from cases c where c.school_id = ${school} and ${fits(typed, sql`c`, sql`c.id`)}
        order by c.reference limit ${most + 1})
    ) x order by at desc, id limit ${most + 1}`;
}

/**
 * Reports and cases, closed ones too, by the beginning of a reference or a person in them: newest
 * first, at most twenty-five. What lies beyond a wall is not there to be found.
 */
export async function searchMatters(
  tx: Tx,
  actor: Actor,
  q: string,
): Promise<{ rows: Found[]; more: boolean }> {
  const typed = q.trim();
  if (typed.length < 2) return { rows: [], more: false };
  const rows = (await tx.execute(
    searchQuery(actor, await readTyped(tx, actor, typed)),
  )) as unknown as (Omit<Found, "at"> & { at: string })[];
  return {
    rows: rows.slice(0, most).map((row) => ({ ...row, at: new Date(row.at) })),
    more: rows.length > most,
  };
}
