import { createHash, randomBytes, randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { closeDatabase } from "@/db/scope";
import { testDatabase } from "@/db/test-database";
import type { Role } from "@/lib/access/types";

/** The superuser's connection, for arranging a test and for looking behind the walls. */
let admin: postgres.Sql | undefined;
export const asOwner = (): postgres.Sql =>
  (admin ??= postgres(testDatabase().adminUrl, { max: 2, onnotice: () => {} }));

export async function closeTesting(): Promise<void> {
  await admin?.end();
  admin = undefined;
  await closeDatabase();
}

export type Claims = { tokenHash: string; at?: Date };

/** The bytes the store keeps right now, by their keys; parts of uploads included. */
export const keptFiles = (): string[] => {
  const folder = join(process.env.DAYBOOK_DATA_DIR ?? "", "evidence");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
};

/** A session row and the claims that go with it. */
export async function signInAs(
  schoolId: string,
  personId: string,
  options: { secondFactor?: boolean } = {},
): Promise<Claims> {
  const sql = asOwner();
  const hash = createHash("sha256").update(randomBytes(32)).digest();
  const [account] = await sql`select id from accounts where school_id = ${schoolId}
    and person_id = ${personId}`;
  const accountId = (account?.id as string) ?? randomUUID();
  if (!account) {
    await sql`insert into accounts (school_id, id, person_id, email, state, created_at)
      values (${schoolId}, ${accountId}, ${personId}, ${`${personId}@school.example`}, 'active', now())`;
  }
  await sql`insert into sessions (token_hash, school_id, account_id, person_id, method, second_factor,
      created_at, last_seen_at, idle_expires_at, absolute_expires_at)
    values (${hash}, ${schoolId}, ${accountId}, ${personId}, 'password', ${options.secondFactor ?? true},
      now(), now(), now() + interval '30 minutes', now() + interval '8 hours')`;
  return { tokenHash: hash.toString("hex") };
}

export async function addPerson(
  schoolId: string,
  person: { name: string; kind?: string; roles?: Role[]; lineManagerId?: string },
): Promise<string> {
  const sql = asOwner();
  const id = randomUUID();
  await sql`insert into people (school_id, id, kind, engagement, name, line_manager_id, created_at)
    values (${schoolId}, ${id}, ${person.kind ?? "staff"}, 'employee', ${person.name},
      ${person.lineManagerId ?? null}, now())`;
  for (const role of person.roles ?? []) {
    await sql`insert into role_assignments (school_id, id, person_id, role, starts_at)
      values (${schoolId}, ${randomUUID()}, ${id}, ${role}, now() - interval '1 day')`;
  }
  return id;
}

const cast: [key: string, name: string, roles: Role[], kind?: string][] = [
  ["headteacher", "Helen Marsh", ["staff", "headteacher"]],
  ["dsl", "Dilys Parry", ["staff", "dsl"]],
  ["deputy", "Dan Okafor", ["staff", "deputy-dsl"]],
  ["manager", "Lena Moss", ["staff", "line-manager"]],
  ["teacher", "Tara Quinn", ["staff"]],
  ["colleague", "Colin Webb", ["staff"]],
  ["chair", "Carol Finch", ["chair"], "governor"],
  ["viceChair", "Vikram Rao", ["vice-chair"], "governor"],
  ["governor", "Grace Lowe", ["governor"], "governor"],
  ["dpo", "Dmitri Vale", ["staff", "dpo"]],
  ["admin", "Ada Nunn", ["staff", "admin"]],
  ["admin2", "Amir Shah", ["staff", "admin"]],
  ["trustLead", "Thea Lund", ["trust-lead"]],
  ["pupil", "Poppy Ives", [], "pupil"],
  ["parent", "Paula Ives", [], "parent"],
];
export type CastKey =
  | "headteacher"
  | "dsl"
  | "deputy"
  | "manager"
  | "teacher"
  | "colleague"
  | "chair"
  | "viceChair"
  | "governor"
  | "dpo"
  | "admin"
  | "admin2"
  | "trustLead"
  | "pupil"
  | "parent";

export type TestSchool = {
  schoolId: string;
  people: Record<CastKey, string>;
  /** Signs somebody in with a second factor (unless told otherwise). */
  as: (who: CastKey, options?: { secondFactor?: boolean }) => Promise<Claims>;
};

/** One school of its own for one test, with a person in every role and the national routes. */
export async function makeSchool(): Promise<TestSchool> {
  const sql = asOwner();
  const schoolId = randomUUID();
  await sql`insert into installation (single, demo, origin, created_at)
    values (true, true, 'test.daybook', now()) on conflict do nothing`;
  await sql`insert into schools (id, name, phase, kind, pupils_on_roll, safeguarding_phone,
      out_of_hours, recipient_choices, live_at)
    values (${schoolId}, 'Elm Primary', 'primary', 'academy', 210, '01632 960 001',
      'Duty team 01632 960 999', ${["line-manager", "dsl", "headteacher"]}, now())`;
  await sql`insert into terms (school_id, id, name, starts_on, ends_on) values
    (${schoolId}, ${randomUUID()}, 'Autumn 2026', '2026-09-01', '2026-12-18'),
    (${schoolId}, ${randomUUID()}, 'Spring 2027', '2027-01-04', '2027-03-26')`;
  const { loadDefaults } = await import("@/db/seed/load-defaults");
  await loadDefaults(sql, schoolId);
  const people = {} as Record<CastKey, string>;
  for (const [key, name, roles, kind] of cast) {
    people[key as CastKey] = await addPerson(schoolId, { name, roles, kind: kind ?? "staff" });
  }
  await sql`update people set line_manager_id = ${people.manager} where school_id = ${schoolId}
    and id = any(${[people.teacher, people.colleague]}::uuid[])`;
  return {
    schoolId,
    people,
    as: (who, options) => signInAs(schoolId, people[who], options),
  };
}

/** Somebody writes and sends a report, as the product does it: routed, walled and told. */
export async function sendAs(
  school: TestSchool,
  who: CastKey,
  answers: Record<string, string | string[]> = {},
): Promise<{ reportId: string; reference: string }> {
  const { withScope } = await import("@/db/scope");
  const { startDraft } = await import("@/lib/reports/start-draft");
  const { saveDraft } = await import("@/lib/reports/save-draft");
  const { sendReport } = await import("@/lib/reports/send-report");
  return withScope(await school.as(who), async (tx, actor) => {
    const { draftId } = await startDraft(tx, actor);
    await saveDraft(tx, actor, {
      draftId,
      answers: {
        safety: "no",
        type: "CYB",
        affected: "me",
        when: "today",
        platform: "Chat app",
        account: "Somebody posted abuse about me in the group.",
        ...answers,
      },
    });
    return sendReport(tx, actor, { draftId, recipient: String(answers.recipient ?? "") });
  });
}

/** The actions written to the ledger of a report or case, in order. */
export async function ledgerOf(objectId: string): Promise<string[]> {
  const rows =
    await asOwner()`select leaf from ledger_leaves where object_id = ${objectId} order by at`;
  return rows.map((row) => JSON.parse(String(row.leaf)).action as string);
}

/** A handler opens a case from a report, on the report's own track and risk. */
export async function openAs(
  school: TestSchool,
  who: CastKey,
  reportId: string,
): Promise<{ caseId: string; version: number; reference: string }> {
  const { withScope } = await import("@/db/scope");
  const { openCase } = await import("@/lib/cases/open-case");
  const sql = asOwner();
  const [triage] = await sql`select track, severity, version from triages
    where report_id = ${reportId}`;
  const { caseId } = await withScope(await school.as(who), (tx, actor) =>
    openCase(tx, actor, {
      reportId,
      version: Number(triage?.version),
      track: triage?.track,
      severity: Number(triage?.severity),
      severityReason: "",
    }),
  );
  const [found] = await sql`select version, reference from cases where id = ${caseId}`;
  return { caseId, version: Number(found?.version), reference: String(found?.reference) };
}

/** A picture that belongs to a report, without its bytes. */
export async function evidenceOn(school: TestSchool, reportId: string): Promise<string> {
  const sql = asOwner();
  const id = randomUUID();
  await sql`insert into evidence ${sql({
    school_id: school.schoolId,
    id,
    report_id: reportId,
    uploader_id: school.people.teacher,
    state: "attached",
    position: 1,
    kind: "image",
    media_type: "image/png",
    file_name: "screen.png",
    size: 10,
    sha256: "a".repeat(64),
    storage_key: id,
    arrived_by: "pasted",
    received_at: new Date(),
    zone: "Europe/London",
  })}`;
  return id;
}

/** Asks for a decision in a case as it is now; answers with the open referral. */
export async function referAs(
  school: TestSchool,
  who: CastKey,
  caseId: string,
  evidence: string[] = [],
): Promise<string> {
  const { withScope } = await import("@/db/scope");
  const { referCase } = await import("@/lib/referrals/refer-case");
  const sql = asOwner();
  const [found] = await sql`select version from cases where id = ${caseId}`;
  const input = { caseId, version: Number(found?.version), asked: "Is this misconduct?", evidence };
  await withScope(await school.as(who), (tx, actor) =>
    referCase(tx, actor, { ...input, dueOn: null }),
  );
  const [referral] = await sql`select id from referrals where case_id = ${caseId}
    and state = 'open'`;
  return String(referral?.id);
}

/** A database for one test alone: for what all schools of one share, such as the ledger. */
export async function ownDatabase(template = "daybook_template") {
  const name = `daybook_test_own_${randomBytes(6).toString("hex")}`;
  await asOwner().unsafe(`create database ${name} template ${template}`);
  const open: postgres.Sql[] = [];
  const here = (url: string) => {
    const target = new URL(url);
    target.pathname = `/${name}`;
    return target.href;
  };
  const connectTo = (url: string) => {
    const sql = postgres(here(url), { max: 1, onnotice: () => {} });
    open.push(sql);
    return sql;
  };
  const close = async () => {
    await Promise.allSettled(open.splice(0).map((sql) => sql.end({ timeout: 1 })));
  };
  return {
    name,
    sequencerUrl: here(testDatabase().sequencerUrl),
    asSuperuser: () => connectTo(testDatabase().adminUrl),
    asSequencer: () => connectTo(testDatabase().sequencerUrl),
    close,
    drop: async () => {
      await close();
      await asOwner().unsafe(`drop database if exists ${name} with (force)`);
    },
  };
}
