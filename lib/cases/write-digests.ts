import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { digests } from "@/db/schema/clocks";
import { mails } from "@/db/schema/notices";
import { accounts } from "@/db/schema/people";
import { type Tx, withJob, withJobs } from "@/db/scope";
import { isSchoolDay } from "@/lib/clocks/compute-due";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { localDay, localInstant, localTime } from "@/lib/dates";
import { env } from "@/lib/env";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { composeDigest, type MorningNumbers } from "@/lib/notifications/emails";
import { roleHolders, schoolCalendar } from "@/lib/schools/queries";
import { handlers } from "./transitions";

/** Half past seven, and not any more once the morning is over: a late digest is old news. */
const from = "07:30";
const until = "10:00";

/** Whoever handles concerns, can sign in and has had no digest today, with their address. */
async function awaiting(tx: Tx, school: { schoolId: string; at: Date }, day: string) {
  const holders = await roleHolders(tx, school);
  const ids = new Set(
    holders.filter((one) => handlers.some((role) => role === one.role)).map((one) => one.personId),
  );
  if (ids.size === 0) return [];
  return tx
    .select({ personId: accounts.personId, address: accounts.email })
    .from(accounts)
    .leftJoin(
      digests,
      and(
        eq(digests.schoolId, accounts.schoolId),
        eq(digests.personId, accounts.personId),
        eq(digests.day, day),
      ),
    )
    .where(
      and(
        eq(accounts.schoolId, school.schoolId),
        eq(accounts.state, "active"),
        inArray(accounts.personId, [...ids]),
        isNull(digests.personId),
      ),
    );
}

/** One person's digest, once a day: the row, the mail and its job are one transaction. */
async function writeDigest(
  tx: Tx,
  to: { schoolId: string; personId: string; address: string },
  day: string,
  at: Date,
): Promise<void> {
  const end = localInstant(day, "23:59");
  const [numbers] = (await tx.execute(sql`select waiting, today, overdue, decisions, reviews
    from sec.morning_of(${to.personId}::uuid, ${at.toISOString()}::timestamptz,
      ${end.toISOString()}::timestamptz)`)) as unknown as MorningNumbers[];
  const quiet = !numbers || Object.values(numbers).every((n) => n === 0);
  const mailId = quiet ? null : crypto.randomUUID();
  const { schoolId, personId } = to;
  const first = await tx
    .insert(digests)
    .values({ schoolId, personId, day, writtenAt: at, mailId })
    .onConflictDoNothing()
    .returning({ day: digests.day });
  if (first.length === 0 || quiet || !mailId) return;
  const mail = await composeDigest(numbers, env().DAYBOOK_URL);
  await tx.insert(mails).values({
    schoolId,
    id: mailId,
    personId,
    toAddress: to.address,
    subject: mail.subject,
    body: mail.text,
    html: mail.html,
    createdAt: at,
    state: "waiting",
  });
  await enqueueJob(tx, "mail-written", { schoolId, mailId });
}

/** The digests of one school, on its school days only. */
export async function writeSchoolDigests(schoolId: string, at: Date): Promise<void> {
  const day = localDay(at);
  await withJob({ schoolId }, async (tx) => {
    if (!isSchoolDay(day, calendarOf(await schoolCalendar(tx, { schoolId })))) return;
    for (const to of await awaiting(tx, { schoolId, at }, day)) {
      await writeDigest(tx, { schoolId, ...to }, day, at);
    }
  });
}

/** Every school's, at half past seven by the clock on the wall. One that fails holds up no other. */
export async function writeDigests(at: Date): Promise<void> {
  const time = localTime(at);
  if (time < from || time >= until) return;
  const schools = await withJobs(
    async (tx) =>
      (await tx.execute(
        sql`select id from sec.schools_awaiting(${localDay(at)}::date) id`,
      )) as unknown as {
        id: string;
      }[],
  );
  const done = [];
  for (const { id } of schools) {
    done.push(
      await writeSchoolDigests(id, at).then(
        () => null,
        (error: unknown) => error,
      ),
    );
  }
  const failed = done.find((error) => error !== null);
  if (failed) throw failed;
}
