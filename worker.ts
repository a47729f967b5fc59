import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "graphile-worker";
import pino from "pino";
import postgres from "postgres";
import { guardConnection } from "@/db/guard-connection";
import { closeDatabase } from "@/db/scope";
import { remindHandlers } from "@/lib/cases/remind-handlers";
import { writeDigests } from "@/lib/cases/write-digests";
import { env } from "@/lib/env";
import { evidenceRemoved } from "@/lib/evidence/jobs";
import type { JobPayloads } from "@/lib/jobs/types";
import { numberLeaves } from "@/lib/ledger/number-leaves";
import { mailWritten, noticeCreated } from "@/lib/notifications/jobs";

/** The background process: jobs from the queue, and the ledger's sequencer each second. */
guardConnection();
const log = pino({ name: "daybook-worker" });

const tasks: { [K in keyof JobPayloads]: (payload: JobPayloads[K]) => Promise<void> } = {
  "notice-created": noticeCreated,
  "mail-written": mailWritten,
  "evidence-removed": evidenceRemoved,
};

/** Once a minute over all workers; what a stop made late is caught up by the next. */
const byTheMinute = {
  "minute-passed": async () => {
    const at = new Date();
    await remindHandlers(at);
    await writeDigests(at);
  },
};

const runner = await run({
  connectionString: env().WORKER_DATABASE_URL,
  concurrency: 4,
  pollInterval: 1000,
  noHandleSignals: true,
  taskList: { ...tasks, ...byTheMinute } as never,
  crontab: "* * * * * minute-passed ?max=1&jobKey=minute-passed",
});

const keyFile = env().LEDGER_KEY_FILE;
const signer = keyFile
  ? {
      key: createPrivateKey(readFileSync(keyFile)),
      headFile: join(env().DAYBOOK_DATA_DIR, "ledger-head"),
    }
  : null;
const ledger = signer
  ? postgres(env().SEQUENCER_DATABASE_URL, { max: 1, onnotice: () => {} })
  : null;

let stopping = false;
async function sequence(): Promise<void> {
  while (!stopping && ledger && signer) {
    try {
      const numbered = await numberLeaves(ledger, signer, new Date());
      if (numbered > 0) log.debug({ numbered }, "ledger head signed");
    } catch (error) {
      log.error(
        { reason: error instanceof Error ? error.message : "unknown" },
        "ledger head not signed",
      );
    }
    await new Promise((done) => setTimeout(done, 1000));
  }
}
const sequencing = sequence();

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.allSettled([runner.stop(), sequencing]);
  await Promise.allSettled([ledger?.end(), closeDatabase()]);
  process.exit(0);
}
// Started beside the app: the pipe ends when whoever started both is gone, however it went.
if (process.env.DAYBOOK_SUPERVISED) process.stdin.resume().once("close", stop);
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
log.info("worker ready");
