import { and, type Column, desc, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { circle } from "@/db/schema/cases";
import { sessions } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import type { Actor } from "./types";

/** How this person proves who they are: never the secrets themselves. */
export async function myFactor(tx: Tx) {
  const [row] = (await tx.execute(
    sql`select app, password_hash is not null as password, codes_left from sec.my_secrets()`,
  )) as unknown as { app: boolean; password: boolean; codes_left: number }[];
  return {
    app: row?.app === true,
    password: row?.password === true,
    codesLeft: row?.codes_left ?? 0,
  };
}

export async function mySessions(tx: Tx, actor: Actor) {
  return tx
    .select({
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      userAgent: sessions.userAgent,
      method: sessions.method,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.schoolId, actor.schoolId),
        eq(sessions.accountId, actor.accountId),
        isNull(sessions.endedAt),
        gt(sessions.idleExpiresAt, actor.at),
        gt(sessions.absoluteExpiresAt, actor.at),
      ),
    )
    .orderBy(desc(sessions.lastSeenAt))
    .limit(20);
}

async function idsOf(tx: Tx, query: SQL): Promise<string[]> {
  const rows = (await tx.execute(query)) as unknown as { id: string }[];
  return rows.map((row) => row.id);
}

/** Whoever may never know of this case or report (B5.1). */
export const walledFrom = async (tx: Tx, matterId: string): Promise<Set<string>> =>
  new Set(await idsOf(tx, sql`select w as id from sec.walled_from(${matterId}::uuid) w`));

/** Whoever is tied to one of these people by a declared conflict (B5.1). */
export const tiedTo = async (tx: Tx, persons: readonly string[]): Promise<string[]> =>
  persons.length === 0
    ? []
    : idsOf(tx, sql`select c as id from sec.conflicted_with(${sql.param([...persons])}::uuid[]) c`);

/** A role that reads others' reports is held only with a second factor. */
export const needsFactor = (actor: Actor) =>
  actor.heldRoles.some((role) => !actor.roles.includes(role));

/** For a select list: is an emergency all that lets this person in to the matter of the row? */
export const inEmergency = (actor: Actor, matter: Column) =>
  sql<boolean>`(${inCircle(actor, matter, "emergency")} and not ${inCircle(actor, matter, "other")})`;

/** For a select list: has this person been let in to the matter of the row, in this capacity? */
export function inCircle(
  actor: Actor,
  matter: Column,
  capacity?: "owner" | "panel" | "emergency" | "other",
) {
  // Wrapped, because the query builder drops the table's name of a column that stands bare here.
  const id = sql`${matter}`;
  return sql<boolean>`exists (select 1 from ${circle} c where c.school_id = ${actor.schoolId}
    and c.matter_id = ${id} and c.person_id = ${actor.personId}
    ${capacity === "other" ? sql`and c.capacity <> 'emergency'` : capacity ? sql`and c.capacity = ${capacity}` : sql``}
    and (c.ends_at is null or c.ends_at > now()))`;
}
