import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";

export const queueTabs = ["new", "mine", "waiting", "snoozed", "overdue", "all"] as const;
export type QueueTab = (typeof queueTabs)[number];

const one = (value: unknown) => (Array.isArray(value) ? value[0] : value);
/** The queue as its address says: anything not understood falls back to the plain list. */
export const queueView = z.object({
  tab: z.preprocess(one, z.enum(queueTabs).catch("new")),
  type: z.preprocess(one, z.string().max(3).catch("")).default(""),
  severity: z.preprocess(one, z.coerce.number().int().min(0).max(4).catch(0)).default(0),
  q: z.preprocess(one, z.string().max(60).catch("")).default(""),
  sort: z.preprocess(one, z.enum(["risk", "clock", "newest"]).catch("risk")).default("risk"),
  page: z.preprocess(one, z.coerce.number().int().min(1).max(500).catch(1)).default(1),
});
export type QueueView = z.output<typeof queueView>;

export type QueueRow = {
  id: string;
  kind: "report" | "case";
  reference: string;
  type: string;
  severity: number;
  state: string;
  owner: string | null;
  dueAt: Date | null;
  at: Date;
  evidenceCount: number;
};

export const queuePage = 25;

/** Each side's rows of a tab, as conditions its own index answers. */
function reportsOf(tab: QueueTab, actor: Actor): SQL | null {
  const at = sql`${actor.at.toISOString()}::timestamptz`;
  const me = sql`${actor.personId}::uuid`;
  const awake = sql`(t.state = 'new' or (t.state = 'snoozed' and t.snoozed_until <= ${at}))`;
  return {
    new: awake,
    mine: sql`t.owner_id = ${me} and t.state in ('new', 'asked', 'snoozed')`,
    waiting: sql`t.state = 'asked'`,
    snoozed: sql`t.state = 'snoozed' and t.snoozed_until > ${at}`,
    overdue: sql`t.state in ('new', 'asked', 'snoozed') and t.due_at < ${at}`,
    all: sql`t.state in ('new', 'asked', 'snoozed')`,
  }[tab];
}

function casesOf(tab: QueueTab, actor: Actor): SQL | null {
  const at = sql`${actor.at.toISOString()}::timestamptz`;
  const me = sql`${actor.personId}::uuid`;
  return {
    new: null,
    mine: sql`c.owner_id = ${me} and c.state <> 'closed'`,
    waiting: sql`c.state in ('decision', 'external-hold')`,
    snoozed: null,
    overdue: sql`c.state <> 'closed' and c.due_at < ${at}`,
    all: sql`c.state <> 'closed'`,
  }[tab];
}

const orders = {
  risk: sql`severity desc, due_at asc, id asc`,
  clock: sql`due_at asc, id asc`,
  newest: sql`at desc, id asc`,
};

function filters(view: QueueView, table: SQL, matter: SQL, part: "report_id" | "case_id"): SQL[] {
  const list: SQL[] = [];
  if (view.type) list.push(sql`${table}.type = ${view.type}`);
  if (view.severity) list.push(sql`${table}.severity = ${view.severity}`);
  if (view.q) {
    const q = view.q.trim();
    list.push(sql`(${table}.reference >= ${q.toUpperCase()} and ${table}.reference < ${`${q.toUpperCase()}~`}
      or ${matter} in (select i.${sql.raw(part)} from involvements i join people p
        on p.school_id = i.school_id and p.id = i.person_id
        where i.school_id = ${table}.school_id and strpos(lower(p.name), ${q.toLowerCase()}) > 0))`);
  }
  return list;
}

const and = (list: SQL[]) => sql.join(list, sql` and `);

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
  const order = orders[view.sort];
  const end = view.page * queuePage + 1;
  const sides: SQL[] = [];
  const school = sql`${actor.schoolId}::uuid`;
  const fromReports = reportsOf(view.tab, actor);
  if (fromReports) {
    const where = and([
      sql`t.school_id = ${school}`,
      fromReports,
      ...filters(view, sql`t`, sql`t.report_id`, "report_id"),
    ]);
    sides.push(sql`(select t.report_id as id, 'report' as kind, t.reference, t.type, t.severity, t.state,
      t.owner_id, t.due_at, t.received_at as at, t.evidence_count, t.school_id
      from triages t where ${where} order by ${order} limit ${end})`);
  }
  const fromCases = casesOf(view.tab, actor);
  if (fromCases) {
    const where = and([
      sql`c.school_id = ${school}`,
      fromCases,
      ...filters(view, sql`c`, sql`c.id`, "case_id"),
    ]);
    sides.push(sql`(select c.id, 'case' as kind, c.reference, c.type, c.severity, c.state, c.owner_id,
      c.due_at, c.opened_at as at, c.evidence_count, c.school_id
      from cases c where ${where} order by ${order} limit ${end})`);
  }
  const rows = (await tx.execute(sql`
    select x.id, x.kind, x.reference, x.type, x.severity, x.state, p.name as owner, x.due_at, x.at,
      x.evidence_count
    from (${sql.join(sides, sql` union all `)} order by ${order}
      limit ${queuePage + 1} offset ${(view.page - 1) * queuePage}) x
    left join people p on p.school_id = x.school_id and p.id = x.owner_id
    order by ${order}`)) as unknown as (Omit<QueueRow, "dueAt" | "at" | "evidenceCount"> & {
    due_at: string | null;
    at: string;
    evidence_count: number;
  })[];
  const page = rows.slice(0, queuePage).map(({ due_at, evidence_count, ...row }) => ({
    ...row,
    dueAt: due_at ? new Date(due_at) : null,
    at: new Date(row.at),
    evidenceCount: evidence_count,
  }));
  return { rows: page, more: rows.length > queuePage };
}

const most = 100;

/** How many each tab holds, counted to a hundred at most so that counting stays flat. */
export async function countQueue(tx: Tx, actor: Actor): Promise<Record<QueueTab, string>> {
  const school = sql`${actor.schoolId}::uuid`;
  const counts = queueTabs.map((tab) => {
    const [r, c] = [reportsOf(tab, actor), casesOf(tab, actor)];
    const sides = [
      ...(r
        ? [sql`(select 1 from triages t where t.school_id = ${school} and ${r} limit ${most})`]
        : []),
      ...(c
        ? [sql`(select 1 from cases c where c.school_id = ${school} and ${c} limit ${most})`]
        : []),
    ];
    return sql`(select count(*)::int from (${sql.join(sides, sql` union all `)}) n) as ${sql.identifier(tab)}`;
  });
  const [row] = (await tx.execute(sql`select ${sql.join(counts, sql`, `)}`)) as unknown as Record<
    QueueTab,
    number
  >[];
  const words = queueTabs.map((tab) => {
    const n = row?.[tab] ?? 0;
    return [tab, n >= most ? "99+" : String(n)] as const;
  });
  return Object.fromEntries(words) as Record<QueueTab, string>;
}

/** The next report that waits, worst first, for "triage and next". */
export async function nextReport(tx: Tx, actor: Actor): Promise<string | null> {
  const { rows } = await listQueue(tx, actor, queueView.parse({ tab: "new" }));
  return rows.find((row) => row.kind === "report")?.id ?? null;
}
