import { and, asc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { emergencies } from "@/db/schema/conflicts";
import { people } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { computeDue } from "@/lib/clocks/compute-due";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { localDay } from "@/lib/dates";
import { check, conflict, notFound } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { schoolCalendar } from "@/lib/schools/queries";
import limits from "./limits/england.json" with { type: "json" };
import type { openEmergencySchema } from "./schema";

export const emergencyLimits = limits.emergency;

/**
 * Break-glass (B12): a DSL, headteacher or DPO whom no wall keeps out reads one case outside their
 * circle for some minutes, after signing in anew. Its owner and the headteacher, or the chair in
 * their place, are told before anything is shown. Never a sealed case, and never to change it.
 */
export async function openEmergency(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof openEmergencySchema>,
): Promise<{ caseId: string }> {
  const role = roleFor(actor, "break-glass");
  if (!role || role === "reporter") throw notFound();
  if (!(await signedInLately(tx, actor)))
    throw conflict(
      `You signed in more than ${emergencyLimits.freshMinutes} minutes ago. Sign out, sign in again, and send this`,
    );
  const due = computeDue(
    {
      unit: "school-days",
      length: emergencyLimits.reviewSchoolDays,
      firstDayCounts: false,
      startedAt: actor.at,
    },
    calendarOf(await schoolCalendar(tx, actor)),
  );
  const [opened] = (await tx.execute(sql`select * from sec.break_glass(${input.reference},
    ${input.reason}, ${emergencyLimits.minutes}::int, ${localDay(due)}::date)`)) as unknown as {
    emergency_id: string;
    case_id: string;
    notice_ids: string[];
  }[];
  if (!opened)
    throw check({
      reference:
        "There is no case with this reference that can be opened so. If you handle it, it is in your queue",
    });
  for (const noticeId of opened.notice_ids)
    await enqueueJob(tx, "notice-created", { schoolId: actor.schoolId, noticeId });
  await appendLedger(tx, {
    role,
    action: "emergency-opened",
    object: { kind: "case", id: opened.case_id },
    caseId: opened.case_id,
    values: { reason: input.reason, minutes: emergencyLimits.minutes },
  });
  return { caseId: opened.case_id };
}

async function signedInLately(tx: Tx, actor: Actor): Promise<boolean> {
  const [row] = (await tx.execute(sql`select sec.signed_in_at() as at`)) as unknown as {
    at: string;
  }[];
  return +actor.at - +new Date(row?.at ?? 0) <= emergencyLimits.freshMinutes * 60_000;
}

/** Every time a case was opened in an emergency, the first first, with what was found of it. */
export async function listEmergencies(tx: Tx, actor: Actor, caseId: string) {
  return tx
    .select({
      id: emergencies.id,
      personId: emergencies.personId,
      name: people.name,
      role: emergencies.role,
      reason: emergencies.reason,
      openedAt: emergencies.openedAt,
      endsAt: emergencies.endsAt,
      reviewedAt: emergencies.reviewedAt,
      found: emergencies.found,
      words: emergencies.words,
    })
    .from(emergencies)
    .innerJoin(
      people,
      and(eq(people.schoolId, emergencies.schoolId), eq(people.id, emergencies.personId)),
    )
    .where(and(eq(emergencies.schoolId, actor.schoolId), eq(emergencies.caseId, caseId)))
    .orderBy(asc(emergencies.openedAt));
}
export type Emergency = Awaited<ReturnType<typeof listEmergencies>>[number];
