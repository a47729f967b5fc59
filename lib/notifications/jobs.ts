import { and, eq, like, sql } from "drizzle-orm";
import { createTransport } from "nodemailer";
import { walls } from "@/db/schema/cases";
import { mails, notices } from "@/db/schema/notices";
import { accounts } from "@/db/schema/people";
import { withJob } from "@/db/scope";
import { env } from "@/lib/env";
import { composeMail } from "./emails";

type Job = { schoolId: string; noticeId: string };

/** Writes the mail of a notice once, or holds it back: the wall is asked again at this moment. */
async function prepare(job: Job) {
  return withJob(job, async (tx) => {
    const [notice] = await tx
      .select({
        personId: notices.personId,
        kind: notices.kind,
        matterId: notices.matterId,
        reference: notices.reference,
        path: notices.path,
        address: accounts.email,
        createdAt: notices.createdAt,
      })
      .from(notices)
      .innerJoin(
        accounts,
        and(
          eq(accounts.schoolId, notices.schoolId),
          eq(accounts.personId, notices.personId),
          eq(accounts.state, "active"),
          // Whoever reports without signing in has no address.
          like(accounts.email, "%@%"),
        ),
      )
      .where(and(eq(notices.schoolId, job.schoolId), eq(notices.id, job.noticeId)));
    if (!notice) return null;
    const wall = await tx
      .select({ personId: walls.personId })
      .from(walls)
      .where(
        and(
          eq(walls.schoolId, job.schoolId),
          eq(walls.personId, notice.personId),
          eq(walls.matterId, notice.matterId),
        ),
      );
    const mail = await composeMail({ ...notice, origin: env().DAYBOOK_URL });
    await tx
      .insert(mails)
      .values({
        schoolId: job.schoolId,
        id: crypto.randomUUID(),
        noticeId: job.noticeId,
        matterId: notice.matterId,
        personId: notice.personId,
        toAddress: notice.address,
        subject: mail.subject,
        body: mail.text,
        html: mail.html,
        createdAt: notice.createdAt,
        state: "waiting",
      })
      .onConflictDoNothing();
    // Whoever wrote a report is told of it as its writer, even when they are named in it.
    if (wall.length > 0 && !notice.path.startsWith("/reports/")) {
      await tx
        .update(mails)
        .set({ state: "held" })
        .where(
          and(
            eq(mails.schoolId, job.schoolId),
            eq(mails.noticeId, job.noticeId),
            eq(mails.state, "waiting"),
          ),
        );
      return null;
    }
    const [row] = await tx
      .select({ id: mails.id })
      .from(mails)
      .where(and(eq(mails.schoolId, job.schoolId), eq(mails.noticeId, job.noticeId)));
    return row?.id ?? null;
  });
}

/** Sends the mail of one notice. */
export async function noticeCreated(job: Job): Promise<void> {
  const mailId = await prepare(job);
  if (mailId) await mailWritten({ schoolId: job.schoolId, mailId });
}

/** A mail that still has to go. */
const waitingMail = (job: { schoolId: string; mailId: string }) =>
  withJob(job, async (tx) => {
    const [row] = await tx
      .select({
        id: mails.id,
        toAddress: mails.toAddress,
        subject: mails.subject,
        body: mails.body,
        html: mails.html,
        state: mails.state,
      })
      .from(mails)
      .where(and(eq(mails.schoolId, job.schoolId), eq(mails.id, job.mailId)));
    return row?.state === "waiting" || row?.state === "failed" ? row : null;
  });

/**
 * Sends one mail of the outbox. Without SMTP_URL it stays there. A worker that dies between
 * sending and marking sends the same Message-ID again, which mail servers drop as a copy.
 */
export async function mailWritten(job: { schoolId: string; mailId: string }): Promise<void> {
  const mail = await waitingMail(job);
  const { SMTP_URL, MAIL_FROM, DAYBOOK_URL } = env();
  if (!mail || !SMTP_URL) return;
  const mark = (fields: { state: string; sentAt?: Date; lastError?: string }) =>
    withJob(job, (tx) =>
      tx
        .update(mails)
        .set({ ...fields, tries: sql`${mails.tries} + 1` })
        .where(and(eq(mails.schoolId, job.schoolId), eq(mails.id, mail.id))),
    );
  try {
    await createTransport(SMTP_URL).sendMail({
      from: MAIL_FROM,
      to: mail.toAddress,
      subject: mail.subject,
      text: mail.body,
      html: mail.html,
      messageId: `<${mail.id}@${new URL(DAYBOOK_URL).hostname}>`,
    });
  } catch (error) {
    await mark({
      state: "failed",
      lastError: error instanceof Error ? error.message.slice(0, 200) : "No answer",
    });
    throw error;
  }
  await mark({ state: "sent", sentAt: new Date() });
}
