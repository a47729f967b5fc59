import { and, eq, sql } from "drizzle-orm";
import { reports } from "@/db/schema/reports";
import { type Tx, withScope } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { roleHolders } from "@/lib/schools/queries";
import type { Flaw } from "./encrypt-bytes";

/** DSLs and administrators: a reference and a sentence. A wall stops the notice (sec.notify). */
export async function tellDamage(
  tx: Tx,
  actor: Pick<Actor, "schoolId" | "at">,
  reportId: string,
  reference: string,
): Promise<void> {
  const holders = await roleHolders(tx, actor);
  const told = new Set(
    holders.filter((h) => h.role === "dsl" || h.role === "admin").map((h) => h.personId),
  );
  for (const personId of told) {
    await notifyPerson(tx, actor, {
      personId,
      matterId: reportId,
      kind: "evidence-damaged",
      reference,
      path: "/settings/evidence",
    });
  }
}

/**
 * Writes down that an item was not as it was kept when somebody wanted to see it, and tells those
 * who can do something about it: once a day for one item, however often it is asked for.
 */
export async function reportDamage(
  claims: { tokenHash: string; at?: Date },
  item: { id: string; reportId: string | null; role: Role | "reporter" },
  flaw: Flaw,
): Promise<void> {
  await withScope(claims, async (tx, actor) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${item.id}, 0))`);
    const [said] = (await tx.execute(
      sql`select sec.damage_known(${item.id}::uuid) as known`,
    )) as unknown as { known: boolean }[];
    await tx.execute(sql`select sec.note_damage(${item.id}::uuid, ${flaw})`);
    if (said?.known) return;
    await appendLedger(tx, {
      role: item.role,
      action: "evidence-damaged",
      object: { kind: "evidence", id: item.id },
      caseId: item.reportId ?? undefined,
      reason: flaw,
    });
    if (!item.reportId) return;
    const [report] = await tx
      .select({ reference: reports.reference })
      .from(reports)
      .where(and(eq(reports.schoolId, actor.schoolId), eq(reports.id, item.reportId)));
    await tellDamage(tx, actor, item.reportId, report?.reference ?? "");
  });
}
