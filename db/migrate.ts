import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import postgres from "postgres";

const logins = ["daybook_app", "daybook_worker", "daybook_sequencer", "daybook_backup"] as const;
export type Login = (typeof logins)[number];
export type Passwords = Record<Login, string>;

const folder = join(import.meta.dirname);
const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");
const names = (dir: string) =>
  readdirSync(join(folder, dir))
    .filter((n) => n.endsWith(".sql"))
    .sort();

export const connect = (url: string) => postgres(url, { max: 1, onnotice: () => {} });

/** The same database as another login. */
export function urlFor(
  adminUrl: string,
  login: Login,
  password: string,
  database?: string,
): string {
  const url = new URL(adminUrl);
  url.username = login;
  url.password = password;
  if (database) url.pathname = `/${database}`;
  return url.href;
}

async function makeRoles(sql: postgres.Sql, passwords: Passwords): Promise<void> {
  const have = new Set((await sql`select rolname from pg_roles`).map((row) => row.rolname));
  const [me] = await sql`select rolsuper as superuser from pg_roles where rolname = current_user`;
  // Only a superuser may name these two; a role that anybody else makes has neither.
  const weak = me?.superuser ? "nosuperuser nobypassrls" : "";
  if (!have.has("daybook_owner")) await sql`create role daybook_owner nologin`;
  for (const login of logins) {
    if (!have.has(login)) await sql.unsafe(`create role ${login}`);
    // Hex only (scripts make them), so the literal needs no quoting rules.
    if (!/^[0-9a-f]+$/.test(passwords[login])) throw new Error("A database password is not hex");
    await sql.unsafe(`alter role ${login} login ${weak} nocreatedb nocreaterole
      password '${passwords[login]}'`);
  }
  await sql.unsafe("grant daybook_owner to current_user");
  const [row] = await sql`select current_database() as name`;
  const database = sql(String(row?.name));
  await sql`alter database ${database} owner to daybook_owner`;
  await sql`revoke all on database ${database} from public`;
  await sql`grant connect on database ${database} to daybook_app, daybook_worker, daybook_sequencer,
    daybook_backup`;
  await sql`grant create on database ${database} to daybook_worker`;
  await sql`alter schema public owner to daybook_owner`;
  await sql`revoke create on schema public from public`;
  await sql`grant usage on schema public to daybook_app, daybook_worker, daybook_sequencer, daybook_backup`;
}

/**
 * Logins belong to the whole server. When they are there with other passwords, another installation
 * uses them, and giving them ours would shut it out.
 */
async function refuseForeignLogins(sql: postgres.Sql, adminUrl: string, passwords: Passwords) {
  const [found] = await sql`select 1 from pg_roles where rolname = 'daybook_app'`;
  if (!found || process.env.DAYBOOK_RESET_LOGINS === "1") return;
  const own = connect(urlFor(adminUrl, "daybook_app", passwords.daybook_app));
  const refused = await own`select 1`.then(
    () => false,
    // 28P01: the password is wrong. Any other refusal (no right on this database yet) knows it.
    (error: { code?: string }) => error.code === "28P01",
  );
  await own.end();
  if (refused)
    throw new Error(
      "This database server has Daybook's logins with other passwords: another installation uses " +
        "them, or secrets.json was lost. Use its data folder, or set DAYBOOK_RESET_LOGINS=1 to " +
        "give the logins new passwords",
    );
}

/** A backup to be put back: rows go in between the migrations it was made with and any later ones. */
export type Refill = { migrations: readonly string[]; fill: (sql: postgres.Sql) => Promise<void> };

async function applyMigrations(sql: postgres.Sql, refill?: Refill): Promise<void> {
  await sql`create schema if not exists migrations`;
  await sql`create table if not exists migrations.applied
    (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`;
  await sql`grant usage on schema migrations to daybook_backup`;
  await sql`grant select on migrations.applied to daybook_backup`;
  const applied = new Map(
    (await sql`select name, sha256 from migrations.applied`).map((row) => [row.name, row.sha256]),
  );
  const unknown = refill?.migrations.find((name) => !names("migrations").includes(name));
  if (unknown) throw new Error(`The backup was made by a later version (${unknown}): use that one`);
  let left = refill?.migrations.length ?? 0;
  for (const name of names("migrations")) {
    const text = read("migrations", name);
    const sha256 = createHash("sha256").update(text).digest("hex");
    if (applied.has(name)) {
      if (applied.get(name) !== sha256)
        throw new Error(`Migration ${name} was changed after it ran`);
      continue;
    }
    await sql.begin(async (tx) => {
      await tx.unsafe(text.replaceAll("--> statement-breakpoint", ""));
      await tx`insert into migrations.applied (name, sha256) values (${name}, ${sha256})`;
    });
    if (refill && --left === 0) await refill.fill(sql);
  }
}

/**
 * Brings a database up to this version: roles, the job queue, tables, then every policy again.
 * `adminUrl` may create roles and owns the database or is superuser. Two at once wait in line.
 */
export async function migrate(
  adminUrl: string,
  passwords: Passwords,
  refill?: Refill,
): Promise<void> {
  const sql = connect(adminUrl);
  try {
    await sql`select pg_advisory_lock(hashtext('daybook migrate'))`;
    await refuseForeignLogins(sql, adminUrl, passwords);
    await makeRoles(sql, passwords);
    const workerUrl = urlFor(adminUrl, "daybook_worker", passwords.daybook_worker);
    await runMigrations({ connectionString: workerUrl, logger: undefined } as never);
    const worker = connect(workerUrl);
    await worker.unsafe(read("jobs.sql"));
    await worker.end();
    await sql`set role daybook_owner`;
    await applyMigrations(sql, refill);
    await sql.begin(async (tx) => {
      for (const name of names("rls")) await tx.unsafe(read("rls", name));
    });
  } finally {
    await sql.end();
  }
}
