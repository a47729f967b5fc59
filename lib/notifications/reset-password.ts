import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { createTransport } from "nodemailer";
import { withJob, withNobody } from "@/db/scope";
import { takeTry } from "@/lib/access/limit-tries";
import { hashThrottle, hashToken, hex } from "@/lib/access/seal-secret";
import { env } from "@/lib/env";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import type { JobPayloads } from "@/lib/jobs/types";
import { composeReset } from "./emails";

/** Without mail there is no way to tell the person who asks from anybody else. */
export const resetsByMail = () => Boolean(env().SMTP_URL);

/**
 * Asks for a way to a new password, by mail to the account's own address. Does and answers the same
 * whether anybody signs in with it; throws "too-many" after three in fifteen minutes.
 */
export async function askReset(who: { email: string; address: string }): Promise<void> {
  const reset = hashThrottle("reset", who.email);
  const address = hashThrottle("address", who.address);
  await withNobody((tx) => takeTry(tx, { reset, address }));
  await withNobody(async (tx) => {
    const found = (await tx.execute(
      sql`select school_id, account_id from sec.find_accounts(${who.email})`,
    )) as unknown as { school_id: string; account_id: string }[];
    await enqueueJob(tx, "password-forgotten", {
      accounts: found.map((row) => ({ schoolId: row.school_id, accountId: row.account_id })),
    });
  });
}

/**
 * Mails the link of each account that has a password and is in use. It is never in the outbox, where
 * an administrator could read it. Run twice, the second link serves and the first does no more.
 */
export async function passwordForgotten(job: JobPayloads["password-forgotten"]): Promise<void> {
  const { SMTP_URL, MAIL_FROM, DAYBOOK_URL } = env();
  if (!SMTP_URL) return;
  for (const { schoolId, accountId } of job.accounts) {
    const token = randomBytes(24).toString("base64url");
    const to = await withJob({ schoolId }, async (tx) => {
      const [row] = (await tx.execute(sql`select sec.begin_reset(${schoolId}::uuid,
        ${accountId}::uuid, ${hex(hashToken(token))}) as email`)) as unknown as {
        email: string | null;
      }[];
      return row?.email;
    });
    if (!to) continue;
    const mail = await composeReset(`${DAYBOOK_URL}/invite/${token}`);
    await createTransport(SMTP_URL).sendMail({ from: MAIL_FROM, to, ...mail });
  }
}
