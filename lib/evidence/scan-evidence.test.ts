import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, ledgerOf, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { env } from "@/lib/env";
import { saveDraft } from "@/lib/reports/save-draft";
import { sendReport } from "@/lib/reports/send-report";
import { startDraft } from "@/lib/reports/start-draft";
import { makeChatZip } from "../../e2e/files/make-messages";
import { readContents } from "./read-contents";
import { scanBytes } from "./scan-bytes";
import { scanEvidence } from "./scan-evidence";
import { type Destination, stageEvidence } from "./stage-evidence";
import { viewEvidence } from "./view-evidence";

const program = ["/usr/sbin/clamd", "/usr/bin/clamd", "/usr/local/sbin/clamd"].find(
  (path) => spawnSync(path, ["--version"]).status === 0,
);
/** In two halves, so that no scanner finds it in this file: the test signature of EICAR. */
const marker = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join(
  "",
);
const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: "#abc" } })
  .png()
  .toBuffer();
const harmful = Buffer.concat([picture, Buffer.from(marker)]);
const nowhere = "/tmp/no-scanner-is-here.sock";

const folder = mkdtempSync(join(tmpdir(), "clamd-"));
const socket = join(folder, "clamd.sock");
let clamd: ChildProcess | undefined;

const pings = (path: string) =>
  new Promise<boolean>((done) => {
    const to = connect({ path });
    to.on("error", () => done(false));
    to.on("data", () => to.end(() => done(true)));
    to.write("zPING\0");
  });

beforeAll(async () => {
  if (!program) return;
  mkdirSync(join(folder, "db"));
  const hex = Buffer.from(marker).toString("hex");
  writeFileSync(join(folder, "db", "local.ndb"), `Local.Test.EICAR:0:*:${hex}\n`);
  writeFileSync(
    join(folder, "clamd.conf"),
    `DatabaseDirectory ${folder}/db\nLocalSocket ${socket}\nForeground yes\n`,
  );
  clamd = spawn(program, ["--config-file", join(folder, "clamd.conf")], { stdio: "ignore" });
  await vi.waitUntil(() => pings(socket), { timeout: 30_000, interval: 200 });
}, 40_000);
afterEach(() => {
  env().CLAMAV_SOCKET = undefined;
});
afterAll(() => {
  clamd?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function add(school: TestSchool, to: Destination, bytes: Buffer, scanner = socket) {
  env().CLAMAV_SOCKET = scanner;
  const claims = await school.as("teacher");
  const { id } = await stageEvidence(claims, {
    id: crypto.randomUUID(),
    to,
    stream: Readable.from([bytes]),
    name: "Poppy Ives.png",
    arrivedBy: "chosen",
  });
  const scan = async (at = new Date()) =>
    scanEvidence({ schoolId: school.schoolId, evidenceId: id }, at);
  const state = async () => {
    const [row] = await asOwner()`select scan from evidence where id = ${id}`;
    return row?.scan as string;
  };
  const opens = async () =>
    Promise.all(
      (["blurred", "view", "original"] as const).map((as) =>
        viewEvidence(claims, id, as).then(
          () => "opens",
          (error) => String(error.message),
        ),
      ),
    );
  return { id, claims, scan, state, opens };
}
async function sent(about: string[] = []) {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", { about });
  const told = async () =>
    asOwner()`select person_id, reference, path from notices
      where school_id = ${school.schoolId} and kind = 'evidence-suspect'`;
  return { school, reportId, told };
}

describe.skipIf(!program)("with a real clamd (skipped where none is installed)", () => {
  test("an item waits, is found clean, and only then opens", async () => {
    const { school, reportId, told } = await sent();
    const item = await add(school, { reportId }, picture);
    expect(await item.state()).toBe("pending");
    expect(await item.opens()).toEqual(Array(3).fill(expect.stringMatching(/^Being checked/)));
    await item.scan();
    await item.scan();
    expect(await item.state()).toBe("clean");
    expect(await item.opens()).toEqual(["opens", "opens", "opens"]);
    expect((await ledgerOf(item.id)).slice(0, 2)).toEqual(["evidence-received", "evidence-clean"]);
    expect(await told()).toEqual([]);
  });

  test("a suspect item opens by no door, and those who handle it are told once, in no name", async () => {
    const { school, reportId, told } = await sent();
    const item = await add(school, { reportId }, harmful);
    await Promise.all([item.scan(), item.scan()]);
    await item.scan();
    expect(await item.state()).toBe("suspect");
    expect(await item.opens()).toEqual(Array(3).fill(expect.stringMatching(/may be harmful/)));
    expect(await ledgerOf(item.id)).toEqual(["evidence-received", "evidence-suspect"]);
    const notices = await told();
    const { dsl, admin, admin2 } = school.people;
    const [report] = await asOwner()`select owner_id from triages where report_id = ${reportId}`;
    const handles = new Set([dsl, admin, admin2, String(report?.owner_id)]);
    expect(notices.map((n) => n.person_id).sort()).toEqual([...handles].sort());
    expect(JSON.stringify(notices)).not.toMatch(/Poppy|png/);
  });

  test("an administrator who may not know of the report is not told", async () => {
    const { school, reportId, told } = await sent(["admin"]);
    const item = await add(school, { reportId }, harmful);
    await item.scan();
    const ids = (await told()).map((n) => n.person_id);
    expect(ids).toContain(school.people.dsl);
    expect(ids).not.toContain(school.people.admin);
  });

  test("one in a draft is told of when it is sent, and not before", async () => {
    const { school, told } = await sent();
    const claims = await school.as("teacher");
    const { draftId } = await withScope(claims, startDraft);
    const item = await add(school, { draftId }, harmful);
    await item.scan();
    expect(await item.state()).toBe("suspect");
    expect(await told()).toEqual([]);
    await withScope(claims, async (tx, actor) => {
      const answers = {
        safety: "no",
        type: "CYB",
        affected: "me",
        when: "today",
        account: "Abuse.",
      };
      await saveDraft(tx, actor, { draftId, answers });
      await sendReport(tx, actor, { draftId, recipient: "" });
    });
    const [job] = await asOwner()`select count(*)::int as n from graphile_worker._private_jobs
      where payload ->> 'evidenceId' = ${item.id} and task_id = (select id
        from graphile_worker._private_tasks where identifier = 'evidence-waiting')`;
    expect(job?.n).toBe(2);
    await item.scan();
    expect((await told()).map((n) => n.person_id)).toContain(school.people.dsl);
  });

  test("what is in a chat is not read before it is clean, and a picture in it is checked too", async () => {
    const { school, reportId } = await sent();
    const chat = await add(school, { reportId }, makeChatZip([{ name: "a.png", bytes: harmful }]));
    const read = () =>
      withScope(chat.claims, (tx, actor) =>
        readContents(tx, actor, { evidenceId: chat.id, page: 1 }),
      );
    await expect(read()).rejects.toMatchObject({ code: "not-found" });
    const rows = await asOwner()`select id from evidence where report_id = ${reportId}`;
    for (const row of rows) {
      await scanEvidence({ schoolId: school.schoolId, evidenceId: row.id }, new Date());
    }
    const states = await asOwner()`select scan from evidence where report_id = ${reportId}`;
    expect(states.map((row) => row.scan)).toEqual(["suspect", "suspect"]);
  });

  test("no scanner, then one: an error says so on the item, and it is tried again", async () => {
    const { school, reportId } = await sent();
    const item = await add(school, { reportId }, picture, nowhere);
    await expect(item.scan()).rejects.toThrow("gave no answer");
    expect(await item.state()).toBe("error");
    expect(await item.opens()).toEqual(
      Array(3).fill(expect.stringMatching(/could not be checked/)),
    );
    env().CLAMAV_SOCKET = socket;
    await item.scan();
    expect(await item.state()).toBe("clean");
  });
});

describe("a scanner that is away, lies or is silent is never believed to have said clean:", () => {
  test.each([
    ["stream: OK and more\0", "error"],
    ["OK\0", "error"],
    ["stream: Some.Name FOUND\0", "suspect"],
    ["INSTREAM size limit exceeded. ERROR\0", "error"],
    ["", "error"],
    [null, "error"],
    ["stream: OK\0", "clean"],
  ] as const)("%j is %s", async (words, verdict) => {
    const server = createServer((to) => {
      to.on("error", () => {});
      if (words === null) to.resume();
      else to.once("data", () => to.resume().end(words));
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as { port: number };
    const stream = Readable.from([Buffer.alloc(2_000_000)]);
    expect(await scanBytes(`127.0.0.1:${port}`, stream, 200)).toBe(verdict);
    server.close();
  });
  test("nobody listens", async () => {
    expect(await scanBytes(nowhere, Readable.from([picture]))).toBe("error");
  });
});

test("where no scanner is set an item opens at once, and says that nobody checked it", async () => {
  const { school, reportId } = await sent();
  env().CLAMAV_SOCKET = undefined;
  const claims = await school.as("teacher");
  const { id } = await stageEvidence(claims, {
    id: crypto.randomUUID(),
    to: { reportId },
    stream: Readable.from([harmful]),
    name: "a.png",
    arrivedBy: "chosen",
  });
  expect(await viewEvidence(claims, id, "view")).toMatchObject({ scan: "none" });
});
