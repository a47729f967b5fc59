import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { encode } from "next-auth/jwt";
import type postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Embedded, startEmbedded } from "@/db/embedded";
import { connect, migrate } from "@/db/migrate";
import { asOwner, goLive, setUpSchool } from "@/db/seed/set-up-school";
import { openMailbox } from "@/db/test-mail";
import type { Role } from "@/lib/access/types";
import { problemWords } from "@/lib/evidence/labels";
import { roleWords } from "@/lib/reports/labels";
import { schoolSchema } from "@/lib/schools/schema";
import { environmentFor, readSecrets } from "@/scripts/environment";
import { build, freePort, type Running, serve } from "@/scripts/serve";
import { makePicture } from "./files/make-picture";

/** App and worker as they run in a school, with a database that can be hurt. */
const dir = mkdtempSync(join(tmpdir(), "daybook-faults-"));
// Whoever PostgreSQL runs as walks through it to its own folder, so that all goes with it.
chmodSync(dir, 0o711);
let box: Awaited<ReturnType<typeof openMailbox>>;
let database: Embedded;
let product: Running;
let url = "";
let sql: postgres.Sql;
let schoolId = "";
let teacherId = "";
let cookie = "";

const databaseAt = (port?: number) =>
  startEmbedded({ dir: join(dir, "postgres"), ...(port ? { port } : {}) });
const portOf = (address: string) => Number(new URL(address).port);

async function signIn(email: string): Promise<{ personId: string; cookie: string }> {
  const token = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(token).digest();
  const [account] = await sql`select id, person_id from accounts where email = ${email}`;
  await sql`insert into sessions values (${hash}, ${schoolId}, ${account?.id}, ${account?.person_id},
    'password', true, now(), now(), now() + interval '1 hour', now() + interval '1 hour', null, null)`;
  const secret = readSecrets(dir).AUTH_SECRET;
  const jwt = await encode({ token: { sid: token }, secret, salt: "daybook" });
  return { personId: account?.person_id, cookie: `daybook=${jwt}` };
}

beforeAll(async () => {
  await build();
  box = await openMailbox();
  database = await databaseAt();
  await migrate(database.adminUrl, readSecrets(dir).passwords);
  sql = connect(database.adminUrl);
  const person = (name: string, roles: Role[]) => ({
    name,
    email: `${name.toLowerCase().replace(" ", ".")}@rowan.example`,
    engagement: "employee" as const,
    jobTitle: "",
    roles,
    manager: null,
  });
  const plan = schoolSchema.parse({
    name: "Rowan Primary",
    nation: "england",
    urn: "123456",
    phase: "primary",
    kind: "academy",
    pupilsOnRoll: 212,
    safeguardingPhone: "01632 960 300",
    outOfHours: "Duty team, 01632 960 399",
    terms: [{ name: "Autumn 2026", startsOn: "2026-09-02", endsOn: "2026-12-18" }],
    administrator: { name: "Ada Nunn", email: "ada@rowan.example" },
  });
  await asOwner(sql, async (tx) => {
    const done = await setUpSchool(tx, plan, [
      person("Helen Marsh", ["staff", "headteacher"]),
      person("Dilys Hughes", ["staff", "dsl"]),
      person("Ben Adeyemi", ["staff", "deputy-dsl"]),
      person("Carol Finch", ["chair"]),
      person("Vikram Rao", ["vice-chair"]),
      person("Thea Lund", ["trust-lead"]),
      person("Asha Patel", ["staff"]),
    ]);
    schoolId = done.schoolId;
    await tx`update accounts set state = 'active'`;
    expect(await goLive(tx, schoolId, roleWords)).toEqual([]);
  });
  const port = await freePort(3970, false);
  url = `http://localhost:${port}`;
  product = await serve(
    {
      ...environmentFor(database.adminUrl, dir),
      DAYBOOK_URL: url,
      SMTP_URL: box.url,
    },
    port,
  );
  const teacher = await signIn("asha.patel@rowan.example");
  teacherId = teacher.personId;
  cookie = teacher.cookie;
}, 400_000);

afterAll(async () => {
  await sql?.end();
  await product?.stop();
  await database?.stop();
  await box?.close();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const request = (path: string, more: RequestInit = {}) =>
  fetch(`${url}${path}`, {
    ...more,
    redirect: "manual",
    headers: { cookie, origin: url },
    signal: AbortSignal.timeout(20_000),
  });

async function makeDraft(): Promise<string> {
  const id = randomUUID();
  const answers = {
    safety: "no",
    type: "CYB",
    affected: "me",
    when: "today",
    platform: "Chat app",
    account: "Abuse in the group.",
  };
  await sql`insert into drafts (school_id, id, person_id, answers, created_at, saved_at)
    values (${schoolId}, ${id}, ${teacherId}, ${sql.json(answers)}, now(), now())`;
  return id;
}

const plain = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** The form behind "Send report", as a browser without script posts it; null while the page fails. */
async function sendForm(draftId: string): Promise<FormData | null> {
  const page = await request(`/reports/drafts/${draftId}/check`).catch(() => null);
  if (page?.status !== 200) return null;
  const html = await page.text().catch(() => "");
  const part = html.split("<form").find((form) => form.includes("Send report"));
  if (!part) return null;
  const form = new FormData();
  for (const [input] of part.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = input.match(/name="([^"]*)"/)?.[1] ?? "";
    form.append(plain(name), plain(input.match(/value="([^"]*)"/)?.[1] ?? ""));
  }
  form.append("recipient", "");
  return form;
}

/** The report that was acknowledged, or null for any other answer. */
async function post(draftId: string, form: FormData): Promise<string | null> {
  const answer = await request(`/reports/drafts/${draftId}/check`, {
    method: "POST",
    body: form,
  }).catch(() => null);
  return answer?.headers.get("location")?.match(/\/reports\/([0-9a-f-]{36})\/sent/)?.[1] ?? null;
}

async function upload(draftId: string, bytes: Uint8Array): Promise<Response | null> {
  const form = new FormData();
  form.append("file", new File([bytes as BlobPart], "screen.png", { type: "image/png" }));
  return request(`/reports/drafts/${draftId}/evidence/upload`, {
    method: "POST",
    body: form,
  }).catch(() => null);
}

async function until(what: string, holds: () => Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await holds().catch(() => false)) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`Not within ${seconds} s: ${what}`);
}

/** Running: one that has ended and that nobody has buried yet (state Z) is not. */
const alive = (pid: number) => {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.startsWith("Z");
};
const filesKept = () =>
  readdirSync(join(dir, "evidence"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
const keysKept = async () =>
  (await sql`select storage_key from evidence where state <> 'removed' order by storage_key`).map(
    (row) => row.storage_key,
  );

/** Every report is whole: read, timed, told and in the ledger exactly once; every draft agrees. */
async function halves(): Promise<string[]> {
  const rows = await sql`select r.reference from reports r where
    (select count(*) from triages t where t.report_id = r.id) <> 1
    or (select count(*) from report_progress p where p.report_id = r.id) <> 1
    or (select count(*) from clocks c where c.report_id = r.id) = 0
    or (select count(*) from notices n where n.matter_id = r.id) = 0
    or (select count(*) from drafts d where d.sent_report_id = r.id) <> 1
    or (select count(*) from ledger_leaves l where l.object_id = r.id
      and l.leaf::json ->> 'action' = 'report-sent') <> 1`;
  return rows.map((row) => row.reference);
}
const allMailed = async () => {
  const left = () =>
    sql`select n.kind, m.state, j.attempts, j.run_at - now() as wait, j.locked_by, j.last_error
      from notices n left join mails m on m.notice_id = n.id
      left join graphile_worker._private_jobs j on j.payload ->> 'noticeId' = n.id::text
      where m.state is distinct from 'sent' or j.id is not null`;
  // The queue tries again after up to a minute, longer each time; here that time has passed.
  const pass = () => sql`update graphile_worker._private_jobs set run_at = now()
    where attempts > 0 and locked_at is null and run_at > now()`;
  const done = async () => {
    await pass();
    return (await left()).length === 0;
  };
  await until("every notice is mailed", done, 120).catch(async (error: Error) => {
    throw new Error(`${error.message}: ${JSON.stringify(await left())}`);
  });
};

test("killed back ends: nothing is lost, nothing is half, and both processes go on", async () => {
  const before = product.pids;
  let over = false;
  let kills = 0;
  const drafts: string[] = [];
  const acknowledged = new Map<string, string>();
  const sender = async () => {
    while (!over) {
      const draftId = await makeDraft();
      drafts.push(draftId);
      let form: FormData | null = null;
      while (!form) form = await sendForm(draftId);
      let reportId: string | null = null;
      while (!reportId) reportId = await post(draftId, form);
      acknowledged.set(draftId, reportId);
    }
  };
  const picture = await makePicture("under fire");
  let taken = 0;
  const uploader = async () => {
    let draftId = await makeDraft();
    for (let n = 1; !over; n++) {
      if (n % 15 === 0) draftId = await makeDraft();
      const answer = await upload(draftId, picture);
      if (answer?.status === 303 && !answer.headers.get("location")?.includes("problem")) taken++;
    }
  };
  const killer = async () => {
    while (!over) {
      const [row] =
        await sql`select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
        where usename like 'daybook%' and random() < 0.2`;
      kills += row?.n ?? 0;
      await new Promise((done) => setTimeout(done, 50 + Math.random() * 350));
    }
  };
  setTimeout(() => {
    over = true;
  }, 15_000);
  await Promise.all([sender(), sender(), sender(), uploader(), uploader(), killer()]);

  console.log(`${kills} back ends killed, ${acknowledged.size} reports sent, ${taken} files taken`);
  expect(kills).toBeGreaterThan(50);
  expect(product.pids).toEqual(before);
  expect([alive(before.app), alive(before.worker)]).toEqual([true, true]);
  await until("the next page is served", async () => (await request("/")).status === 200, 5);
  expect(acknowledged.size).toBe(drafts.length);
  expect(new Set(acknowledged.values()).size).toBe(drafts.length);
  const reports = await sql`select id from reports order by id`;
  expect(reports.map((row) => row.id)).toEqual([...acknowledged.values()].sort());
  expect(await halves()).toEqual([]);
  expect(filesKept()).toEqual(await keysKept());
  expect(filesKept().length).toBeGreaterThanOrEqual(taken);
  await allMailed();
  const [notices] = await sql`select count(*)::int as n from notices`;
  const mails = box.received.map(({ text }) => text.match(/^Message-ID: (.*)$/im)?.[1]?.trim());
  expect(new Set(mails).size).toBe(notices?.n);
  await until("the ledger is numbered", async () => {
    const [row] = await sql`select count(*)::int as n from ledger_pending`;
    return row?.n === 0;
  });
}, 240_000);

test("what a killed worker had locked is done by the next one", async () => {
  const draftId = await makeDraft();
  // As a worker leaves it that was killed in the middle of a job, seen a quarter of an hour later.
  await sql`create function hold() returns trigger language plpgsql as $$
    begin new.locked_at := now() - interval '16 minutes'; new.locked_by := 'gone'; return new; end $$`;
  await sql`create trigger hold before insert on graphile_worker._private_jobs
    for each row execute function hold()`;
  const form = await sendForm(draftId);
  expect(form && (await post(draftId, form))).not.toBeNull();
  await sql`drop function hold cascade`;
  await allMailed();
}, 60_000);

test("the database away for some seconds: a clear answer, then work as before", async () => {
  const before = product.pids;
  const draftId = await makeDraft();
  const form = await sendForm(draftId);
  if (!form) throw new Error("The check page was not served");
  const port = portOf(database.adminUrl);
  await sql.end();
  await database.stop();
  const during = Date.now();
  expect((await fetch(`${url}/api/health`)).status).toBe(503);
  const page = await request("/");
  expect(page.status).toBe(500);
  expect(await post(draftId, form)).toBeNull();
  expect(Date.now() - during).toBeLessThan(20_000);
  await new Promise((done) => setTimeout(done, 3_000));
  database = await databaseAt(port);
  sql = connect(database.adminUrl);
  await until("health is back", async () => (await fetch(`${url}/api/health`)).ok, 15);
  const reportId = await post(draftId, form);
  expect(reportId).not.toBeNull();
  expect(await post(draftId, form)).toBe(reportId);
  expect(await halves()).toEqual([]);
  await allMailed();
  expect(product.pids).toEqual(before);
  expect([alive(before.app), alive(before.worker)]).toEqual([true, true]);
}, 240_000);

test("app and worker end with whoever started them, even when that is killed", async () => {
  const port = await freePort(3980, false);
  const env = {
    ...environmentFor(database.adminUrl, dir),
    DAYBOOK_URL: `http://localhost:${port}`,
  };
  const entry = join(dir, "start.mts");
  writeFileSync(
    entry,
    `import { serve } from ${JSON.stringify(resolve("scripts/serve.ts"))};
    const { pids } = await serve(${JSON.stringify(env)}, ${port});
    console.log(JSON.stringify(pids));`,
  );
  const parent = spawn(process.execPath, ["--import", "tsx", entry], { cwd: resolve(".") });
  const said = await new Promise<string>((done) =>
    parent.stdout.once("data", (chunk) => done(String(chunk))),
  );
  const pids = Object.values(JSON.parse(said) as Record<string, number>);
  expect(pids.map(alive)).toEqual([true, true]);
  parent.kill("SIGKILL");
  await until("both have ended", async () => pids.every((pid) => !alive(pid)), 20);
}, 90_000);

test("no room for evidence: a sentence, nothing half-kept, words still sent", async () => {
  const draftId = await makeDraft();
  const files = filesKept();
  const bytes = Buffer.concat([await makePicture("too big for the disk"), randomBytes(600_000)]);
  const limit = (size: string) =>
    execFileSync("prlimit", ["--pid", String(product.pids.app), `--fsize=${size}`]);
  limit("200000:unlimited");
  const refused = await upload(draftId, bytes);
  expect(refused?.status).toBe(303);
  const page = await request(refused?.headers.get("location")?.replace(url, "") ?? "/");
  expect(plain(await page.text())).toContain(problemWords.full);
  expect(filesKept()).toEqual(files);
  expect(await sql`select id from evidence where draft_id = ${draftId}`).toHaveLength(0);
  const form = await sendForm(draftId);
  expect(form && (await post(draftId, form))).toMatch(/^[0-9a-f-]{36}$/);
  limit("unlimited:unlimited");
  const again = await makeDraft();
  const kept = await upload(again, await makePicture("room again"));
  expect(kept?.headers.get("location")).not.toContain("problem");
  expect(filesKept()).toEqual(await keysKept());
}, 60_000);
