import { format } from "date-fns/format";
import { parseISO } from "date-fns/parseISO";
import { startOfISOWeek } from "date-fns/startOfISOWeek";
import { and, eq, inArray, sql } from "drizzle-orm";
import { mails } from "@/db/schema/notices";
import { accounts } from "@/db/schema/people";
import { policyDigests } from "@/db/schema/policies";
import { type Tx, withJob, withJobs } from "@/db/scope";
import { isSchoolDay } from "@/lib/clocks/compute-due";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { localDay } from "@/lib/dates";
import { env } from "@/lib/env";
import { composeWaiting } from "@/lib/notifications/emails";
import { schoolCalendar } from "@/lib/schools/queries";
import { planRound } from "./plan-round";

const mondayOf = (day: string) => format(startOfISOWeek(parseISO(day)), "yyyy-MM-dd");

type Round = { version_id: string; began_on: string; within: number | null; people: string[] };

/** The line of one week for those past their day in one or more policies: the rows decide who. */
async function tellWeekly(
  tx: Tx,
  schoolId: string,
  late: ReadonlyMap<string, number>,
  week: string,
  at: Date,
): Promise<void> {
  if (late.size === 0) return;
  const rows = [...late.keys()].map((personId) => ({
    schoolId,
    personId,
    week,
    mailId: crypto.randomUUID(),
  }));
  const fresh = await tx
    .insert(policyDigests)
    .values(rows)
    .onConflictDoNothing()
    .returning({ personId: policyDigests.personId, mailId: policyDigests.mailId });
  if (fresh.length === 0) return;
  const reached = await tx
    .select({ personId: accounts.personId, address: accounts.email })
    .from(accounts)
    .where(
      and(
        eq(accounts.schoolId, schoolId),
        eq(accounts.state, "active"),
        inArray(
          accounts.personId,
          fresh.map((one) => one.personId),
        ),
      ),
    );
  const address = new Map(reached.map((one) => [one.personId, one.address]));
  const texts = new Map<number, Awaited<ReturnType<typeof composeWaiting>>>();
  const letters = [];
  for (const { personId, mailId } of fresh) {
    const [to, count] = [address.get(personId), late.get(personId) ?? 0];
    if (!to) continue;
    const mail = texts.get(count) ?? (await composeWaiting(count, env().DAYBOOK_URL));
    texts.set(count, mail);
    letters.push({
      schoolId,
      id: mailId,
      personId,
      toAddress: to,
      subject: mail.subject,
      body: mail.text,
      html: mail.html,
      createdAt: at,
      state: "waiting",
    });
  }
  if (letters.length === 0) return;
  await tx.insert(mails).values(letters);
  await tx.execute(sql`select jobs.enqueue_all('mail-written',
      array_agg(json_build_object('schoolId', ${schoolId}::text, 'mailId', id)))
    from unnest(${sql.param(letters.map((letter) => letter.id))}::uuid[]) id`);
}

/**
 * One school's rounds, on its school days: each person once as a round begins, once half-way and
 * once on its last day, then one line a week. Rows, notices, mails and jobs are one transaction, so
 * that whatever stops in between is neither lost nor told twice.
 */
export async function remindSchool(schoolId: string, at: Date): Promise<void> {
  const today = localDay(at);
  await withJob({ schoolId }, async (tx) => {
    const calendar = calendarOf(await schoolCalendar(tx, { schoolId }));
    const rounds = (await tx.execute(
      sql`select version_id, began_on::text, within, people
        from sec.policy_rounds(${at.toISOString()}::timestamptz)`,
    )) as unknown as Round[];
    const late = new Map<string, number>();
    for (const round of rounds) {
      const plan = planRound(round.began_on, round.within, today, calendar);
      // That a round began is told at once; what reminds of it waits for a school day.
      if (plan.stage > 0 && !isSchoolDay(today, calendar)) continue;
      await tx.execute(sql`select jobs.enqueue_all('notice-created',
          array_agg(json_build_object('schoolId', ${schoolId}::text, 'noticeId', id)))
        from sec.remind_round(${round.version_id}::uuid, ${round.began_on}::date, ${plan.stage},
          ${sql.param(round.people)}::uuid[], ${at.toISOString()}::timestamptz) id`);
      if (plan.late) for (const id of round.people) late.set(id, (late.get(id) ?? 0) + 1);
    }
    if (isSchoolDay(today, calendar)) await tellWeekly(tx, schoolId, late, mondayOf(today), at);
  });
}

/** Every school's rounds. One that fails holds up no other. */
export async function remindReaders(at: Date): Promise<void> {
  const schools = await withJobs(
    async (tx) =>
      (await tx.execute(sql`select id from sec.schools_bound() id`)) as unknown as { id: string }[],
  );
  const done = [];
  for (const { id } of schools)
    done.push(
      await remindSchool(id, at).then(
        () => null,
        (error: unknown) => error,
      ),
    );
  const failed = done.find((error) => error !== null);
  if (failed) throw failed;
}
