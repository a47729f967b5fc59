import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { enough, type MarkKind } from "@/lib/evidence/make-marks";

export type Connection = {
  id: string;
  kind: "case" | "report";
  reference: string;
  type: string;
  severity: number;
  state: string;
  /** What the two have in common. */
  why: Exclude<MarkKind, "word">[];
};

const most = 10;
/** Marks of one kind that one case looks for: its newest pictures and its reports' words. */
const mostMarks = 2000;

/** How many marks each source seen shares with the reports of a case, and which matter it is of. */
export const connectionsQuery = (actor: Actor, caseId: string): SQL => sql`
  with own as (
      select j.report_id from case_reports j
      where j.school_id = ${actor.schoolId}::uuid and j.case_id = ${caseId}::uuid),
    source as (
      select report_id as id from own
      union select e.id from own o join evidence e on e.school_id = ${actor.schoolId}::uuid
        and e.report_id = o.report_id and e.state = 'attached'),
    mine as (
      select m.token, m.kind, m.source_id from source s join marks m
        on m.school_id = ${actor.schoolId}::uuid and m.source_id = s.id
      where m.kind <> 'word' limit ${mostMarks}),
    pair as (
      select o.source_id, o.kind, mine.source_id as own_id, count(*) as n
      from mine join marks o on o.school_id = ${actor.schoolId}::uuid and o.token = mine.token
      where o.source_id not in (select id from source)
      group by o.source_id, o.kind, mine.source_id),
    hit as (
      select distinct coalesce(e.report_id, p.source_id) as report_id, p.kind
      from pair p left join evidence e on e.school_id = ${actor.schoolId}::uuid
        and e.id = p.source_id
      where p.n >= case p.kind when 'image' then ${enough.image} when 'wording'
        then ${enough.wording} else 1 end),
    matter as (
      select coalesce(c.id, t.report_id) as id, case when c.id is null then 'report' else 'case' end
        as kind, coalesce(c.reference, t.reference) as reference, coalesce(c.type, t.type) as type,
        coalesce(c.severity, t.severity) as severity, coalesce(c.state, t.state) as state,
        h.kind as why
      from hit h join triages t on t.school_id = ${actor.schoolId}::uuid
        and t.report_id = h.report_id
      left join (case_reports j join cases c on c.school_id = j.school_id and c.id = j.case_id)
        on j.school_id = t.school_id and j.report_id = t.report_id)
  select id, kind, reference, type, severity, state, array_agg(distinct why order by why) as why
  from matter m where m.id <> ${caseId}::uuid
    and not exists (select 1 from set_asides s where s.school_id = ${actor.schoolId}::uuid
      and ((s.case_id = ${caseId}::uuid and s.other_id = m.id)
        or (s.case_id = m.id and s.other_id = ${caseId}::uuid)))
    and not exists (select 1 from case_links l where l.school_id = ${actor.schoolId}::uuid
      and l.ended_at is null and ((l.case_id = ${caseId}::uuid and l.other_id = m.id)
        or (l.case_id = m.id and l.other_id = ${caseId}::uuid)))
  group by id, kind, reference, type, severity, state
  order by count(distinct why) desc, severity desc, reference limit ${most}`;

/**
 * What may be connected with a case: the same handle, address, picture or wording. Nobody is told
 * of it but whoever reads the case and may see the other matter too; no count tells of the rest.
 */
export async function findConnections(tx: Tx, actor: Actor, caseId: string): Promise<Connection[]> {
  return (await tx.execute(connectionsQuery(actor, caseId))) as unknown as Connection[];
}
