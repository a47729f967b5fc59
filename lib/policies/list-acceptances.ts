import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import { type Actor, holds } from "@/lib/access/types";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { localDay } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { schoolCalendar } from "@/lib/schools/queries";
import { roundDue } from "./plan-round";
import { policyById } from "./queries";

/** A rate of fewer people would point at one of them (B12 note b). */
const smallestBase = 20;
const pageSize = 100;

/** What a person counts as among those a version can bind; null: it binds nobody like them. */
const boundAs = sql.raw(
  "case p.kind when 'governor' then 'governor' when 'staff' then p.engagement end",
);
const dated = (at: string | null) => (at === null ? null : new Date(at));

/** Does a version that binds these kinds of people bind this one? */
export async function isBound(tx: Tx, actor: Actor, binds: readonly string[]): Promise<boolean> {
  const [me] = (await tx.execute(sql`select ${boundAs} as "as" from people p
    where p.school_id = ${actor.schoolId} and p.id = ${actor.personId}`)) as unknown as {
    as: string | null;
  }[];
  return me?.as != null && binds.includes(me.as);
}

/** When this person last accepted a version, and whether it is to be done now. */
export async function myAcceptance(tx: Tx, actor: Actor, versionId: string) {
  const [last] = (await tx.execute(sql`select max(a.accepted_at) as at,
      coalesce(max(a.accepted_at + sec.again(v.rules)) <= ${actor.at.toISOString()}::timestamptz, true) as due
    from policy_acknowledgements a join policy_versions v
      on v.school_id = a.school_id and v.id = a.version_id
    where a.school_id = ${actor.schoolId} and a.version_id = ${versionId}
      and a.person_id = ${actor.personId}`)) as unknown as { at: string | null; due: boolean }[];
  return { at: dated(last?.at ?? null), due: last?.due ?? true };
}

/** Policies whose version in force this person has still to accept, and until when. */
export async function waitingPolicies(tx: Tx, actor: Actor) {
  const rows = (await tx.execute(sql`
    select v.policy_id, v.title, (v.rules ->> 'acceptWithin')::int as within,
      greatest(v.published_at, p.created_at, l.at + sec.again(v.rules)) as began
    from (select distinct on (policy_id) id, policy_id, title, number, binds, rules, published_at
      from policy_versions where school_id = ${actor.schoolId} and published_at is not null
      order by policy_id, number desc) v
    join people p on p.school_id = ${actor.schoolId} and p.id = ${actor.personId}
      and ${boundAs} = any (v.binds)
    left join lateral (select max(a.accepted_at) as at from policy_acknowledgements a
      where a.school_id = ${actor.schoolId} and a.version_id = v.id
        and a.person_id = ${actor.personId}) l on true
    where l.at is null or l.at + sec.again(v.rules) <= ${actor.at.toISOString()}::timestamptz
    order by v.title`)) as unknown as {
    policy_id: string;
    title: string;
    within: number | null;
    began: string;
  }[];
  if (rows.length === 0) return new Map<string, { title: string; dueOn: string }>();
  const calendar = calendarOf(await schoolCalendar(tx, actor));
  return new Map(
    rows.map((row) => [
      row.policy_id,
      {
        title: row.title,
        dueOn: roundDue(localDay(new Date(row.began)), row.within, calendar),
      },
    ]),
  );
}

/** Whose acceptances this actor reads: all, their team's, or a rate alone; else not found. */
function reachOf(actor: Actor): "all" | "team" | "rate" {
  if (mayAct(actor, "administer-policies")) return "all";
  if (holds(actor, "line-manager")) return "team";
  if (holds(actor, "governor", "chair", "vice-chair")) return "rate";
  throw notFound();
}

/** Whoever a version binds today, each with their last acceptance of it; the missing first. */
const boundPeople = (actor: Actor, versionId: string, team: boolean) => sql`
  select p.id, p.name, p.job_title, ${boundAs} as bound_as,
    a.accepted_at as at, a.name as printed, a.signature_kind, a.signature, a.sha256, v.number,
    coalesce(a.accepted_at + sec.again(v.rules) > ${actor.at.toISOString()}::timestamptz, false) as holds
  from people p join policy_versions v on v.school_id = p.school_id and v.id = ${versionId}
  left join (select distinct on (k.person_id) k.person_id, k.accepted_at, k.name,
      k.signature_kind, k.signature, k.sha256
    from policy_acknowledgements k where k.school_id = ${actor.schoolId}
      and k.version_id = ${versionId}
    order by k.person_id, k.accepted_at desc) a on a.person_id = p.id
  where p.school_id = ${actor.schoolId} and p.left_at is null
    and ${boundAs} = any (v.binds)
    ${team ? sql`and p.line_manager_id = ${actor.personId}` : sql``}`;

type BoundRow = {
  id: string;
  name: string;
  job_title: string | null;
  bound_as: string;
  at: string | null;
  printed: string | null;
  signature_kind: string | null;
  signature: string | null;
  sha256: string | null;
  number: number;
  holds: boolean;
};

/**
 * How many of those the version in force binds have accepted it, by how they are engaged, and by
 * name with whoever is missing first. Those who administer policies see everybody, a line manager
 * their own team, governors a rate alone.
 */
export async function listAcceptances(tx: Tx, actor: Actor, policyId: string, page = 1) {
  const reach = reachOf(actor);
  const { shown } = await policyById(tx, actor, policyId);
  if (!shown.publishedAt) throw notFound();
  const about = { title: shown.title, number: shown.number, reach };
  if (reach === "rate") {
    const [row] = (await tx.execute(
      sql`select bound, accepted from sec.acceptance(${shown.versionId}::uuid)`,
    )) as unknown as { bound: number; accepted: number }[];
    const { bound, accepted } = row ?? { bound: 0, accepted: 0 };
    const rate = bound < smallestBase ? null : Math.round((100 * accepted) / bound);
    return { ...about, people: null, groups: [], more: false, rate };
  }
  const bound = boundPeople(actor, shown.versionId, reach === "team");
  const groups = (await tx.execute(sql`select bound_as as "as", count(*)::int as bound,
      count(*) filter (where holds)::int as accepted
    from (${bound}) b group by 1 order by 2 desc, 1`)) as unknown as {
    as: string;
    bound: number;
    accepted: number;
  }[];
  const rows = (await tx.execute(sql`select * from (${bound}) b order by holds, name, id
    limit ${pageSize + 1} offset ${(page - 1) * pageSize}`)) as unknown as BoundRow[];
  const list = rows.slice(0, pageSize).map((row) => ({
    id: row.id,
    name: row.name,
    jobTitle: row.job_title,
    at: row.holds ? dated(row.at) : null,
    before: row.holds ? null : dated(row.at),
    drawn: row.signature_kind === "drawn" ? row.signature : null,
  }));
  return { ...about, people: list, groups, more: rows.length > pageSize, rate: null };
}

/** The same without pages, for an inspection: what was accepted, when, and how it was signed. */
export async function exportAcceptances(tx: Tx, actor: Actor, policyId: string) {
  const reach = reachOf(actor);
  if (reach === "rate") throw notFound();
  const { shown } = await policyById(tx, actor, policyId);
  if (!shown.publishedAt) throw notFound();
  const rows =
    (await tx.execute(sql`select * from (${boundPeople(actor, shown.versionId, reach === "team")}) b
    order by name, id`)) as unknown as BoundRow[];
  return {
    version: shown,
    rows: rows.map((row) => ({
      name: row.name,
      as: row.bound_as,
      at: dated(row.at),
      holds: row.holds,
      printed: row.printed,
      kind: row.signature_kind,
      sha256: row.sha256,
    })),
  };
}

/**
 * For a trust lead, of each school they have an account at: what part of the people policies bind
 * owes none; null where too few are bound to show it.
 */
export async function trustRates(tx: Tx, actor: Actor) {
  if (!holds(actor, "trust-lead", "trust-chair")) return [];
  const rows = (await tx.execute(
    sql`select school, bound, accepted from sec.trust_acceptance()`,
  )) as unknown as { school: string; bound: number; accepted: number }[];
  return rows.map(({ school, bound, accepted }) => ({
    school,
    rate: bound < smallestBase ? null : Math.round((100 * accepted) / bound),
  }));
}

export type BoundBy = {
  person: string;
  policyId: string;
  title: string;
  number: number;
  acceptedAt: Date | null;
  /** Accepted so long ago that it was asked for again by that day. */
  lapsed: boolean;
  /** Until when they had to accept it; null once they had. */
  dueOn: string | null;
  /** Signed in at the door that day under this name. */
  visited: boolean;
};

/** Which versions bound the people a case names on a day, and whether they had accepted them. */
export async function boundOn(
  tx: Tx,
  actor: Actor,
  caseId: string,
  day: string,
): Promise<BoundBy[]> {
  const rows = (await tx.execute(sql`select person, policy_id, title, number, accepted_at, began,
      within, visited from sec.bound_on(${caseId}::uuid, ${day}::date)
    order by person, title`)) as unknown as {
    person: string;
    policy_id: string;
    title: string;
    number: number;
    accepted_at: string | null;
    began: string;
    within: number | null;
    visited: boolean;
  }[];
  if (rows.length === 0) return [];
  const calendar = calendarOf(await schoolCalendar(tx, actor));
  return rows.map((row) => {
    const beganOn = localDay(new Date(row.began));
    const lapsed = row.accepted_at !== null && !row.visited && beganOn <= day;
    return {
      person: row.person,
      policyId: row.policy_id,
      title: row.title,
      number: row.number,
      acceptedAt: dated(row.accepted_at),
      lapsed,
      dueOn: row.accepted_at === null || lapsed ? roundDue(beganOn, row.within, calendar) : null,
      visited: row.visited,
    };
  });
}
