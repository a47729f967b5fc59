import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { wordsOf } from "@/lib/evidence/find-stamp";
import { marksSought } from "@/lib/evidence/make-marks";

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
const size = 25;
/** Pictures on which words are looked up at once: more than a school has, and a hint to the planner. */
const mostPictures = 5000;

const called = (actor: Actor, q: string) => sql`p.school_id = ${actor.schoolId}::uuid
  and (strpos(lower(p.name), ${q.toLowerCase()}) > 0
    or strpos(lower(p.handle), ${q.toLowerCase().replace(/^@/, "")}) > 0)`;

/**
 * People whose name or handle holds what was typed, and those they were found to be. Names are few
 * in a school: they are read, not indexed.
 */
export async function peopleTyped(tx: Tx, actor: Actor, q: string): Promise<string[]> {
  const rows = (await tx.execute(sql`with found as (
      select p.id from people p where ${called(actor, q)})
    select id from found union select m.kept_id from person_merges m join found f
      on m.merged_id = f.id where m.school_id = ${actor.schoolId}::uuid and m.undone_at is null`)) as unknown as {
    id: string;
  }[];
  return rows.map((row) => row.id);
}

export const mattersQuery = (actor: Actor, personIds: string[]): SQL =>
  sql`select coalesce(i.report_id, i.case_id) as id from involvements i
    where i.school_id = ${actor.schoolId}::uuid
      and i.person_id = any (${sql.param(personIds)}::uuid[])`;

/** Reports with a picture on which all these words stand, and their cases. */
export const picturesQuery = (actor: Actor, words: string[]): SQL =>
  sql`with found as (
      select e.report_id as id from read_words w
      join evidence e on e.school_id = w.school_id and e.id = w.evidence_id
      where w.school_id = ${actor.schoolId}::uuid and w.word = any (${sql.param(words)}::text[])
        and e.report_id is not null
      group by e.report_id, e.id having count(*) = ${words.length} limit ${mostPictures})
    select id from found
    union select j.case_id from case_reports j join found f on f.id = j.report_id
      where j.school_id = ${actor.schoolId}::uuid`;

const tokens = (found: Buffer[]) =>
  sql`array[${sql.join(
    found.map((token) => sql`decode(${token.toString("hex")}, 'hex')`),
    sql`, `,
  )}]::bytea[]`;

/** Reports, and cases of them, with this handle or address, or with all of these words in them. */
export const marksQuery = (
  actor: Actor,
  sought: ReturnType<typeof marksSought>,
): SQL => sql`with source as (
      select m.source_id from marks m where m.school_id = ${actor.schoolId}::uuid
        and m.token = any (${tokens(sought.any)})
      union select m.source_id from marks m where m.school_id = ${actor.schoolId}::uuid
        and m.token = any (${tokens(sought.all)})
        group by m.source_id having count(*) = ${Math.max(1, sought.all.length)}),
    found as (select coalesce(e.report_id, s.source_id) as id from source s
      left join evidence e on e.school_id = ${actor.schoolId}::uuid and e.id = s.source_id)
    select id from found
    union select j.case_id from case_reports j join found f on f.id = j.report_id
      where j.school_id = ${actor.schoolId}::uuid`;

/**
 * Reads what was typed. A reference goes by its prefix: "zzzzzz" sorts after any reference that
 * begins so, in C and in dictionary order alike. Anything else is a name, a handle, an address, or
 * words of a report or on a picture.
 */
export async function readTyped(tx: Tx, actor: Actor, typed: string): Promise<Typed> {
  if (reference.test(typed)) {
    const from = typed.toUpperCase();
    return { by: "reference", from, to: `${from}zzzzzz` };
  }
  const ids = typed.length < 2 ? [] : await peopleTyped(tx, actor, typed);
  const words = wordsOf(typed);
  const sought = marksSought(actor.schoolId, typed);
  const queries = [
    ...(ids.length > 0 ? [mattersQuery(actor, ids)] : []),
    ...(words.length > 0 ? [picturesQuery(actor, words)] : []),
    ...(sought.any.length + sought.all.length > 0 ? [marksQuery(actor, sought)] : []),
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

export function searchQuery(actor: Actor, typed: Typed, kind: Found["kind"], page: number): SQL {
  const school = sql`${actor.schoolId}::uuid`;
  const rest = sql`limit ${size + 1} offset ${(page - 1) * size}`;
  return kind === "report"
    ? sql`select t.report_id as id, 'report' as kind, t.reference, t.type, t.severity, t.state,
        t.received_at as at
        from triages t where t.school_id = ${school} and ${fits(typed, sql`t`, sql`t.report_id`)}
        order by t.received_at desc, t.report_id ${rest}`
    : sql`select c.id, 'case' as kind, c.reference, c.type, c.severity, c.state, c.opened_at as at
        from cases c where c.school_id = ${school} and ${fits(typed, sql`c`, sql`c.id`)}
        order by c.opened_at desc, c.id ${rest}`;
}

const aPage = <R>(rows: R[]) => ({ rows: rows.slice(0, size), more: rows.length > size });

/**
 * Reports or cases, closed ones too: newest first, a page at a time. What lies beyond a wall is not
 * there to be found.
 */
export async function searchMatters(
  tx: Tx,
  actor: Actor,
  q: string,
  kind: Found["kind"],
  page = 1,
): Promise<{ rows: Found[]; more: boolean }> {
  const typed = q.trim();
  if (typed.length < 2) return { rows: [], more: false };
  const rows = (await tx.execute(
    searchQuery(actor, await readTyped(tx, actor, typed), kind, page),
  )) as unknown as (Omit<Found, "at"> & { at: string })[];
  return aPage(rows.map((row) => ({ ...row, at: new Date(row.at) })));
}

export type FoundPerson = { id: string; name: string; kind: string; handle: string | null };

/** People by a part of their name or handle; an entry that was taken for somebody leads there. */
export async function searchPeople(tx: Tx, actor: Actor, q: string, page = 1) {
  const typed = q.trim();
  if (typed.length < 2) return { rows: [], more: false };
  const rows =
    (await tx.execute(sql`select coalesce(m.kept_id, p.id) as id, p.name, p.kind, p.handle
    from people p left join person_merges m on m.school_id = p.school_id and m.merged_id = p.id
      and m.undone_at is null
    where ${called(actor, typed)} order by lower(p.name), p.id
    limit ${size + 1} offset ${(page - 1) * size}`)) as unknown as FoundPerson[];
  return aPage(rows);
}
