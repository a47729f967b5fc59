import { and, eq, sql } from "drizzle-orm";
import { accessItems } from "@/db/schema/requests";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor, Track } from "@/lib/access/types";
import { gatherRecords, repeatsRecord } from "./gather-records";
import { itemKinds } from "./labels";

export type Kept = {
  kind: string;
  /** What it is, in words: of a record the name of its form. */
  label: string;
  id: string;
  matterId: string;
  reference: string;
  at: Date;
  title: string;
  words: string;
  /** Of a file: what it is, and whether it can leave at all. */
  mediaType: string | null;
  sha256: string | null;
  leaves: boolean;
  /** People whom a record names by choice and not in words. */
  named: string[];
};
type Matter = {
  id: string;
  reference: string;
  track: string;
  restricted: boolean;
  leads: boolean;
};
/** Things of one person that one answer holds. */
export const mostKept = 2000;
const uuids = (ids: readonly string[]) =>
  sql`array[${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )}]::uuid[]`;

/** Reports and cases of a person that this handler may hand out of: nothing of any other shows. */
async function mattersOf(tx: Tx, actor: Actor, personId: string): Promise<Matter[]> {
  const school = sql`${actor.schoolId}::uuid`;
  const mine = sql`select ${personId}::uuid union select m.merged_id from person_merges m
    where m.school_id = ${school} and m.kept_id = ${personId}::uuid and m.undone_at is null`;
  const leads = (id: ReturnType<typeof sql>) => sql`exists (select 1 from circle k
    where k.school_id = ${school} and k.matter_id = ${id} and k.person_id = ${actor.personId}::uuid
      and k.capacity = 'owner' and (k.ends_at is null or k.ends_at > now()))`;
  const rows = (await tx.execute(sql`
    with parts as (select i.case_id, i.report_id from involvements i
        where i.school_id = ${school} and i.person_id in (${mine})
      union select null, r.id from reports r
        where r.school_id = ${school} and r.reporter_id in (${mine})),
    found as (select case_id from parts where case_id is not null
      union select j.case_id from case_reports j join parts p on p.report_id = j.report_id
        where j.school_id = ${school}),
    told as (select report_id from parts where report_id is not null
      union select j.report_id from case_reports j join found f on f.case_id = j.case_id
        where j.school_id = ${school})
    select c.id, c.reference, c.track, c.restricted, ${leads(sql`c.id`)} as leads from cases c
      join found f on f.case_id = c.id where c.school_id = ${school}
    union all
    select t.report_id, t.reference, t.track, t.restricted, ${leads(sql`t.report_id`)} from triages t
      join told x on x.report_id = t.report_id where t.school_id = ${school}`)) as unknown as Matter[];
  return rows.filter(({ track, restricted, leads: leading }) =>
    mayAct(actor, "disclose", { track: track as Track, restricted, leads: leading }),
  );
}

/** All that is kept about a person in those matters, oldest first, thing by thing. */
export async function listKept(tx: Tx, actor: Actor, personId: string): Promise<Kept[]> {
  const matters = await mattersOf(tx, actor, personId);
  if (matters.length === 0) return [];
  const ids = uuids(matters.map((matter) => matter.id));
  const school = sql`${actor.schoolId}::uuid`;
  const text = (kind: string, rest: ReturnType<typeof sql>) => sql`select ${kind} as kind, ${rest}`;
  const plain = sql`null::text as media_type, null::text as sha256, true as leaves`;
  const rows = (await tx.execute(sql`select * from (
    ${text(
      "report",
      sql`r.id, r.id as matter_id, r.sent_at as at, '' as title, r.account as words, ${plain}
      from reports r where r.school_id = ${school} and r.id = any (${ids})`,
    )}
    union all ${text(
      "addendum",
      sql`a.id, a.report_id, a.added_at, '', a.words, ${plain}
      from addenda a where a.school_id = ${school} and a.report_id = any (${ids})`,
    )}
    union all ${text(
      "message",
      sql`m.id, m.report_id, m.sent_at, '', m.words, ${plain}
      from messages m where m.school_id = ${school} and m.report_id = any (${ids})`,
    )}
    union all ${text(
      "event",
      sql`e.id, e.case_id, e.at, e.title, coalesce(e.words, ''), ${plain}
      from case_events e where e.school_id = ${school} and e.case_id = any (${ids})`,
    )}
    union all ${text(
      "letter",
      sql`l.id, l.case_id, l.written_at, l.title, l.words, ${plain}
      from letters l where l.school_id = ${school} and l.case_id = any (${ids})`,
    )}
    union all ${text(
      "evidence",
      sql`v.id, v.report_id, v.received_at, v.file_name, v.caption,
        v.media_type, v.sha256, v.state = 'attached' and v.scan in ('none', 'clean') as leaves
      from evidence v where v.school_id = ${school} and v.report_id = any (${ids})
        and v.original_id is null and v.state in ('attached', 'sealed')`,
    )}
    ) k order by k.at, k.id limit ${mostKept}`)) as unknown as {
    kind: string;
    id: string;
    matter_id: string;
    at: string;
    title: string;
    words: string;
    media_type: string | null;
    sha256: string | null;
    leaves: boolean;
  }[];
  const records = await gatherRecords(tx, actor, ids, mostKept);
  const repeats = repeatsRecord(records);
  const reference = new Map(matters.map((matter) => [matter.id, matter.reference]));
  const others = rows.map(({ matter_id, media_type, at, ...row }) => ({
    ...row,
    label: itemKinds[row.kind] ?? row.kind,
    matterId: matter_id,
    mediaType: media_type,
    at: new Date(at),
    named: [],
  }));
  return [
    ...others.filter((one) => one.kind !== "event" || !repeats(one)),
    ...records.map((record) => ({ ...record, mediaType: null, sha256: null, leaves: true })),
  ]
    .map((one) => ({ ...one, reference: reference.get(one.matterId) ?? "" }))
    .toSorted(
      (a, b) =>
        a.at.getTime() - b.at.getTime() || a.kind.localeCompare(b.kind) || a.id.localeCompare(b.id),
    )
    .slice(0, mostKept);
}

/** What was said of each so far, by its source. */
export async function decidedItems(tx: Tx, actor: Actor, requestId: string) {
  const rows = await tx
    .select({
      sourceId: accessItems.sourceId,
      choice: accessItems.choice,
      words: accessItems.words,
      copyId: accessItems.copyId,
      exemption: accessItems.exemption,
      reason: accessItems.reason,
    })
    .from(accessItems)
    .where(and(eq(accessItems.schoolId, actor.schoolId), eq(accessItems.requestId, requestId)));
  return new Map(rows.map((row) => [row.sourceId, row]));
}
