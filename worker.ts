import { createPrivateKey } from "node:crypto";
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Runner, run, type WorkerEvents } from "graphile-worker";
import pino from "pino";
import postgres from "postgres";
import { closeDatabase } from "@/db/scope";
import { remindHandlers } from "@/lib/cases/remind-handlers";
import { writeDigests } from "@/lib/cases/write-digests";
import { env } from "@/lib/env";
import { checkEvidence } from "@/lib/evidence/check-evidence";
import { askForMarks, fillMarks } from "@/lib/evidence/fill-marks";
import { evidenceDestroyed, evidenceRemoved, evidenceWaiting } from "@/lib/evidence/jobs";
import { recogniseText } from "@/lib/evidence/recognise-text";
import { ledgerDiffered, ledgerDue } from "@/lib/governance/jobs";
import type { JobPayloads } from "@/lib/jobs/types";
import { anchorHead } from "@/lib/ledger/anchor-head";
import { trustedAuthorities } from "@/lib/ledger/check-nightly";
import { numberLeaves } from "@/lib/ledger/number-leaves";
import { mailWritten, noticeCreated } from "@/lib/notifications/jobs";
import { passwordForgotten } from "@/lib/notifications/reset-password";
import { remindReaders, remindSchool } from "@/lib/policies/remind-readers";
import { remindHolders } from "@/lib/registers/remind-holders";
import { caseClosed, disposalApproved, keepingChanged, reviewsDue } from "@/lib/retention/jobs";

/** The background process: jobs from the queue, and the ledger's sequencer each second. */
const log = pino({ name: "daybook-worker" });

const tasks: { [K in keyof JobPayloads]: (payload: JobPayloads[K]) => Promise<void> } = {
  "notice-created": noticeCreated,
  "mail-written": mailWritten,
  "password-forgotten": passwordForgotten,
  "evidence-waiting": evidenceWaiting,
  "evidence-destroyed": evidenceDestroyed,
  "evidence-removed": evidenceRemoved,
  // The queue hands more to a task than what it is told.
  "picture-received": (picture) => recogniseText(picture),
  "marks-missed": ({ schoolId }) => fillMarks(schoolId),
  "ledger-differed": ledgerDiffered,
  "policy-published": ({ schoolId }) => remindSchool(schoolId, new Date()),
  "case-closed": caseClosed,
  "keeping-changed": keepingChanged,
  "disposal-approved": disposalApproved,
};

const keyFile = env().LEDGER_KEY_FILE;
const headFile = join(env().DAYBOOK_DATA_DIR, "ledger-head");
const ledger = keyFile
  ? postgres(env().SEQUENCER_DATABASE_URL, { max: 2, onnotice: () => {} })
  : null;
const authority = env().TSA_URL;

/** Once over all workers; what a stop made late is caught up by the next. */
const byTheClock = {
  "minute-passed": async () => {
    const at = new Date();
    await remindHandlers(at);
    await writeDigests(at);
    await remindHolders(at);
  },
  "stamp-due": async () => {
    const trusted = trustedAuthorities(env().TSA_CA_FILE);
    if (!ledger || !authority || trusted === null) return;
    const set = { url: authority, trusted, everyMinutes: env().TSA_MINUTES };
    await anchorHead(ledger, set, new Date());
  },
  "policies-due": () => remindReaders(new Date()),
  "ledger-due": () => ledgerDue(headFile, new Date()),
  "reviews-due": () => reviewsDue(new Date()),
  // A turn of eight minutes every ten from 1 to 5 in the night: what is left is the next turn's.
  "evidence-due": async () => {
    const { problem, compared, swept } = await checkEvidence(new Date());
    if (problem) log.error({ problem }, "evidence not checked");
    if (compared?.strays.length)
      log.warn({ strays: compared.strays.length }, "files without a row");
    if (swept.damaged.length) log.error({ damaged: swept.damaged.length }, "evidence is damaged");
  },
};
const crontab = [
  "* * * * * minute-passed ?max=1&jobKey=minute-passed",
  "* * * * * stamp-due ?max=1&jobKey=stamp-due",
  "20 7-17 * * * policies-due ?max=1&jobKey=policies-due",
  "50 4 * * * reviews-due ?max=3&jobKey=reviews-due",
  "30 2 * * * ledger-due ?max=3&jobKey=ledger-due",
  "*/10 1-4 * * * evidence-due ?max=1&jobKey=evidence-due",
].join("\n");

let stopping = false;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const reasonOf = (error: unknown) => ({
  reason: error instanceof Error ? error.message : "unknown",
});

const queue = postgres(env().WORKER_DATABASE_URL, { max: 1, onnotice: () => {} });
let runner: Runner | undefined;

/**
 * A runner that loses the database in the middle of its book-keeping gives up. Another takes its
 * place here, and at once what the first had locked: every job may run twice without harm.
 */
async function workQueue(): Promise<void> {
  while (!stopping) {
    const pools: string[] = [];
    const events: WorkerEvents = new EventEmitter();
    events.on("pool:create", ({ workerPool }) => pools.push(workerPool.id));
    // It then means to end by itself, and may wait for ever for what it has lost.
    const lost = new Promise<void>((done) =>
      events.once("pool:fatalError", () => setTimeout(done, 5000)),
    );
    try {
      runner = await run({
        preset: {
          worker: {
            connectionString: env().WORKER_DATABASE_URL,
            concurrentJobs: 4,
            pollInterval: 1000,
            // Of the two ways to finish a job, the one whose failure can be caught.
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
        noHandleSignals: true,
        taskList: { ...tasks, ...byTheClock } as never,
        crontab,
        events,
      });
      // Told to stop while it was starting: nobody else will stop this one.
      if (stopping) await runner.stop();
      await Promise.race([runner.promise, lost]);
      runner.stop().catch(() => {});
    } catch (error) {
      log.error(reasonOf(error), "queue stopped");
    }
    while (!stopping && pools.length > 0) {
      await pause(1000);
      try {
        await queue`select graphile_worker.force_unlock_workers(${pools}::text[])`;
        pools.length = 0;
      } catch (error) {
        log.error(reasonOf(error), "queue not taken over");
      }
    }
  }
}

/** What a killed worker had locked is free again after a quarter of an hour, not after four hours. */
async function freeJobs(): Promise<void> {
  while (!stopping) {
    await queue`update graphile_worker._private_jobs set locked_at = null, locked_by = null
      where locked_at < now() - interval '15 minutes'`.catch((error) =>
      log.error(reasonOf(error), "jobs not freed"),
    );
    for (let waited = 0; waited < 10 && !stopping; waited++) await pause(1000);
  }
}

async function sequence(): Promise<void> {
  while (!stopping && ledger && keyFile) {
    try {
      // Read each time: npm run rotate-ledger-key puts another there while this goes on.
      const signer = { key: createPrivateKey(readFileSync(keyFile)), headFile };
      const numbered = await numberLeaves(ledger, signer, new Date());
      if (numbered > 0) log.debug({ numbered }, "ledger head signed");
    } catch (error) {
      log.error(reasonOf(error), "ledger head not signed");
    }
    await pause(1000);
  }
}
const working = [workQueue(), freeJobs(), sequence()];
askForMarks().catch((error) => log.error(reasonOf(error), "older reports not marked"));

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.race([Promise.allSettled([runner?.stop(), ...working]), pause(6000)]);
  await Promise.allSettled([ledger?.end(), queue.end(), closeDatabase()]);
  process.exit(0);
}
// Started beside the app: the pipe ends when whoever started both is gone, however it went.
if (process.env.DAYBOOK_SUPERVISED) process.stdin.resume().once("close", stop);
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
log.info("worker ready");
