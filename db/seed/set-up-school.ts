import { randomBytes, randomUUID } from "node:crypto";
import type postgres from "postgres";
import { checkInstallation } from "@/db/check-installation";
import { hashToken } from "@/lib/access/seal-secret";
import type { Role } from "@/lib/access/types";
import type { StaffLine } from "@/lib/people/read-staff-list";
import { findGaps, type KnownHolder } from "@/lib/schools/find-gaps";
import type { SchoolPlan } from "@/lib/schools/schema";
import type { Route } from "@/lib/schools/types";
import { draftPack } from "./draft-pack.ts";
import { loadDefaults } from "./load-defaults.ts";

export const invitationDays = 7;
export type Invited = { name: string; email: string; token: string };
export type SetUp = {
  schoolId: string;
  school: "added" | "known";
  people: number;
  invited: Invited[];
};
type Tx = postgres.TransactionSql;
type School = { id: string; live: boolean };

/**
 * What setup does, it does as the owner of the tables, in one transaction and one at a time, and
 * only ever to a database that holds real schools or nothing.
 */
export async function asOwner<T>(sql: postgres.Sql, work: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await sql.begin(async (tx) => {
    await tx`set local role daybook_owner`;
    await tx`select pg_advisory_xact_lock(hashtext('daybook setup'))`;
    if ((await checkInstallation(tx)) === "demo")
      throw new Error("This database is a demo. A real school needs a database of its own");
    return work(tx);
  });
  return result as T;
}

/** A leaf of the ledger, written by nobody who signs in. */
const note = (
  tx: Tx,
  schoolId: string,
  entry: { action: string; kind: string; id: string; reason?: string; values?: unknown },
) => tx`select sec.write_leaf(${schoolId}, 'system', 'system', ${entry.action}, ${entry.kind}, ${entry.id},
  null, ${entry.reason ?? null}, ${entry.values === undefined ? null : JSON.stringify(entry.values)})`;

async function findTrust(tx: Tx, name: string | null): Promise<string | null> {
  if (!name) return null;
  const [known] = await tx`select id from trusts where lower(name) = lower(${name})`;
  if (known) return String(known.id);
  const id = randomUUID();
  await tx`insert into trusts (id, name) values (${id}, ${name})`;
  return id;
}

/** By its URN where there is one, else by its name: the same school is never added twice. */
async function findSchool(tx: Tx, plan: SchoolPlan): Promise<School | null> {
  const [row] = plan.urn
    ? await tx`select id, name, live_at from schools where urn = ${plan.urn}`
    : await tx`select id, name, live_at from schools where urn is null
        and lower(name) = lower(${plan.name})`;
  if (!row) return null;
  if (row.name.toLowerCase() !== plan.name.toLowerCase())
    throw new Error(`URN ${plan.urn} is ${row.name} already, not ${plan.name}`);
  return { id: row.id, live: row.live_at !== null };
}

async function writeSchool(tx: Tx, plan: SchoolPlan, known: School | null): Promise<School> {
  const id = known?.id ?? randomUUID();
  const columns = {
    trust_id: await findTrust(tx, plan.trust),
    name: plan.name,
    urn: plan.urn || null,
    nation: plan.nation,
    phase: plan.phase,
    kind: plan.kind,
    pupils_on_roll: plan.pupilsOnRoll,
    opens_at: plan.opensAt,
    closes_at: plan.closesAt,
    safeguarding_phone: plan.safeguardingPhone,
    out_of_hours: plan.outOfHours,
    recipient_choices: plan.recipientChoices,
  };
  if (known) {
    const [before] = await tx`select ${tx(Object.keys(columns))} from schools where id = ${id}`;
    const [after] = await tx`update schools set ${tx(columns)} where id = ${id}
      returning ${tx(Object.keys(columns))}`;
    if (JSON.stringify(before) !== JSON.stringify(after))
      await note(tx, id, { action: "school-changed", kind: "school", id, values: columns });
  } else {
    await tx`insert into schools ${tx({ id, ...columns })}`;
    await note(tx, id, { action: "school-set-up", kind: "school", id, values: columns });
  }
  for (const term of plan.terms) {
    const [same] = await tx`update terms set starts_on = ${term.startsOn}, ends_on = ${term.endsOn}
      where school_id = ${id} and name = ${term.name} returning id`;
    if (!same)
      await tx`insert into terms values (${id}, ${randomUUID()}, ${term.name}, ${term.startsOn},
        ${term.endsOn})`;
  }
  for (const day of plan.insetDays)
    await tx`insert into inset_days values (${id}, ${day}) on conflict do nothing`;
  await loadDefaults(tx, id);
  return known ?? { id, live: false };
}

async function invite(
  tx: Tx,
  schoolId: string,
  account: { id: string; personId: string; name: string; email: string },
): Promise<Invited> {
  const token = randomBytes(24).toString("base64url");
  await tx`insert into invitations (school_id, id, account_id, token_hash, created_at, expires_at)
    values (${schoolId}, ${randomUUID()}, ${account.id}, ${hashToken(token)}, now(),
      now() + make_interval(days => ${invitationDays}))`;
  await note(tx, schoolId, { action: "person-invited", kind: "person", id: account.personId });
  return { name: account.name, email: account.email, token };
}

async function addPerson(tx: Tx, schoolId: string, person: StaffLine): Promise<Invited> {
  const [id, accountId] = [randomUUID(), randomUUID()];
  const governor = person.engagement === "governor";
  await tx`insert into people (school_id, id, kind, engagement, name, email, job_title, created_at)
    values (${schoolId}, ${id}, ${governor ? "governor" : "staff"},
      ${governor ? null : person.engagement}, ${person.name}, ${person.email},
      ${person.jobTitle || null}, now())`;
  await tx`insert into accounts (school_id, id, person_id, email, state, created_at)
    values (${schoolId}, ${accountId}, ${id}, ${person.email}, 'invited', now())`;
  await note(tx, schoolId, {
    action: "person-listed",
    kind: "person",
    id,
    values: { email: person.email },
  });
  return invite(tx, schoolId, {
    id: accountId,
    personId: id,
    name: person.name,
    email: person.email,
  });
}

/**
 * Before a school is live its list may still be completed: a role or a line manager that is new in
 * it is added. Afterwards roles are given and ended in the product alone, so that an old list never
 * gives back a role that was taken away.
 */
async function giveRoles(tx: Tx, schoolId: string, person: StaffLine): Promise<void> {
  const [found] = await tx`select id from people
    where school_id = ${schoolId} and lower(email) = ${person.email} and kind in ('staff', 'governor')`;
  if (!found) return;
  for (const role of person.roles) {
    const [given] =
      await tx`insert into role_assignments (school_id, id, person_id, role, starts_at)
      select ${schoolId}, ${randomUUID()}, ${found.id}, ${role}, now()
      where not exists (select 1 from role_assignments r where r.school_id = ${schoolId}
        and r.person_id = ${found.id} and r.role = ${role}) returning id`;
    if (given)
      await note(tx, schoolId, {
        action: "role-assigned",
        kind: "person",
        id: found.id,
        reason: role,
      });
  }
  if (person.manager)
    await tx`update people set line_manager_id = (select m.id from people m
        where m.school_id = ${schoolId} and lower(m.email) = ${person.manager}
          and m.kind in ('staff', 'governor') limit 1)
      where school_id = ${schoolId} and id = ${found.id} and line_manager_id is null`;
}

/** The administrator of the plan beside the list; on the list too, they are one person. */
export function withAdministrator(plan: SchoolPlan, staff: readonly StaffLine[]): StaffLine[] {
  const admin: Role[] = ["staff", "admin"];
  const listed = staff.find((person) => person.email === plan.administrator.email);
  const first: StaffLine = listed
    ? { ...listed, roles: [...new Set([...listed.roles, ...admin])] }
    : {
        ...plan.administrator,
        engagement: "employee",
        jobTitle: "System administrator",
        roles: admin,
        manager: null,
      };
  return [first, ...staff.filter((person) => person !== listed)];
}

/** Adds one school with its people, or what is new of one that is there. Twice adds nothing twice. */
export async function setUpSchool(
  tx: Tx,
  plan: SchoolPlan,
  staff: readonly StaffLine[],
): Promise<SetUp> {
  await tx`insert into installation (single, demo, origin, created_at)
    values (true, false, ${`school-${randomUUID().slice(0, 8)}.daybook`}, now()) on conflict do nothing`;
  const known = await findSchool(tx, plan);
  const school = await writeSchool(tx, plan, known);
  const people = withAdministrator(plan, staff);
  const emails = new Set(
    (
      await tx`select lower(email) as email from people where school_id = ${school.id}
      and email is not null`
    ).map((row) => row.email),
  );
  const fresh = people.filter((person) => !emails.has(person.email));
  const invited: Invited[] = [];
  for (const person of fresh) invited.push(await addPerson(tx, school.id, person));
  for (const person of school.live ? fresh : people) await giveRoles(tx, school.id, person);
  if (plan.policy) await draftPack(tx, school.id, plan.policy);
  return {
    schoolId: school.id,
    school: known ? "known" : "added",
    people: fresh.length,
    invited,
  };
}

/** What stands between a school and its first report, read from the school as it is now. */
export async function schoolGaps(
  tx: Tx,
  schoolId: string,
  words: Readonly<Record<string, string>>,
): Promise<string[]> {
  const routes = await tx<
    Route[]
  >`select row, about, track, owners, told, walled, external, restricted
    from routes where school_id = ${schoolId} order by row`;
  const holders = await tx<KnownHolder[]>`
    select r.person_id as "personId", r.role, p.name, coalesce(a.state = 'active', false) as "canSignIn"
    from role_assignments r
    join people p on p.school_id = r.school_id and p.id = r.person_id and p.left_at is null
    left join accounts a on a.school_id = r.school_id and a.person_id = r.person_id
    where r.school_id = ${schoolId} and r.starts_at <= now() and (r.ends_at is null or r.ends_at > now())
      and coalesce(a.state, '') <> 'suspended'
    order by r.starts_at, r.id`;
  return findGaps(routes, holders, words);
}

/** From here on reports can be sent. Answers the gaps that prevent it, or none. */
export async function goLive(
  tx: Tx,
  schoolId: string,
  words: Readonly<Record<string, string>>,
): Promise<string[]> {
  const gaps = await schoolGaps(tx, schoolId, words);
  if (gaps.length > 0) return gaps;
  const [now] =
    await tx`update schools set live_at = now() where id = ${schoolId} and live_at is null
    returning id`;
  if (now) await note(tx, schoolId, { action: "school-live", kind: "school", id: schoolId });
  return [];
}

/** New links for whoever has not accepted; the old ones stop working. */
export async function inviteAgain(tx: Tx, schoolId: string): Promise<Invited[]> {
  const accounts = await tx<
    { id: string; personId: string; name: string; email: string }[]
  >`select a.id, a.person_id as "personId", p.name, a.email from accounts a
    join people p on p.school_id = a.school_id and p.id = a.person_id and p.left_at is null
    where a.school_id = ${schoolId} and a.state = 'invited' order by p.name`;
  await tx`update invitations set expires_at = now() where school_id = ${schoolId}
    and used_at is null and expires_at > now()`;
  const invited: Invited[] = [];
  for (const account of accounts) invited.push(await invite(tx, schoolId, account));
  return invited;
}
