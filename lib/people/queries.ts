import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { people, roleAssignments } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";

/** People of the school's lists whose name begins, or has a word that begins, as typed. */
export async function findPeople(tx: Tx, actor: Actor, typed: string) {
  const q = typed.trim().toLowerCase();
  if (q.length < 2) return [];
  return tx
    .select({
      id: people.id,
      name: people.name,
      kind: people.kind,
      jobTitle: people.jobTitle,
      yearGroup: people.yearGroup,
    })
    .from(people)
    .where(
      and(
        eq(people.schoolId, actor.schoolId),
        inArray(people.kind, ["staff", "governor", "pupil", "former-pupil", "parent"]),
        isNull(people.leftAt),
        sql`(starts_with(lower(${people.name}), ${q}) or strpos(lower(${people.name}), ${` ${q}`}) > 0)`,
      ),
    )
    .orderBy(asc(people.name), asc(people.id))
    .limit(8);
}

export type KnownPerson = { id: string; name: string; kind: string };

/** The person picked, if they are on the lists this actor may see. */
export async function personById(tx: Tx, actor: Actor, id: string): Promise<KnownPerson | null> {
  const [row] = await tx
    .select({ id: people.id, name: people.name, kind: people.kind })
    .from(people)
    .where(and(eq(people.schoolId, actor.schoolId), eq(people.id, id)));
  return row ?? null;
}

const titles = /^(mr|mrs|ms|miss|mx|dr|sir|rev)\.?\s+/i;
/** A typed name without its title, in small letters and single spaces: "Mrs  Marsh" is "marsh". */
export const bareName = (typed: string) =>
  typed.trim().replace(titles, "").toLowerCase().replace(/\s+/g, " ");

/**
 * Everybody on the lists whom a typed name could mean: the whole name, or, for staff and
 * governors, a surname alone ("Mrs Marsh", "Marsh, Helen") or a first name alone ("Helen").
 * Used to err on the safe side of a wall.
 */
export async function peopleMeant(tx: Tx, actor: Actor, typed: string): Promise<KnownPerson[]> {
  const name = bareName(typed);
  if (name.length < 2) return [];
  const words = name.split(/[^\p{L}\p{N}'’-]+/u).filter((word) => word.length > 1);
  const any = sql.join(
    words.map((word) => sql`${word}`),
    sql`, `,
  );
  const surname = sql`regexp_replace(lower(${people.name}), '^.* ', '') in (${any})`;
  const firstName =
    words.length === 1 ? sql`or split_part(lower(${people.name}), ' ', 1) = ${words[0]}` : sql``;
  const loosely =
    words.length === 0
      ? sql``
      : sql`or (${people.kind} in ('staff', 'governor') and (${surname} ${firstName}))`;
  return tx
    .select({ id: people.id, name: people.name, kind: people.kind })
    .from(people)
    .where(
      and(
        eq(people.schoolId, actor.schoolId),
        inArray(people.kind, ["staff", "governor", "pupil", "former-pupil", "parent"]),
        sql`(lower(${people.name}) = ${name} ${loosely})`,
      ),
    )
    .orderBy(asc(people.name), asc(people.id))
    .limit(20);
}

/**
 * The one person a typed name certainly means: the only one of the whole name, or of the surname
 * after a title ("Mrs Marsh"). "Poppy Marsh" is never taken for Helen Marsh.
 */
export function certainOf(
  typed: string,
  found: readonly KnownPerson[],
): KnownPerson | "several" | null {
  const name = bareName(typed);
  const exact = found.filter((person) => person.name.toLowerCase() === name);
  const titled = titles.test(typed.trim()) && !name.includes(" ");
  const meant = exact.length === 0 && titled ? found : exact;
  return meant.length > 1 ? "several" : (meant[0] ?? null);
}

export async function rolesOf(tx: Tx, actor: Actor, personIds: readonly string[]): Promise<Role[]> {
  if (personIds.length === 0) return [];
  const rows = await tx
    .selectDistinct({ role: roleAssignments.role })
    .from(roleAssignments)
    .where(
      and(
        eq(roleAssignments.schoolId, actor.schoolId),
        inArray(roleAssignments.personId, [...personIds]),
        sql`${roleAssignments.startsAt} <= ${actor.at.toISOString()}::timestamptz
          and (${roleAssignments.endsAt} is null or ${roleAssignments.endsAt} > ${actor.at.toISOString()}::timestamptz)`,
      ),
    );
  return rows.map((row) => row.role as Role);
}

/** Names of people by id, for pages that show who did what; those one may not see are left out. */
export async function namesOf(tx: Tx, actor: Actor, ids: readonly (string | null)[]) {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
  if (wanted.length === 0) return new Map<string, string>();
  const rows = await tx
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(eq(people.schoolId, actor.schoolId), inArray(people.id, wanted)));
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** How people work with the school, and whether they have left it. */
export async function standingOf(tx: Tx, actor: Actor, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .select({ engagement: people.engagement, leftAt: people.leftAt })
    .from(people)
    .where(and(eq(people.schoolId, actor.schoolId), inArray(people.id, [...ids])));
}
