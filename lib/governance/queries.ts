import { and, desc, eq } from "drizzle-orm";
import { snapshots } from "@/db/schema/governance";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import type { SuppressedSnapshot } from "./types";

const pageSize = 20;

export async function listSnapshots(tx: Tx, actor: Actor, page: number) {
  if (!mayAct(actor, "read-snapshots")) throw notFound();
  const rows = await tx
    .select({
      id: snapshots.id,
      termName: snapshots.termName,
      meetingOn: snapshots.meetingOn,
      version: snapshots.version,
      frozenAt: snapshots.frozenAt,
    })
    .from(snapshots)
    .where(eq(snapshots.schoolId, actor.schoolId))
    .orderBy(desc(snapshots.meetingOn), desc(snapshots.frozenAt))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

export async function snapshotById(tx: Tx, actor: Actor, id: string) {
  if (!mayAct(actor, "read-snapshots")) throw notFound();
  const [row] = await tx
    .select({
      id: snapshots.id,
      termName: snapshots.termName,
      meetingOn: snapshots.meetingOn,
      fromDay: snapshots.fromDay,
      toDay: snapshots.toDay,
      version: snapshots.version,
      tables: snapshots.tables,
      notes: snapshots.notes,
      frozenAt: snapshots.frozenAt,
    })
    .from(snapshots)
    .where(and(eq(snapshots.schoolId, actor.schoolId), eq(snapshots.id, id)));
  if (!row) throw notFound();
  return { ...row, tables: row.tables as SuppressedSnapshot };
}
