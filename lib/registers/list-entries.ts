import { and, asc, desc, eq, inArray, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import { people } from "@/db/schema/people";
import { registerEntries } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { noticeDays } from "./describe-entry";
import { entryColumns } from "./load-entry";
import { readKinds } from "./read-kinds";

const pageSize = 25;
/** More lines than a school has; an export is whole or says that it is not. */
const exportSize = 20_000;

export const entryFilters = ["waiting", "in-force", "soon", "expired", "ended"] as const;
export type EntryFilter = (typeof entryFilters)[number];
export type RegisterView = {
  kind: string;
  state: EntryFilter | "";
  q: string;
  page: number;
};

/** What an address says of a list; whatever it says that is unknown is left out. */
export function viewFrom(query: Record<string, string | undefined>): RegisterView {
  const state = entryFilters.find((one) => one === query.state) ?? "";
  return {
    kind: (query.kind ?? "").slice(0, 40),
    state,
    q: (query.q ?? "").trim().slice(0, 80),
    page: Math.max(1, Math.floor(Number(query.page)) || 1),
  };
}

const live = ["approved", "acknowledged", "recorded"];
const open = ["asked", "made", "discussed"];

function inState(state: EntryFilter | "", today: string): SQL | undefined {
  const { state: is, endsOn } = registerEntries;
  const soon = sql`${today}::date + ${noticeDays}::int`;
  if (state === "") return undefined;
  if (state === "waiting") return inArray(is, open);
  if (state === "expired") return and(inArray(is, live), lt(endsOn, today));
  if (state === "soon")
    return and(inArray(is, live), sql`${endsOn} between ${today}::date and ${soon}`);
  if (state === "in-force")
    return and(inArray(is, live), or(isNull(endsOn), sql`${endsOn} >= ${today}::date`));
  return inArray(is, ["refused", "withdrawn", "revoked", "ended"]);
}

const selection = (tx: Tx, actor: Actor, where: SQL | undefined) =>
  tx
    .select({ ...entryColumns, holder: people.name, holderLeft: people.leftAt })
    .from(registerEntries)
    .innerJoin(
      people,
      and(eq(people.schoolId, registerEntries.schoolId), eq(people.id, registerEntries.holderId)),
    )
    .where(and(eq(registerEntries.schoolId, actor.schoolId), where));

/** One's own entries, the newest first. */
export async function myEntries(tx: Tx, actor: Actor, page: number, size = pageSize) {
  const rows = await selection(tx, actor, eq(registerEntries.holderId, actor.personId))
    .orderBy(desc(registerEntries.askedAt), asc(registerEntries.id))
    .limit(size + 1)
    .offset((page - 1) * size);
  return { rows: rows.slice(0, size), more: rows.length > size };
}

/** What waits for this person: put to them, or to a role of theirs, and not their own. */
const mineToAnswer = (actor: Actor) =>
  and(
    inArray(registerEntries.state, open),
    ne(registerEntries.holderId, actor.personId),
    or(
      eq(registerEntries.deciderId, actor.personId),
      sql`${registerEntries.approvers} && ${sql.param([...actor.roles])}::text[]`,
    ),
  );

/** The longest waiting first. */
export async function waitingEntries(tx: Tx, actor: Actor, page: number) {
  const rows = await selection(tx, actor, mineToAnswer(actor))
    .orderBy(asc(registerEntries.askedAt), asc(registerEntries.id))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

/** Counted to 99 at most. */
export async function countWaiting(tx: Tx, actor: Actor): Promise<number> {
  const rows = await tx
    .select({ one: sql`1` })
    .from(registerEntries)
    .where(and(eq(registerEntries.schoolId, actor.schoolId), mineToAnswer(actor)))
    .limit(99);
  return rows.length;
}

function filtered(tx: Tx, actor: Actor, view: RegisterView) {
  const q = view.q.toLowerCase();
  return selection(
    tx,
    actor,
    and(
      view.kind ? eq(registerEntries.kind, view.kind) : undefined,
      inState(view.state, localDay(actor.at)),
      q
        ? sql`(starts_with(lower(${people.name}), ${q}) or strpos(lower(${people.name}), ${` ${q}`}) > 0
            or lower(${registerEntries.reference}) = ${q})`
        : undefined,
    ),
  );
}

/** The whole register, as far as this person reads it. */
export async function listEntries(tx: Tx, actor: Actor, view: RegisterView) {
  if (!roleFor(actor, "read-registers")) throw notFound();
  const order =
    view.state === "soon" || view.state === "expired"
      ? asc(registerEntries.endsOn)
      : desc(registerEntries.askedAt);
  const rows = await filtered(tx, actor, view)
    .orderBy(order, asc(registerEntries.id))
    .limit(pageSize + 1)
    .offset((view.page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

/** The same for a file: every line of the filter. That it was taken away is in the ledger. */
export async function exportEntries(tx: Tx, actor: Actor, view: RegisterView) {
  const role = roleFor(actor, "read-registers");
  if (!role) throw notFound();
  await appendLedger(tx, {
    role,
    action: "register-exported",
    object: { kind: "school", id: actor.schoolId },
    values: view,
  });
  const labels = new Map((await readKinds(tx, actor)).map((kind) => [kind.code, kind.label]));
  const rows = await filtered(tx, actor, view)
    .orderBy(desc(registerEntries.askedAt), asc(registerEntries.id))
    .limit(exportSize);
  return rows.map((row) => ({ ...row, label: labels.get(row.kind) ?? row.kind }));
}
export type ListedEntry = Awaited<ReturnType<typeof listEntries>>["rows"][number];
