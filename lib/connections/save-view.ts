import { and, eq, ne, or, sql } from "drizzle-orm";
import { z } from "zod";
import { savedViews } from "@/db/schema/connections";
import type { Tx } from "@/db/scope";
import { mayAct, roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { readView } from "@/lib/cases/list-queue";
import { check, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { ownView, queryOf } from "./list-views";

/** So many that a page of them is still a list to choose from. */
const mostViews = 20;

const ticked = z.string().default("").transform(Boolean);
const fields = {
  name: z
    .string()
    .trim()
    .min(1, "Enter a name for this view")
    .max(40, "The name must be 40 characters or fewer"),
  first: ticked,
  shared: ticked,
};
export const saveViewSchema = z.object({ ...fields, query: z.string().max(1000) });
export const changeViewSchema = z.object({ ...fields, viewId: z.uuid() });
export const dropViewSchema = z.object({ viewId: z.uuid() });

const mine = (actor: Actor) =>
  and(eq(savedViews.schoolId, actor.schoolId), eq(savedViews.personId, actor.personId));

async function record(tx: Tx, actor: Actor, action: string): Promise<void> {
  const role = roleFor(actor, "save-views");
  if (!role) throw notFound();
  await appendLedger(tx, { role, action, object: { kind: "person", id: actor.personId } });
}

/** Whoever reads a shared view may be walled from a person: it looks for nobody and names nobody. */
async function guardShared(tx: Tx, actor: Actor, name: string, query: string): Promise<void> {
  if (!mayAct(actor, "share-views")) throw notFound();
  if (readView(query).q)
    throw check({ shared: "A view that looks for a name or words is yours alone" });
  const words = name.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  const [named] = (await tx.execute(sql`select 1 from people p
    where p.school_id = ${actor.schoolId}::uuid
      and regexp_split_to_array(lower(p.name), '[^[:alpha:]]+') && ${sql.param(words)}::text[]
    limit 1`)) as unknown as unknown[];
  if (named)
    throw check({ name: "A view that others see must not have a person's name in its own" });
}

/** No other view of theirs has this name, or is what the queue opens with. */
async function makeRoom(tx: Tx, actor: Actor, id: string, input: { name: string; first: boolean }) {
  const others = and(mine(actor), ne(savedViews.id, id));
  const [same] = await tx
    .select({ id: savedViews.id })
    .from(savedViews)
    .where(and(others, sql`lower(${savedViews.name}) = ${input.name.toLowerCase()}`));
  if (same) throw check({ name: "You have a view of this name. Enter another name" });
  if (input.first)
    await tx
      .update(savedViews)
      .set({ opensFirst: false })
      .where(and(others, eq(savedViews.opensFirst, true)));
}

/** Keeps the queue's filters and order under a name: an address, read as addresses are. */
export async function saveView(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof saveViewSchema>,
): Promise<{ query: string }> {
  if (!mayAct(actor, "save-views")) throw notFound();
  const query = queryOf(readView(input.query));
  if (input.shared) await guardShared(tx, actor, input.name, query);
  if ((await tx.$count(savedViews, mine(actor))) >= mostViews)
    throw check({ name: `You have ${mostViews} views. Delete one first` });
  const id = crypto.randomUUID();
  await makeRoom(tx, actor, id, input);
  await tx.insert(savedViews).values({
    schoolId: actor.schoolId,
    id,
    personId: actor.personId,
    name: input.name,
    query,
    savedAt: actor.at,
    shared: input.shared,
    opensFirst: input.first,
  });
  await record(tx, actor, "view-saved");
  return { query };
}

export async function changeView(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof changeViewSchema>,
): Promise<{ viewId: string }> {
  if (!mayAct(actor, "save-views")) throw notFound();
  const { id, query } = await ownView(tx, actor, input.viewId);
  if (input.shared) await guardShared(tx, actor, input.name, query);
  await makeRoom(tx, actor, id, input);
  await tx
    .update(savedViews)
    .set({ name: input.name, shared: input.shared, opensFirst: input.first })
    .where(and(mine(actor), eq(savedViews.id, id)));
  await record(tx, actor, "view-changed");
  return { viewId: id };
}

/** Drops a view of one's own, or as DSL one that is shared. What it showed stays where it is. */
export async function dropView(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof dropViewSchema>,
): Promise<{ viewId: string }> {
  if (!mayAct(actor, "save-views")) throw notFound();
  const theirs = eq(savedViews.personId, actor.personId);
  const dropped = await tx
    .delete(savedViews)
    .where(
      and(
        eq(savedViews.schoolId, actor.schoolId),
        eq(savedViews.id, input.viewId),
        mayAct(actor, "share-views") ? or(theirs, eq(savedViews.shared, true)) : theirs,
      ),
    )
    .returning({ id: savedViews.id });
  if (dropped.length === 0) throw notFound();
  await record(tx, actor, "view-dropped");
  return { viewId: input.viewId };
}
