import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { fits, readTyped, type Typed } from "./search-matters";

export const queueTabs = ["new", "mine", "waiting", "snoozed", "overdue", "all"] as const;
export type QueueTab = (typeof queueTabs)[number];

const one = (value: unknown) => (Array.isArray(value) ? value[0] : value);
/** The queue as its address says: anything not understood falls back to the plain list. */
export const queueView = z.object({
  tab: z.preprocess(one, z.enum(queueTabs).catch("new")),
  type: z.preprocess(one, z.string().max(3).catch("")).default(""),
  severity: z.preprocess(one, z.coerce.number().int().min(0).max(4).catch(0)).default(0),
  q: z.preprocess(one, z.string().trim().max(60).catch("")).default(""),
  sort: z.preprocess(one, z.enum(["risk", "clock"]).catch("risk")).default("risk"),
  names: z.preprocess(one, z.enum(["shown", "hidden"]).catch("shown")).default("shown"),
  page: z.preprocess(one, z.coerce.number().int().min(1).max(500).catch(1)).default(1),
});
export type QueueView = z.output<typeof queueView>;
/** The same of an address's part after the question mark. */
export const readView = (query: string): QueueView =>
  queueView.parse(Object.fromEntries(new URLSearchParams(query)));

export type QueueRow = {
  id: string;
  kind: "report" | "case";
  reference: string;
  type: string;
  severity: number;
  state: string;
  owner: string | null;
  /** Who is affected; null while names are hidden. */
  affected: string | null;
  dueAt: Date | null;
  at: Date;
  evidenceCount: number;
};

export const queuePage = 25;

/**
 * Each side's rows of a tab, as conditions its own index answers. A state is named once: said twice
 * the planner would take it for twice as rare, and sort what it could read in order.
 */
function reportsOf(tab: QueueTab, actor: Actor): SQL {
  const at = sql`${actor.at.toISOString()}::timestamptz`;
  const me = sql`${actor.personId}::uuid`;
  const waits = sql`t.state in ('new', 'asked', 'snoozed')`;
  return {
    new: sql`(t.state = 'new' or (t.state = 'snoozed' and t.snoozed_until <= ${at}))`,
    mine: sql`${waits} and t.owner_id = ${me}`,
    waiting: sql`t.state = 'asked'`,
    snoozed: sql`t.state = 'snoozed' and t.snoozed_until > ${at}`,
    overdue: sql`${waits} and t.due_at < ${at}`,
    all: waits,
  }[tab];
}

function casesOf(tab: QueueTab, actor: Actor): SQL | null {
  const at = sql`${actor.at.toISOString()}::timestamptz`;
  const live = sql`c.state <> 'closed' and c.state not in ('transferred', 'due-review')`;
  return {
    new: null,
    mine: sql`${live} and c.owner_id = ${actor.personId}::uuid`,
    waiting: sql`c.state in ('decision', 'external-hold')`,
    snoozed: null,
    overdue: sql`${live} and c.due_at < ${at}`,
    all: live,
  }[tab];
}

/** In the words of the indexes, NULLS LAST included, so that a page is read off one of them. */
const orders = {
  risk: sql`severity desc nulls last, due_at asc, id asc`,
  clock: sql`due_at asc, id asc`,
};

function filters(view: QueueView, typed: Typed | null, table: SQL, matter: SQL): SQL[] {
  const list: SQL[] = [];
  if (view.type) list.push(sql`${table}.type = ${view.type}`);
  if (view.severity) list.push(sql`${table}.severity = ${view.severity}`);
  if (typed) list.push(fits(typed, table, matter));
  return list;
}

const and = (list: SQL[]) => sql.join(list, sql` and `);

/** The statement behind a page of the queue, apart so that its plan can be looked at. */
export function queueQuery(actor: Actor, view: QueueView, typed: Typed | null): SQL {
  const order = orders[view.sort];
  const end = view.page * queuePage + 1;
  const school = sql`${actor.schoolId}::uuid`;
  const fromReports = and([
    sql`t.school_id = ${school}`,
    reportsOf(view.tab, actor),
    ...filters(view, typed, sql`t`, sql`t.report_id`),
  ]);
  const sides = [
    sql`(select t.report_id as id, 'report' as kind, t.reference, t.type, t.severity, t.state,
      t.owner_id, t.due_at, t.received_at as at, t.evidence_count, t.school_id
      from triages t where ${fromReports} order by ${order} limit ${end})`,
  ];
  const live = casesOf(view.tab, actor);
  if (live) {
    const fromCases = and([
      sql`c.school_id = ${school}`,
      live,
      ...filters(view, typed, sql`c`, sql`c.id`),
    ]);
    sides.push(sql`(select c.id, 'case' as kind, c.reference, c.type, c.severity, c.state,
      c.owner_id, c.due_at, c.opened_at as at, c.evidence_count, c.school_id
      from cases c where ${fromCases} order by ${order} limit ${end})`);
  }
  return sql`
    select x.id, x.kind, x.reference, x.type, x.severity, x.state, p.name as owner, x.due_at, x.at,
      x.evidence_count
    from (select * from (${sql.join(sides, sql` union all `)}) u order by ${order}
      limit ${queuePage + 1} offset ${(view.page - 1) * queuePage}) x
    left join people p on p.school_id = x.school_id and p.id = x.owner_id
    order by ${order}`;
}

/** Who is affected in each row of a page, for the handlers who may see the rows. */
async function affectedIn(tx: Tx, actor: Actor, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>();
  const list = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const rows = (await tx.execute(sql`
    select coalesce(i.report_id, i.case_id) as id, string_agg(distinct p.name, ', ') as names
    from involvements i join people p on p.school_id = i.school_id and p.id = i.person_id
    where i.school_id = ${actor.schoolId}::uuid and i.part = 'affected'
      and (i.report_id in (${list}) or i.case_id in (${list}))
    group by 1`)) as unknown as { id: string; names: string }[];
  return new Map(rows.map((row) => [row.id, row.names]));
}

/**
 * One page of the queue: reports that wait for triage and live cases together, the worst first.
 * Each side is read by its index up to the end of the page and then merged, so that a page costs
 * the same in a school with twenty reports and with twenty thousand.
 */
export async function listQueue(
  tx: Tx,
  actor: Actor,
  view: QueueView,
): Promise<{ rows: QueueRow[]; more: boolean }> {
  const typed = view.q ? await readTyped(tx, actor, view.q) : null;
  const rows = (await tx.execute(queueQuery(actor, view, typed))) as unknown as (Omit<
    QueueRow,
    "dueAt" | "at" | "evidenceCount" | "affected"
  > & { due_at: string | null; at: string; evidence_count: number })[];
  const shown = rows.slice(0, queuePage);
  const affected = await affectedIn(
    tx,
    actor,
    view.names === "shown" ? shown.map((row) => row.id) : [],
  );
  const page = shown.map(({ due_at, evidence_count, ...row }) => ({
    ...row,
    affected: affected.get(row.id) ?? null,
    dueAt: due_at ? new Date(due_at) : null,
    at: new Date(row.at),
    evidenceCount: evidence_count,
  }));
  return { rows: page, more: rows.length > queuePage };
}

const most = 100;

/**
 * Counts each tab to a hundred at most, so that counting stays flat as the record grows. In the
 * order of the index, or a tab with few rows would be looked for through the whole table.
 */
export function countQuery(actor: Actor): SQL {
  const school = sql`${actor.schoolId}::uuid`;
  const counts = queueTabs.map((tab) => {
    const live = casesOf(tab, actor);
    const sides = [
      sql`(select 1 from triages t where t.school_id = ${school} and ${reportsOf(tab, actor)}
        order by t.due_at, t.report_id limit ${most})`,
      ...(live
        ? [
            sql`(select 1 from cases c where c.school_id = ${school} and ${live}
              order by c.due_at, c.id limit ${most})`,
          ]
        : []),
    ];
    return sql`(select count(*)::int from (${sql.join(sides, sql` union all `)}) n)
      as ${sql.identifier(tab)}`;
  });
  return sql`select ${sql.join(counts, sql`, `)}`;
}

export async function countQueue(tx: Tx, actor: Actor): Promise<Record<QueueTab, string>> {
  const [row] = (await tx.execute(countQuery(actor))) as unknown as Record<QueueTab, number>[];
  const words = queueTabs.map((tab) => {
    const n = row?.[tab] ?? 0;
    return [tab, n >= most ? "99+" : String(n)] as const;
  });
  return Object.fromEntries(words) as Record<QueueTab, string>;
}

/** The next report that waits, worst first, for "triage and next". */
export async function nextReport(tx: Tx, actor: Actor): Promise<string | null> {
  const { rows } = await listQueue(tx, actor, queueView.parse({ tab: "new", names: "hidden" }));
  return rows[0]?.id ?? null;
}
