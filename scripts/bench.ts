import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql as query } from "drizzle-orm";
import type postgres from "postgres";
import { startEmbedded } from "@/db/embedded";
import { connect, migrate } from "@/db/migrate";
import { closeDatabase, withScope } from "@/db/scope";
import { seedDemo } from "@/db/seed/seed-demo";
import { countQueue, listQueue, queueView } from "@/lib/cases/list-queue";
import { searchMatters } from "@/lib/cases/search-matters";
import { environmentFor, readSecrets } from "./environment.ts";

/** `npm run bench`: the pages that list, under row-level security, beside a plain SELECT, as data grows. */
const dir = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const { passwords } = readSecrets(dir);
const server = await startEmbedded({ dir: join(dir, "postgres") });
await migrate(server.adminUrl, passwords);
Object.assign(process.env, environmentFor(server.adminUrl, dir), {
  DAYBOOK_URL: "http://localhost:3000",
});
const admin = connect(server.adminUrl);
await seedDemo(admin, environmentFor(server.adminUrl, dir));
const [school, other] = (await admin`select id from schools order by name`).map((row) =>
  String(row.id),
);

/** Rows as the product writes them, in bulk: reports that wait and live cases, half and half. */
async function fill(schoolId: string, wanted: number): Promise<void> {
  const [person] =
    await admin`select id from people where school_id = ${schoolId} and kind = 'staff' limit 1`;
  const [have] = await admin`select count(*)::int as n from reports where school_id = ${schoolId}`;
  const more = wanted - Number(have?.n);
  if (more <= 0) return;
  const by = person?.id as string;
  await admin`with made as (
      insert into reports (school_id, id, reference, reporter_id, sent_at, type, track, route_row, restricted, text_only,
        danger, affected, about, happened_unknown, account, content_hash)
      select ${schoolId}, gen_random_uuid(), 'OS-B' || upper(substr(md5(random()::text), 1, 10)), ${by}, now() - i * interval '1 minute',
        'CYB', 'T2', 5, false, false, false, 'pupil', '{}', true, 'words', 'hash' from generate_series(1, ${more}) i
      returning id, reference, sent_at)
    insert into triages (school_id, report_id, reference, type, track, restricted, state, severity, owner_id, received_at, due_at)
    select ${schoolId}, id, reference, 'CYB', 'T2', false, case when random() < 0.1 then 'new' else 'opened' end,
      1 + (random() * 3)::int, ${by}, sent_at, sent_at + interval '1 day' from made`;
  await admin`insert into cases (school_id, id, reference, type, track, restricted, state, severity, owner_id, opened_at, opened_by, due_at)
    select ${schoolId}, gen_random_uuid(), 'OS-C' || upper(substr(md5(random()::text), 1, 10)), 'CYB', 'T2', false,
      case when random() < 0.2 then 'active' else 'closed' end, 1 + (random() * 3)::int, ${by}, now(), ${by},
      now() + random() * interval '20 days' from generate_series(1, ${more})`;
}

async function signIn(sql: postgres.Sql): Promise<string> {
  const [dsl] =
    await sql`select a.id, a.person_id from accounts a join role_assignments r on r.person_id = a.person_id
    where a.school_id = ${school ?? ""} and r.role = 'dsl' limit 1`;
  const hash = createHash("sha256").update(randomBytes(32)).digest();
  await sql`insert into sessions values (${hash}, ${school ?? ""}, ${dsl?.id}, ${dsl?.person_id}, 'bench', true, now(), now(),
    now() + interval '1 hour', now() + interval '1 hour', null, null)`;
  return hash.toString("hex");
}

async function time(work: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  const took: number[] = [];
  for (let i = 0; i < 60; i++) {
    const began = performance.now();
    await work();
    if (i >= 10) took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  return {
    p50: took[Math.floor(took.length * 0.5)] ?? 0,
    p95: took[Math.floor(took.length * 0.95)] ?? 0,
  };
}

const tokenHash = await signIn(admin);
const [found] =
  await admin`select reference from triages where school_id = ${school ?? ""} limit 1`;
const view = queueView.parse({ tab: "all" });
const measured: Record<string, () => Promise<unknown>> = {
  "queue page": () =>
    withScope({ tokenHash }, async (tx, actor) => [
      await listQueue(tx, actor, view),
      await countQueue(tx, actor),
    ]),
  "search by reference": () =>
    withScope({ tokenHash }, (tx, actor) => searchMatters(tx, actor, String(found?.reference))),
  "search by person": () =>
    withScope({ tokenHash }, (tx, actor) => searchMatters(tx, actor, "Poppy")),
};
const first: Record<string, number> = {};
for (const size of [1_000, 20_000]) {
  await fill(school ?? "", size);
  if (size > 1_000) await fill(other ?? "", 80_000);
  await admin`analyze`;
  const floor = await time(
    () => admin`select report_id, reference, severity, due_at from triages
    where school_id = ${school ?? ""} and state in ('new', 'asked', 'snoozed')
    order by severity desc, due_at, report_id limit 26`,
  );
  console.log(
    `${size} reports and cases in the school, plain SELECT of one page: p50 ${floor.p50.toFixed(1)} ms`,
  );
  for (const [name, work] of Object.entries(measured)) {
    const { p50, p95 } = await time(work);
    first[name] ??= p50;
    console.log(
      `  ${name}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, ${(p50 / floor.p50).toFixed(1)} x the SELECT, ${(p50 / (first[name] ?? p50)).toFixed(2)} x itself at 1000`,
    );
  }
}
const plan = await withScope({ tokenHash }, (tx) =>
  tx.execute(query`explain select report_id from triages where school_id = ${school}::uuid
    and state in ('new', 'asked', 'snoozed') order by severity desc, due_at asc, report_id asc limit 26`),
);
const text = JSON.stringify(plan);
console.log(
  `Plan of the queue under row-level security: ${text.includes("Seq Scan on triages") ? "SEQUENTIAL SCAN" : "by index"}`,
);
await closeDatabase();
await admin.end();
await server.stop();
rmSync(dir, { recursive: true, force: true });
