import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type postgres from "postgres";
import { startEmbedded } from "@/db/embedded";
import { connect, migrate } from "@/db/migrate";
import { type DemoPerson, seedDemo } from "@/db/seed/seed-demo";
import { environmentFor, readSecrets } from "@/scripts/environment";
import { freePort, serve } from "@/scripts/serve";
import { addSchools, fill } from "./fill.ts";
import type { Target } from "./pages.ts";
import { addDraft } from "./send.ts";
import { addMarks, copySchool } from "./trust.ts";
import { Visitor } from "./visitor.ts";

export const few = 1_000;
export const inSchool = 20_000;
const schools = 5;
export const inAll = schools * inSchool;
/** Of schools alike, each with as many reports: so few, and so many. */
export const alike = { inSchool: 2_000, few: 5, many: 500 };

/** One production server before one database, somebody of each kind signed in, and what they open. */
export type Site = { url: string; pid: number; sql: postgres.Sql; t: Target } & Record<
  "staff" | "dsl" | "governor" | "nobody",
  Visitor
>;
const dir = mkdtempSync(join(tmpdir(), "daybook-bench-"));
// Whoever PostgreSQL runs as walks through it to its own folder.
chmodSync(dir, 0o711);
const { passwords } = readSecrets(dir);
export const logFile = join(dir, "postgres", "log");

const open: (() => Promise<unknown>)[] = [];
/** Ends everything that was started, the last first, and leaves nothing behind. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0)) await close().catch(() => {});
  rmSync(dir, { recursive: true, force: true });
}

/** A PostgreSQL as the demo starts it, that can also say how it ran a statement. */
export async function openServer(): Promise<string> {
  const at = { dir: join(dir, "postgres") };
  const first = await startEmbedded(at);
  const sql = connect(first.adminUrl);
  await sql`alter system set shared_preload_libraries = 'auto_explain'`;
  await sql`alter system set max_wal_size = '8GB'`;
  await sql`alter system set fsync = off`;
  await sql`alter system set log_line_prefix = '%u@%d '`;
  await sql.end();
  await first.stop();
  const server = await startEmbedded(at);
  open.unshift(server.stop);
  const again = connect(server.adminUrl);
  await again`alter system set auto_explain.log_format = 'json'`;
  await again`alter system set auto_explain.log_nested_statements = on`;
  await again`alter system set auto_explain.log_parameter_max_length = 0`;
  await again.end();
  return server.adminUrl;
}

/** Another, which waits for the disk as a real one does, with nothing in it but the tables. */
export async function openLedger(): Promise<{ admin: postgres.Sql; sequencer: postgres.Sql }> {
  const server = await startEmbedded({ dir: join(dir, "ledger") });
  open.unshift(server.stop);
  await migrate(server.adminUrl, passwords);
  const admin = connect(server.adminUrl);
  await admin`insert into installation (single, demo, origin, created_at)
    values (true, true, 'bench.daybook', now())`;
  const url = environmentFor(server.adminUrl, dir).SEQUENCER_DATABASE_URL;
  return { admin, sequencer: connect(url) };
}

const within = (adminUrl: string, database: string) => {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
};

type Filled = { little: string; much: string; people: DemoPerson[] };
type Filling = (sql: postgres.Sql, schoolId: string) => Promise<void>;

/** The demo's two schools with a little more, and a copy of that with much more. */
async function fillTwo(adminUrl: string, some: Filling, all: Filling): Promise<Filled> {
  const sql = connect(adminUrl);
  await migrate(adminUrl, passwords);
  Object.assign(process.env, environmentFor(adminUrl, dir), {
    DAYBOOK_URL: "http://localhost:3000",
  });
  const people = await seedDemo(sql, environmentFor(adminUrl, dir));
  writeFileSync(join(dir, "demo.json"), JSON.stringify({ people }));
  const [school] = await sql`select id from schools where name = ${people[0]?.school ?? ""}`;
  await some(sql, school?.id);
  await sql.unsafe("vacuum analyze");
  await sql.end();
  const other = connect(within(adminUrl, "template1"));
  await other`create database large template postgres`;
  await other.end();
  const largeUrl = within(adminUrl, "large");
  await migrate(largeUrl, passwords);
  const large = connect(largeUrl);
  await all(large, school?.id);
  await large.unsafe("vacuum analyze");
  // Loaded fast and written out; what is measured is safe on the disk again before it answers.
  await large`alter system reset fsync`;
  await large`select pg_reload_conf()`;
  await large.unsafe("checkpoint");
  await large.end();
  return { little: adminUrl, much: largeUrl, people };
}

/** One school with a thousand reports and cases, and with all of them beside four more schools. */
export const fillBoth = (adminUrl: string) =>
  fillTwo(
    adminUrl,
    (sql, id) => fill(sql, id, few),
    async (sql, id) => {
      await fill(sql, id, inSchool);
      for (const school of await addSchools(sql, schools - 1)) await fill(sql, school, inSchool);
    },
  );

/** Few schools alike, and many. */
export const fillAlike = (adminUrl: string) =>
  fillTwo(
    adminUrl,
    async (sql, id) => {
      await fill(sql, id, alike.inSchool);
      await addMarks(sql, id);
      await copySchool(sql, id, await addSchools(sql, alike.few - 1));
    },
    async (sql, id) => copySchool(sql, id, await addSchools(sql, alike.many - alike.few)),
  );

export async function openSite(adminUrl: string, people: DemoPerson[]): Promise<Site> {
  const port = await freePort(4200, false);
  const url = `http://localhost:${port}`;
  const running = await serve(
    { ...environmentFor(adminUrl, dir), DAYBOOK_URL: url, DAYBOOK_DEMO: "1" },
    port,
  );
  open.unshift(running.stop);
  const sql = connect(adminUrl);
  open.unshift(() => sql.end());
  const home = people[0]?.school ?? "";
  const person = (role: string) => people.find((p) => p.role === role && p.school === home);
  const as = (role: string) => Visitor.signIn(url, person(role)?.email ?? "");
  const head = await as("headteacher");
  const frozen = await head.send(await head.read("/governance/new"), 'name="term"', {
    term: "Autumn 2026",
    "meeting-day": "2",
    "meeting-month": "12",
    "meeting-year": "2026",
  });
  const [t] = await sql`select s.id as "schoolId", staff.id as "personId", dsl.id as "dslId",
      c.id as "caseId", w.report_id as "reportId", c.reference, 'Thistlethwaite' as name,
      o.id as "ownReportId", child.id as "childId", ${frozen.location.match(/[0-9a-f-]{36}/)?.[0] ?? ""} as "snapshotId"
    from schools s
    join people staff on staff.school_id = s.id and staff.name = ${person("staff")?.name ?? ""}
    join people dsl on dsl.school_id = s.id and dsl.name = ${person("dsl")?.name ?? ""}
    join lateral (select c.id, c.reference from cases c where c.school_id = s.id and track = 'T2'
      and state = 'active' and c.id not in (select matter_id from walls)
      and exists (select from case_events e where e.case_id = c.id and e.kind = 'note')
      order by c.id limit 1) c on true
    join lateral (select report_id from triages w where w.school_id = s.id and track = 'T2'
      and state = 'new' and report_id not in (select matter_id from walls) limit 1) w on true
    join lateral (select id from reports r where r.school_id = s.id and r.reporter_id = staff.id
      limit 1) o on true
    join lateral (select i.person_id as id from involvements i join people p
        on p.school_id = i.school_id and p.id = i.person_id and p.kind = 'pupil'
      where i.school_id = s.id and i.case_id is not null group by 1
      order by count(*) desc, 1 offset 5 limit 1) child on true
    where s.name = ${home}`;
  const target = { ...t, draftId: await addDraft(sql, t as Target) } as Target;
  return {
    url,
    pid: running.pids.app,
    sql,
    t: target,
    staff: await as("staff"),
    dsl: await as("dsl"),
    governor: await as("governor"),
    nobody: new Visitor(url),
  };
}
