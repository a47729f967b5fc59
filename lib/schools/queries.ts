import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { z } from "zod";
import { clockReadings } from "@/db/schema/clocks";
import { people, roleAssignments } from "@/db/schema/people";
import { concernTypes, insetDays, routes, schools, terms } from "@/db/schema/schools";
import type { Tx } from "@/db/scope";
import { type Actor, type Role, roles, tracks } from "@/lib/access/types";
import { collectRules } from "./collect-rules";
import national from "./routes/england.json" with { type: "json" };
import {
  type Holder,
  type Route,
  type RouteSubject,
  routeSubjects,
  type SourcedRoute,
} from "./types";

/** For whom these are read: somebody signed in, or a background job of a school. */
type Asking = Pick<Actor, "schoolId" | "at">;

/**
 * Who holds which role now, the longest-serving first. Somebody who is covered for stands behind
 * everybody else of that role, so that what comes goes to the cover first and still reaches
 * somebody. Whoever left or is suspended holds nothing: they could not read it. A wall is built
 * against the suspended too, for they may come back.
 */
export async function roleHolders(
  tx: Tx,
  asking: Asking,
  { suspended = false } = {},
): Promise<Holder[]> {
  const rows = await tx
    .select({
      personId: roleAssignments.personId,
      role: roleAssignments.role,
      coverFor: roleAssignments.coverFor,
    })
    .from(roleAssignments)
    .innerJoin(
      people,
      and(eq(people.schoolId, roleAssignments.schoolId), eq(people.id, roleAssignments.personId)),
    )
    .where(
      and(
        eq(roleAssignments.schoolId, asking.schoolId),
        lte(roleAssignments.startsAt, asking.at),
        or(isNull(roleAssignments.endsAt), gt(roleAssignments.endsAt, asking.at)),
        isNull(people.leftAt),
        suspended ? undefined : sql`${people.id} <> all ((select sec.suspended())::uuid[])`,
      ),
    )
    .orderBy(asc(roleAssignments.startsAt), asc(roleAssignments.id));
  const covered = (row: { personId: string; role: string }) =>
    rows.some((other) => other.coverFor === row.personId && other.role === row.role);
  return [...rows.filter((row) => !covered(row)), ...rows.filter(covered)].map((row) => ({
    ...row,
    role: row.role as Role,
  }));
}

const nationalRoutes: readonly SourcedRoute[] = z
  .array(
    z.object({
      row: z.int(),
      about: z.enum(routeSubjects),
      track: z.enum(tracks),
      owners: z.array(z.enum(roles)).min(1),
      told: z.array(z.enum(roles)),
      walled: z.array(z.enum(roles)),
      external: z.array(z.string()),
      restricted: z.boolean().default(false),
      mark: z.enum(["V", "V2", "U", "P"]),
      source: z.string(),
    }),
  )
  .parse(national.routes)
  .map((route) => ({ ...route, asOf: national.asOf, added: [] }));

/**
 * The school's routes, with the recipients it added to those that none may take away. A row the
 * school's data lacks is the national one: an older school knows every row of a newer version.
 */
export async function schoolRoutes(
  tx: Tx,
  asking: Pick<Actor, "schoolId">,
): Promise<SourcedRoute[]> {
  const rows = await tx
    .select({
      row: routes.row,
      about: routes.about,
      track: routes.track,
      owners: routes.owners,
      told: routes.told,
      walled: routes.walled,
      external: routes.external,
      restricted: routes.restricted,
      source: routes.source,
      asOf: routes.asOf,
      mark: routes.mark,
      added: routes.added,
    })
    .from(routes)
    .where(eq(routes.schoolId, asking.schoolId))
    .orderBy(asc(routes.row));
  const own = rows.map((row) => ({
    ...row,
    about: row.about as RouteSubject,
    track: row.track as Route["track"],
    owners: row.owners as Role[],
    told: [...new Set([...row.told, ...row.added])] as Role[],
    added: row.added as Role[],
    walled: row.walled as Role[],
  }));
  const lacking = nationalRoutes.filter((route) => !own.some((one) => one.row === route.row));
  return [...own, ...lacking].toSorted((a, b) => a.row - b.row);
}

/**
 * The school's types of concern. A definition clause of a policy in force that speaks of one type
 * alone is that type's definition (S0-37); else the default stands. `source` says which. Its rules
 * may give a type a name of the school's own, or leave it out of what is offered (A5).
 */
export async function schoolTypes(tx: Tx, actor: Actor) {
  const types = await tx
    .select({
      code: concernTypes.code,
      label: concernTypes.label,
      definition: concernTypes.definition,
      source: concernTypes.source,
    })
    .from(concernTypes)
    .where(and(eq(concernTypes.schoolId, actor.schoolId), eq(concernTypes.enabled, true)))
    .orderBy(asc(concernTypes.position));
  const defined = (await tx.execute(sql`
    select c.types[1] as code, c.words as definition,
      v.title || ', version ' || v.number || ', clause ' || c.code as source
    from (select distinct on (policy_id) id, title, number, published_at from policy_versions
      where school_id = ${actor.schoolId} and published_at is not null
      order by policy_id, number desc) v
    join policy_clauses c on c.school_id = ${actor.schoolId} and c.version_id = v.id
    where c.kind = 'definition' and cardinality(c.types) = 1
    order by v.published_at`)) as unknown as { code: string; definition: string; source: string }[];
  const own = new Map(defined.map((row) => [row.code, row]));
  const rules = await collectRules(tx, actor);
  const off = z.array(z.string()).catch([]).parse(rules.get("off")?.value);
  const named = z.record(z.string(), z.string()).catch({}).parse(rules.get("typeNames")?.value);
  return types.map((type) => ({
    ...type,
    ...own.get(type.code),
    label: named[type.code] ?? type.label,
    /** Is it offered to whoever reports? What came in before, or by another way, keeps its name. */
    offered: !off.includes(type.code),
  }));
}

export async function schoolDetails(tx: Tx, actor: Actor) {
  const [row] = await tx
    .select({
      name: schools.name,
      nation: schools.nation,
      kind: schools.kind,
      pupilsOnRoll: schools.pupilsOnRoll,
      opensAt: schools.opensAt,
      closesAt: schools.closesAt,
      safeguardingPhone: schools.safeguardingPhone,
      outOfHours: schools.outOfHours,
      recipientChoices: schools.recipientChoices,
      liveAt: schools.liveAt,
    })
    .from(schools)
    .where(eq(schools.id, actor.schoolId));
  if (!row) throw new Error("The school of the session is missing");
  // A policy in force that names recipients decides (S0-41, S1-40, S4-38); else the school's setting.
  const named = (await collectRules(tx, actor)).get("recipients")?.value;
  const parsed = z.array(z.string()).safeParse(named);
  return { ...row, recipientChoices: parsed.success ? parsed.data : row.recipientChoices };
}

/** Terms, inset days and the readings the school goes by, for its clocks. */
export async function schoolCalendar(tx: Tx, actor: Pick<Actor, "schoolId">) {
  const [school] = await tx
    .select({
      nation: schools.nation,
      opensAt: schools.opensAt,
      closesAt: schools.closesAt,
    })
    .from(schools)
    .where(eq(schools.id, actor.schoolId));
  if (!school) throw new Error("The school of these clocks is missing");
  const termRows = await tx
    .select({ startsOn: terms.startsOn, endsOn: terms.endsOn, name: terms.name })
    .from(terms)
    .where(eq(terms.schoolId, actor.schoolId))
    .orderBy(asc(terms.startsOn));
  const inset = await tx
    .select({ day: insetDays.day })
    .from(insetDays)
    .where(eq(insetDays.schoolId, actor.schoolId));
  const chosen = await tx
    .select({ kind: clockReadings.kind, reading: clockReadings.reading })
    .from(clockReadings)
    .where(eq(clockReadings.schoolId, actor.schoolId));
  return {
    ...school,
    terms: termRows,
    insetDays: inset.map((row) => row.day),
    readings: Object.fromEntries(chosen.map((row) => [row.kind, row.reading])),
  };
}
