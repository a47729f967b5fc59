import { and, asc, desc, eq, sql } from "drizzle-orm";
import { savedViews } from "@/db/schema/connections";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { queueAddress } from "@/lib/cases/labels";
import { type QueueView, readView } from "@/lib/cases/list-queue";
import { notFound } from "@/lib/errors";

/** What is kept of a view: the queue's address after the question mark, as that would write it. */
export const queryOf = (view: QueueView): string => queueAddress(view, {}).slice("/queue?".length);

export type SavedView = {
  id: string;
  name: string;
  view: QueueView;
  own: boolean;
  shared: boolean;
  opensFirst: boolean;
};

/** One's own views of the queue, then those the DSL shares. Each is read as an address is. */
export async function listViews(tx: Tx, actor: Actor): Promise<SavedView[]> {
  if (!mayAct(actor, "save-views")) throw notFound();
  const own = sql<boolean>`${savedViews.personId} = ${actor.personId}`;
  const rows = await tx
    .select({
      id: savedViews.id,
      name: savedViews.name,
      query: savedViews.query,
      own,
      shared: savedViews.shared,
      opensFirst: savedViews.opensFirst,
    })
    .from(savedViews)
    .where(eq(savedViews.schoolId, actor.schoolId))
    .orderBy(desc(own), asc(sql`lower(${savedViews.name})`), asc(savedViews.id));
  return rows.map(({ query, ...row }) => ({ ...row, view: readView(query) }));
}

/** One that this person may change: their own. */
export async function ownView(tx: Tx, actor: Actor, viewId: string) {
  const [row] = await tx
    .select({ id: savedViews.id, query: savedViews.query })
    .from(savedViews)
    .where(
      and(
        eq(savedViews.schoolId, actor.schoolId),
        eq(savedViews.id, viewId),
        eq(savedViews.personId, actor.personId),
      ),
    );
  if (!row) throw notFound();
  return row;
}
