import { randomBytes, randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { Secret } from "otpauth";
import type postgres from "postgres";
import { sealSecret } from "@/lib/access/seal-secret";
import type { Role } from "@/lib/access/types";
import { hashVersion } from "@/lib/policies/hash-version";
import policy from "./demo-policy.json" with { type: "json" };
import { demoRegisters } from "./demo-registers.ts";
import { demoReports } from "./demo-reports.ts";
import { loadDefaults } from "./load-defaults.ts";

export type DemoPerson = {
  role: string;
  school: string;
  name: string;
  email: string;
  password: string;
  totpSecret: string;
};

const trust = "Hawthorn Learning Trust";
const schools = [
  { name: "Elm Primary", domain: "elm.example", phase: "primary", pupils: 312 },
  { name: "Oakfield Secondary", domain: "oakfield.example", phase: "secondary", pupils: 1120 },
];

/** The first eleven are the demo's cast: the role they show, and the roles they hold. */
const cast: [shown: string, job: string, roles: Role[], kind: string][] = [
  ["staff", "Class teacher", ["staff"], "staff"],
  ["line-manager", "Phase leader", ["staff", "line-manager"], "staff"],
  ["dsl", "Assistant headteacher", ["staff", "dsl"], "staff"],
  ["deputy-dsl", "Pastoral lead", ["staff", "deputy-dsl"], "staff"],
  ["headteacher", "Headteacher", ["staff", "headteacher"], "staff"],
  ["chair", "Chair of governors", ["chair"], "governor"],
  ["governor", "Governor", ["governor"], "governor"],
  ["dpo", "Data protection officer", ["staff", "dpo"], "staff"],
  ["admin", "Network manager", ["staff", "admin"], "staff"],
  ["vice-chair", "Vice-chair of governors", ["vice-chair"], "governor"],
  ["trust-lead", "Trust lead", ["trust-lead"], "governor"],
  ["admin", "Office manager", ["staff", "admin"], "staff"],
];
const names = [
  [
    "Asha Patel",
    "Martin Cole",
    "Dilys Hughes",
    "Ben Adeyemi",
    "Helen Marsh",
    "Carol Finch",
    "Grace Lowe",
    "Dmitri Vale",
    "Ada Nunn",
    "Vikram Rao",
    "Thea Lund",
    "Olive Penn",
  ],
  [
    "Tom Barker",
    "Ruth Osei",
    "Nadia Khan",
    "Owen Pryce",
    "Peter Lang",
    "Moira Shaw",
    "Kofi Mensah",
    "Jane Roe",
    "Samir Haddad",
    "Lucy Grant",
    "Thea Lund",
    "Rita Bell",
  ],
];
const staff = [
  "Colin Webb",
  "Priya Nair",
  "Jack Thornton",
  "Sofia Rossi",
  "Liam O'Neill",
  "Emma Clarke",
  "Zara Ahmed",
  "George Hill",
];
const pupils = [
  "Poppy Ives",
  "Noah Grant",
  "Amira Yusuf",
  "Leo Fenn",
  "Isla Boyd",
  "Kai Morgan",
  "Maya Stone",
  "Theo Wright",
  "Ruby Dale",
  "Omar Aziz",
  "Freya Lind",
  "Jay Sutton",
  "Elsie Marr",
];
const parents = ["Paula Ives", "Rob Grant", "Hana Yusuf", "Lisa Fenn"];

async function addSchool(
  sql: postgres.Sql,
  schoolId: string,
  trustId: string,
  s: (typeof schools)[number],
) {
  await sql`insert into schools (id, trust_id, name, phase, kind, pupils_on_roll, safeguarding_phone, out_of_hours,
      recipient_choices, live_at) values (${schoolId}, ${trustId}, ${s.name}, ${s.phase}, 'academy', ${s.pupils},
      '01632 960 101', 'Council duty team, 01632 960 199', ${["line-manager", "dsl", "headteacher"]}, now())`;
  const terms = [
    ["Autumn 2025", "2025-09-02", "2025-12-19"],
    ["Spring 2026", "2026-01-05", "2026-03-27"],
    ["Summer 2026", "2026-04-13", "2026-07-21"],
    ["Autumn 2026", "2026-09-02", "2026-12-18"],
    ["Spring 2027", "2027-01-04", "2027-03-25"],
    ["Summer 2027", "2027-04-12", "2027-07-21"],
    ["Autumn 2027", "2027-09-02", "2027-12-17"],
    ["Spring 2028", "2028-01-04", "2028-03-31"],
  ] as const;
  for (const [name, starts, ends] of terms) {
    await sql`insert into terms values (${schoolId}, ${randomUUID()}, ${name}, ${starts}, ${ends})`;
  }
  for (const day of ["2026-09-02", "2026-11-02", "2027-01-04"]) {
    await sql`insert into inset_days values (${schoolId}, ${day})`;
  }
  await loadDefaults(sql, schoolId);
  await addPolicy(sql, schoolId);
}

/** The school's policy in force, and the draft of its next version. */
async function addPolicy(sql: postgres.Sql, schoolId: string) {
  const policyId = randomUUID();
  const { approvedBy, approvedOn, reviewedOn, nextReviewOn, ...details } = policy.version;
  const { title, statutory, onWebsite, linked, binds } = details;
  const about = { policy_id: policyId, title, statutory, on_website: onWebsite, linked, binds };
  const add = async (version: Record<string, unknown>, clauses: typeof policy.clauses) => {
    const id = randomUUID();
    await sql`insert into policy_versions ${sql({ school_id: schoolId, id, ...about, ...version })}`;
    const rows = clauses.map((clause, position) => ({
      ...clause,
      school_id: schoolId,
      id: randomUUID(),
      version_id: id,
      position,
    }));
    await sql`insert into policy_clauses ${sql(rows)}`;
  };
  await sql`insert into policies values (${schoolId}, ${policyId})`;
  const inForce = {
    number: 2,
    approved_by: approvedBy,
    approved_on: approvedOn,
    reviewed_on: reviewedOn,
    next_review_on: nextReviewOn,
    drafted_at: new Date("2026-06-22T09:00:00Z"),
    published_at: new Date("2026-07-13T09:00:00Z"),
    sha256: hashVersion({ ...policy.version, number: 2, rules: null, clauses: policy.clauses }),
  };
  await add(inForce, policy.clauses);
  const draft = { number: 3, approved_by: approvedBy, origin: "version" };
  await add({ ...draft, drafted_at: new Date("2026-11-16T10:00:00Z") }, policy.draft);
}

async function addPerson(
  sql: postgres.Sql,
  schoolId: string,
  p: {
    name: string;
    kind: string;
    email?: string;
    job?: string;
    year?: string;
    roles?: Role[];
    manager?: string | null;
  },
): Promise<string> {
  const id = randomUUID();
  await sql`insert into people (school_id, id, kind, engagement, name, email, job_title, year_group, line_manager_id, created_at)
    values (${schoolId}, ${id}, ${p.kind}, ${p.kind === "staff" ? "employee" : null}, ${p.name}, ${p.email ?? null},
      ${p.job ?? null}, ${p.year ?? null}, ${p.manager ?? null}, now())`;
  for (const role of p.roles ?? []) {
    await sql`insert into role_assignments (school_id, id, person_id, role, starts_at)
      values (${schoolId}, ${randomUUID()}, ${id}, ${role}, '2025-09-01')`;
  }
  return id;
}

/** Two made-up schools of one trust, a person in every role, and some weeks of reports and cases. */
export async function seedDemo(
  sql: postgres.Sql,
  environment: { AUTH_SECRET: string },
): Promise<DemoPerson[]> {
  // The seed seals secrets and runs the product's own verbs, so it needs the product's environment.
  Object.assign(process.env, environment, { DAYBOOK_URL: "http://localhost:3000" });
  const people: DemoPerson[] = [];
  const trustId = randomUUID();
  await sql`insert into trusts values (${trustId}, ${trust})`;
  for (const [index, school] of schools.entries()) {
    const schoolId = randomUUID();
    await addSchool(sql, schoolId, trustId, school);
    const ids: Record<string, string> = {};
    for (const [i, [shown, job, roles, kind]] of cast.entries()) {
      const name = names[index]?.[i] ?? "Somebody";
      const email = `${name.toLowerCase().replace(/[^a-z]+/g, ".")}@${school.domain}`;
      const id = await addPerson(sql, schoolId, { name, kind, email, job, roles });
      ids[shown] ??= id;
      const password = randomBytes(9).toString("base64url");
      const totp = new Secret({ size: 20 }).base32;
      await sql`insert into accounts (school_id, id, person_id, email, password_hash, totp_secret, state, created_at)
        values (${schoolId}, ${randomUUID()}, ${id}, ${email},
          ${await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })},
          ${sealSecret(totp)}, 'active', now())`;
      people.push({ role: shown, school: school.name, name, email, password, totpSecret: totp });
    }
    await sql`update people set line_manager_id = ${ids["line-manager"] ?? null}
      where school_id = ${schoolId} and id = ${ids.staff ?? ""}`;
    for (const name of staff) {
      await addPerson(sql, schoolId, {
        name,
        kind: "staff",
        job: "Teacher",
        roles: ["staff"],
        manager: ids["line-manager"] ?? null,
      });
    }
    for (const [i, name] of pupils.entries()) {
      await addPerson(sql, schoolId, {
        name,
        kind: "pupil",
        year: school.phase === "primary" ? `Year ${(i % 6) + 1}` : `Year ${(i % 5) + 7}`,
      });
    }
    for (const name of parents) await addPerson(sql, schoolId, { name, kind: "parent" });
  }
  await sql`insert into installation (single, demo, origin, created_at)
    values (true, true, ${`demo-${randomUUID().slice(0, 8)}.daybook`}, now())`;
  await demoReports(sql);
  await demoRegisters(sql);
  // The weeks before today were lived without reminders: nobody is told of them all at once.
  await sql`update clocks set alert_at = null where least(due_at, alert_at) < now()`;
  return people;
}
