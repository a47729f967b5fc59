import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { type Actor, type Role, roles, type Track, tracks } from "@/lib/access/types";
import { env } from "@/lib/env";
import { signedOut } from "@/lib/errors";

type Database = PostgresJsDatabase;
type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

declare const proof: unique symbol;
/** A transaction somebody stands behind. Only this file can mint one. */
export type Tx = Transaction & { readonly [proof]: "scoped" };

/** Without scripts/patch-postgres.mjs a killed connection lets one transaction write into another. */
function guarded(): typeof postgres {
  if ("endsCleanly" in postgres) return postgres;
  throw new Error("The postgres package is not patched. Run: node scripts/bootstrap.mjs install");
}

const open = (url: string, max: number) =>
  drizzle({
    client: guarded()(url, {
      max,
      // PgBouncer in transaction mode cannot keep prepared statements of a session.
      prepare: false,
      onnotice: () => {},
      connection: { statement_timeout: 15_000, lock_timeout: 5_000 },
    }),
  });

let app: Database | undefined;
let worker: Database | undefined;
const appDatabase = () => (app ??= open(env().APP_DATABASE_URL, 10));
const workerDatabase = () => (worker ??= open(env().WORKER_DATABASE_URL, 4));

/** Ends the connections, for scripts and tests. */
export async function closeDatabase(): Promise<void> {
  await Promise.all(
    [app, worker].map((db) => (db as unknown as { $client?: postgres.Sql })?.$client?.end()),
  );
  app = worker = undefined;
}

const known = <T extends string>(list: readonly T[], found: string[]) =>
  list.filter((item) => found.includes(item));

type ActorRow = {
  account_id: string;
  person_id: string;
  school_id: string;
  name: string;
  email: string;
  school_name: string;
  roles: string[];
  tracks: string[];
  held_roles: string[];
  second_factor: boolean;
  line_manager_id: string | null;
  idle_expires_at: string;
  absolute_expires_at: string;
};

/**
 * The only way to a transaction for somebody signed in. The SHA-256 of their session token goes
 * into a transaction-local setting; every policy reads who they are from the session table. No
 * live session: KnownError "signed-out". Unknown roles and tracks are dropped: unknown means no.
 * A phone's session is one only with `phone`, and then no row of anything else is there to read.
 */
export async function withScope<T>(
  claims: { tokenHash: string; at?: Date; phone?: true },
  work: (tx: Tx, actor: Actor) => Promise<T>,
): Promise<T> {
  return appDatabase().transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('daybook.session', ${claims.tokenHash}, true),
        set_config('daybook.phone', ${claims.phone ? "on" : ""}, true),
        set_config('daybook.build', ${env().DAYBOOK_BUILD}, true)`,
    );
    const [row] = (await tx.execute(sql`select * from sec.actor()`)) as unknown as ActorRow[];
    if (!row) throw signedOut();
    const actor: Actor = {
      personId: row.person_id,
      accountId: row.account_id,
      schoolId: row.school_id,
      schoolName: row.school_name,
      name: row.name,
      email: row.email,
      roles: known<Role>(roles, row.roles),
      heldRoles: known<Role>(roles, row.held_roles),
      tracks: known<Track>(tracks, row.tracks),
      secondFactor: row.second_factor,
      lineManagerId: row.line_manager_id,
      idleExpiresAt: new Date(row.idle_expires_at),
      absoluteExpiresAt: new Date(row.absolute_expires_at),
      at: claims.at ?? new Date(),
    };
    return work(tx as Tx, actor);
  });
}

/** A transaction nobody stands behind: only the door functions of db/rls/identity.sql answer. */
export async function withNobody<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return appDatabase().transaction(async (tx) => work(tx as Tx));
}

/** A background job's transaction, for one school, as the worker's own login. */
export async function withJob<T>(
  job: { schoolId: string },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return workerDatabase().transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('daybook.job_school', ${job.schoolId}, true),
        set_config('daybook.build', ${env().DAYBOOK_BUILD}, true)`,
    );
    return work(tx as Tx);
  });
}

/** The worker's look across schools: only functions that answer with ids are open to it. */
export async function withJobs<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return workerDatabase().transaction(async (tx) => work(tx as Tx));
}
