import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "@/db/embedded";
import { connect, migrate } from "@/db/migrate";
import { seedDemo } from "@/db/seed/seed-demo";
import { environmentFor, readSecrets } from "@/scripts/environment";

/**
 * A process by itself: publishes versions that bind 2,000 people, tells them all, and asks who of
 * 1,000 has accepted one. Prints the middle and the worst of each in milliseconds, the last beside
 * the same rows asked for directly.
 */
const [told, bound, turns] = [2_000, 1_000, 10];
const dir = mkdtempSync(join(tmpdir(), "daybook-policies-"));
// Whoever PostgreSQL runs as walks through it to its own folder.
chmodSync(dir, 0o711);
const server = await startEmbedded({ dir: join(dir, "postgres") });
const sql = connect(server.adminUrl);

const spread = (took: number[]) => {
  const sorted = took.toSorted((a, b) => a - b);
  return { p50: sorted[Math.floor(sorted.length / 2)] ?? 0, most: sorted.at(-1) ?? 0 };
};
async function timed<T>(list: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  list.push(performance.now() - began);
  return result;
}

/** So many people at a school, each with a way to sign in. */
const hire = (schoolId: string, many: number) => sql`
  with made as (insert into people (school_id, id, kind, engagement, name, created_at)
    select ${schoolId}::uuid, gen_random_uuid(), 'staff', 'employee', 'Person ' || n, now()
    from generate_series(1, ${many}::int) n returning id)
  insert into accounts (school_id, id, person_id, email, state, created_at)
    select ${schoolId}::uuid, gen_random_uuid(), id, id || '@bench.example', 'active', now() from made`;

/** The DSL of a school, signed in. */
async function signIn(schoolId: string) {
  const hash = createHash("sha256").update(randomBytes(32)).digest();
  await sql`insert into sessions (token_hash, school_id, account_id, person_id, method, second_factor,
      created_at, last_seen_at, idle_expires_at, absolute_expires_at)
    select ${hash}, a.school_id, a.id, a.person_id, 'password', true, now(), now(),
      now() + interval '1 hour', now() + interval '8 hours'
    from accounts a join role_assignments r on r.school_id = a.school_id
      and r.person_id = a.person_id and r.role = 'dsl' where a.school_id = ${schoolId} limit 1`;
  return { tokenHash: hash.toString("hex") };
}

try {
  await migrate(server.adminUrl, readSecrets(dir).passwords);
  const environment = environmentFor(server.adminUrl, dir);
  Object.assign(process.env, environment, { DAYBOOK_URL: "http://localhost:3000" });
  await seedDemo(sql, environment);
  const { closeDatabase, withScope } = await import("@/db/scope");
  const { loadPack } = await import("@/lib/policies/load-pack");
  const { publishVersion } = await import("@/lib/policies/publish-version");
  const { remindSchool } = await import("@/lib/policies/remind-readers");
  const { listAcceptances } = await import("@/lib/policies/list-acceptances");
  const schools = await sql`select id from schools order by name`;
  const [large, trust] = [String(schools[0]?.id), String(schools[1]?.id)];
  // The demo's own policy binds nobody, so that what is counted is what is published here.
  await sql`update policy_versions set binds = '{}'`;
  await hire(large, told);
  await hire(trust, bound);
  await sql.unsafe("vacuum analyze");
  const took = { publish: [], tell: [], cover: [], direct: [] } as Record<string, number[]>;
  const publishAt = async (schoolId: string, list: number[]) => {
    const claims = await signIn(schoolId);
    const draft = await withScope(claims, (tx, actor) => loadPack(tx, actor, { pack: "S3" }));
    await timed(list, () =>
      withScope(claims, (tx, actor) =>
        publishVersion(tx, actor, {
          versionId: draft.versionId,
          approvedBy: "Governing body",
          approvedOn: "2026-07-06",
          nextReviewOn: "2027-07-05",
          accepted: true,
        }),
      ),
    );
    return { ...draft, claims };
  };
  for (let turn = 0; turn < turns; turn++) {
    await publishAt(large, took.publish ?? []);
    await timed(took.tell ?? [], () => remindSchool(large, new Date()));
  }
  const [all] = await sql`select count(*)::int as n from notices n join people p
    on p.id = n.person_id where p.school_id = ${large} and p.name like 'Person %'`;
  const { policyId, versionId, claims } = await publishAt(trust, []);
  await sql`insert into policy_acknowledgements (school_id, id, version_id, person_id, sha256, name,
      signature, accepted_at)
    select p.school_id, gen_random_uuid(), v.id, p.id, v.sha256, p.name, p.name, now()
    from policy_versions v join people p on p.school_id = v.school_id and p.name like 'Person %'
    where v.id = ${versionId} and right(p.id::text, 1) between '0' and '9'`;
  for (let turn = -5; turn < 50; turn++) {
    const [cover, direct] = turn < 0 ? [[], []] : [took.cover ?? [], took.direct ?? []];
    await timed(cover, () =>
      withScope(claims, (tx, actor) => listAcceptances(tx, actor, policyId)),
    );
    await timed(
      direct,
      () => sql`select p.name, (select max(a.accepted_at) from policy_acknowledgements a
        where a.school_id = p.school_id and a.version_id = ${versionId} and a.person_id = p.id)
        from people p where p.school_id = ${trust} and p.kind in ('staff', 'governor')`,
    );
  }
  const result = Object.fromEntries(
    Object.entries(took).map(([name, list]) => [name, spread(list)]),
  );
  console.log(JSON.stringify({ ...result, notices: all?.n, expected: told * turns }));
  await closeDatabase();
} finally {
  await sql.end();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}
