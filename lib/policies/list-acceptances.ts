import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import { people } from "@/db/schema/people";
import { policyAcknowledgements } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import { type Actor, holds } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { policyById } from "./queries";

/** Acceptance is asked for again when a year is over (S0-44, S3-53). */
const year = 365 * 24 * 60 * 60 * 1000;
/** A rate of fewer people would point at one of them (B12 note b). */
const smallestBase = 20;

const boundAs = sql<string | null>`case ${people.kind} when 'governor' then 'governor'
  when 'staff' then ${people.engagement} end`;

/** Does a version that binds these kinds of people bind this one? */
export async function isBound(tx: Tx, actor: Actor, binds: readonly string[]): Promise<boolean> {
  const [me] = await tx
    .select({ as: boundAs })
    .from(people)
    .where(and(eq(people.schoolId, actor.schoolId), eq(people.id, actor.personId)));
  return me?.as != null && binds.includes(me.as);
}

/** When this person last accepted a version, and whether it is to be done now. */
export async function myAcceptance(tx: Tx, actor: Actor, versionId: string) {
  const [last] = await tx
    .select({ at: policyAcknowledgements.acceptedAt })
    .from(policyAcknowledgements)
    .where(
      and(
        eq(policyAcknowledgements.schoolId, actor.schoolId),
        eq(policyAcknowledgements.versionId, versionId),
        eq(policyAcknowledgements.personId, actor.personId),
      ),
    )
    .orderBy(desc(policyAcknowledgements.acceptedAt))
    .limit(1);
  const at = last?.at ?? null;
  return { at, due: at === null || actor.at.getTime() - at.getTime() > year };
}

/** Policies whose version in force this person has still to accept. */
export async function waitingPolicies(tx: Tx, actor: Actor): Promise<Set<string>> {
  const since = new Date(actor.at.getTime() - year).toISOString();
  const rows = (await tx.execute(sql`
    select v.policy_id from (select distinct on (policy_id) id, policy_id, binds
      from policy_versions where school_id = ${actor.schoolId} and published_at is not null
      order by policy_id, number desc) v
    join ${people} on ${people.schoolId} = ${actor.schoolId} and ${people.id} = ${actor.personId}
      and ${boundAs} = any (v.binds)
    where not exists (select 1 from policy_acknowledgements a where a.school_id = ${actor.schoolId}
      and a.version_id = v.id and a.person_id = ${actor.personId}
      and a.accepted_at >= ${since}::timestamptz)`)) as unknown as { policy_id: string }[];
  return new Set(rows.map((row) => row.policy_id));
}

/**
 * Who is bound by the version in force and when each accepted it. Those who administer policies
 * see everybody, a line manager their own team, governors a rate alone.
 */
export async function listAcceptances(tx: Tx, actor: Actor, policyId: string) {
  const all = mayAct(actor, "administer-policies");
  const team = !all && holds(actor, "line-manager");
  const rateOnly = !all && !team && holds(actor, "governor", "chair", "vice-chair");
  if (!all && !team && !rateOnly) throw notFound();
  const { shown } = await policyById(tx, actor, policyId);
  if (!shown.publishedAt) throw notFound();
  const about = { title: shown.title, number: shown.number };
  if (rateOnly) {
    const [row] = (await tx.execute(
      sql`select bound, accepted from sec.acceptance(${shown.versionId}::uuid)`,
    )) as unknown as { bound: number; accepted: number }[];
    const { bound, accepted } = row ?? { bound: 0, accepted: 0 };
    const rate = bound < smallestBase ? null : Math.round((100 * accepted) / bound);
    return { ...about, people: null, rate };
  }
  const last = sql<string | null>`(select max(a.accepted_at) from policy_acknowledgements a
    where a.school_id = people.school_id and a.version_id = ${shown.versionId}
      and a.person_id = people.id)`;
  const rows = await tx
    .select({ id: people.id, name: people.name, jobTitle: people.jobTitle, at: last })
    .from(people)
    .where(
      and(
        eq(people.schoolId, actor.schoolId),
        isNull(people.leftAt),
        sql`${boundAs} = any(${sql.param(shown.binds)})`,
        team ? eq(people.lineManagerId, actor.personId) : undefined,
      ),
    )
    .orderBy(sql`${last} asc nulls first`, asc(people.name), asc(people.id));
  const list = rows.map((row) => ({ ...row, at: row.at === null ? null : new Date(row.at) }));
  return { ...about, people: list, rate: null };
}

export type BoundBy = {
  person: string;
  policyId: string;
  title: string;
  number: number;
  acceptedAt: Date | null;
};

/** Which versions bound the people a case names on a day, and whether they had accepted them. */
export async function boundOn(tx: Tx, caseId: string, day: string): Promise<BoundBy[]> {
  const rows = (await tx.execute(sql`select person, policy_id, title, number, accepted_at
    from sec.bound_on(${caseId}::uuid, ${day}::date) order by person, title`)) as unknown as {
    person: string;
    policy_id: string;
    title: string;
    number: number;
    accepted_at: string | null;
  }[];
  return rows.map(({ policy_id: policyId, accepted_at: at, ...row }) => ({
    ...row,
    policyId,
    acceptedAt: at === null ? null : new Date(at),
  }));
}
