import { and, asc, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import { accounts, people, roleAssignments } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";

const pageSize = 50;

/** Staff and governors with the state of their accounts; never a word of any matter. */
export async function listAccounts(tx: Tx, actor: Actor, view: { q: string; page: number }) {
  if (!mayAct(actor, "read-people")) throw notFound();
  const q = view.q.trim().toLowerCase();
  const rows = await tx
    .select({
      id: people.id,
      name: people.name,
      jobTitle: people.jobTitle,
      state: accounts.state,
      lastSignInAt: accounts.lastSignInAt,
    })
    .from(people)
    .leftJoin(
      accounts,
      and(eq(accounts.schoolId, people.schoolId), eq(accounts.personId, people.id)),
    )
    .where(
      and(
        eq(people.schoolId, actor.schoolId),
        inArray(people.kind, ["staff", "governor"]),
        q ? sql`strpos(lower(${people.name}), ${q}) > 0` : undefined,
      ),
    )
    .orderBy(asc(people.name), asc(people.id))
    .limit(pageSize + 1)
    .offset((view.page - 1) * pageSize);
  const held = await rolesHeld(
    tx,
    actor,
    rows.map((row) => row.id),
  );
  const list = rows.slice(0, pageSize).map((row) => ({
    ...row,
    roles: held.filter((role) => role.personId === row.id),
  }));
  return { rows: list, more: rows.length > pageSize };
}

async function rolesHeld(tx: Tx, actor: Actor, ids: string[]) {
  if (ids.length === 0) return [];
  return tx
    .select({
      id: roleAssignments.id,
      personId: roleAssignments.personId,
      role: roleAssignments.role,
      startsAt: roleAssignments.startsAt,
      endsAt: roleAssignments.endsAt,
      coverFor: roleAssignments.coverFor,
    })
    .from(roleAssignments)
    .where(
      and(
        eq(roleAssignments.schoolId, actor.schoolId),
        inArray(roleAssignments.personId, ids),
        or(isNull(roleAssignments.endsAt), gt(roleAssignments.endsAt, actor.at)),
      ),
    )
    .orderBy(asc(roleAssignments.startsAt));
}

export async function accountOf(tx: Tx, actor: Actor, personId: string) {
  if (!mayAct(actor, "read-people")) throw notFound();
  const [row] = await tx
    .select({
      id: people.id,
      name: people.name,
      email: accounts.email,
      jobTitle: people.jobTitle,
      state: accounts.state,
      lastSignInAt: accounts.lastSignInAt,
    })
    .from(people)
    .leftJoin(
      accounts,
      and(eq(accounts.schoolId, people.schoolId), eq(accounts.personId, people.id)),
    )
    .where(
      and(
        eq(people.schoolId, actor.schoolId),
        eq(people.id, personId),
        inArray(people.kind, ["staff", "governor"]),
      ),
    );
  if (!row) throw notFound();
  return { ...row, roles: await rolesHeld(tx, actor, [personId]) };
}
